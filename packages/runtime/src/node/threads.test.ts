import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  CancelledError,
  createTask,
  gather,
  getRunningLoop,
  RuntimeError,
  sleep,
} from "../index.js";
import { ThreadPoolExecutor, threadCallOf, threadFunction, toThread } from "../node.js";
import { OwnProcess } from "../proofs/own-process.js";
import { runVirtual } from "../testing.js";

let own: OwnProcess;

beforeAll(() => {
  own = new OwnProcess();
});

afterAll(() => {
  own[Symbol.dispose]();
});

/** What awaiting throws, of whatever realm: an error of a thread's is none of this one's classes. */
async function thrownBy(awaitable: PromiseLike<unknown>): Promise<Error & { code?: unknown }> {
  try {
    await awaitable;
  } catch (error) {
    return error as Error;
  }
  throw new Error("Expected an error, but there was none");
}

describe("toThread", () => {
  test("gives what the function gives in another thread [test_threads.ToThreadTests.test_to_thread]", () =>
    runVirtual(async () => {
      const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);
      expect(await toThread(sum, [40, 2])).toBe(42);
      const isMain = (): boolean => process.getBuiltinModule("node:worker_threads").isMainThread;
      expect([isMain(), await toThread(isMain)]).toEqual([true, false]);
      expect(await toThread(async (n: number) => n * 2, 21)).toBe(42);
    }));

  test("throws what the function throws, with its name and its properties [test_threads.ToThreadTests.test_to_thread_exception]", () =>
    runVirtual(async () => {
      const error = await thrownBy(
        toThread(() => {
          throw Object.assign(new RangeError("test", { cause: "none" }), {
            code: "E_TEST",
            name: "Special",
          });
        }),
      );
      expect([error.name, error.message, error.code, error.cause]).toEqual([
        "Special",
        "test",
        "E_TEST",
        "none",
      ]);
      expect(
        await thrownBy(
          toThread(() => {
            throw "text";
          }),
        ),
      ).toBe("text");
    }));

  test("runs the function once [test_threads.ToThreadTests.test_to_thread_once]", () =>
    runVirtual(async () => {
      const counter = new SharedArrayBuffer(4);
      const count = (memory: SharedArrayBuffer): number =>
        Atomics.add(new Int32Array(memory), 0, 1);
      await toThread(count, counter);
      expect(new Int32Array(counter)[0]).toBe(1);
    }));

  test("runs many at once [test_threads.ToThreadTests.test_to_thread_concurrent]", () =>
    runVirtual(async () => {
      const counter = new SharedArrayBuffer(4);
      const count = (memory: SharedArrayBuffer): void =>
        void Atomics.add(new Int32Array(memory), 0, 1);
      await gather(Array.from({ length: 10 }, () => toThread(count, counter)));
      expect(new Int32Array(counter)[0]).toBe(10);
    }));

  test("hands the arguments over [test_threads.ToThreadTests.test_to_thread_args_kwargs]", () =>
    runVirtual(async () => {
      const show = (text: string, options: { something: boolean }): string =>
        text + JSON.stringify(options);
      expect(await toThread(show, "test", { something: true })).toBe('test{"something":true}');
    }));

  test("leaves the loop free meanwhile, and holds virtual time", () =>
    runVirtual(async () => {
      const gate = new SharedArrayBuffer(4);
      const wait = (memory: SharedArrayBuffer): string =>
        Atomics.wait(new Int32Array(memory), 0, 0);
      const task = createTask(() => toThread(wait, gate));
      let turns = 0;
      while (turns < 1_000) {
        turns++;
        await sleep(0);
      }
      expect([task.done(), getRunningLoop().time()]).toEqual([false, 0]);
      Atomics.store(new Int32Array(gate), 0, 1);
      // The thread may not wait yet: then it sees the new value.
      Atomics.notify(new Int32Array(gate), 0);
      expect(["ok", "not-equal"]).toContain(await task);
      expect(getRunningLoop().time()).toBe(0);
    }));

  test("says what is wrong with a function that uses what is around it", () =>
    runVirtual(async () => {
      const around = 1;
      const error = await thrownBy(toThread(() => around + 1));
      expect(error.name).toBe("ReferenceError");
      expect(error.message).toMatch(
        /^around is not defined: a function that runs in a thread is sent as its source text/,
      );
    }));

  test("says what is wrong with what cannot be copied", () =>
    runVirtual(async () => {
      const give = (value: unknown): unknown => value;
      expect((await thrownBy(toThread(give, () => {}))).name).toBe("DataCloneError");
      expect((await thrownBy(toThread(() => () => {}))).name).toBe("DataCloneError");
      expect(await toThread(give, "goes on")).toBe("goes on");
    }));

  test("takes functions and methods of any form, and no others", () =>
    runVirtual(async () => {
      const object = {
        method(n: number): number {
          return n + 1;
        },
        async later(n: number): Promise<number> {
          return n + 2;
        },
      };
      function named(n: number): number {
        return n + 3;
      }
      expect(
        await gather([
          toThread(object.method, 1),
          toThread(object.later, 1),
          toThread(named, 1),
          toThread((n: number) => n + 4, 1),
        ]),
      ).toEqual([2, 3, 4, 5]);
      for (const fn of [Math.sqrt, named.bind(null), class {}, {}]) {
        expect((await thrownBy(toThread(fn as never))).name).toBe("TypeError");
      }
      expect(() => threadCallOf(Math.sqrt)).toThrow(/write \(\.\.\.args\) => sqrt\(\.\.\.args\)/);
    }));
});

