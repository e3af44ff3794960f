import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { afterEach, expect, test } from "@jest/globals";
import {
  type ChannelMessages,
  Coroutine,
  createTask,
  DeadlockError,
  Event,
  Future,
  sleep,
  type Task,
} from "../index.js";
import { runVirtual } from "../testing.js";

const NAMES: readonly (keyof ChannelMessages)[] = [
  "awaitwise:loop:start",
  "awaitwise:loop:stop",
  "awaitwise:task:create",
  "awaitwise:task:step",
  "awaitwise:task:suspend",
  "awaitwise:task:cancel",
  "awaitwise:task:end",
];

const listeners: [string, (message: unknown) => void][] = [];

afterEach(() => {
  for (const [name, listener] of listeners.splice(0)) {
    unsubscribe(name, listener);
  }
});

/** What is published from now on, in its order: `task:step worker`. */
function record(): string[] {
  const published: string[] = [];
  for (const name of NAMES) {
    const listener = (message: unknown): void => {
      const { task, on, error } = message as { task?: Task<unknown>; on?: object; error?: unknown };
      const what =
        on instanceof Coroutine
          ? ` on ${on.getName()}`
          : on instanceof Future
            ? " on a future"
            : "";
      const why = error === undefined ? "" : ` by ${(error as Error).name}`;
      published.push(
        `${name.replace("awaitwise:", "")}${task === undefined ? "" : ` ${task.getName()}`}${what}${why}`,
      );
    };
    subscribe(name, listener);
    listeners.push([name, listener]);
  }
  return published;
}

const namesOnly = (published: readonly string[]): string[] =>
  published.map((line) => line.replace(/Task-\d+/, "main"));

test("the life of a task is published, each event when it happens", async () => {
  const published = record();
  await runVirtual(async () => {
    const worker = createTask(() => sleep(60_000), { name: "worker" });
    await sleep(1);
    worker.cancel("enough");
    await worker.catch(() => {});
  });
  const own = namesOnly(published);
  expect(own.slice(0, own.indexOf("task:end main") + 1)).toEqual([
    "task:create main",
    "loop:start",
    "task:step main",
    "task:create worker",
    "task:suspend main on sleep",
    "task:step worker",
    "task:suspend worker on sleep",
    "task:step main",
    "task:cancel worker",
    "task:suspend main on a future",
    "task:step worker",
    "task:end worker",
    "task:step main",
    "task:end main",
  ]);
});

test("a run that ends by a deadlock says so", async () => {
  const published = record();
  await runVirtual(() => new Event().wait()).catch((error: unknown) => {
    expect(error).toBeInstanceOf(DeadlockError);
  });
  expect(published).toContain("loop:stop by DeadlockError");
});

test("nothing is published to whoever has unsubscribed", async () => {
  const published = record();
  for (const [name, listener] of listeners.splice(0)) {
    unsubscribe(name, listener);
  }
  await runVirtual(() => sleep(1));
  expect(published).toEqual([]);
});
