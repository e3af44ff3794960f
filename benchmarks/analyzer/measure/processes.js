import { spawn } from "node:child_process";
import { closeSync, openSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** @import { Run, Tool } from "./types.js" */

const LOOK_EVERY = 50;

/**
 * Runs a tool in the project's folder, and says what it took with all that it started.
 *
 * @param {Tool} tool
 * @param {readonly string[]} command
 * @param {string} directory
 * @param {string} work for its output
 * @param {number} limit in seconds
 * @returns {Promise<Run | string>} the run, or what went wrong
 */
export async function measure(tool, command, directory, work, limit) {
  const outputs = ["output", "errors"].map((name) => path.join(work, name));
  const [out, errors] = outputs.map((file) => openSync(file, "w"));
  const began = performance.now();
  // The shell knows the processor time of what it has waited for; its own is nothing.
  const shell = spawn("bash", ["-c", '"$@"; code=$?; times >&3; exit $code', "bash", ...command], {
    cwd: directory,
    detached: true,
    stdio: ["ignore", out ?? "ignore", errors ?? "ignore", "pipe"],
  });
  for (const descriptor of [out, errors]) if (descriptor !== undefined) closeSync(descriptor);
  let times = "";
  shell.stdio[3]?.on("data", (text) => {
    times += text;
  });
  let memory = 0;
  /** @type {Map<number, number>} */
  const seen = new Map();
  const looking = setInterval(() => {
    memory = Math.max(memory, lookAt(shell.pid ?? 0, seen));
  }, LOOK_EVERY);
  let isLate = false;
  const limiting = setTimeout(() => {
    isLate = true;
    process.kill(-(shell.pid ?? 0), "SIGKILL");
  }, limit * 1000);
  /** @type {number | null} */
  const code = await new Promise((resolve, reject) => {
    shell.once("error", reject);
    shell.once("close", resolve);
  });
  clearInterval(looking);
  clearTimeout(limiting);
  const wall = (performance.now() - began) / 1000;
  if (isLate) return `not done within ${limit} s`;
  const [output = "", failure = ""] = outputs.map((file) => readFileSync(file, "utf8"));
  if (code === null || !tool.codes.includes(code)) {
    return `ended with ${code}: ${(failure || output).trim().slice(0, 300)}`;
  }
  let findings;
  try {
    findings = tool.count(output);
  } catch (error) {
    return `ended with ${code}, and printed what is not understood: ${/** @type {Error} */ (error).message}`;
  }
  return {
    wall,
    // A tool may end its own helpers without waiting for them; what these took was seen while they ran.
    cpu: Math.max(
      cpuIn(times),
      [...seen.values()].reduce((sum, one) => sum + one, 0),
    ),
    memory: memory === 0 ? undefined : memory,
    findings,
  };
}

/**
 * The second line of `times` is what the children took, as `0m1.234s 0m0.123s`.
 *
 * @param {string} times
 */
export function cpuIn(times) {
  const [, children = ""] = times.trim().split("\n");
  const parts = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  if (parts.length !== 2) throw new Error(`The shell's times are not understood: ${times}`);
  return parts.reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
}

/**
 * What a process and all below it hold now, in MB; 0 where there is no `/proc`. Notes how many seconds of the
 * processor each has had.
 *
 * @param {number} root
 * @param {Map<number, number>} seen
 */
function lookAt(root, seen) {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  try {
    for (const name of readdirSync("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      const parent = Number(/^PPid:\s*(\d+)/m.exec(statusOf(name))?.[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    }
  } catch {
    return 0;
  }
  let sum = 0;
  const open = [root];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    sum += Number(/^VmRSS:\s*(\d+)/m.exec(statusOf(String(pid)))?.[1] ?? 0) / 1024;
    const seconds = secondsOf(pid);
    if (seconds !== undefined) seen.set(pid, seconds);
    open.push(...(children.get(pid) ?? []));
  }
  return sum;
}

// The clock of `/proc` ticks a hundred times a second wherever it is met today.
const TICKS = 100;

/** @param {number} pid */
function secondsOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may hold anything; user and system time are the 12th and 13th fields behind it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return undefined; // It has ended meanwhile.
  }
}

/** @param {string} pid */
function statusOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return ""; // It has ended meanwhile.
  }
}