describe("a thread function", () => {
  test("is one of a module, which each thread loads; called directly, it runs here", async () => {
    const program = `
      import { writeFileSync } from "node:fs";
      import { getRunningLoop, run } from "@awaitwise/runtime";
      import { threadFunction, toThread } from "@awaitwise/runtime/node";
      const file = new URL("./work.mjs", import.meta.url);
      writeFileSync(file, \`
        import { isMainThread } from "node:worker_threads";
        const offset = 40;
        export default (n) => [offset + n, isMainThread];
        export const fail = () => { throw new RangeError("no"); };
      \`);
      const work = threadFunction(file);
      await run(async () => {
        console.log(await toThread(work, 2), await work(2));
        console.log(await getRunningLoop().runInExecutor(null, work, 3));
        await toThread(threadFunction(file, "fail")).catch((error) => console.log(String(error)));
        await toThread(threadFunction(file, "none")).catch((error) => console.log(String(error)));
      });
    `;
    const ended = await own.run(program);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    const lines = ended.stdout.split("\n");
    expect(lines.slice(0, 3)).toEqual([
      "[ 42, false ] [ 42, true ]",
      "[ 43, false ]",
      "RangeError: no",
    ]);
    expect(lines[3]).toMatch(/^TypeError: The module file:.*work\.mjs exports no function "none"$/);
  });

  test("needs an absolute URL", () => {
    expect(() => threadFunction("./work.js")).toThrow(
      new TypeError(
        'An absolute URL is needed for the module of a thread function, not "./work.js": use new URL("./work.js", import.meta.url)',
      ),
    );
  });
});

/** Blocks its thread until the first place of the memory is no longer 0; marks that it runs in the second. */
const block = (memory: SharedArrayBuffer): string => {
  const places = new Int32Array(memory);
  Atomics.add(places, 1, 1);
  Atomics.notify(places, 1);
  Atomics.wait(places, 0, 0);
  Atomics.add(places, 2, 1);
  return "ran to its end";
};

class Gate {
  readonly memory = new SharedArrayBuffer(12);
  readonly #places = new Int32Array(this.memory);

