import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { AwaitRecorder } from "./await-recorder.js";
import { Budget } from "./budget.js";
import { traceHost } from "./node-host.js";
import { TraceFile } from "./trace-file.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "awaitwise-recorder-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A recorder on a clock of its own, which pauses when it is told to, for the rest of its life. */
function recorder() {
  const host = traceHost();
  const file = new TraceFile(host, join(folder, "t.json"), "host", 1e6);
  const clock = { now: 0, isUsedUp: false };
  const budget = new Budget(0.2, { worked: () => 0, rested: () => 0 });
  budget.spend = () => clock.isUsedUp;
  budget.pause = () => 1e6;
  const settings = { share: 0.2, mostBytes: 1e6, dependencies: false };
  const recording = new AwaitRecorder({
    ...{ host, file, settings, budget },
    now: () => clock.now,
    owner: () => null,
  });
  return { clock, recording, file };
}

/** Begins and lengths of awaits by the function, in milliseconds, and what is said at the end. */
function read() {
  const { traceEvents, otherData } = JSON.parse(readFileSync(join(folder, "t.json"), "utf8"));
  const spans = (traceEvents as { cat?: string; ts: number; dur: number; args: { in: string } }[])
    .filter(({ cat }) => cat === "await")
    .map(({ ts, dur, args }) => [args.in, ts / 1e3, dur / 1e3]);
  return { spans, otherData };
}

test("an await that began before a pause ends in it, and none begins there", async () => {
  const { clock, recording, file } = recorder();
  let release: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  async function early() {
    await gate;
    await Promise.resolve();
  }
  async function busy(count: number) {
    for (let i = 0; i < count; i++) {
      await Promise.resolve(i);
    }
  }
  recording.start();
  const waiting = early();
  clock.now = 5;
  clock.isUsedUp = true;
  await busy(600);
  clock.now = 12;
  release();
  await waiting;
  await busy(3);
  file.finish(recording.stop());
  const { spans, otherData } = read();
  expect(spans.filter(([within]) => within === "early")).toEqual([["early", 0, 12]]);
  expect(spans.filter(([within]) => within === "busy").length).toBeLessThan(520);
  expect(otherData).toEqual({ awaits: spans.length, pauses: 1, pausedFor: 7000, full: false });
});

test("a span takes its numbers to the nanosecond", async () => {
  const { clock, recording, file } = recorder();
  clock.now = 86_400_000.000_123;
  recording.start();
  await (async function exact() {
    const later = Promise.resolve();
    clock.now += 1;
    await later;
  })();
  file.finish(recording.stop());
  expect(read().spans.find(([within]) => within === "exact")).toEqual([
    "exact",
    86_400_000.000_123,
    1,
  ]);
});
