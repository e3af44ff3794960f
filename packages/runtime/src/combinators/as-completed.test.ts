import { describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import { reportsOf } from "../conformance/reports-of.js";
import { callbackCount, timerCount } from "../conformance/white-box.js";
import {
  type AsCompleted,
  type Awaitable,
  asCompleted,
  CancelledError,
  coroutine,
  createTask,
  type Future,
  getRunningLoop,
  RuntimeError,
  sleep,
  TimeoutError,
  wait,
} from "../index.js";
import { runVirtual } from "../testing.js";

const now = () => getRunningLoop().time();
const say = coroutine(async (word: string) => word);

/** Sleeps, and gives a name. */
const later = coroutine(async (delay: number, name: string) => {
  await sleep(delay);
  return name;
});

async function collectPlainly<T>(
  results: AsCompleted<Awaitable<T>>,
  most = Infinity,
): Promise<T[]> {
  const collected: T[] = [];
  for (const next of results) {
    collected.push((await next) as T);
    if (collected.length === most) {
      break;
    }
  }
  return collected;
}

async function collectAsync<T>(results: AsCompleted<Awaitable<T>>, most = Infinity): Promise<T[]> {
  const collected: T[] = [];
  for await (const future of results) {
    collected.push((await future) as T);
    if (collected.length === most) {
      break;
    }
  }
  return collected;
}

describe.each([
  ["a plain loop", collectPlainly],
  ["an asynchronous loop", collectAsync],
])("asCompleted in %s", (_kind, collect) => {
  test("gives results in the order of their coming [test_tasks.BaseTaskTests.test_as_completed]", async () => {
    await runVirtual(async () => {
      const results = await collect(asCompleted([later(10, "b"), later(150, "c"), later(10, "a")]));
      expect(results).toEqual(["b", "a", "c"]);
      expect(now()).toBe(150);
    });
  });

  test("runs out of time [test_tasks.BaseTaskTests.test_as_completed_with_timeout]", async () => {
    await runVirtual(async () => {
      const a = createTask(() => sleep(100, "a"));
      const b = createTask(() => sleep(150, "b"));
      const collected: unknown[] = [];
      const results = asCompleted([a, b], { timeout: 120 });
      collected.push(...(await collect(results, 1)));
      expect(now()).toBe(100);
      expect(await errorOf(collect(results))).toBeInstanceOf(TimeoutError);
      expect(collected).toEqual(["a"]);
      expect(now()).toBe(120);
      expect(b.done()).toBe(false);
      expect(callbackCount(b)).toBe(0);
      await b;
    });
  });

  test("does not mind a limit that is not reached [test_tasks.BaseTaskTests.test_as_completed_with_unused_timeout]", async () => {
    await runVirtual(async () => {
      expect(await collect(asCompleted([sleep(10, "a")], { timeout: 1000 }))).toEqual(["a"]);
      expect(now()).toBe(10);
      expect(timerCount(getRunningLoop())).toBe(0);
    });
  });

  test("goes on where an earlier loop broke off [test_tasks.BaseTaskTests.test_as_completed_resume_iterator]", async () => {
    await runVirtual(async () => {
      const results = asCompleted(["0", "1", "2", "3"].map((word) => say(word)));
      expect(await collect(results, 2)).toEqual(["0", "1"]);
      expect(await collect(results)).toEqual(["2", "3"]);
      expect(await collect(results)).toEqual([]);
    });
  });

  test("runs a coroutine that is given twice once [test_tasks.BaseTaskTests.test_as_completed_duplicate_coroutines]", async () => {
    await runVirtual(async () => {
      const ham = say("ham");
      expect(await collect(asCompleted([ham, ham, say("spam")]))).toEqual(["ham", "spam"]);
    });
  });

  test("gives nothing where nothing is given", async () => {
    await runVirtual(async () => {
      expect(await collect(asCompleted([]))).toEqual([]);
    });
  });
});

describe("asCompleted", () => {
  test("gives the tasks that it was given, and others for coroutines [test_tasks.BaseTaskTests.test_as_completed_same_tasks_in_as_out]", async () => {
    await runVirtual(async () => {
      const [b, d] = [createTask(say("b")), createTask(say("d"))];
      const [a, c] = [say("a"), say("c")];
      const given: unknown[] = [];
      for await (const future of asCompleted([a, b, c, d])) {
        given.push(future);
      }
      expect(given).toHaveLength(4);
      expect(given.filter((one) => one === b || one === d)).toHaveLength(2);
      expect(given.some((one) => one === a || one === c)).toBe(false);
    });
  });

  test("gives the first result to who awaits first, whichever coroutine that is [test_tasks.BaseTaskTests.test_as_completed_reverse_wait]", async () => {
    await runVirtual(async () => {
      const [first, second, ...none] = [...asCompleted([sleep(50, "a"), sleep(100, "b")])];
      expect(none).toEqual([]);
      expect(await second).toBe("a");
      expect(now()).toBe(50);
      expect(await first).toBe("b");
      expect(now()).toBe(100);
    });
  });

  test("gives coroutines that can be awaited at the same time [test_tasks.BaseTaskTests.test_as_completed_concurrent]", async () => {
    await runVirtual(async () => {
      const coroutines = [...asCompleted([sleep(50, "a"), sleep(50, "b")])];
      const [done] = await wait(coroutines);
      expect([...done].map((task) => task.result())).toEqual(["a", "b"]);
      expect(now()).toBe(50);

      const futures: Future<string>[] = [];
      for await (const future of asCompleted([sleep(50, "a"), sleep(50, "b")])) {
        futures.push(future);
      }
      const [doneAgain] = await wait(futures);
      expect([...doneAgain].map((task) => task.result())).toEqual(["a", "b"]);
      expect(now()).toBe(100);
    });
  });

  test("of coroutines needs a loop [test_tasks.BaseTaskTests.test_as_completed_coroutine_without_loop]", () => {
    expect(() => [...asCompleted([say("a")])]).toThrow(RuntimeError);
  });

  test("of coroutines uses the loop that runs [test_tasks.BaseTaskTests.test_as_completed_coroutine_use_running_loop]", async () => {
    await runVirtual(async () => {
      const [only, ...none] = [...asCompleted([coroutine(async () => 42)()])];
      expect(none).toEqual([]);
      expect(await only).toBe(42);
    });
  });

  test("takes a list of things to wait for, not one of them [test_tasks.BaseTaskTests.test_as_completed_invalid_args]", async () => {
    const reports = await reportsOf(async () => {
      const future = getRunningLoop().createFuture();
      // @ts-expect-error: a future is no list.
      expect(() => [...asCompleted(future)]).toThrow(TypeError);
      const forgotten = coroutine(async function forgotten() {});
      // @ts-expect-error: a coroutine is no list.
      expect(() => [...asCompleted(forgotten())]).toThrow(TypeError);
      // @ts-expect-error: a future is no list.
      expect(await errorOf((async () => collectAsync(asCompleted(future)))())).toBeInstanceOf(
        TypeError,
      );
    });
    expect(reports.map((report) => report.message)).toEqual([
      "The coroutine forgotten was never awaited: await it, or give it to createTask()",
    ]);
  });

  test("gives every result even where the wait for one was cancelled [test_tasks.BaseTaskTests.test_as_completed_async_iterator_cancelled_anext]", async () => {
    await runVirtual(async () => {
      const loop = getRunningLoop();
      const [a, b] = [loop.createFuture<string>(), loop.createFuture<string>()];
      const results = asCompleted([a, b]);
      const waiter = createTask(() => results.next());
      await sleep(0);
      waiter.cancel();
      expect(await errorOf(waiter)).toBeInstanceOf(CancelledError);
      a.setResult("a");
      b.setResult("b");
      expect(await collectAsync<string>(results)).toEqual(["a", "b"]);
    });
  });

  test("gives every result even where a coroutine of it was cancelled [test_tasks.BaseTaskTests.test_as_completed_plain_iterator_cancelled_wait]", async () => {
    await runVirtual(async () => {
      const loop = getRunningLoop();
      const [a, b] = [loop.createFuture<string>(), loop.createFuture<string>()];
      const results = asCompleted([a, b]);
      const [first] = results;
      const waiter = createTask(async () => await first);
      await sleep(0);
      waiter.cancel();
      expect(await errorOf(waiter)).toBeInstanceOf(CancelledError);
      a.setResult("a");
      b.setResult("b");
      expect(await collectPlainly<string>(results)).toEqual(["a", "b"]);
    });
  });
});
