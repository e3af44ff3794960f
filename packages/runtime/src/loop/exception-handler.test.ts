import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { runBriefly, virtualLoop } from "../conformance/virtual-loop.js";
import { EventLoop, type ExceptionContext, sleep, VirtualClock } from "../index.js";

const failure = new TypeError("of the callback");

function failing(): never {
  throw failure;
}

let printed: unknown[][] = [];

beforeEach(() => {
  printed = [];
  jest.spyOn(console, "error").mockImplementation((...values) => {
    printed.push(values);
  });
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe("without a handler of the program's own", () => {
  test("an error of a callback is printed, and the loop goes on [test_base_events.BaseEventLoopTests.test_default_exc_handler_callback]", async () => {
    const loop = virtualLoop();
    loop.callSoon(failing);
    await runBriefly(loop);
    expect(printed).toEqual([["Callback failing threw an error", failure]]);
    loop.callLater(10, failing);
    await loop.runUntilComplete(sleep(20));
    expect(printed).toEqual([
      ["Callback failing threw an error", failure],
      ["Callback failing threw an error", failure],
    ]);
    loop.close();
  });

  test("an error that nobody retrieved from a task is printed [test_base_events.BaseEventLoopTests.test_default_exc_handler_coro]", async () => {
    const loop = virtualLoop();
    const error = new TypeError("of the task");
    const work = async (): Promise<void> => {
      await sleep(10);
      throw error;
    };
    const task = loop.createTask(work, { name: "failing" });
    task.addDoneCallback(() => loop.stop());
    await loop.runForever();
    loop.close();
    expect(printed).toEqual([
      [
        expect.stringMatching(
          /^The error of task "failing" was never retrieved: await it, or add a done callback that calls exception\(\)\nMade here:\n.*exception-handler\.test\.ts:\d+/,
        ),
        error,
      ],
    ]);
  });
});

describe("a handler of the program's own", () => {
  test("must be a function [test_base_events.BaseEventLoopTests.test_set_exc_handler_invalid]", () => {
    const loop = virtualLoop();
    expect(() => loop.setExceptionHandler("spam" as never)).toThrow(TypeError);
    expect(loop.getExceptionHandler()).toBe(null);
    loop.close();
  });

  test("is told of errors instead, until it is taken away [test_base_events.BaseEventLoopTests.test_set_exc_handler_custom] [test_events.HandleTests.test_callback_with_exception]", async () => {
    const loop = virtualLoop();
    const calls: [EventLoop, ExceptionContext][] = [];
    const handler = (...call: [EventLoop, ExceptionContext]): void => {
      calls.push(call);
    };
    expect(loop.getExceptionHandler()).toBe(null);
    loop.setExceptionHandler(handler);
    expect(loop.getExceptionHandler()).toBe(handler);
    const handle = loop.callSoon(failing);
    await runBriefly(loop);
    expect(calls.length).toBe(1);
    const [[toldLoop, context]] = calls as [[EventLoop, ExceptionContext]];
    expect(toldLoop === loop).toBe(true);
    expect(context.handle === handle).toBe(true);
    expect([context.message, context.exception]).toEqual([
      "Callback failing threw an error",
      failure,
    ]);
    expect(printed).toEqual([]);

    loop.setExceptionHandler(null);
    loop.callSoon(failing);
    await runBriefly(loop);
    expect(calls.length).toBe(1);
    expect(printed).toEqual([["Callback failing threw an error", failure]]);
    loop.close();
  });

  test("that itself throws is printed, and the loop goes on [test_base_events.BaseEventLoopTests.test_set_exc_handler_broken]", async () => {
    const loop = virtualLoop();
    const spam = new RangeError("spam");
    loop.setExceptionHandler(() => {
      throw spam;
    });
    loop.callSoon(failing);
    await runBriefly(loop);
    expect(printed).toEqual([
      [
        'The exception handler itself threw while it handled "Callback failing threw an error"',
        spam,
      ],
      ["Callback failing threw an error", failure],
    ]);
    loop.close();
  });
});

test("a loop class may have a default handler of its own; where that throws, this is printed [test_base_events.BaseEventLoopTests.test_default_exc_handler_broken]", async () => {
  const contexts: ExceptionContext[] = [];
  const spam = new RangeError("spam");
  class OwnLoop extends EventLoop {
    override defaultExceptionHandler(context: ExceptionContext): void {
      contexts.push(context);
      throw spam;
    }
  }
  const loop = new OwnLoop({ clock: new VirtualClock() });
  loop.callSoon(failing);
  await runBriefly(loop);
  expect(contexts.map(({ exception }) => exception)).toEqual([failure]);
  expect(printed).toEqual([
    [
      'The default exception handler itself threw while it handled "Callback failing threw an error"',
      spam,
    ],
  ]);

  const ham = new RangeError("ham");
  loop.setExceptionHandler(() => {
    throw ham;
  });
  loop.callSoon(failing);
  await runBriefly(loop);
  expect(contexts[1]?.exception).toBe(ham);
  expect(contexts[1]?.context?.exception).toBe(failure);
  expect(printed.length).toBe(2);
  loop.close();
});
