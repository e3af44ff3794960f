// Measures, at the protocol, how long an edit takes to become diagnostics, beside other servers in
// one run, and writes RESULTS.md.
//
//   node benchmarks/language-server/run.js [--modules 200] [--edits 40] [--rounds 3]
//     [--servers ID,...] [--out FILE]
//
// A run of some servers only is printed, not written, unless --out says where.
import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { installPeers } from "./measure/peers.js";
import { writeProject } from "./measure/project.js";
import { writeReport } from "./measure/report.js";
import { servers } from "./measure/servers.js";

const root = path.resolve(import.meta.dirname, "../..");
const { values: given } = parseArgs({
  options: {
    modules: { type: "string", default: "200" },
    edits: { type: "string", default: "40" },
    rounds: { type: "string", default: "3" },
    servers: { type: "string" },
    out: { type: "string" },
  },
});
const modules = count("modules");
const edits = count("edits");
const rounds = count("rounds");
const chosen = select(given.servers);

installPeers();
execFileSync("npx", ["tsc", "-b", "packages/language-server"], { cwd: root, stdio: "inherit" });
const { measure } = await import("./measure/session.js");

const loadBefore = os.loadavg()[0] ?? 0;
const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "awaitwise-latency-")));
/** @type {Map<string, import("./measure/report.js").Measured[]>} */
const results = new Map(chosen.map(({ id }) => [id, []]));
try {
  const project = writeProject(folder, modules);
  for (let round = 1; round <= rounds; round += 1) {
    for (const server of chosen) {
      const measured = await measure(server, project, edits);
      results.get(server.id)?.push(measured);
      console.error(`round ${round}: ${server.id}`, JSON.stringify(measured.summary));
    }
  }
  const command = ["node benchmarks/language-server/run.js", ...process.argv.slice(2)].join(" ");
  const report = writeReport(results, { command, loadBefore, rounds, edits, project });
  const out = given.out ?? (given.servers ? null : path.join(import.meta.dirname, "RESULTS.md"));
  if (out === null) process.stdout.write(report);
  else writeFileSync(out, report);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param {"modules" | "edits" | "rounds"} name */
function count(name) {
  const value = Number(given[name]);
  if (!Number.isInteger(value) || value < 1) {
    fail(`--${name} must be a whole number from 1 on, not "${given[name]}"`);
  }
  return value;
}

/** @param {string | undefined} ids */
function select(ids) {
  if (ids === undefined) return servers;
  return ids.split(",").map((id) => {
    const found = servers.find((server) => server.id === id);
    if (found === undefined) {
      fail(`--servers knows ${servers.map((one) => one.id).join(", ")}, not "${id}"`);
    }
    return found;
  });
}

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(message);
  process.exit(2);
}
