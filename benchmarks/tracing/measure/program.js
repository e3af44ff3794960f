import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";

/** @import { Mode, Run } from "./types.js" */

/** @type {readonly Mode[]} */
export const modes = [
  { id: "off", title: "no trace", share: undefined },
  { id: "on", title: "trace, as it is", share: "0.2" },
  { id: "whole", title: "trace without pauses", share: "1" },
];

/**
 * Runs the program once, in a process of its own.
 *
 * @param {string} node
 * @param {Mode} mode
 * @param {{ tasks: number, turns: number }} size
 * @param {string} trace where the trace goes
 * @returns {Run}
 */
export function runOnce(node, mode, { tasks, turns }, trace) {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env };
  delete env.AWAITWISE_TRACE;
  if (mode.share !== undefined) {
    env.AWAITWISE_TRACE = trace;
    env.AWAITWISE_TRACE_SHARE = mode.share;
  }
  const program = path.join(import.meta.dirname, "yield.js");
  const done = spawnSync(node, [program, String(tasks), String(turns)], { encoding: "utf8", env });
  if (done.status !== 0) throw new Error(`The program failed: ${done.stderr}`);
  const { cpu, wall } = JSON.parse(done.stdout);
  return { cpu, wall, recorded: mode.share === undefined ? 0 : recordedIn(trace) };
}

/** @param {string} trace */
function recordedIn(trace) {
  const text = readFileSync(trace, "utf8");
  rmSync(trace);
  const recorded = /"otherData":\{"awaits":(\d+)/.exec(text.slice(-500))?.[1];
  if (recorded === undefined) throw new Error("The trace does not say how much it holds");
  return Number(recorded);
}
