import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { virtualLoop } from "../conformance/virtual-loop.js";
import { EventLoop, getRunningLoop, newEventLoop, run, VirtualClock } from "../index.js";

/** What the runtime takes for the time that passes while code runs. */
let hostTime = 0;
let printed: string[] = [];

beforeEach(() => {
  hostTime = 0;
  printed = [];
  jest.spyOn(performance, "now").mockImplementation(() => hostTime);
  jest.spyOn(console, "error").mockImplementation((...values) => {
    printed.push(values.map(String).join(" "));
  });
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe("debug mode", () => {
  test("is set for a loop at its making or later [test_base_events.BaseEventLoopTests.test_set_debug]", () => {
    const loop = virtualLoop();
    expect(loop.getDebug()).toBe(false);
    loop.setDebug(true);
    expect(loop.getDebug()).toBe(true);
    loop.setDebug(false);
    expect(loop.getDebug()).toBe(false);
    loop.close();
    const debugged = new EventLoop({ debug: true });
    expect(debugged.getDebug()).toBe(true);
    debugged.close();
  });

  test("is the default where the environment asks for it [test_base_events.BaseEventLoopTests.test_env_var_debug] [test_tasks.GatherTestsBase.test_env_var_debug]", async () => {
    const inDebug = (): boolean => getRunningLoop().getDebug();
    const clock = new VirtualClock();
    const seen: unknown[] = [];
    for (const value of [undefined, "", "1"]) {
      if (value === undefined) {
        delete process.env.AWAITWISE_RUNTIME_DEBUG;
      } else {
        process.env.AWAITWISE_RUNTIME_DEBUG = value;
      }
      seen.push([
        value,
        newEventLoop().getDebug(),
        new EventLoop({ debug: false }).getDebug(),
        await run(inDebug, { clock }),
        await run(inDebug, { clock, debug: false }),
      ]);
    }
    delete process.env.AWAITWISE_RUNTIME_DEBUG;
    expect(seen).toEqual([
      [undefined, false, false, false, false],
      ["", false, false, false, false],
      ["1", true, false, true, false],
    ]);
  });

  test("tells of callbacks and steps that take long [test_base_events.BaseEventLoopWithSelectorTests.test_log_slow_callbacks]", async () => {
    const loop = new EventLoop({ debug: true, clock: new VirtualClock() });
    expect(loop.slowCallbackDuration).toBe(100);
    function slowCallback(duration: number): void {
      hostTime += duration;
    }
    loop.callSoon(slowCallback, 99);
    loop.callSoon(slowCallback, 100);
    await loop.runUntilComplete(loop.createTask(async () => {}));
    expect(printed).toEqual(["Callback slowCallback ran for 100 ms"]);

    const slowTask = async (): Promise<void> => {
      hostTime += 150;
    };
    await loop.runUntilComplete(loop.createTask(slowTask, { name: "slow" }));
    expect(printed.slice(1)).toEqual(['Task "slow" ran for 150 ms without giving up the turn']);

    loop.slowCallbackDuration = 1_000;
    await loop.runUntilComplete(loop.createTask(slowTask));
    loop.setDebug(false);
    loop.slowCallbackDuration = 0;
    await loop.runUntilComplete(loop.createTask(slowTask));
    expect(printed.length).toBe(2);
    loop.close();
  });
});
