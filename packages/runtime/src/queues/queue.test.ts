import { describe, expect, test } from "@jest/globals";
import {
  CancelledError,
  createTask,
  Event,
  gather,
  getRunningLoop,
  LifoQueue,
  PriorityQueue,
  Queue,
  QueueEmpty,
  QueueFull,
  QueueShutDown,
  sleep,
  TimeoutError,
  taskGroup,
  waitFor,
} from "../index.js";
import { runVirtual } from "../testing.js";

describe("a queue", () => {
  test("tells what it holds and who waits [test_queues.QueueBasicTests.test_repr] [test_queues.QueueBasicTests.test_str]", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>(1);
      expect(String(queue)).toBe("<Queue [maxsize=1]>");
      const getting = createTask(queue.get());
      await sleep(0);
      expect(String(queue)).toBe("<Queue [maxsize=1 getters=1]>");
      queue.putNowait(1);
      expect(String(queue)).toBe("<Queue [maxsize=1 items=[1] unfinished=1]>");
      expect(await getting).toBe(1);
      queue.putNowait(2);
      const putting = createTask(queue.put(3));
      await sleep(0);
      expect(String(queue)).toBe("<Queue [maxsize=1 items=[2] putters=1 unfinished=2]>");
      queue.getNowait();
      await putting;
      expect(String(queue)).toBe("<Queue [maxsize=1 items=[3] unfinished=3]>");
    });
  });

  test("is empty until something is put [test_queues.QueueBasicTests.test_empty]", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>();
      expect(queue.empty()).toBe(true);
      await queue.put(1);
      expect([queue.empty(), queue.qsize()]).toEqual([false, 1]);
      expect(await queue.get()).toBe(1);
      expect(queue.empty()).toBe(true);
    });
  });

  test("is full at its maxsize, and never without one [test_queues.QueueBasicTests.test_full]", async () => {
    await runVirtual(async () => {
      const endless = new Queue<number>();
      for (let item = 0; item < 100; item++) {
        endless.putNowait(item);
      }
      expect(endless.full()).toBe(false);
      const small = new Queue<number>(1);
      await small.put(1);
      expect(small.full()).toBe(true);
    });
  });

  test("gives what came first first [test_queues.QueueBasicTests.test_order]", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>();
      for (const item of [1, 3, 2]) {
        await queue.put(item);
      }
      expect([await queue.get(), await queue.get(), await queue.get()]).toEqual([1, 3, 2]);
    });
  });

  test("keeps its order when it grows while it is used", () => {
    const queue = new Queue<number>();
    const taken: number[] = [];
    for (let item = 0; item < 1_000; item++) {
      queue.putNowait(item);
      if (item % 3 === 2) {
        taken.push(queue.getNowait());
      }
    }
    while (!queue.empty()) {
      taken.push(queue.getNowait());
    }
    expect(taken).toEqual(Array.from({ length: 1_000 }, (_, item) => item));
  });

  test("holds up who puts more than its maxsize [test_queues.QueueBasicTests.test_maxsize]", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>(2);
      expect(queue.maxsize).toBe(2);
      const put: number[] = [];
      const putting = createTask(async () => {
        for (const item of [0, 1, 2]) {
          await queue.put(item);
          put.push(item);
        }
      });
      await sleep(0);
      await sleep(0);
      expect(put).toEqual([0, 1]);
      expect(await queue.get()).toBe(0);
      await sleep(0);
      expect(put).toEqual([0, 1, 2]);
      expect([await queue.get(), await queue.get()]).toEqual([1, 2]);
      expect(putting.done()).toBe(true);
    });
  });

  test("with a maxsize that is no whole number holds the next larger one [test_queues.QueuePutTests.test_float_maxsize]", () => {
    const queue = new Queue<number>(1.3);
    queue.putNowait(1);
    expect(queue.full()).toBe(false);
    queue.putNowait(2);
    expect(queue.full()).toBe(true);
    expect(() => queue.putNowait(3)).toThrow(QueueFull);
  });

  test("runs nothing of get and put before they are awaited or scheduled", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>();
      const getting = queue.get();
      const putting = queue.put(7);
      expect(queue.qsize()).toBe(0);
      await putting;
      expect(await getting).toBe(7);
    });
  });

  test("does not give up the turn where it has an item, or room", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>(1);
      let others = 0;
      getRunningLoop().callSoon(() => others++);
      await queue.put(1);
      await queue.get();
      await queue.put(2);
      expect(others).toBe(0);
    });
  });
});

