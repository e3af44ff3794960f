import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "@jest/globals";

// A preload is what a program gets before it runs: it is tested as built, in a process of its own.
const preload = pathToFileURL(join(__dirname, "../../dist/trace.js")).href;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "awaitwise-preload-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const env = (more: Record<string, string>) => ({
  ...process.env,
  AWAITWISE_TRACE: undefined,
  AWAITWISE_TRACE_SHARE: "1",
  NODE_OPTIONS: undefined,
  ...more,
});

/** Runs a program under the preload. */
function runTraced(file: string, code: string, options: string[] = [], more = {}) {
  writeFileSync(join(folder, file), code);
  return spawnSync(process.execPath, ["--import", preload, ...options, file], {
    cwd: folder,
    encoding: "utf8",
    env: env(more),
  });
}

interface RecordedEvent {
  readonly cat?: string;
  readonly args: {
    readonly at: string;
    readonly in: string;
    readonly code?: string;
    readonly call: number;
  };
}

/** The awaits of a trace: place in the program's file, function, code, call. */
function awaitsIn(name: string): [string, string, string | undefined, number][] {
  const { traceEvents } = JSON.parse(readFileSync(join(folder, name), "utf8"));
  return (traceEvents as RecordedEvent[])
    .filter(({ cat }) => cat === "await")
    .map(({ args }) => [args.at.replace(/^.*\//, ""), args.in, args.code, args.call]);
}

const program = `
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function load(ms) {
  await wait(ms);
  return ms;
}
async function page() {
  const a = await load(2);
  const b = await load(1);
  return a + b;
}
await page();
`;

test("the awaits of a program that knows nothing of it are recorded, with their places and calls", () => {
  const { status, stderr } = runTraced("app.mjs", program);
  expect([status, stderr]).toEqual([0, ""]);
  const found = awaitsIn("awaitwise-trace.json");
  expect(found.map(([at, within, code]) => [at, within, code])).toEqual([
    ["app.mjs:4:9", "load", "await wait(ms)"],
    ["app.mjs:8:19", "page", "await load(2)"],
    ["app.mjs:4:9", "load", "await wait(ms)"],
    ["app.mjs:9:19", "page", "await load(1)"],
    ["app.mjs:12:7", "", "await page()"],
  ]);
  const [load1, page1, load2, page2, main] = found.map(([, , , call]) => call);
  expect(page1).toBe(page2);
  expect(new Set([load1, page1, load2, main]).size).toBe(4);
  expect(readdirSync(folder).sort()).toEqual(["app.mjs", "awaitwise-trace.json"]);
});

test("a CommonJS program is recorded too, and one that calls process.exit", () => {
  const code = `(async () => { await null; await Promise.resolve(1); process.exit(3); })();`;
  const { status } = runTraced("app.cjs", code, [], { AWAITWISE_TRACE: "own-%p.json" });
  expect(status).toBe(3);
  const [name = ""] = readdirSync(folder).filter((one) => /^own-\d+\.json$/.test(one));
  expect(awaitsIn(name).map(([at, , code]) => [at, code])).toEqual([
    ["app.cjs:1:16", "await null"],
    ["app.cjs:1:42", "await Promise.resolve(1)"],
  ]);
});

test("where Node follows source maps, places are those of the sources", () => {
  const map = {
    version: 3,
    sources: ["app.ts"],
    sourcesContent: ["// typed\nconst two: number =\n  await Promise.resolve<number>(2);\n"],
    names: [],
    // The await of line 2 of the output is that of line 3 of the source.
    mappings: ";AAEEA",
  };
  const inline = Buffer.from(JSON.stringify(map)).toString("base64");
  const code = `export {};\nawait Promise.resolve(2);\n//# sourceMappingURL=data:application/json;base64,${inline}\n`;
  const { status, stderr } = runTraced("app.mjs", code, ["--enable-source-maps"]);
  expect([status, stderr]).toEqual([0, ""]);
  expect(awaitsIn("awaitwise-trace.json").map(([at, , code]) => [at, code])).toEqual([
    ["app.ts:3:3", "await Promise.resolve<number>(2)"],
  ]);
});

test("a signal that ends the program does not take the trace along", async () => {
  writeFileSync(
    join(folder, "app.mjs"),
    'await Promise.resolve(1);\nsetInterval(() => {}, 1000);\nconsole.log("up");\n',
  );
  const child = spawn(process.execPath, ["--import", preload, "app.mjs"], {
    cwd: folder,
    env: env({}),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => {
    child.on("exit", (_code, signal) => resolve(signal));
  });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  child.kill("SIGTERM");
  expect(await ended).toBe("SIGTERM");
  expect(awaitsIn("awaitwise-trace.json")).toHaveLength(1);
});

test("a worker thread writes a file of its own", () => {
  const worker = join(folder, "worker.mjs");
  writeFileSync(worker, "await Promise.resolve(1);\n");
  const code = `import { Worker } from "node:worker_threads";\nnew Worker("./worker.mjs");\n`;
  const { status, stderr } = runTraced("app.mjs", code);
  expect([status, stderr]).toEqual([0, ""]);
  expect(awaitsIn("awaitwise-trace-thread-1.json").map(([at]) => at)).toEqual(["worker.mjs:1:15"]);
  expect(awaitsIn("awaitwise-trace.json")).toEqual([]);
});

test("a setting that means nothing is refused before the program runs", () => {
  const { status, stderr } = runTraced("app.mjs", program, [], { AWAITWISE_TRACE_SHARE: "2" });
  expect(status).toBe(1);
  expect(stderr).toContain('AWAITWISE_TRACE_SHARE is "2": set it to a part of 1, as in 0.2');
  expect(existsSync(join(folder, "awaitwise-trace.json"))).toBe(false);
});
