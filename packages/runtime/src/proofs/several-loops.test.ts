import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import { virtualLoop } from "../conformance/virtual-loop.js";
import {
  allTasks,
  ContextVar,
  createTask,
  currentTask,
  EventLoop,
  type Future,
  gather,
  getRunningLoop,
  RuntimeError,
  run,
  shield,
  sleep,
  VirtualClock,
  wait,
  waitFor,
} from "../index.js";
import { OwnProcess } from "./own-process.js";

let own: OwnProcess;

beforeAll(() => {
  own = new OwnProcess();
});

afterAll(() => {
  own[Symbol.dispose]();
});

const FOREIGN_AWAIT =
  'Task "main" awaits a future that belongs to another event loop: hand results between loops by callSoonThreadsafe';
const FOREIGN_USE = "The future belongs to another event loop than the one it is used in";

/** The error of each call, made in a task of another loop than the future's. */
async function errorsOf(calls: readonly (() => PromiseLike<unknown>)[]): Promise<unknown[]> {
  const clock = new VirtualClock();
  const errors: unknown[] = [];
  await run(
    async () => {
      currentTask()?.setName("main");
      for (const call of calls) {
        try {
          errors.push(await call());
        } catch (error) {
          errors.push(error);
        }
      }
    },
    { clock },
  );
  return errors;
}

describe("a future of another loop", () => {
  test("is refused by await, whether it is a future or a task", async () => {
    const other = new EventLoop();
    const future = other.createFuture<void>();
    const task = other.createTask(async () => {});
    const wrong = new RuntimeError(FOREIGN_AWAIT);
    expect(
      await errorsOf([
        async () => await future,
        async () => await task,
        async () => await future.then(() => "never"),
      ]),
    ).toEqual([wrong, wrong, wrong]);
  });

  test("is refused by all that combine futures", async () => {
    const other = new EventLoop();
    const future = other.createFuture<void>();
    const here = async (): Promise<unknown> =>
      await gather([getRunningLoop().createFuture<void>(), future]);
    const wrong = new RangeError(FOREIGN_USE);
    const errors = await errorsOf([
      here,
      async () => await shield(future),
      async () => await wait([createTask(() => sleep(1)), future]),
      async () => await waitFor(future, 10),
    ]);
    for (const error of errors) {
      expect([FOREIGN_AWAIT, FOREIGN_USE]).toContain((error as Error).message);
    }
    expect(errors[0]).toEqual(wrong);
  });

  test("is refused by a loop that is to run until it is done, and by a runner", async () => {
    const [one, two] = [virtualLoop(), virtualLoop()];
    expect(await errorOf(one.runUntilComplete(two.createFuture()))).toEqual(
      new RangeError(FOREIGN_USE),
    );
    expect(await errorOf(run(two.createFuture(), { clock: new VirtualClock() }))).toBeInstanceOf(
      RuntimeError,
    );
  });

  test("takes its result by callSoonThreadsafe", async () => {
    let home: EventLoop | undefined;
    let future: Future<string> | undefined;
    const [answer] = await Promise.all([
      run(async () => {
        home = getRunningLoop();
        future = home.createFuture<string>();
        return await future;
      }),
      run(async () => {
        await sleep(1);
        home?.callSoonThreadsafe(() => future?.setResult("from the other loop"));
      }),
    ]);
    expect(answer).toBe("from the other loop");
  });
});

describe("loops that run side by side", () => {
  test("each know their own tasks, time and context variables", async () => {
    const variable = new ContextVar<string>("variable");
    const program = async (name: string): Promise<unknown> => {
      currentTask()?.setName(name);
      variable.set(name);
      const loop = getRunningLoop();
      const child = createTask(
        async () => {
          await sleep(5);
          await new Promise((resolve) => setImmediate(resolve));
          return [getRunningLoop() === loop, currentTask()?.getName(), variable.get()];
        },
        { name: `child of ${name}` },
      );
      const names = [...allTasks()].map((task) => task.getName());
      return [await child, names, loop.time()];
    };
    const names = ["a", "b", "c"];
    const seen = await Promise.all(
      names.map((name, index) =>
        run(() => program(name), { clock: new VirtualClock(index * 1_000) }),
      ),
    );
    expect(seen).toEqual(
      names.map((name, index) => [
        [true, `child of ${name}`, name],
        [name, `child of ${name}`],
        index * 1_000 + 5,
      ]),
    );
  });

  test("each in a worker thread of its own too, with the main thread's beside them", async () => {
    const ended = await own.run(`
      import { once } from "node:events";
      import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
      import { allTasks, createTask, currentTask, gather, run, sleep, wrapFuture } from "@awaitwise/runtime";

      const count = async (name) => {
        const turns = Array.from({ length: 3 }, (_, index) =>
          createTask(async () => {
            await sleep(index);
            return \`\${name} \${currentTask().getName()} of \${allTasks().size}\`;
          }, { name: \`turn \${index}\` }),
        );
        return (await gather(turns)).join(", ");
      };
      if (isMainThread) {
        const ask = async (name) => {
          const worker = new Worker(new URL(import.meta.url), { workerData: name });
          const [answer] = await wrapFuture(once(worker, "message"));
          return answer;
        };
        const answers = await run(() => gather(ask("one"), count("main"), ask("two")));
        console.log(answers.join("\\n"));
      } else {
        parentPort.postMessage(await run(() => count(workerData)));
      }
    `);
    const lines = (name: string, others: number): string =>
      [3, 2, 1].map((left, index) => `${name} turn ${index} of ${left + others}`).join(", ");
    expect(ended.stderr).toBe("");
    expect(ended.code).toBe(0);
    const [one, main, two] = ended.stdout.trim().split("\n");
    expect([one, two]).toEqual([lines("one", 1), lines("two", 1)]);
    expect(main).toMatch(/^main turn 0 of \d+, main turn 1 of \d+, main turn 2 of \d+$/);
  });
});
