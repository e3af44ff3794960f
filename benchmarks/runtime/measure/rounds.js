import { spawnSync } from "node:child_process";
import path from "node:path";

/** @import { Cell, Figures, FoundWorkload } from "./types.js" */

/**
 * How a run measures: by which clock, and what share of the operations (less than 1 is a trial).
 *
 * @typedef {{ readonly clock: "wall" | "cpu", readonly share: number }} How
 */

const patience = 60; // s for one process, where the workload says nothing else

/**
 * Measures every cell once a round, each in a process of its own. The peers of a workload follow one
 * another directly, so that they see the same machine, and each round begins with another of them.
 *
 * @param {Cell[]} cells get their figures
 * @param {number} rounds
 * @param {(line: string) => void} say is told of each measurement
 * @param {How} how
 */
export function measureRounds(cells, rounds, say, how) {
  for (let round = 0; round < rounds; round++) {
    for (const group of byWorkload(cells)) {
      const first = Math.floor((round * group.length) / rounds);
      for (const cell of [...group.slice(first), ...group.slice(0, first)]) {
        if (cell.failure === null) {
          const outcome = measureOnce(cell, how);
          say(`${round + 1}/${rounds} ${cell.workload.id}: ${cell.peer.id} on ${outcome}`);
          if (cell.failure === outOfTime(cell.workload)) {
            giveUp(cell, group);
          }
        }
      }
    }
  }
}

/** @param {FoundWorkload} workload */
function outOfTime(workload) {
  return `not done in ${workload.patience ?? patience} s`;
}

/**
 * What did not end on one Node is not tried on the others: it would take that long on each of them.
 *
 * @param {Cell} late
 * @param {readonly Cell[]} group the cells of its workload
 */
export function giveUp(late, group) {
  for (const cell of group) {
    if (cell.peer === late.peer && cell.rounds.length === 0 && cell.failure === null) {
      cell.failure = `not tried, since it was ${late.failure} on ${late.platform.name}`;
    }
  }
}

/** @param {Cell[]} cells */
function byWorkload(cells) {
  const groups = new Map();
  for (const cell of cells) {
    groups.set(cell.workload, [...(groups.get(cell.workload) ?? []), cell]);
  }
  return /** @type {Cell[][]} */ ([...groups.values()]);
}

/**
 * @param {Cell} cell
 * @param {How} how
 * @returns {string} what was measured, in words
 */
function measureOnce(cell, how) {
  const figures = runProcess(cell, how);
  if (typeof figures === "string") {
    cell.failure = figures;
    return `${cell.platform.name}: ${figures}`;
  }
  cell.rounds.push(figures);
  const said = Object.entries(figures).map(([name, figure]) => `${name} ${figure.toFixed(1)}`);
  return `${cell.platform.name}: ${said.join(", ")}`;
}

/**
 * @param {Cell} cell
 * @param {How} how
 * @returns {Figures | string} the figures of one process, or the reason why there are none
 */
function runProcess({ workload, peer, platform, program }, { share, clock }) {
  const task = JSON.stringify({
    peer: peer.id,
    program,
    operations: Math.ceil(workload.operations * share),
    growth: share === 1 ? workload.growth : "fixed",
    measure: workload.measure === "wall" ? clock : workload.measure,
    parameters: workload.parameters ?? {},
    debug: peer.debug === true,
  });
  const onNode = peer.platform === "node";
  const script = path.join(import.meta.dirname, onNode ? "sample.js" : "sample.py");
  const flags =
    onNode && workload.measure === "figures" ? ["--expose-gc", "--max-old-space-size=8192"] : [];
  const done = spawnSync(platform.command, [...flags, script, task], {
    encoding: "utf8",
    env: { ...process.env, ...peer.env },
    timeout: (workload.patience ?? patience) * 1000,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (done.error !== undefined) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (done.error);
    return code === "ETIMEDOUT" ? outOfTime(workload) : message;
  }
  const last = done.stdout.trim().split("\n").at(-1) ?? "";
  return last.startsWith("{") ? JSON.parse(last) : lastError(done);
}

/** @param {{ stderr: string, status: number | null, signal: string | null }} done */
function lastError({ stderr, status, signal }) {
  const lines = stderr.split("\n").filter((text) => /(Error|Exception|FATAL)\b/.test(text));
  return lines.at(-1)?.trim() ?? `ended with ${signal ?? status} and without a figure`;
}
