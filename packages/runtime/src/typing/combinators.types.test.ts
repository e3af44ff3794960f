import { expect, test } from "@jest/globals";
import {
  asCompleted,
  coroutine,
  createTask,
  ExceptionGroup,
  gather,
  mapConcurrent,
  shield,
  type Task,
  taskGroup,
  timeout,
  wait,
  waitFor,
} from "../index.js";
import { runVirtual } from "../testing.js";
import { type Equal, same } from "./equal.js";

// The compiler is the test here: `npm run typecheck` fails where one of these types is another.
// Each program is also run, so that no type is promised that the runtime does not keep.

const text = coroutine(async (value: string) => value);
const number = coroutine(async (value: number) => value);

test("gather gives a tuple for arguments and for an array written in place", () =>
  runVirtual(async () => {
    const spread = await gather(text("a"), () => number(1), Promise.resolve(true));
    const array = await gather([text("b"), number(2)]);
    same<Equal<[typeof spread, typeof array], [[string, number, boolean], [string, number]]>>();
    expect([spread, array]).toEqual([
      ["a", 1, true],
      ["b", 2],
    ]);
  }));

test("gather gives an array for an array of any length", () =>
  runVirtual(async () => {
    const numbers = await gather([1, 2, 3].map((n) => number(n)));
    same<Equal<typeof numbers, number[]>>();
    expect(numbers).toEqual([1, 2, 3]);
  }));

test("gather with returnExceptions says that an error may stand in each place", () =>
  runVirtual(async () => {
    const settled = await gather([text("a"), number(1)], { returnExceptions: true });
    same<Equal<typeof settled, [string | Error, number | Error]>>();
    expect(settled).toEqual(["a", 1]);
  }));

test("wait and asCompleted give back the tasks that they were given, as their own type", () =>
  runVirtual(async () => {
    const tasks = [createTask(number(1)), createTask(number(2))];
    const [done, pending] = await wait(tasks);
    same<Equal<[typeof done, typeof pending], [Set<Task<number>>, Set<Task<number>>]>>();
    expect([done.size, pending.size]).toEqual([2, 0]);
    for await (const task of asCompleted(tasks)) {
      same<Equal<typeof task, Task<number>>>();
      expect(task.result()).toBeGreaterThan(0);
    }
    for (const next of asCompleted(tasks)) {
      const value = await next;
      same<Equal<typeof value, number>>();
      expect(value).toBeGreaterThan(0);
    }
  }));

test("waitFor, shield, timeout and taskGroup give the type of what they wait for", () =>
  runVirtual(async () => {
    const results = [
      await waitFor(text("a"), 100),
      await shield(text("b")),
      await timeout(100, async () => "c"),
      await taskGroup(async () => "d"),
    ] as const;
    same<Equal<typeof results, readonly [string, string, string, string]>>();
    expect(results).toEqual(["a", "b", "c", "d"]);
  }));

test("mapConcurrent gives an array, and iterates, with the type of its function's result", () =>
  runVirtual(async () => {
    const doubled = await mapConcurrent([1, 2], 1, async (n) => `${n * 2}`);
    same<Equal<typeof doubled, string[]>>();
    expect(doubled).toEqual(["2", "4"]);
    for await (const item of mapConcurrent([1], 1, async (n) => n)) {
      same<Equal<typeof item, number>>();
      expect(item).toBe(1);
    }
  }));

test("an exception group's errors are unknown until they are looked at", () => {
  const group = new ExceptionGroup("both failed", [new TypeError("no"), new RangeError("far")]);
  const [first] = group.errors;
  same<Equal<typeof first, unknown>>();
  expect(first).toBeInstanceOf(TypeError);
});
