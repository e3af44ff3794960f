import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gather, run, sleep, VirtualClock } from "@awaitwise/runtime";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import { runCli } from "../testkit/run-cli.js";
import { plainTsconfig, scratchFolder } from "../testkit/scratch-folder.js";

const source = [
  'import { read } from "./db.js";',
  "export async function page(id: string): Promise<string> {",
  "  const user = await read(id);",
  "  const cart = await read(id.trim());",
  "  return user + cart;",
  "}",
  "",
].join("\n");
/** Nothing is known of what it calls. */
const unknown = "export declare function read(key: string): Promise<string>;\n";
const files = { "tsconfig.json": plainTsconfig, "src/a.ts": source, "src/db.ts": unknown };

/** A trace of calls of `page` in the file, whose two awaits take these times, in milliseconds. */
function traceOf(file: string, calls: readonly (readonly [number, number])[]): string {
  const events = calls.flatMap(([first, second], index) =>
    [
      { at: "3:22", code: "await read(id)", ts: 0, dur: first },
      { at: "4:22", code: "await read(id.trim())", ts: first, dur: second },
    ].map(({ at, code, ts, dur }) =>
      JSON.stringify({
        name: code,
        cat: "await",
        args: { at: `file://${encodeURI(file)}:${at}`, in: "page", code, call: index + 1 },
        pid: 1,
        tid: 1,
        ph: "X",
        ts: ts * 1000,
        dur: dur * 1000,
      }),
    ),
  );
  const head = '{"awaitwise":{"version":1,"pid":1,"node":"v20.19.0","clock":"host"},';
  return `${head}"displayTimeUnit":"ms","traceEvents":[\n${events.join(",\n")}\n],"otherData":{"awaits":${events.length},"pauses":0,"pausedFor":0,"full":false}}\n`;
}

describe("check --trace", () => {
  test("shows what only the trace can see, marked as such, and fails no run by it", async () => {
    using folder = scratchFolder(files);
    const calls = [
      [30, 20],
      [10, 50],
    ] as const;
    folder.write("t.json", traceOf(join(folder.path, "src/a.ts"), calls));
    expect((await runCli(["check"], { cwd: folder.path })).stdout).toMatch(/^No findings/);
    const { code, stdout } = await runCli(["check", "--trace", "t.json"], { cwd: folder.path });
    expect(code).toBe(0);
    expect(stdout).toContain(
      "  3:3  suggestion  serial-await (low confidence, seen in a trace only)\n",
    );
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(
      "Measured in 2 runs: these waits took 55 ms on average, and together they would save 15 ms each time, 30 ms in all",
    );
    expect(stdout).toContain("note: Measured by 4 of 4 recorded awaits\n");
  });

  test("tells machines: JSON and SARIF have fields of their own, the others the message", async () => {
    using folder = scratchFolder(files);
    folder.write("t.json", traceOf(join(folder.path, "src/a.ts"), [[30, 20]]));
    const measured = { times: 1, cost: 50, saving: 20 };
    const output = async (format: string): Promise<string> =>
      (await runCli(["check", "--trace", "t.json", "-f", format], { cwd: folder.path })).stdout;
    expect(JSON.parse(await output("json")).findings).toMatchObject([{ tier: "trace", measured }]);
    expect(JSON.parse(await output("sarif")).runs[0].results[0].properties).toEqual({
      confidence: "low",
      tier: "trace",
      measured,
    });
    for (const format of ["compact", "github", "gitlab", "junit", "checkstyle", "rdjson"]) {
      expect(await output(format)).toMatch(/together they would save 20 ms each time/);
    }
  });

  test("joins several traces, and puts what saves most first", async () => {
    using folder = scratchFolder({ ...files, "src/b.ts": source });
    folder.write("a.json", traceOf(join(folder.path, "src/a.ts"), [[30, 20]]));
    folder.write("b.json", traceOf(join(folder.path, "src/b.ts"), [[30, 25]]));
    const { stdout } = await runCli(
      ["check", "--trace", "a.json", "--trace", "b.json", "-f", "json"],
      { cwd: folder.path },
    );
    const findings = JSON.parse(stdout).findings as { file: string; measured: object }[];
    expect(findings.map(({ file, measured }) => [file, measured])).toEqual([
      ["src/b.ts", { times: 1, cost: 55, saving: 25 }],
      ["src/a.ts", { times: 1, cost: 50, saving: 20 }],
    ]);
  });

  test("is what explain goes by, too", async () => {
    using folder = scratchFolder(files);
    folder.write(
      "t.json",
      traceOf(join(folder.path, "src/a.ts"), [
        [30, 20],
        [10, 50],
      ]),
    );
    const explained = async (...args: string[]): Promise<string> => {
      const { code, stdout } = await runCli(["explain", "src/a.ts:3", ...args], {
        cwd: folder.path,
      });
      expect(code).toBe(0);
      return stdout.replaceAll(/\s+/g, " ");
    };
    const without = await explained();
    expect(without).not.toMatch(/measured/i);
    const measured = await explained("--trace", "t.json");
    expect(measured).toContain(
      "Measured in 2 runs: these waits took 55 ms on average, and together they would save 15 ms each time",
    );
    expect(measured).toContain("measured: seen 2 times in traces, 20 ms on average");
    expect(await explained("--trace", "t.json")).toBe(measured);
  });

  test("says in a line what matched nothing, and what was not checked", async () => {
    using folder = scratchFolder({
      ...files,
      "src/a.ts": source.replace("read(id)", "read(id, 1)"),
    });
    const elsewhere = traceOf("/elsewhere/x.ts", [[1, 1]]);
    folder.write("a.json", traceOf(join(folder.path, "src/a.ts"), [[30, 20]]));
    folder.write("b.json", elsewhere);
    const { stdout } = await runCli(["check", "--trace", "a.json", "--trace", "b.json"], {
      cwd: folder.path,
    });
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(
      "note: Measured by 1 of 4 recorded awaits; 1 at src/a.ts:3 match nothing, since the source has changed; 2 in files that were not checked",
    );
  });

  test("refuses what is no trace, with exit code 2", async () => {
    using folder = scratchFolder({
      ...files,
      "foreign.json": '{"traceEvents":[]}',
      "huge.json": "",
    });
    truncateSync(join(folder.path, "huge.json"), 500_000_000);
    const refusal = async (...args: string[]): Promise<string> => {
      const { code, stderr } = await runCli(["check", ...args], { cwd: folder.path });
      expect(code).toBe(2);
      return stderr;
    };
    expect(await refusal("--trace", "no.json")).toContain(
      'The trace "no.json" cannot be read: check that it exists and its permissions',
    );
    expect(await refusal("--trace", "foreign.json")).toContain(
      `"foreign.json" is no trace of awaits, but another program's`,
    );
    expect(await refusal("--trace", "huge.json")).toContain(
      'The trace "huge.json" has 500 MB, and 400 can be read: record less, with AWAITWISE_TRACE_LIMIT',
    );
    expect(await refusal("--trace", "foreign.json", "--watch")).toContain(
      "--watch and --trace exclude each other",
    );
  });

  test("reads a trace of 100 MB", async () => {
    using folder = scratchFolder(files);
    const file = join(folder.path, "src/a.ts");
    const [head = "", first = "", second = "", end = ""] = traceOf(file, [[30, 20]]).split("\n");
    const calls = Math.ceil(100_000_000 / (first.length + second.length));
    const path = join(folder.path, "t.json");
    writeFileSync(path, `${head}\n`);
    for (let from = 0; from < calls; from += 10_000) {
      const lines = Array.from({ length: Math.min(10_000, calls - from) }, (_, i) =>
        `${first}\n${second},\n`.replaceAll('"call":1}', `"call":${from + i + 1}}`),
      );
      writeFileSync(path, lines.join(""), { flag: "a" });
    }
    writeFileSync(path, `{"name":"thread_name","ph":"M","pid":1,"tid":1,"args":{}}\n${end}\n`, {
      flag: "a",
    });
    const { stdout } = await runCli(["check", "--trace", "t.json", "-f", "json"], {
      cwd: folder.path,
    });
    expect(JSON.parse(stdout).findings[0].measured).toEqual({
      times: calls,
      cost: calls * 50,
      saving: calls * 20,
    });
  });
});