describe("get", () => {
  test("gives an item that is there [test_queues.QueueGetTests.test_blocking_get]", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>();
      queue.putNowait(1);
      expect(await queue.get()).toBe(1);
    });
  });

  test("wakes who waits for room [test_queues.QueueGetTests.test_get_with_putters] [test_queues.QueueGetTests.test_get_with_waiting_putters]", async () => {
    await runVirtual(async () => {
      const queue = new Queue<string>(1);
      const putting = [createTask(queue.put("a")), createTask(queue.put("b"))];
      expect(await queue.get()).toBe("a");
      expect(await queue.get()).toBe("b");
      expect(putting.map((task) => task.done())).toEqual([true, true]);
    });
  });

  test("waits for an item [test_queues.QueueGetTests.test_blocking_get_wait]", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>();
      const started = new Event();
      const getting = createTask(async () => {
        started.set();
        return await queue.get();
      });
      await started.wait();
      expect(getting.done()).toBe(false);
      getRunningLoop().callLater(10, () => queue.putNowait(1));
      expect(await getting).toBe(1);
      expect(getRunningLoop().time()).toBe(10);
    });
  });

  test("at once gives an item, or says that there is none [test_queues.QueueGetTests.test_nonblocking_get] [test_queues.QueueGetTests.test_nonblocking_get_exception]", () => {
    const queue = new Queue<number>();
    queue.putNowait(1);
    expect(queue.getNowait()).toBe(1);
    expect(() => queue.getNowait()).toThrow(
      new QueueEmpty("The queue is empty; await get() to wait for an item"),
    );
  });

  test("that is cancelled leaves the line to the others [test_queues.QueueGetTests.test_get_cancelled_race]", async () => {
    await runVirtual(async () => {
      const queue = new Queue<string>();
      const [first, second] = [createTask(queue.get()), createTask(queue.get())];
      await sleep(0);
      first.cancel();
      await sleep(0);
      expect(first.cancelled()).toBe(true);
      await queue.put("a");
      await sleep(0);
      expect(second.result()).toBe("a");
    });
  });

  test("by one task keeps up with put by another [test_queues.QueueGetTests.test_why_are_getters_waiting]", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>(1);
      const taken: number[] = [];
      await taskGroup(async (group) => {
        group.createTask(async () => {
          for (let item = 0; item < 5; item++) {
            await queue.put(item);
          }
        });
        group.createTask(async () => {
          for (let count = 0; count < 5; count++) {
            taken.push(await queue.get());
          }
        });
      });
      expect(taken).toEqual([0, 1, 2, 3, 4]);
    });
  });

  test("that runs out of time takes no item later [test_queues.QueueGetTests.test_cancelled_getters_not_being_held_in_self_getters]", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>(5);
      await expect(waitFor(queue.get(), 100)).rejects.toThrow(TimeoutError);
      expect(String(queue)).toBe("<Queue [maxsize=5]>");
      queue.putNowait(1);
      await sleep(0);
      expect(queue.getNowait()).toBe(1);
    });
  });

  test("drops no item when it is cancelled as one comes [test_queues.QueuePutTests.test_get_cancel_drop_one_pending_reader]", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>();
      const reader = createTask(queue.get());
      await sleep(0);
      queue.putNowait(1);
      queue.putNowait(2);
      reader.cancel();
      await expect(reader).rejects.toThrow(CancelledError);
      expect(await queue.get()).toBe(1);
    });
  });

  test("hands its item to the next when it is cancelled as one comes [test_queues.QueuePutTests.test_get_cancel_drop_many_pending_readers]", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>();
      const readers = [1, 2, 3].map(() => createTask(queue.get()));
      await sleep(0);
      queue.putNowait(1);
      queue.putNowait(2);
      readers[0]?.cancel();
      const results = await gather(readers, { returnExceptions: true });
      expect(results[0]).toBeInstanceOf(CancelledError);
      expect(results.slice(1).sort()).toEqual([1, 2]);
    });
  });
});

