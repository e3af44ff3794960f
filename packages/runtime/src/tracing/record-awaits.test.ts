import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { createTask, gather, type RunOptions, run, sleep, VirtualClock } from "../index.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "awaitwise-trace-"));
  process.env.AWAITWISE_TRACE_SHARE = "1";
});

afterEach(() => {
  rmSync(folder, { recursive: true });
  delete process.env.AWAITWISE_TRACE;
  delete process.env.AWAITWISE_TRACE_SHARE;
  delete process.env.AWAITWISE_TRACE_LIMIT;
  jest.restoreAllMocks();
});

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur: number;
  readonly tid: number;
  readonly args: { readonly call: number; readonly in: string; readonly name?: string };
}

function read(name: string) {
  const trace = JSON.parse(readFileSync(join(folder, name), "utf8"));
  const events = trace.traceEvents as TraceEvent[];
  const rows = new Map(
    events.filter(({ name }) => name === "thread_name").map((e) => [e.tid, e.args.name]),
  );
  return {
    trace,
    /** Milliseconds, the row, and the function. */
    spans: events
      .filter(({ ph, tid }) => ph === "X" && tid > 0)
      .map((e) => [e.ts / 1000, e.dur / 1000, rows.get(e.tid), e.args.in]),
    calls: events.filter(({ ph, tid }) => ph === "X" && tid > 0).map(({ args }) => args.call),
  };
}

async function record(main: () => Promise<unknown>, options: RunOptions = {}) {
  await run(main, { clock: new VirtualClock(), trace: join(folder, "t.json"), ...options });
  return read("t.json");
}

async function load(delay: number): Promise<number> {
  await sleep(delay);
  return delay;
}

async function page(): Promise<void> {
  await load(20);
  await load(10);
}

describe("a trace of a run", () => {
  test("has a span for each await, of the loop's time, in the order of their ends", async () => {
    const { spans } = await record(page);
    expect(spans.map(([begin, length, , within]) => [begin, length, within])).toEqual([
      [0, 20, "load"],
      [0, 20, "page"],
      [20, 10, "load"],
      [20, 10, "page"],
    ]);
  });

  test("tells which awaits belong to one call", async () => {
    const { spans, calls } = await record(async () => {
      await gather(
        () => page(),
        () => page(),
      );
    });
    const ofPages = calls.filter((_, i) => spans[i]?.[3] === "page");
    expect(ofPages).toHaveLength(4);
    expect(new Set(ofPages).size).toBe(2);
    expect(new Set(calls).size).toBe(2 + 4 + 1);
  });

  test("has a row for each task, by its name, and more where it awaits several things at once", async () => {
    const { spans } = await record(async () => {
      const child = createTask(() => load(3), { name: "child" });
      const early = load(9);
      await load(5);
      await Promise.all([early, load(6)]);
      await child;
    });
    const task = expect.stringMatching(/^Task-\d+$/);
    const second = expect.stringMatching(/^Task-\d+ \(2\)$/);
    expect(spans.map(([begin, length, row]) => [begin, length, row])).toEqual([
      [0, 3, "child"],
      [0, 5, task],
      [0, 5, task],
      [0, 9, task],
      [5, 6, second],
      [5, 6, second],
      [11, 0, task],
    ]);
  });

  test("counts from the call where its promise is awaited at once, else from the await", async () => {
    const { spans } = await record(async () => {
      const early = load(30);
      await load(10);
      await early;
    });
    const own = spans.filter(([, , , within]) => within !== "load");
    expect(own.map(([begin, length]) => [begin, length])).toEqual([
      [0, 10],
      [10, 20],
    ]);
  });

  test("is whole where the run fails, and no other file is left", async () => {
    const failing = record(async () => {
      await load(5);
      throw new Error("no more");
    });
    await expect(failing).rejects.toThrow("no more");
    expect(read("t.json").spans).toHaveLength(2);
    expect(readdirSync(folder)).toEqual(["t.json"]);
  });

  test("leaves out what comes when the file is full, and says so", async () => {
    process.env.AWAITWISE_TRACE_LIMIT = "0.01";
    const { trace } = await record(async () => {
      for (let i = 0; i < 2000; i++) {
        await load(1);
      }
    });
    expect(trace.otherData.full).toBe(true);
    expect(trace.otherData.awaits).toBeLessThan(1000);
  });
});

describe("where a trace is asked for", () => {
  test("the environment names it, and a second run has a number", async () => {
    process.env.AWAITWISE_TRACE = join(folder, "env.json");
    await run(page, { clock: new VirtualClock() });
    await run(page, { clock: new VirtualClock() });
    expect(readdirSync(folder)).toEqual(["env-2.json", "env.json"]);
    expect([read("env.json").spans.length, read("env-2.json").spans.length]).toEqual([4, 4]);
  });

  test("a path that cannot be written, and a setting that means nothing, are refused", async () => {
    const missing = join(folder, "missing", "t.json");
    await expect(record(page, { trace: missing })).rejects.toThrow(
      /^The trace cannot be written to ".*t\.json": ENOENT.*; name a file in a folder that exists$/,
    );
    await expect(record(page, { trace: 7 as never })).rejects.toThrow(
      "The option trace is the path of a file to write, not 7",
    );
    process.env.AWAITWISE_TRACE_LIMIT = "much";
    await expect(record(page)).rejects.toThrow(
      'AWAITWISE_TRACE_LIMIT is "much": set it to megabytes, or not at all',
    );
  });
});
