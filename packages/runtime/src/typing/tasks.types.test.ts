import { expect, test } from "@jest/globals";
import {
  type Coroutine,
  coroutine,
  createTask,
  EventLoop,
  type Future,
  run,
  type Task,
} from "../index.js";
import { runVirtual } from "../testing.js";
import { type Equal, same } from "./equal.js";

// The compiler is the test here: `npm run typecheck` fails where one of these types is another.
// Each program is also run, so that no type is promised that the runtime does not keep.

async function half(n: number, note?: string): Promise<{ half: number; note: string | undefined }> {
  return { half: n / 2, note };
}

const lazyHalf = coroutine(half);

test("a coroutine function keeps its parameters and its result", () =>
  runVirtual(async () => {
    same<Equal<Parameters<typeof lazyHalf>, [n: number, note?: string]>>();
    const made = lazyHalf(4);
    same<Equal<typeof made, Coroutine<{ half: number; note: string | undefined }>>>();
    const awaited = await made;
    same<Equal<typeof awaited, { half: number; note: string | undefined }>>();
    expect(awaited.half).toBe(2);
    // @ts-expect-error a number is asked for
    await lazyHalf("4").then((value) => expect(value.half).toBe(2));
  }));

test("a task has the type of what it runs: a coroutine, a function, a function and its arguments", () =>
  runVirtual(async () => {
    const fromCoroutine = createTask(lazyHalf(4), { name: "one" });
    const fromFunction = createTask(() => half(6), { name: "two" });
    const fromArguments = createTask(half, 8, "note");
    type Half = { half: number; note: string | undefined };
    same<
      Equal<
        [typeof fromCoroutine, typeof fromFunction, typeof fromArguments],
        [Task<Half>, Task<Half>, Task<Half>]
      >
    >();
    expect((await fromCoroutine).half).toBe(2);
    expect((await fromFunction).half).toBe(3);
    expect((await fromArguments).note).toBe("note");
    // @ts-expect-error the first argument is a number
    await createTask(half, "8");
  }));

test("run gives the result of what it runs", async () => {
  const fromFunction = await run(async () => "text" as const);
  const fromCoroutine = await run(lazyHalf(10));
  same<
    Equal<
      [typeof fromFunction, typeof fromCoroutine],
      ["text", { half: number; note: string | undefined }]
    >
  >();
  expect([fromFunction, fromCoroutine.half]).toEqual(["text", 5]);
});

test("a loop's futures are typed", () => {
  const loop = new EventLoop();
  const future = loop.createFuture<number>();
  same<Equal<typeof future, Future<number>>>();
  // @ts-expect-error the result is a number
  future.setResult("text");
  expect(future.done()).toBe(true);
  loop.close();
});
