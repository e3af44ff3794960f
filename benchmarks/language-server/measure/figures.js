import { readdirSync, readFileSync } from "node:fs";

/**
 * The value that a share of the figures does not exceed, by the nearest rank.
 *
 * @param {readonly number[]} figures
 * @param {number} percent
 */
export function percentile(figures, percent) {
  const sorted = [...figures].sort((one, two) => one - two);
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

/**
 * What a process and everything that it started hold in memory, in megabytes; NaN where the
 * system does not say (it is read from /proc).
 *
 * @param {number} pid
 */
export function residentMegabytes(pid) {
  let names;
  try {
    names = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return Number.NaN;
  }
  /** @type {Map<number, number[]>} */
  const children = new Map();
  /** @type {Map<number, number>} */
  const resident = new Map();
  for (const name of names) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const parent = Number(fields[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
      resident.set(Number(name), Number(fields[21]) * 4_096);
    } catch {
      // It ended while it was looked at.
    }
  }
  let bytes = 0;
  const open = [pid];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    bytes += resident.get(at) ?? 0;
    open.push(...(children.get(at) ?? []));
  }
  return bytes / 2 ** 20;
}