describe("put", () => {
  test("does not wait where there is room [test_queues.QueuePutTests.test_blocking_put]", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>();
      await queue.put(1);
      expect(await queue.get()).toBe(1);
    });
  });

  test("waits for room [test_queues.QueuePutTests.test_blocking_put_wait]", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>(1);
      const started = new Event();
      getRunningLoop().callLater(10, () => queue.getNowait());
      const putting = createTask(async () => {
        started.set();
        await queue.put(1);
        await queue.put(2);
      });
      await started.wait();
      expect(putting.done()).toBe(false);
      await putting;
      expect([getRunningLoop().time(), queue.getNowait()]).toEqual([10, 2]);
    });
  });

  test("at once puts an item, or says that there is no room [test_queues.QueuePutTests.test_nonblocking_put] [test_queues.QueuePutTests.test_nonblocking_put_exception]", () => {
    const queue = new Queue<number>(1);
    queue.putNowait(1);
    expect(() => queue.putNowait(2)).toThrow(
      new QueueFull(
        "The queue holds 1 already, which is its maxsize; await put() to wait for room",
      ),
    );
    expect(queue.getNowait()).toBe(1);
  });

  test("that is cancelled as room comes has put nothing [test_queues.QueuePutTests.test_put_cancel_drop]", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>(1);
      queue.putNowait(1);
      const writer = createTask(queue.put(2));
      await sleep(0);
      expect(queue.getNowait()).toBe(1);
      writer.cancel();
      await expect(writer).rejects.toThrow(CancelledError);
      expect(queue.qsize()).toBe(0);
      await queue.put(2);
      expect([queue.getNowait(), queue.qsize()]).toEqual([2, 0]);
    });
  });

  test("by a task is seen by the task that gets in the same turn [test_queues.QueuePutTests.test_put_cancelled]", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>();
      const putting = createTask(async () => {
        await queue.put(1);
        return true;
      });
      expect(await queue.get()).toBe(1);
      expect(putting.result()).toBe(true);
    });
  });

  test("that is cancelled leaves the line to the others [test_queues.QueuePutTests.test_put_cancelled_race]", async () => {
    await runVirtual(async () => {
      const queue = new Queue<string>(1);
      const [a, b, x] = [
        createTask(queue.put("a")),
        createTask(queue.put("b")),
        createTask(queue.put("x")),
      ];
      await sleep(0);
      expect([a.done(), b.done()]).toEqual([true, false]);
      x.cancel();
      await sleep(0);
      expect(x.cancelled()).toBe(true);
      expect(queue.getNowait()).toBe("a");
      await sleep(0);
      expect(queue.getNowait()).toBe("b");
      await b;
    });
  });

  test("wakes who waits for an item [test_queues.QueuePutTests.test_put_with_waiting_getters]", async () => {
    await runVirtual(async () => {
      const queue = new Queue<string>();
      const getting = createTask(queue.get());
      await sleep(0);
      await queue.put("a");
      expect(await getting).toBe("a");
    });
  });

  test("by many tasks goes on as room is made [test_queues.QueuePutTests.test_why_are_putters_waiting]", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>(2);
      await taskGroup(async (group) => {
        group.createTask(async () => {
          await sleep(0);
          for (let left = queue.qsize(); left > 0; left--) {
            queue.getNowait();
          }
        });
        for (const item of [0, 1, 2, 3]) {
          group.createTask(queue.put(item));
        }
      });
      expect([queue.getNowait(), queue.getNowait(), queue.qsize()]).toEqual([2, 3, 0]);
    });
  });

  test("that is cancelled is forgotten [test_queues.QueuePutTests.test_cancelled_puts_not_being_held_in_self_putters]", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>(1);
      queue.putNowait(1);
      const putting = createTask(queue.put(2));
      await sleep(0);
      expect(String(queue)).toBe("<Queue [maxsize=1 items=[1] putters=1 unfinished=1]>");
      putting.cancel();
      await expect(putting).rejects.toThrow(CancelledError);
      expect(String(queue)).toBe("<Queue [maxsize=1 items=[1] unfinished=1]>");
    });
  });

  test("that is cancelled after it was woken ends as cancelled [test_queues.QueuePutTests.test_cancelled_put_silence_value_error_exception]", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>(1);
      queue.putNowait(1);
      const putting = createTask(queue.put(2));
      await sleep(0);
      queue.getNowait();
      putting.cancel();
      await expect(putting).rejects.toThrow(CancelledError);
      expect(queue.qsize()).toBe(0);
    });
  });
});

