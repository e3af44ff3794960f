import os from "node:os";
import { percentile } from "./figures.js";
import { peers } from "./peers.js";
import { servers } from "./servers.js";

/**
 * @typedef {object} Measured
 * @property {readonly number[]} times milliseconds from each edit to the file's diagnostics
 * @property {readonly number[]} cross milliseconds from each edit of the callee to the caller's
 * @property {{ first: number, p50: number, p95: number, crossP50: number, rss: number }} summary
 */

/**
 * @param {ReadonlyMap<string, readonly Measured[]>} results
 * @param {{ command: string, loadBefore: number, rounds: number, edits: number,
 *   project: import("./project.js").Project }} run
 */
export function writeReport(results, { command, loadBefore, rounds, edits, project }) {
  const rows = servers.flatMap(({ id, label, packages }) => {
    const measured = results.get(id);
    if (measured === undefined) return [];
    const median = (/** @type {keyof Measured["summary"]} */ name) =>
      percentile(
        measured.map(({ summary }) => summary[name]),
        50,
      );
    const named = packages.length === 0 ? label : `${label}, ${peers.versions(packages)}`;
    const figures = [median("first"), median("p50"), median("p95"), median("crossP50")].map(figure);
    return [`| ${named} | ${figures.join(" | ")} | ${figure(median("rss"))} |`];
  });
  return `# From an edit to its diagnostics

Written by \`${command}\`; benchmarks/README.md says how to read it.

- ${new Date().toISOString().slice(0, 10)}; ${os.cpus().length} x ${os.cpus()[0]?.model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GB, ${os.type()} ${os.release()}; Node ${process.version}
- ${rounds} rounds of ${edits} edits each, the servers one after another in each round; the median of the rounds.
- The project: ${project.modules + 2} modules, ${project.lines} lines; the edited file has ${project.app.text.split("\n").length} lines.
- Load of the machine before the run: ${loadBefore.toFixed(2)}.

| server | first after open (ms) | p50 (ms) | p95 (ms) | caller after an edit of its callee, p50 (ms) | RSS (MB) |
| --- | ---: | ---: | ---: | ---: | ---: |
${rows.join("\n")}
`;
}

/** @param {number} value */
function figure(value) {
  if (!Number.isFinite(value)) return "not shown";
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toFixed(1);
}
