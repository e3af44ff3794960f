import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import { reportsOf } from "../conformance/reports-of.js";
import {
  Barrier,
  CancelledError,
  Condition,
  type Coroutine,
  createTask,
  currentTask,
  DeadlockError,
  Event,
  gather,
  Lock,
  PriorityQueue,
  Queue,
  RuntimeError,
  Semaphore,
  sleep,
  type Task,
  TimeoutError,
  waitFor,
} from "../index.js";
import { runVirtual } from "../testing.js";

describe("an operation that nobody awaits", () => {
  test("takes nothing, and is reported by its name", async () => {
    const queue = new Queue<number>();
    const lock = new Lock();
    const reports = await reportsOf(async () => {
      queue.putNowait(7);
      void queue.get();
      void queue.put(8);
      void queue.join();
      void lock.acquire();
      void lock.hold();
      void lock.with(() => {});
      void new Semaphore().acquire();
      void new Event().wait();
      await sleep(0);
    });
    expect(queue.qsize()).toBe(1);
    expect(lock.locked()).toBe(false);
    expect(reports.map(({ message }) => message.split(" ")[2])).toEqual([
      "Queue.get",
      "Queue.put",
      "Queue.join",
      "Lock.acquire",
      "Lock.hold",
      "Lock.with",
      "Semaphore.acquire",
      "Event.wait",
    ]);
  });

  test("may be made in great numbers", async () => {
    const semaphore = new Semaphore(0);
    const reports = await reportsOf(async () => {
      for (let made = 0; made < 3_000; made++) {
        void semaphore.acquire();
      }
      await sleep(0);
    });
    expect(reports).toHaveLength(3_000);
  });
});

describe("an operation", () => {
  test("can be awaited once", async () => {
    await runVirtual(async () => {
      const acquiring = new Lock().acquire();
      expect(await acquiring).toBe(true);
      expect(await errorOf(acquiring)).toBeInstanceOf(RuntimeError);
    });
  });

  test("can be a task, and be given to gather and waitFor, free or not", async () => {
    await runVirtual(async () => {
      const queue = new Queue<string>();
      const got = gather(queue.get(), createTask(queue.get()), queue.get());
      await gather(queue.put("a"), createTask(queue.put("b")), queue.put("c"));
      expect(await got).toEqual(["a", "b", "c"]);
      expect(await errorOf(waitFor(queue.get(), 10))).toBeInstanceOf(TimeoutError);
      queue.putNowait("d");
      expect(await waitFor(queue.get(), 10)).toBe("d");
    });
  });

  test("settles several waits of one task", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>();
      const event = new Event();
      createTask(async () => {
        await sleep(1);
        event.set();
        await sleep(1);
        queue.putNowait(7);
      });
      expect(await Promise.all([queue.get(), event.wait()])).toEqual([7, true]);
    });
  });

  test("says in a deadlock what a task waits for", async () => {
    const waits: [string, () => Coroutine<unknown>][] = [
      ["Lock.acquire", () => locked().acquire()],
      ["Lock.with", () => locked().with(() => {})],
      ["Semaphore.hold", () => new Semaphore(0).hold()],
      ["Queue.get", () => new Queue().get()],
      ["Queue.next", () => nextOf(new Queue())],
      ["Event.wait", () => new Event().wait()],
      ["Condition.wait", () => waitAt(new Condition())],
      ["Condition.wait", () => new Barrier(2).wait()],
    ];
    for (const [name, wait] of waits) {
      const error = await errorOf(runVirtual(() => createTask(wait, { name: "waiter" })));
      expect(error).toBeInstanceOf(DeadlockError);
      expect(error.message).toContain(`waiter waits for ${name}`);
    }
  });

  test("shows the message of the cancellation that came first", async () => {
    await runVirtual(async () => {
      const task = createTask(async () => {
        const error = await errorOf(new Event().wait());
        return error instanceof CancelledError && error.message;
      });
      await sleep(0);
      task.cancel("first");
      task.cancel("second");
      expect(await task).toBe("first");
    });
  });
});

