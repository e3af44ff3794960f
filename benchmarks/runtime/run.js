// Measures the runtime beside its peers, side by side in one run, and writes RESULTS.md.
//
//   node benchmarks/runtime/run.js [--nodes 20,22,24,26] [--rounds 3] [--workloads ID,...]
//     [--peers ID,...] [--clock wall|cpu] [--out FILE] [--trial]
//
// A run of some workloads, peers or Nodes only is printed, not written, unless --out says where. A run of everything
// is written into the README of packages/runtime, too.
// --clock cpu takes the processor's time everywhere: on a machine that others use, it says more.
// --trial does a hundredth of the work, once, to see that every program runs: its figures mean nothing.
import { execFileSync } from "node:child_process";
import { renameSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fail, readArguments, select, wholeNumber } from "../setup/command-line.js";
import { listCells } from "./measure/cells.js";
import { findNodes } from "./measure/nodes.js";
import { packages, peers } from "./measure/peers.js";
import { findPythons } from "./measure/pythons.js";
import { writeReadme } from "./measure/readme.js";
import { writeReport } from "./measure/report.js";
import { Results } from "./measure/results.js";
import { measureRounds } from "./measure/rounds.js";
import { readWorkloads } from "./measure/workloads.js";

const root = path.resolve(import.meta.dirname, "../..");
const everyNode = "20,22,24,26";
const { values: given } = readArguments({
  options: {
    nodes: { type: "string", default: everyNode },
    rounds: { type: "string", default: "3" },
    workloads: { type: "string" },
    peers: { type: "string" },
    out: { type: "string" },
    clock: { type: "string", default: "wall" },
    trial: { type: "boolean", default: false },
  },
});

const all = await readWorkloads();
const workloads = select(all, given.workloads, "workload");
// Ratios are ratios to awaitwise: it is always there.
const chosen = select(peers, given.peers && `awaitwise,${given.peers}`, "peer");
const rounds = given.trial ? 1 : wholeNumber("rounds", given.rounds);
const { clock } = given;
if (clock !== "wall" && clock !== "cpu") {
  fail(`--clock must be wall or cpu, not "${clock}"`);
}

buildRuntime();
packages.install();
const loadBefore = os.loadavg()[0] ?? 0;
const nodes = findNodes(given.nodes.split(","));
const pythons = findPythons();
for (const { id, platform } of chosen) {
  if (platform === "python" && !pythons.has(id)) {
    console.error(`No Python was found for ${id}: it is left out`);
  }
}

const cells = listCells(
  workloads,
  chosen.map((peer) => peer.id),
  nodes,
  pythons,
);
measureRounds(cells, rounds, (line) => console.error(line), {
  clock,
  share: given.trial ? 0.01 : 1,
});

const command = ["node benchmarks/runtime/run.js", ...process.argv.slice(2)].join(" ");
const report = writeReport(new Results(cells), nodes, [...pythons.values()], {
  rounds,
  command,
  clock,
  loadBefore,
});
const isWhole =
  workloads.length === all.length &&
  chosen.length === peers.length &&
  given.nodes === everyNode &&
  !given.trial;
const page = path.join(import.meta.dirname, "RESULTS.md");
const out = given.out ?? (isWhole ? page : null);
if (out === null) {
  process.stdout.write(report);
} else {
  writeFileSync(`${out}.part`, report);
  renameSync(`${out}.part`, out);
  console.error(`Written: ${path.relative(process.cwd(), out)}`);
  if (path.resolve(out) === page) {
    writeReadme();
  }
}
process.exitCode = cells.some((cell) => cell.failure !== null) ? 1 : 0;

function buildRuntime() {
  const tsc = path.join(root, "node_modules/typescript/bin/tsc");
  try {
    execFileSync(process.execPath, [tsc, "-b", "packages/runtime"], { cwd: root, stdio: "pipe" });
  } catch (error) {
    fail(`The runtime does not build:\n${/** @type {{ stdout: Buffer }} */ (error).stdout}`);
  }
}
