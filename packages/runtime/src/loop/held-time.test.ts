import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { createTask, sleep } from "../index.js";
import { runVirtual } from "../testing.js";

beforeEach(() => {
  jest.useFakeTimers({
    doNotFake: ["nextTick", "setImmediate", "queueMicrotask", "performance", "Date", "hrtime"],
  });
});

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("virtual time that stands still for long says who waits for what, once", async () => {
  const errors = jest.spyOn(console, "error").mockImplementation(() => {});
  let settle = (): void => {};
  const outside = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const running = runVirtual(async () => {
    createTask(() => sleep(1_000), { name: "sleeper" });
    await createTask(async () => await outside, { name: "reader" });
  });
  await turn();
  jest.advanceTimersByTime(4_999);
  expect(errors.mock.calls).toEqual([]);
  jest.advanceTimersByTime(60_000);
  expect(errors.mock.calls).toHaveLength(1);
  expect(
    String(errors.mock.calls[0])
      .replace(/Task-\d+/, "Task-N")
      .split("\n")
      .slice(0, -1),
  ).toEqual([
    "Virtual time has stood still for 5 s, since something outside of the loop is waited for:",
    "  Task-N waits for reader",
    "  sleeper waits for sleep",
    "  reader waits for a promise that is not the runtime's",
  ]);
  settle();
  await running;
});

test("virtual time that goes on says nothing", async () => {
  const errors = jest.spyOn(console, "error").mockImplementation(() => {});
  await runVirtual(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    await sleep(1_000);
  });
  jest.advanceTimersByTime(60_000);
  expect(errors.mock.calls).toEqual([]);
  expect(jest.getTimerCount()).toBe(0);
});
