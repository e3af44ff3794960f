import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";

const root = path.resolve(import.meta.dirname, "../..");

/** A copy, since the test repairs it. */
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "awaitwise-page-server-"));
  cpSync(import.meta.dirname, path.join(folder, "examples/page-server"), { recursive: true });
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const env = (more: Record<string, string> = {}) => ({
  ...process.env,
  FORCE_COLOR: undefined,
  NO_COLOR: "1",
  ...more,
});

/** Runs a program of the example, records a trace of it, and gives what it prints. */
function trace(program: string, file: string): string {
  return execFileSync(process.execPath, [`examples/page-server/${program}`], {
    cwd: folder,
    encoding: "utf8",
    // However busy the machine is, no await may be left out.
    env: env({ AWAITWISE_TRACE: file, AWAITWISE_TRACE_SHARE: "1" }),
  });
}

/** Runs the server, records a trace of it, and gives how long its visitors waited, in milliseconds. */
function serve(file: string): number {
  const [, waited] = /^20 pages, (\d+) ms of waiting\n$/.exec(trace("server.js", file)) ?? [];
  return Number(waited);
}

interface Reported {
  readonly message: string;
  readonly start: { readonly line: number };
  readonly measured?: { readonly times: number; readonly cost: number; readonly saving: number };
}

function check(...options: string[]): { findings: Reported[]; notes: string } {
  return checkIn("examples/page-server", ...options);
}

function checkIn(place: string, ...options: string[]): { findings: Reported[]; notes: string } {
  const bin = path.join(root, "packages/cli/bin/awaitwise.js");
  const args = [bin, "check", place, "--format", "json", ...options];
  const done = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", env: env() });
  return { findings: JSON.parse(done.stdout).findings, notes: done.stderr };
}

/** The awaits of a trace at the places of a source, in milliseconds: how often, and how long in all. */
function spansIn(name: string, file: string): { times: number; total: number } {
  const { traceEvents } = JSON.parse(readFileSync(path.join(folder, name), "utf8"));
  const spans = (traceEvents as { ph: string; dur: number; args?: { at?: string } }[]).filter(
    ({ ph, args }) => ph === "X" && args?.at?.includes(file) === true,
  );
  return { times: spans.length, total: spans.reduce((sum, { dur }) => sum + dur, 0) / 1000 };
}

test("the saving that a trace predicts is the saving that the fix brings", () => {
  const before = serve("before.json");
  const { findings, notes } = check("--trace", "before.json");
  expect(findings.map(({ start, measured }) => [start.line, measured])).toEqual([
    [12, { times: 10, cost: 1150, saving: 550 }],
    [5, { times: 10, cost: 650, saving: 250 }],
  ]);
  expect(findings[0]?.message).toContain(
    "Measured in 10 runs: these waits took 115 ms on average, and together they would save 55 ms each time, 550 ms in all",
  );
  expect(notes).toContain("Measured by 190 of 190 recorded awaits\n");
  const predicted = findings.reduce((sum, { measured }) => sum + (measured?.saving ?? 0), 0);

  expect(check("--fix").findings).toEqual([]);
  const after = serve("after.json");
  expect([before, after, before - after]).toEqual([1800, 1000, predicted]);
  expect(spansIn("before.json", "pages.js")).toEqual({ times: 50, total: 1800 });
  expect(spansIn("after.json", "pages.js")).toEqual({ times: 20, total: 1000 });

  const changed = check("--trace", "before.json").notes.replaceAll(/\s+/g, " ");
  expect(changed).toContain("Measured by 140 of 190 recorded awaits; 50 at ");
  expect(changed).toContain("match nothing, since the source has changed");
});

const streets = `import { gather, getRunningLoop, run, VirtualClock } from "@awaitwise/runtime";
import { row } from "./store.js";

/** @param {readonly (readonly string[])[]} streets */
async function visit(streets) {
  const found = [];
  for (const street of streets) {
    const owner = await row("users", street.join());
    const houses = [];
    for (const house of street) {
      const price = await row(house, owner);
      houses.push(price);
    }
    found.push(houses);
  }
  return found;
}

await run(
  async () => {
    const from = getRunningLoop().time();
    await visit([["prices", "reviews", "users"], ["orders", "users"], ["reviews"]]);
    console.log(getRunningLoop().time() - from);
  },
  { clock: new VirtualClock() },
);
`;

/** The program with the turns of its inner loop together, or with those of its outer one. */
const gathered = {
  inner: streets
    .replace("for (const house of street) {", "await gather(...street.map((house) => async () => {")
    .replace("push(price);\n    }", "push(price);\n    }))"),
  outer: streets
    .replace(
      "for (const street of streets) {",
      "await gather(...streets.map((street) => async () => {",
    )
    .replace("push(houses);\n  }", "push(houses);\n  }))"),
};

test("the saving of a loop within a loop, and of the loop around it, is what each fix brings", () => {
  const run = (text: string): number => {
    writeFileSync(path.join(folder, "examples/page-server/streets.js"), text);
    return Number(trace("streets.js", "streets.json"));
  };
  const before = run(streets);
  const { findings } = checkIn("examples/page-server/streets.js", "--trace", "streets.json");
  expect(findings.map(({ start, measured }) => [start.line, measured])).toEqual([
    [7, { times: 1, cost: 360, saving: 205 }],
    [10, { times: 3, cost: 240, saving: 80 }],
  ]);
  expect(before).toBe(360);
  expect(before - run(gathered.outer)).toBe(findings[0]?.measured?.saving);
  expect(before - run(gathered.inner)).toBe(findings[1]?.measured?.saving);
});