function locked(): Lock {
  const lock = new Lock();
  createTask(lock.acquire(), { eagerStart: true });
  return lock;
}

function nextOf<T>(queue: Queue<T>): Coroutine<IteratorResult<T, undefined>> {
  return queue[Symbol.asyncIterator]().next() as Coroutine<IteratorResult<T, undefined>>;
}

function waitAt(condition: Condition): Coroutine<true> {
  return condition.with(() => condition.wait());
}

describe("a get that was woken and finds nothing", () => {
  test("stands at the end of the line again", async () => {
    await runVirtual(async () => {
      const queue = new Queue<string>();
      const got: string[] = [];
      const take = async (name: string): Promise<void> => {
        got.push(`${name} ${await queue.get()}`);
      };
      const takers = [createTask(take, "a"), createTask(take, "b")];
      await sleep(0);
      queue.putNowait("snatched");
      queue.getNowait();
      await sleep(0);
      queue.putNowait("1");
      queue.putNowait("2");
      await gather(takers);
      expect(got).toEqual(["b 1", "a 2"]);
    });
  });

  test("can be cancelled in its second wait", async () => {
    await runVirtual(async () => {
      const queue = new Queue<string>();
      const task = createTask(queue.get());
      await sleep(0);
      queue.putNowait("snatched");
      queue.getNowait();
      await sleep(0);
      expect(String(queue)).toBe("<Queue [maxsize=0 getters=1 unfinished=1]>");
      task.cancel();
      expect(await errorOf(task)).toBeInstanceOf(CancelledError);
      expect(String(queue)).toBe("<Queue [maxsize=0 unfinished=1]>");
    });
  });

  test("needs no stack of its own, however many there are", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>();
      const takers = Array.from({ length: 20_000 }, () => createTask(queue.get()));
      await sleep(0);
      for (let item = 0; item < takers.length; item++) {
        queue.putNowait(item);
      }
      for (let item = 0; item < takers.length; item++) {
        queue.getNowait();
      }
      await sleep(0);
      for (let item = 0; item < takers.length; item++) {
        queue.putNowait(item);
      }
      expect(await gather(takers)).toEqual(takers.map((_, index) => index));
    });
  });
});

describe("a queue that calls the program calls it in the context of the task that waits", () => {
  const request = new AsyncLocalStorage<string>();

  const whereRuns = (): string => `${currentTask()?.getName()} ${request.getStore()}`;

  const start = (name: string, work: () => Coroutine<unknown>): Task<unknown> =>
    request.run(`request of ${name}`, () => createTask(work, { name }));

  test("to compare", async () => {
    await runVirtual(async () => {
      const calls: string[] = [];
      const queue = new PriorityQueue<number>(2, (left, right) => {
        calls.push(whereRuns());
        return left - right;
      });
      queue.putNowait(1);
      queue.putNowait(2);
      calls.length = 0;
      const putter = start("putter", () => queue.put(3));
      await sleep(0);
      queue.getNowait();
      await putter;
      expect(calls).toEqual(["putter request of putter"]);
    });
  });

  test("where it overrides a method", async () => {
    const calls: string[] = [];
    class Watched extends Queue<number> {
      override getNowait(): number {
        calls.push(whereRuns());
        return super.getNowait();
      }
    }
    await runVirtual(async () => {
      const queue = new Watched();
      const getter = start("getter", () => queue.get());
      const stepper = start("stepper", () => nextOf(queue));
      await sleep(0);
      queue.putNowait(1);
      queue.putNowait(2);
      expect(await gather(getter, stepper)).toEqual([1, { done: false, value: 2 }]);
    });
    expect(calls).toEqual(["getter request of getter", "stepper request of stepper"]);
  });

  test("and gives a turn that its cancelled task cannot take to the next", async () => {
    await runVirtual(async () => {
      const queue = new PriorityQueue<number>(0, (left, right) => left - right);
      const first = createTask(queue.get());
      const second = createTask(queue.get());
      await sleep(0);
      queue.putNowait(7);
      first.cancel();
      expect(await errorOf(first)).toBeInstanceOf(CancelledError);
      expect(await second).toBe(7);
    });
  });
});