describe("a trace that the runtime writes", () => {
  const schema = (path: string) => JSON.parse(readFileSync(join(__dirname, path), "utf8"));
  const ajv = new Ajv({ allErrors: true, strict: false });
  const own = ajv.compile(schema("../../../runtime/trace.schema.json"));
  const events = ajv.compile(schema("../testkit/schemas/trace-event.schema.json"));

  beforeAll(() => {
    process.env.AWAITWISE_TRACE_SHARE = "1";
  });
  afterAll(() => {
    delete process.env.AWAITWISE_TRACE_SHARE;
  });

  test("is valid by its own schema, and as trace events", async () => {
    using folder = scratchFolder({});
    const path = join(folder.path, "t.json");
    const work = async (delay: number): Promise<void> => {
      await sleep(delay);
    };
    // More at once than there are rows for: their begins and ends are events of their own.
    const staggered = Array.from({ length: 400 }, (_, i) => async () => {
      await sleep(i);
      await work(1000);
    });
    await run(() => Promise.all(staggered.map((start) => start())), {
      clock: new VirtualClock(),
      trace: path,
    });
    const trace = JSON.parse(readFileSync(path, "utf8"));
    expect([own(trace), own.errors]).toEqual([true, null]);
    expect([events(trace), events.errors]).toEqual([true, null]);
    const phases = new Set((trace.traceEvents as { ph: string }[]).map(({ ph }) => ph));
    expect(phases).toEqual(new Set(["M", "X", "b", "e"]));
  });

  test("would be refused by them with an event that is not theirs", async () => {
    using folder = scratchFolder({});
    const path = join(folder.path, "t.json");
    await run(() => gather(() => sleep(1)), { clock: new VirtualClock(), trace: path });
    const trace = JSON.parse(readFileSync(path, "utf8"));
    trace.traceEvents.push({ name: "x", cat: "await", ph: "X", pid: 1, tid: 1, ts: 0 });
    expect([own(trace), events(trace)]).toEqual([false, false]);
  });
});
