import { describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import { reportsOf } from "../conformance/reports-of.js";
import { runBriefly, virtualLoop } from "../conformance/virtual-loop.js";
import { callbackCount } from "../conformance/white-box.js";
import {
  type Awaitable,
  allTasks,
  CancelledError,
  captureCallGraph,
  coroutine,
  createTask,
  currentTask,
  Future,
  gather,
  getRunningLoop,
  RuntimeError,
  setEventLoop,
  sleep,
  wait,
} from "../index.js";
import { runVirtual } from "../testing.js";

const say = coroutine(async (word: string) => word);

/** What is gathered stands either for the futures themselves or for coroutines that await them. */
const kinds: [string, (future: Future<unknown>) => Awaitable<unknown>][] = [
  ["futures", (future) => future],
  ["coroutines", (future) => coroutine(async () => await future)()],
];

function futures(count: number): Future<unknown>[] {
  return Array.from({ length: count }, () => getRunningLoop().createFuture());
}

/** Enough turns for everything that is ready to come through. */
async function settle() {
  for (let turn = 0; turn < 5; turn++) {
    await sleep(0);
  }
}

/** Counts the calls of a done callback of the gather. */
function watch(gathered: Future<unknown>): { called: number } {
  const calls = { called: 0 };
  gathered.addDoneCallback((future) => {
    expect(future).toBe(gathered);
    calls.called++;
  });
  return calls;
}

describe.each(kinds)("a gather of %s", (_kind, wrap) => {
  for (const [how, options, tag] of [
    ["", {}, "test_success"],
    [", said to throw", { returnExceptions: false }, "test_success"],
    [", said to return errors", { returnExceptions: true }, "test_result_exception_success"],
  ] as const) {
    test(`gives the results in the order given, not in that of their coming${how} [test_tasks.GatherTestsBase.${tag}]`, async () => {
      await runVirtual(async () => {
        const given = futures(3);
        const gathered = gather(given.map(wrap), options);
        const calls = watch(gathered);
        given[1]?.setResult(1);
        given[0]?.setResult(2);
        await settle();
        expect([calls.called, gathered.done()]).toEqual([0, false]);
        given[2]?.setResult(3);
        await settle();
        expect(calls.called).toBe(1);
        expect(gathered.result()).toEqual([2, 1, 3]);
      });
    });
  }

  test("has the first error at once, and what comes later is dropped [test_tasks.GatherTestsBase.test_one_exception]", async () => {
    const late = new Error("late");
    const reports = await reportsOf(async () => {
      const given = futures(5);
      const gathered = gather(given.map(wrap));
      const calls = watch(gathered);
      const error = new RangeError("no");
      given[0]?.setResult(1);
      given[1]?.setException(error);
      await settle();
      expect(calls.called).toBe(1);
      expect(gathered.exception()).toBe(error);
      given[2]?.setResult(3);
      given[3]?.cancel();
      given[4]?.setException(late);
      await settle();
      expect(calls.called).toBe(1);
    });
    expect(reports).toEqual([]);
  });

  test("gives errors among the results where asked [test_tasks.GatherTestsBase.test_return_exceptions]", async () => {
    await runVirtual(async () => {
      const given = futures(4);
      const gathered = gather(given.map(wrap), { returnExceptions: true });
      const calls = watch(gathered);
      const [first, second] = [new RangeError("first"), new TypeError("second")];
      given[1]?.setResult(1);
      given[2]?.setException(first);
      given[0]?.setResult(3);
      await settle();
      expect(gathered.done()).toBe(false);
      given[3]?.setException(second);
      await settle();
      expect(calls.called).toBe(1);
      expect(gathered.result()).toEqual([3, 1, first, second]);
    });
  });
});

describe("a gather", () => {
  test("of nothing needs a loop [test_tasks.FutureGatherTests.test_constructor_empty_sequence_without_loop]", () => {
    expect(() => gather()).toThrow(RuntimeError);
  });

  test("of nothing is done, and belongs to the loop that runs [test_tasks.FutureGatherTests.test_constructor_empty_sequence_use_running_loop]", async () => {
    await runVirtual(async () => {
      const gathered = gather();
      expect(gathered).toBeInstanceOf(Future);
      expect(gathered.getLoop()).toBe(getRunningLoop());
      expect(await gathered).toEqual([]);
    });
  });

  test("of nothing belongs to the loop that was set, where none runs [test_tasks.FutureGatherTests.test_constructor_empty_sequence_use_global_loop]", async () => {
    const loop = virtualLoop();
    setEventLoop(loop);
    try {
      const gathered = gather();
      expect(gathered.getLoop()).toBe(loop);
      expect(await loop.runUntilComplete(gathered)).toEqual([]);
    } finally {
      setEventLoop(null);
    }
  });

  test("refuses futures of two loops [test_tasks.FutureGatherTests.test_constructor_heterogenous_futures]", () => {
    const one = virtualLoop().createFuture();
    const other = virtualLoop().createFuture();
    expect(() => gather(one, other)).toThrow(RangeError);
  });

  test("belongs to the loop of its futures, and they can be gathered again [test_tasks.FutureGatherTests.test_constructor_homogenous_futures]", async () => {
    const loop = virtualLoop();
    const children = [1, 2, 3].map(() => loop.createFuture<number>());
    const gathers = [gather(children), gather(children)];
    await runBriefly(loop);
    expect(gathers.map((one) => one.getLoop() === loop)).toEqual([true, true]);
    expect(gathers.map((one) => one.done())).toEqual([false, false]);
    for (const [index, child] of children.entries()) {
      child.setResult(index);
    }
    await runBriefly(loop);
    expect(gathers.map((one) => one.result())).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ]);
  });

  test("fails with the cancellation of one of them, and is not cancelled itself [test_tasks.FutureGatherTests.test_one_cancellation]", async () => {
    const reports = await reportsOf(async () => {
      const given = futures(5);
      const gathered = gather(given);
      const calls = watch(gathered);
      given[0]?.setResult(1);
      given[1]?.cancel();
      await settle();
      expect(calls.called).toBe(1);
      expect(gathered.done()).toBe(true);
      expect(gathered.cancelled()).toBe(false);
      expect(gathered.exception()).toBeInstanceOf(CancelledError);
      given[2]?.setResult(3);
      given[3]?.cancel();
      given[4]?.setException(new Error("late"));
      await settle();
    });
    expect(reports).toEqual([]);
  });

  test("gives cancellations among the results where asked [test_tasks.FutureGatherTests.test_result_exception_one_cancellation]", async () => {
    await runVirtual(async () => {
      const given = futures(6);
      const gathered = gather(given, { returnExceptions: true });
      const calls = watch(gathered);
      const [first, last] = [new RangeError("first"), new TypeError("last")];
      given[0]?.setResult(1);
      given[1]?.setException(first);
      given[2]?.cancel("third");
      await settle();
      expect(gathered.done()).toBe(false);
      given[3]?.setResult(3);
      given[4]?.cancel("fifth");
      given[5]?.setException(last);
      const results = await gathered;
      expect(results).toEqual([
        1,
        first,
        new CancelledError("third"),
        3,
        new CancelledError("fifth"),
        last,
      ]);
      expect([results[2], results[4]].map((error) => error instanceof CancelledError)).toEqual([
        true,
        true,
      ]);
      await settle();
      expect(calls.called).toBe(1);
    });
  });

  test("of coroutines needs a loop [test_tasks.CoroutineGatherTests.test_constructor_without_loop]", () => {
    expect(() => gather(say("a"), say("b"))).toThrow(RuntimeError);
  });

  test("of coroutines belongs to the loop that runs [test_tasks.CoroutineGatherTests.test_constructor_use_running_loop]", async () => {
    const loop = virtualLoop();
    const [gathered] = await loop.runUntilComplete(async () => [gather(say("a"), say("b"))]);
    expect(gathered?.getLoop()).toBe(loop);
    expect(await loop.runUntilComplete(gathered as Future<string[]>)).toEqual(["a", "b"]);
  });

  test("of coroutines belongs to the loop that was set, where none runs [test_tasks.CoroutineGatherTests.test_constructor_use_global_loop]", async () => {
    const loop = virtualLoop();
    setEventLoop(loop);
    try {
      const gathered = gather(say("a"), say("b"));
      expect(gathered.getLoop()).toBe(loop);
      expect(await loop.runUntilComplete(gathered)).toEqual(["a", "b"]);
    } finally {
      setEventLoop(null);
    }
  });

  test("runs a coroutine that is given several times once [test_tasks.CoroutineGatherTests.test_duplicate_coroutines]", async () => {
    await runVirtual(async () => {
      const abc = say("abc");
      expect(await gather(abc, abc, say("def"), abc)).toEqual(["abc", "abc", "def", "abc"]);
    });
  });

  test("hands its cancellation on to all of them [test_tasks.CoroutineGatherTests.test_cancellation_broadcast]", async () => {
    await runVirtual(async () => {
      const waiter = getRunningLoop().createFuture<void>();
      let proof = 0;
      const inner = async () => {
        await waiter;
        proof += 1;
      };
      const [first, second] = [createTask(inner), createTask(inner)];
      const gathered = gather(first, second);
      const outer = createTask(async () => {
        await gathered;
        proof += 100;
      });
      await sleep(0);
      expect(outer.cancel()).toBe(true);
      expect(await errorOf(outer)).toBeInstanceOf(CancelledError);
      expect(gathered.cancel()).toBe(false);
      expect([waiter, first, second].map((one) => one.cancelled())).toEqual([true, true, true]);
      await settle();
      expect(proof).toBe(0);
    });
  });

  test("takes note of errors that come after the first: they are not reported [test_tasks.CoroutineGatherTests.test_exception_marking]", async () => {
    const reports = await reportsOf(async () => {
      const [a, b] = [getRunningLoop().createFuture(), getRunningLoop().createFuture()];
      const inner = async (future: Future<unknown>) => {
        await future;
        throw new Error("must not be reported");
      };
      const outer = createTask(async () => {
        await gather(
          () => inner(a),
          () => inner(b),
        );
      });
      await settle();
      a.setResult(null);
      await settle();
      b.setResult(null);
      await settle();
      expect(outer.exception()).toEqual(new Error("must not be reported"));
    });
    expect(reports).toEqual([]);
  });

  test("refuses what cannot be awaited, and reports nothing of it [test_tasks.CoroutineGatherTests.test_issue46672]", async () => {
    const reports = await reportsOf(async () => {
      const abc = say("abc");
      // @ts-expect-error: an empty object cannot be awaited.
      expect(() => gather(abc, {})).toThrow(TypeError);
      await settle();
    });
    expect(reports).toEqual([]);
  });

  test("refuses to be cancelled once all of them are done [test_tasks.BaseTaskTests.test_cancel_gather_1]", async () => {
    await runVirtual(async () => {
      const future = getRunningLoop().createFuture<number>();
      const gathered = gather(async () => await future);
      await sleep(0);
      const answers: boolean[] = [];
      future.addDoneCallback(() => answers.push(gathered.cancel()));
      future.setResult(42);
      expect(await gathered).toEqual([42]);
      expect(answers).toEqual([false]);
      expect(gathered.cancelled()).toBe(false);
    });
  });

  test.each([
    [[], ""],
    [[undefined], ""],
    [["my message"], "my message"],
  ] as [[string?], string][])(
    "that returns errors throws its own cancellation all the same, with %j [test_tasks.BaseTaskTests.test_cancel_gather_2]",
    async (args, message) => {
      await runVirtual(async () => {
        const loop = getRunningLoop();
        const endless = createTask(async () => {
          while (loop.time() < 1000) {
            await gather([() => sleep(50)], { returnExceptions: true });
          }
        });
        await sleep(200);
        endless.cancel(...args);
        const error = await errorOf(endless);
        expect(error).toBeInstanceOf(CancelledError);
        expect(error.message).toBe(message);
        expect(loop.time()).toBe(200);
      });
    },
  );

  test("has no callback of its own from the start [test_tasks.BaseTaskTests.test_gather_does_not_add_callback_to_outer]", async () => {
    await runVirtual(async () => {
      const gathered = gather(
        () => sleep(0),
        () => sleep(0),
      );
      expect(callbackCount(gathered)).toBe(0);
      await gathered;
    });
  });

  test("throws an error that is null or undefined, too", async () => {
    for (const thrown of [null, undefined]) {
      await runVirtual(async () => {
        const caught = await gather(async () => {
          throw thrown;
        }).then(
          () => "nothing",
          (reason: unknown) => reason,
        );
        expect(caught).toBe(thrown);
      });
    }
  });

  test("starts its coroutines at the next turn, in the order given", async () => {
    await runVirtual(async () => {
      const log: string[] = [];
      const note = coroutine(async (word: string) => {
        log.push(word);
      });
      const gathered = gather(note("a"), note("b"));
      expect(log).toEqual([]);
      expect(allTasks().size).toBe(3);
      await gathered;
      expect(log).toEqual(["a", "b"]);
    });
  });
});

describe("whoever waited for a gather that has failed", () => {
  test.each([
    [
      "waits for none of its tasks [test_tasks.BaseTaskTests.test_gather_discards_awaited_by_for_pending]",
      async (): Promise<never> => {
        await sleep(1);
        throw new RangeError("boom");
      },
    ],
    [
      "since one was cancelled, neither [test_tasks.BaseTaskTests.test_gather_discards_awaited_by_for_cancelled_sibling]",
      async (): Promise<void> => {
        await sleep(1);
        currentTask()?.cancel();
        await sleep(0);
      },
    ],
  ])("%s", async (_title, work) => {
    await runVirtual(async () => {
      const pending = createTask(() => sleep(1_000));
      const waiter = createTask(async () => await gather(pending, createTask(work)));
      await sleep(0);
      expect(captureCallGraph(pending)?.awaitedBy).toHaveLength(1);
      await wait([waiter]);
      await sleep(0);
      expect([pending.done(), captureCallGraph(pending)?.awaitedBy]).toEqual([false, []]);
      pending.cancel();
      await errorOf(waiter);
    });
  });
});