  /** Until so many threads are blocked. */
  async reached(count: number): Promise<void> {
    while (Atomics.load(this.#places, 1) < count) {
      await new Promise(setImmediate);
    }
  }

  open(): void {
    Atomics.store(this.#places, 0, 1);
    Atomics.notify(this.#places, 0);
  }

  get begun(): number {
    return Atomics.load(this.#places, 1);
  }

  get ended(): number {
    return Atomics.load(this.#places, 2);
  }
}

describe("a pool of threads", () => {
  test("runs no more at once than it may, and the rest in turn", () =>
    runVirtual(async () => {
      const loop = getRunningLoop();
      const pool = new ThreadPoolExecutor({ maxWorkers: 2 });
      const gate = new Gate();
      const all = Array.from({ length: 5 }, () => loop.runInExecutor(pool, block, gate.memory));
      await gate.reached(2);
      await new Promise(setImmediate);
      expect(gate.begun).toBe(2);
      gate.open();
      expect(await gather(all)).toEqual(Array(5).fill("ran to its end"));
      expect(gate.begun).toBe(5);
      await pool.shutdown();
    }));

  test("does not begin what was cancelled before its turn", () =>
    runVirtual(async () => {
      const loop = getRunningLoop();
      const pool = new ThreadPoolExecutor({ maxWorkers: 1 });
      const gate = new Gate();
      const first = loop.runInExecutor(pool, block, gate.memory);
      const second = createTask(async () => await loop.runInExecutor(pool, block, gate.memory));
      await gate.reached(1);
      second.cancel();
      expect((await thrownBy(second)).name).toBe("CancelledError");
      gate.open();
      expect(await first).toBe("ran to its end");
      await pool.shutdown();
      expect(gate.begun).toBe(1);
    }));

  test("lets what it has begun run on where the task is cancelled", () =>
    runVirtual(async () => {
      const loop = getRunningLoop();
      const pool = new ThreadPoolExecutor({ maxWorkers: 1 });
      const gate = new Gate();
      const task = createTask(async () => await loop.runInExecutor(pool, block, gate.memory));
      await gate.reached(1);
      task.cancel();
      expect(await thrownBy(task)).toBeInstanceOf(CancelledError);
      gate.open();
      await pool.shutdown();
      expect(gate.ended).toBe(1);
    }));

  test("ends the thread instead where it was told to, and goes on with another", () =>
    runVirtual(async () => {
      const loop = getRunningLoop();
      const pool = new ThreadPoolExecutor({ maxWorkers: 1, terminateCancelled: true });
      const gate = new Gate();
      const task = createTask(async () => await loop.runInExecutor(pool, block, gate.memory));
      await gate.reached(1);
      task.cancel();
      expect(await thrownBy(task)).toBeInstanceOf(CancelledError);
      expect(await loop.runInExecutor(pool, (n: number) => n + 1, 1)).toBe(2);
      await pool.shutdown();
      expect(gate.ended).toBe(0);
    }));

  test("says so where a thread ends in the middle, and goes on with another", () =>
    runVirtual(async () => {
      const loop = getRunningLoop();
      const pool = new ThreadPoolExecutor({ maxWorkers: 1 });
      expect(
        await thrownBy(loop.runInExecutor(pool, () => process.exit(3) as unknown as number)),
      ).toEqual(new RuntimeError("The thread ended with exit code 3"));
      expect(await loop.runInExecutor(pool, (n: number) => n + 1, 1)).toBe(2);
      await pool.shutdown();
    }));

  test("takes nothing once it is shut down", async () => {
    const pool = new ThreadPoolExecutor();
    await pool.shutdown();
    await pool.shutdown();
    expect(() => pool.submit(() => 1)).toThrow(RuntimeError);
  });

  test("needs a thread", () => {
    for (const maxWorkers of [0, -1, 1.5, Number.NaN]) {
      expect(() => new ThreadPoolExecutor({ maxWorkers })).toThrow(RangeError);
    }
  });

  test("is a loop's default executor, and shut down at the end of run; the process ends", async () => {
    const ended = await own.run(`
      import { getRunningLoop, run } from "@awaitwise/runtime";
      import { toThread } from "@awaitwise/runtime/node";
      console.log(await run(async () => {
        const loop = getRunningLoop();
        return [await loop.runInExecutor(null, (n) => n + 1, 1), await toThread((n) => n + 1, 2)];
      }));
      console.log(process.getActiveResourcesInfo().filter((name) => /Worker|MessagePort/.test(name)));
    `);
    expect(ended).toMatchObject({ code: 0, stderr: "", stdout: "[ 2, 3 ]\n[]\n" });
  });
});
