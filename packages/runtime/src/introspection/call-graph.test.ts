import { describe, expect, test } from "@jest/globals";
import {
  asCompleted,
  captureCallGraph,
  createTask,
  currentTask,
  type Future,
  formatCallGraph,
  gather,
  getRunningLoop,
  mapConcurrent,
  printCallGraph,
  run,
  shield,
  sleep,
  Task,
  taskGroup,
  timeout,
  wait,
  waitFor,
} from "../index.js";
import { runVirtual } from "../testing.js";

/** Who waits for a future, and for whom, by names: `child < gather < parent`, one line a path. */
function paths(future: Future<unknown>): string[] {
  type Graph = NonNullable<ReturnType<typeof captureCallGraph>>;
  const name = (graph: Graph): string =>
    graph.future instanceof Task ? graph.future.getName() : "future";
  const follow = (graph: Graph): string[] =>
    graph.awaitedBy.length === 0
      ? [name(graph)]
      : graph.awaitedBy.flatMap(follow).map((rest) => `${name(graph)} < ${rest}`);
  return follow(captureCallGraph(future) as Graph);
}

const named = (name: string, work: () => Promise<unknown> = async () => await sleep(10)) =>
  createTask(work, { name });

describe("the call graph of a task shows who waits for it", () => {
  test.each<[string, (child: Task<unknown>) => PromiseLike<unknown>, string]>([
    ["by itself", (child) => child, "child < parent"],
    ["in a gather", (child) => gather(child, sleep(1)), "child < future < parent"],
    ["in gathers of gathers", (child) => gather(gather(child)), "child < future < future < parent"],
    ["behind a shield", (child) => shield(child), "child < future < parent"],
    ["by wait()", (child) => wait([child]), "child < future < parent"],
    ["by waitFor()", (child) => waitFor(child, 60_000), "child < parent"],
    ["within a time limit", (child) => timeout(60_000, () => child), "child < parent"],
    [
      "by asCompleted()",
      async (child) => {
        for await (const one of asCompleted([child])) {
          await one;
        }
      },
      "child < future < parent",
    ],
    ["by Promise.all()", (child) => Promise.all([child]), "child < parent"],
  ])("%s", (_, waitForIt, expected) =>
    runVirtual(async () => {
      const child = named("child");
      const parent = named("parent", async () => await waitForIt(child));
      await sleep(1);
      expect(paths(child)).toEqual([expected]);
      expect(paths(parent)).toEqual(["parent"]);
      await parent;
      expect(paths(child)).toEqual(["child"]);
    }),
  );

  test("in a task group, while its body runs and when it has ended", () =>
    runVirtual(async () => {
      let child: Task<unknown> | undefined;
      const parent = named("parent", async () => {
        await taskGroup(async (group) => {
          child = group.createTask(() => sleep(10), { name: "child" });
          await sleep(5);
        });
        await sleep(5);
      });
      await sleep(1);
      expect(paths(child as Task<unknown>)).toEqual(["child < parent"]);
      await sleep(6);
      expect(paths(child as Task<unknown>)).toContain("child < parent");
      await sleep(5);
      expect(paths(child as Task<unknown>)).toEqual(["child"]);
      await parent;
    }));

  test("in mapConcurrent, once all are started", () =>
    runVirtual(async () => {
      const children: Task<unknown>[] = [];
      const parent = named("parent", async () => {
        await mapConcurrent([1, 2], 2, async () => {
          children.push(captureCallGraph()?.future as Task<unknown>);
          await sleep(10);
        });
      });
      await sleep(1);
      expect(children.map((child) => paths(child)[0]?.split(" < ").at(-1))).toEqual([
        "parent",
        "parent",
      ]);
      await parent;
    }));

  test("by several, each with its own waiters, in the order in which they were made", () =>
    runVirtual(async () => {
      const child = named("child");
      const left = named("left", async () => await child);
      const right = named("right", async () => await gather(child));
      const top = named("top", async () => await gather(right, left));
      await sleep(1);
      expect(paths(child)).toEqual([
        "child < left < future < top",
        "child < future < right < future < top",
      ]);
      await top;
    }));

  test("in a circle of tasks that can never go on", () =>
    runVirtual(async () => {
      const both: Task<unknown>[] = [];
      both.push(
        named("one", async () => await shield(both[1] as Task<unknown>)),
        named("two", async () => await shield(both[0] as Task<unknown>)),
      );
      await sleep(1);
      expect(formatCallGraph(both[0])).toBe(
        [
          '* Task "one"',
          "  + Awaited by:",
          "    * Future",
          "      + Awaited by:",
          '        * Task "two"',
          "          + Awaited by:",
          "            * Future",
          "              + Awaited by:",
          '                * Task "one" (see above)',
        ].join("\n"),
      );
      both[0]?.cancel();
      await wait(both);
    }));
});

describe("the call graph", () => {
  test("of a plain future is known too", () =>
    runVirtual(async () => {
      const future = getRunningLoop().createFuture<void>();
      const reader = named("reader", async () => await future);
      await sleep(1);
      expect(paths(future)).toEqual(["future < reader"]);
      future.setResult();
      await reader;
    }));

  test("of the current task is what is asked for by itself, with the stack of the caller", () =>
    runVirtual(async () => {
      await sleep(0);
      const inner = async () => {
        await sleep(0);
        return captureCallGraph();
      };
      const outer = async () => await inner();
      const graph = await outer();
      expect(graph?.future).toBe(currentTask());
      expect(graph?.callStack[1]?.file).toMatch(/call-graph\.test\.ts$/);
    }));

  test("has the stack of a suspended task in debug mode", () =>
    runVirtual(
      async () => {
        const load = async () => await sleep(10);
        const child = named("child", async () => await load());
        await sleep(1);
        expect(captureCallGraph(child)?.callStack[0]?.functionName).toBe("load");
        expect(formatCallGraph(child).split("\n").slice(0, 3)).toEqual([
          '* Task "child"',
          "  + Call stack:",
          expect.stringMatching(/^ {2}\| {3}.*call-graph\.test\.ts:\d+:\d+, in load\(\)$/),
        ]);
        await child;
      },
      { debug: true },
    ));

  test("is null outside of every task, and its text an error", async () => {
    expect(captureCallGraph()).toBeNull();
    expect(() => formatCallGraph()).toThrow(
      "No task runs here: give the future whose call graph is wanted",
    );
  });

  test("refuses what is no future, and options that are no whole numbers", () =>
    run(async () => {
      expect(() => captureCallGraph("task" as never)).toThrow(
        new TypeError("A call graph is that of a future or task, not of task"),
      );
      expect(() => captureCallGraph(null, { depth: -1 })).toThrow(
        new RangeError("Invalid depth -1: give a whole number from 0 up"),
      );
      expect(() => captureCallGraph(null, { limit: 0.5 })).toThrow(
        new RangeError("Invalid limit 0.5: give a whole number"),
      );
    }));

  test("is printed where it is told to", () =>
    runVirtual(async () => {
      const child = named("child");
      const written: string[] = [];
      printCallGraph(child, { write: (text) => written.push(text) });
      expect(written).toEqual(['* Task "child"']);
    }));
});