describe("a queue as an async iterable", () => {
  test("gives items until it is shut down and empty", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>();
      const taken: [time: number, item: number][] = [];
      const worker = createTask(async () => {
        for await (const item of queue) {
          taken.push([getRunningLoop().time(), item]);
        }
        return "over";
      });
      queue.putNowait(1);
      await sleep(5);
      queue.putNowait(2);
      queue.putNowait(3);
      queue.shutdown();
      expect(await worker).toBe("over");
      expect(taken).toEqual([
        [0, 1],
        [5, 2],
        [5, 3],
      ]);
    });
  });

  test("shares its items among several tasks", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>();
      const taken: string[] = [];
      const work = async (name: string) => {
        for await (const item of queue) {
          taken.push(`${name}${item}`);
          await sleep(1);
        }
      };
      await taskGroup(async (group) => {
        group.createTask(work, "a");
        group.createTask(work, "b");
        for (let item = 0; item < 4; item++) {
          queue.putNowait(item);
        }
        queue.shutdown();
      });
      expect(taken).toEqual(["a0", "b1", "a2", "b3"]);
    });
  });

  test("throws what is thrown inside, and the cancellation of its task", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>();
      const worker = createTask(async () => {
        for await (const _ of queue) {
          throw new QueueEmpty("mine");
        }
      });
      queue.putNowait(1);
      await expect(worker).rejects.toThrow(new QueueEmpty("mine"));
      const waiting = createTask(async () => {
        for await (const _ of queue) {
        }
      });
      await sleep(0);
      waiting.cancel();
      await expect(waiting).rejects.toThrow(CancelledError);
    });
  });
});

describe("a queue of another order", () => {
  test("gives what came last first [test_queues.LifoQueueTests.test_order]", async () => {
    await runVirtual(async () => {
      const queue = new LifoQueue<number>();
      for (const item of [1, 3, 2]) {
        await queue.put(item);
      }
      expect([await queue.get(), await queue.get(), await queue.get()]).toEqual([2, 3, 1]);
    });
  });

  test("gives the least item first [test_queues.PriorityQueueTests.test_order]", async () => {
    await runVirtual(async () => {
      const queue = new PriorityQueue<number>();
      for (const item of [1, 3, 2]) {
        await queue.put(item);
      }
      expect([await queue.get(), await queue.get(), await queue.get()]).toEqual([1, 2, 3]);
    });
  });

  test("may keep its items in something of one's own", () => {
    const items: number[] = [];
    const queue = new Queue<number>(0, {
      get size() {
        return items.length;
      },
      push: (item) => {
        items.push(item);
      },
      shift: () => items.splice(items.length >> 1, 1)[0] as number,
      [Symbol.iterator]: () => items.values(),
    });
    for (const item of [1, 2, 3]) {
      queue.putNowait(item);
    }
    expect([queue.getNowait(), queue.getNowait(), queue.getNowait()]).toEqual([2, 3, 1]);
  });
});

