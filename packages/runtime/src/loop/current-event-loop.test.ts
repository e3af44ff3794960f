import { afterEach, describe, expect, test } from "@jest/globals";
import { virtualLoop } from "../conformance/virtual-loop.js";
import {
  EventLoop,
  getEventLoop,
  getRunningLoop,
  newEventLoop,
  RuntimeError,
  run,
  setEventLoop,
  setEventLoopFactory,
  sleep,
  VirtualClock,
} from "../index.js";

afterEach(() => {
  setEventLoop(null);
  setEventLoopFactory(null);
});

const none = new RuntimeError("No event loop runs here: call this from inside run()");

describe("getEventLoop", () => {
  test("gives the running loop, whatever else was set [test_events.GetEventLoopTestsMixin.test_get_event_loop_returns_running_loop]", async () => {
    const loop = virtualLoop();
    const other = virtualLoop();
    setEventLoop(other);
    const inside = async (): Promise<EventLoop[]> => {
      await sleep(0);
      return [getEventLoop(), getRunningLoop()];
    };
    const [current, running] = await loop.runUntilComplete(inside);
    expect([current === loop, running === loop]).toEqual([true, true]);
    expect(getEventLoop() === other).toBe(true);
    expect(() => getRunningLoop()).toThrow(none);
    loop.close();
    other.close();
  });

  test("gives the loop that was set outside of a running one [test_events.GetEventLoopTestsMixin.test_get_event_loop_returns_running_loop2] [test_events.PolicyTests.test_set_event_loop]", async () => {
    const loop = virtualLoop();
    setEventLoop(loop);
    expect(getEventLoop() === loop).toBe(true);
    setEventLoop(null);
    expect(getEventLoop() === loop).toBe(false);
    loop.close();
  });

  test("makes a loop and keeps it where none was set [test_events.PolicyTests.test_get_event_loop] [test_events.PolicyTests.test_get_event_loop_after_set_none]", () => {
    const loop = getEventLoop();
    expect(loop).toBeInstanceOf(EventLoop);
    expect(getEventLoop() === loop).toBe(true);
    setEventLoop(null);
    const next = getEventLoop();
    expect(next === loop).toBe(false);
    loop.close();
    next.close();
    expect(getEventLoop() === next).toBe(false);
    getEventLoop().close();
  });
});

describe("newEventLoop", () => {
  test("makes a new loop each time [test_events.PolicyTests.test_new_event_loop]", () => {
    const first = newEventLoop();
    const second = newEventLoop();
    expect([first instanceof EventLoop, first === second]).toEqual([true, false]);
    first.close();
    second.close();
  });

  test("asks the process's factory where there is one [test_events.PolicyTests.test_set_event_loop_policy]", async () => {
    const made: EventLoop[] = [];
    setEventLoopFactory(() => {
      const loop = new EventLoop({ clock: new VirtualClock() });
      made.push(loop);
      return loop;
    });
    expect(newEventLoop() === made[0]).toBe(true);
    const time = await run(async () => {
      await sleep(3_600_000);
      return getRunningLoop().time();
    });
    expect([time, made.length]).toEqual([3_600_000, 2]);
  });
});

test("only a loop can be set", () => {
  expect(() => setEventLoop({} as never)).toThrow(TypeError);
  expect(() => setEventLoopFactory({} as never)).toThrow(TypeError);
});
