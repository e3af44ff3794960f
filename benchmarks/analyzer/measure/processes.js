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
  const looking = setInterval(() => {
    memory = Math.max(memory, memoryOf(shell.pid ?? 0));
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
  return {
    wall,
    cpu: cpuIn(times),
    memory: memory === 0 ? undefined : memory,
    findings: tool.count(output),
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
 * What a process and all below it hold now, in MB; 0 where there is no `/proc`.
 *
 * @param {number} root
 */
function memoryOf(root) {
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
    open.push(...(children.get(pid) ?? []));
  }
  return sum;
}

/** @param {string} pid */
function statusOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return ""; // It has ended meanwhile.
  }
}
