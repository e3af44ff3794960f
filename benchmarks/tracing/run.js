// Measures what recording a trace costs a program that does nothing but take turns, and writes RESULTS.md.
//
//   node benchmarks/tracing/run.js [--nodes 20,22,24,26] [--rounds 5] [--tasks 100,100000]
//     [--turns 1000000] [--out FILE]
//
// In each round, each Node runs the program without a trace and with one, one after the other. A
// run of other numbers is printed, not written, unless --out says where.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { findNodes } from "../runtime/measure/nodes.js";
import { readArguments, wholeNumber } from "../setup/command-line.js";
import { modes, runOnce } from "./measure/program.js";
import { writeReport } from "./measure/report.js";

/** @import { Measurement } from "./measure/types.js" */

const root = path.resolve(import.meta.dirname, "../..");
const defaults = { nodes: "20,22,24,26", rounds: "5", tasks: "100,100000", turns: "1000000" };
const { values: given } = readArguments({
  options: {
    nodes: { type: "string", default: defaults.nodes },
    rounds: { type: "string", default: defaults.rounds },
    tasks: { type: "string", default: defaults.tasks },
    turns: { type: "string", default: defaults.turns },
    out: { type: "string" },
  },
});
const rounds = wholeNumber("rounds", given.rounds);
const turns = wholeNumber("turns", given.turns);
const sizes = given.tasks.split(",").map((text) => wholeNumber("tasks", text));

const tsc = path.join(root, "node_modules/typescript/bin/tsc");
execFileSync(process.execPath, [tsc, "-b", "packages/runtime"], { cwd: root, stdio: "inherit" });
const nodes = findNodes(given.nodes.split(","));
const loadBefore = os.loadavg()[0] ?? 0;
const work = mkdtempSync(path.join(os.tmpdir(), "awaitwise-tracing-"));
/** @type {Measurement[]} */
const measured = [];
try {
  for (let round = 1; round <= rounds; round++) {
    for (const { name, command } of nodes) {
      for (const tasks of sizes) {
        for (const mode of modes) {
          const run = runOnce(command, mode, { tasks, turns }, path.join(work, "trace.json"));
          measured.push({ node: name, tasks, mode: mode.id, ...run });
        }
      }
      console.error(`Round ${round} of ${rounds}: ${name} done`);
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

const command = ["node benchmarks/tracing/run.js", ...process.argv.slice(2)].join(" ");
const report = writeReport(measured, { command, rounds, turns, loadBefore });
const isWhole = Object.entries(defaults).every(([name, value]) => {
  return name === "rounds" || given[/** @type {"tasks"} */ (name)] === value;
});
const out = given.out ?? (isWhole ? path.join(import.meta.dirname, "RESULTS.md") : undefined);
if (out === undefined) process.stdout.write(report);
else writeFileSync(out, report);
