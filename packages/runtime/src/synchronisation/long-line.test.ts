import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect, test } from "@jest/globals";
import {
  CancelledError,
  ContextVar,
  createTask,
  currentTask,
  gather,
  Lock,
  Semaphore,
  sleep,
} from "../index.js";
import { runVirtual } from "../testing.js";

/** More than stand in line before `with` takes the way that weighs less: see LONG in acquirable.ts. */
const MANY = 600;

describe("with, where very many stand in line", () => {
  test("runs each body in its turn, in the task that waited, with its context variables", async () => {
    const user = new ContextVar<number>("user");
    const seen = await runVirtual(async () => {
      const lock = new Lock();
      const log: string[] = [];
      const visit = async (i: number) => {
        user.set(i);
        return await lock.with(async () => {
          log.push(`${i} enters as ${currentTask()?.getName()} ${user.get()}`);
          await sleep(1);
          log.push(`${i} leaves as ${currentTask()?.getName()} ${user.get()}`);
          return 2 * i;
        });
      };
      const tasks = Array.from({ length: MANY }, (_, i) =>
        createTask(() => visit(i), { name: `visitor ${i}` }),
      );
      const results = await gather(tasks);
      expect(results).toEqual(tasks.map((_, i) => 2 * i));
      return log;
    });
    expect(seen).toEqual(
      Array.from({ length: MANY }, (_, i) => [
        `${i} enters as visitor ${i} ${i}`,
        `${i} leaves as visitor ${i} ${i}`,
      ]).flat(),
    );
  });

  test("brings the program's own storages back too", async () => {
    const request = new AsyncLocalStorage<number>();
    const seen = await runVirtual(async () => {
      const semaphore = new Semaphore(1);
      const visit = (i: number) => async () => {
        const ask = async () =>
          await semaphore.with(async () => {
            const before = request.getStore();
            await sleep(0);
            return [before, request.getStore(), currentTask()?.getName()];
          });
        return i % 2 === 0 ? await request.run(i, ask) : await ask();
      };
      return await gather(
        Array.from({ length: MANY }, (_, i) => createTask(visit(i), { name: String(i) })),
      );
    });
    expect(seen).toEqual(
      Array.from({ length: MANY }, (_, i) =>
        i % 2 === 0 ? [i, i, String(i)] : [undefined, undefined, String(i)],
      ),
    );
  });

  test("passes over who was cancelled in line, and gives on what a body throws", async () => {
    await runVirtual(async () => {
      const lock = new Lock();
      const ran: number[] = [];
      const tasks = Array.from({ length: MANY }, (_, i) =>
        createTask(
          lock.with(() => {
            ran.push(i);
            if (i % 3 === 0) {
              throw new RangeError(`body ${i}`);
            }
          }),
        ),
      );
      await lock.acquire();
      await sleep(0);
      for (const task of tasks.slice(400, 500)) {
        task.cancel();
      }
      lock.release();
      const outcomes = await gather(tasks, { returnExceptions: true });
      const expected = tasks.map((_, i) =>
        i >= 400 && i < 500 ? "CancelledError" : i % 3 === 0 ? `body ${i}` : undefined,
      );
      expect(
        outcomes.map((outcome: unknown) =>
          outcome instanceof CancelledError
            ? outcome.name
            : outcome instanceof Error
              ? outcome.message
              : outcome,
        ),
      ).toEqual(expected);
      expect(ran).toEqual(tasks.flatMap((_, i) => (i >= 400 && i < 500 ? [] : [i])));
      expect(lock.locked()).toBe(false);
    });
  });
});