for (const [name, Kind] of [
  ["Queue", Queue],
  ["LifoQueue", LifoQueue],
  ["PriorityQueue", PriorityQueue],
] as const) {
  describe(`join and taskDone of a ${name}`, () => {
    test(`refuse to be done more often than put [test_queues._QueueJoinTestMixin.test_task_done_underflow]`, () => {
      expect(() => new Kind().taskDone()).toThrow(
        new RangeError(
          "taskDone() was called more often than items were put; call it once for each item taken",
        ),
      );
    });

    test(`wait until all work is done [test_queues._QueueJoinTestMixin.test_task_done]`, async () => {
      await runVirtual(async () => {
        const queue = new Kind<number>();
        for (let item = 0; item < 100; item++) {
          queue.putNowait(item);
        }
        let sum = 0;
        const work = async () => {
          for (;;) {
            const item = await queue.get();
            await sleep(1);
            sum += item;
            queue.taskDone();
          }
        };
        const workers = [createTask(work), createTask(work)];
        await queue.join();
        expect([sum, getRunningLoop().time()]).toEqual([4950, 50]);
        for (const worker of workers) {
          worker.cancel();
        }
        await gather(workers, { returnExceptions: true });
      });
    });

    test(`hold nobody up where nothing was put [test_queues._QueueJoinTestMixin.test_join_empty_queue]`, async () => {
      await runVirtual(async () => {
        const queue = new Kind();
        await queue.join();
        await queue.join();
        expect(queue.empty()).toBe(true);
      });
    });

    test(`show how much is left to do [test_queues._QueueJoinTestMixin.test_format]`, () => {
      const queue = new Kind<number>();
      expect(String(queue)).toBe(`<${name} [maxsize=0]>`);
      queue.putNowait(1);
      queue.putNowait(2);
      queue.getNowait();
      queue.getNowait();
      expect(String(queue)).toBe(`<${name} [maxsize=0 unfinished=2]>`);
    });
  });

  describe(`a ${name} that is shut down`, () => {
    async function expectClosed(queue: Queue<string>) {
      const put = "The queue was shut down; nothing more can be put into it";
      const get = "The queue was shut down and is empty; nothing more will come from it";
      await expect(queue.put("data")).rejects.toThrow(new QueueShutDown(put));
      expect(() => queue.putNowait("data")).toThrow(new QueueShutDown(put));
      await expect(queue.get()).rejects.toThrow(new QueueShutDown(get));
      expect(() => queue.getNowait()).toThrow(new QueueShutDown(get));
    }

    test(`says so [test_queues._QueueShutdownTestMixin.test_format]`, () => {
      const queue = new Kind();
      queue.shutdown();
      expect(String(queue)).toBe(`<${name} [maxsize=0 shutdown]>`);
    });

    test(`while it is empty ends those who wait for an item [test_queues._QueueShutdownTestMixin.test_shutdown_empty]`, async () => {
      await runVirtual(async () => {
        const queue = new Kind<string>();
        const getting = createTask(queue.get());
        await sleep(0);
        queue.shutdown();
        await queue.join();
        await sleep(0);
        expect(getting.exception()).toBeInstanceOf(QueueShutDown);
        await expectClosed(queue);
      });
    });

    test(`still gives the items that it holds, and ends those who wait for room [test_queues._QueueShutdownTestMixin.test_shutdown_nonempty]`, async () => {
      await runVirtual(async () => {
        const queue = new Kind<string>(1);
        queue.putNowait("data");
        const joining = createTask(queue.join());
        const putting = createTask(queue.put("more"));
        await sleep(0);
        expect(putting.done()).toBe(false);
        queue.shutdown();
        expect(queue.qsize()).toBe(1);
        await sleep(0);
        expect(putting.exception()).toBeInstanceOf(QueueShutDown);
        expect(await queue.get()).toBe("data");
        await sleep(0);
        expect(joining.done()).toBe(false);
        await expectClosed(queue);
        queue.taskDone();
        await sleep(0);
        expect(joining.done()).toBe(true);
        expect(() => queue.taskDone()).toThrow(RangeError);
      });
    });

    test(`immediately drops its items, which count as done [test_queues._QueueShutdownTestMixin.test_shutdown_immediate]`, async () => {
      await runVirtual(async () => {
        const queue = new Kind<string>();
        queue.putNowait("data");
        const joining = createTask(queue.join());
        queue.shutdown(true);
        expect(queue.qsize()).toBe(0);
        await sleep(0);
        expect(joining.done()).toBe(true);
        await expectClosed(queue);
        expect(() => queue.taskDone()).toThrow(RangeError);
      });
    });

    test(`immediately still waits for the items that were taken [test_queues._QueueShutdownTestMixin.test_shutdown_immediate_with_unfinished]`, async () => {
      await runVirtual(async () => {
        const queue = new Kind<string>();
        queue.putNowait("data");
        queue.putNowait("data");
        const joining = createTask(queue.join());
        expect(await queue.get()).toBe("data");
        queue.shutdown(true);
        await sleep(0);
        expect([queue.qsize(), joining.done()]).toEqual([0, false]);
        await expectClosed(queue);
        queue.taskDone();
        expect(() => queue.taskDone()).toThrow(RangeError);
        await sleep(0);
        expect(joining.done()).toBe(true);
      });
    });
  });
}
