// Deletes awaits from real sources, one a file at a time, and writes who reports it to RESULTS.md.
//
//   node benchmarks/recall/run.js [--projects ID,...] [--sample 150|all] [--seed 1]
//     [--tools awaitwise,awaitwise-recommended,tsc,typescript-eslint-async,typescript-eslint-preset,oxlint]
//     [--misses] [--keep FOLDER] [--out FILE]
//
// A run of some projects or tools only is printed, not written, unless --out says where. --misses
// lists the deletions that matter and that awaitwise does not report. With --keep, what a project came to is
// left in a folder, and taken from there by the next run: a long run can be made in pieces.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fail, readArguments, select } from "../setup/command-line.js";
import { keptIn } from "../setup/kept.js";
import { peers } from "./measure/peers.js";
import { prepare, sources } from "./measure/projects.js";

/** @import { Measurement, Outcome, Prepared } from "./measure/types.js" */

const root = path.resolve(import.meta.dirname, "../..");
const { values: given } = readArguments({
  options: {
    projects: { type: "string" },
    sample: { type: "string", default: "150" },
    seed: { type: "string", default: "1" },
    tools: { type: "string" },
    misses: { type: "boolean", default: false },
    keep: { type: "string" },
    out: { type: "string" },
  },
});

const size = given.sample === "all" ? Number.POSITIVE_INFINITY : Number(given.sample);
if (!(size >= 1)) fail(`--sample must be a number from 1 on or "all", not "${given.sample}"`);
const seed = Number(given.seed);
if (!Number.isInteger(seed)) fail(`--seed must be a whole number, not "${given.seed}"`);
const wanted = select(sources, given.projects, "project");

peers.install();
execFileSync("npx", ["tsc", "-b", "packages/analyzer"], {
  cwd: root,
  stdio: "inherit",
});
// The tools need the packages that were just installed.
const { awaitsOf } = await import("./measure/awaits.js");
const { awaitwise, compiler, oxlint, sharedPrograms, sharedProject, typescriptEslint } =
  await import("./measure/tools.js");
const { measure, sampleOf } = await import("./measure/rounds.js");
const { writeReport } = await import("./measure/report.js");

const programs = sharedPrograms();
const opener = await sharedProject();
const all = [
  awaitwise("strict", opener),
  awaitwise("recommended", opener),
  compiler(programs),
  typescriptEslint("async", programs),
  typescriptEslint("preset", programs),
  oxlint(),
];
// The misses are counted against awaitwise: it is always there.
const tools = select(all, given.tools && `awaitwise,${given.tools}`, "tool");

const commit = execFileSync("git", ["describe", "--always", "--dirty"], {
  cwd: root,
  encoding: "utf8",
}).trim();
const ids = tools.map(({ id }) => id);
/** @type {ReturnType<typeof keptIn<Measurement>> | undefined} */
const kept =
  given.keep === undefined
    ? undefined
    : keptIn(given.keep, { commit, tools: ids, sample: given.sample, seed });

const work = realpathSync(mkdtempSync(path.join(os.tmpdir(), "awaitwise-recall-")));
let seconds = 0;
const measured = [];
try {
  for (const source of wanted) {
    const project = prepare(source, work);
    const known = kept?.read(source.id);
    if (known !== undefined) {
      measured.push({ project, ...known });
      seconds += known.seconds;
      continue;
    }
    const started = performance.now();
    const program = programs(project).at(new Map());
    const awaits = awaitsOf(program, project.directory);
    const sample = sampleOf(awaits, size, seed);
    const outcomes = measure(
      project,
      sample,
      tools,
      (file) => readFileSync(file, "utf8"),
      (line) => console.error(line),
    );
    const took = Math.round((performance.now() - started) / 1000);
    seconds += took;
    kept?.write(source.id, { awaits: awaits.length, seconds: took, outcomes });
    measured.push({ project, awaits: awaits.length, outcomes });
    sayShare(project, outcomes);
    if (given.misses) sayMisses(project, outcomes);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

const command = ["node benchmarks/recall/run.js", ...process.argv.slice(2)].join(" ");
const report = writeReport(measured, tools, {
  command,
  sample: given.sample,
  seed,
  seconds,
  versions: `awaitwise at ${commit}, ${peers.versions(["typescript", "typescript-eslint", "oxlint", "oxlint-tsgolint"])}`,
});
const isWhole = wanted.length === sources.length && tools.length === all.length;
const out = given.out ?? (isWhole ? path.join(import.meta.dirname, "RESULTS.md") : undefined);
if (out === undefined) console.log(report);
else writeFileSync(out, report);

/**
 * @param {Prepared} project
 * @param {readonly Outcome[]} outcomes
 */
function sayShare({ id }, outcomes) {
  const matter = outcomes.filter((one) => one.await.verdict === "matters");
  const hit = matter.filter(({ reported }) => (reported.awaitwise ?? []).length > 0);
  console.error(`${id}: awaitwise reports ${hit.length} of ${matter.length} that matter`);
}

/**
 * @param {Prepared} project
 * @param {readonly Outcome[]} outcomes
 */
function sayMisses(project, outcomes) {
  for (const { await: one, reported } of outcomes) {
    if (one.verdict !== "matters" || (reported.awaitwise ?? []).length > 0) continue;
    const place = `${path.relative(project.directory, one.file)}:${one.line}`;
    console.log(`${project.id} ${place} ${one.place}: ${one.text}`);
  }
}
