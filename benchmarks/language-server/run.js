// Measures, at the protocol, how long an edit takes to become diagnostics, beside other servers in
// one run, and writes RESULTS.md.
//
//   node benchmarks/language-server/run.js [--modules 200,2700] [--edits 40] [--rounds 3]
//     [--servers ID,...] [--out FILE]
//   node benchmarks/language-server/run.js --project FOLDER --file FILE --callee FILE ...
//
// Each number of modules is a project of its own, of some 22,000 and 300,000 lines.
//
// A run of some servers or sizes only, or in a project that is there already, is printed, not written, unless
// --out says where. In such a project nothing is changed: the two files are edited in the editor's text
// alone, so that the servers that need packages or an earlier session there are left out.
import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fail, readArguments, select, wholeNumber, wholeNumbers } from "../setup/command-line.js";
import { packed } from "../setup/packed.js";
import { openCheckout } from "./measure/checkout.js";
import { peers } from "./measure/peers.js";
import { writeProject } from "./measure/project.js";
import { writeReport } from "./measure/report.js";
import { servers } from "./measure/servers.js";

const root = path.resolve(import.meta.dirname, "../..");
const { values: given } = readArguments({
  options: {
    modules: { type: "string" },
    edits: { type: "string", default: "40" },
    rounds: { type: "string", default: "3" },
    servers: { type: "string" },
    project: { type: "string" },
    file: { type: "string" },
    callee: { type: "string" },
    out: { type: "string" },
  },
});
const sizes = wholeNumbers("modules", given.modules ?? "200,2700");
const edits = wholeNumber("edits", given.edits);
const rounds = wholeNumber("rounds", given.rounds);
const isCheckout = given.project !== undefined;
const possible = isCheckout
  ? servers.filter(({ again, needsModules }) => !again && !needsModules)
  : servers;
const chosen = select(possible, given.servers, "server");
if (isCheckout && (given.file === undefined || given.callee === undefined)) {
  fail("--project needs --file and --callee: the file to edit, and one for it to call into");
}

peers.install();
execFileSync("npx", ["tsc", "-b", "packages/language-server", "packages/cli"], {
  cwd: root,
  stdio: "inherit",
});
if (chosen.some((server) => server.packed === true)) await packed.make();
const { measure } = await import("./measure/session.js");

const loadBefore = os.loadavg()[0] ?? 0;
/** @type {import("./measure/report.js").Section[]} */
const sections = [];
if (given.project === undefined) for (const modules of sizes) await measureWritten(modules);
else {
  await measureAll(openCheckout(realpathSync(given.project), given.file ?? "", given.callee ?? ""));
}
const command = ["node benchmarks/language-server/run.js", ...process.argv.slice(2)].join(" ");
const report = writeReport(sections, { command, loadBefore, rounds, edits });
const isPart = given.servers !== undefined || given.modules !== undefined || isCheckout;
const out = given.out ?? (isPart ? null : path.join(import.meta.dirname, "RESULTS.md"));
if (out === null) process.stdout.write(report);
else writeFileSync(out, report);

/** @param {number} modules */
async function measureWritten(modules) {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "awaitwise-latency-")));
  try {
    await measureAll(writeProject(folder, modules));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {import("./measure/project.js").Project} project */
async function measureAll(project) {
  /** @type {Map<string, import("./measure/report.js").Measured[]>} */
  const results = new Map(chosen.map(({ id }) => [id, []]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const server of chosen) {
      const measured = await measure(server, project, edits);
      results.get(server.id)?.push(measured);
      const named = `${project.modules} modules, round ${round}: ${server.id}`;
      console.error(named, JSON.stringify(measured.summary));
    }
  }
  sections.push({ project, results });
}
