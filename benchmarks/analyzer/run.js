// Measures how long a check takes beside other linters and compilers, and writes RESULTS.md.
//
//   node benchmarks/analyzer/run.js [--projects matrix-js-sdk,mongodb] [--lines 10000,100000]
//     [--shapes layers,chain] [--tools ID,...] [--states cold,warm,edited] [--rounds 3] [--limit 600] [--out FILE]
//
// --lines are the sizes of generated projects, each in both shapes, of which one cold run is measured, whatever
// --rounds says; "none" leaves them out, as --projects none does the packages. A million lines of one shape take a
// quarter of an hour more. --limit is in seconds: a tool that is not done by then, or fails, is
// not asked again. A run of some projects, sizes or tools only is printed, not written, unless --out says
// where; what was measured so far stands in FILE.part meanwhile. Nothing else should run at the time.
import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fail, readArguments, wholeNumber } from "../setup/command-line.js";
import { packed } from "../setup/packed.js";
import { shapes } from "./measure/generated.js";
import { peers } from "./measure/peers.js";
import { generatedProject, packageProject, packages } from "./measure/projects.js";
import { writeReport } from "./measure/report.js";
import { measureRounds } from "./measure/rounds.js";
import { tools as all } from "./measure/tools.js";

/** @import { Measurement, State } from "./measure/types.js" */

const root = path.resolve(import.meta.dirname, "../..");
const defaults = {
  projects: packages.join(","),
  lines: "10000,100000",
  shapes: shapes.join(","),
  tools: all.map(({ id }) => id).join(","),
  states: "cold,warm,edited",
};
const { values: given } = readArguments({
  options: {
    projects: { type: "string", default: defaults.projects },
    shapes: { type: "string", default: defaults.shapes },
    lines: { type: "string", default: defaults.lines },
    tools: { type: "string", default: defaults.tools },
    states: { type: "string", default: defaults.states },
    rounds: { type: "string", default: "3" },
    limit: { type: "string", default: "600" },
    out: { type: "string" },
  },
});
const names = chosen("project", given.projects, packages);
const sizes =
  given.lines === "none" ? [] : given.lines.split(",").map((one) => wholeNumber("lines", one));
const wanted = chosen("shape", given.shapes, shapes);
const ids = chosen("tool", given.tools, defaults.tools.split(","));
const states = chosen("state", given.states, defaults.states.split(","));
if (names.length + sizes.length === 0)
  fail("Name a project with --projects or a size with --lines");
const rounds = wholeNumber("rounds", given.rounds);
const limit = wholeNumber("limit", given.limit);
const tools = all.filter(({ id }) => ids.includes(id));

peers.install();
execFileSync(
  process.execPath,
  [path.join(root, "node_modules/typescript/bin/tsc"), "-b", "packages/cli"],
  {
    cwd: root,
    stdio: "inherit",
  },
);
await packed.make();
const loadBefore = os.loadavg()[0] ?? 0;
const started = performance.now();
const work = realpathSync(mkdtempSync(path.join(os.tmpdir(), "awaitwise-analyzer-")));
const say = (/** @type {string} */ line) => console.error(line);
try {
  const real = names.map((name) => packageProject(name, work));
  const generated = shapes
    .filter((shape) => wanted.includes(shape))
    .flatMap((shape) => sizes.map((size) => generatedProject(size, shape, work)));
  const isWhole = Object.entries(defaults).every(
    ([name, value]) => given[/** @type {keyof typeof defaults} */ (name)] === value,
  );
  const out = given.out ?? (isWhole ? path.join(import.meta.dirname, "RESULTS.md") : undefined);
  const plans = [
    ...real.map((project) => ({ project, rounds, states: /** @type {State[]} */ (states) })),
    ...generated.map((project) => ({
      project,
      rounds: 1,
      states: /** @type {State[]} */ (["cold"]),
    })),
  ];
  /** @type {Measurement[]} */
  const measured = [];
  let report = "";
  for (const { project, ...how } of plans) {
    measured.push(...(await measureRounds([project], tools, { ...how, limit, work }, say)));
    report = writeReport([...real, ...generated], tools, measured, {
      command: ["node benchmarks/analyzer/run.js", ...process.argv.slice(2)].join(" "),
      rounds,
      versions: peers.versions(),
      loadBefore,
      minutes: Math.round((performance.now() - started) / 60_000),
    });
    // What an interrupted run has measured is there to be read.
    if (out !== undefined) writeFileSync(`${out}.part`, report);
  }
  if (out === undefined) process.stdout.write(report);
  else renameSync(`${out}.part`, out);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/**
 * @param {string} what
 * @param {string} text
 * @param {readonly string[]} from
 */
function chosen(what, text, from) {
  const names = text === "none" ? [] : text.split(",");
  const unknown = names.find((name) => !from.includes(name));
  if (unknown !== undefined) fail(`There is no ${what} "${unknown}": use ${from.join(", ")}`);
  return names;
}
