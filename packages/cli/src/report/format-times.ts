import type { Look } from "../terminal/terminal.js";

/**
 * What each rule took, the slowest first. Names in brackets stand for the work that the rules share:
 * no rule would be faster without another one.
 */
export function formatTimes(times: ReadonlyMap<string, number>, { style }: Look): string {
  const rows = [...times].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const total = rows.reduce((sum, [, time]) => sum + time, 0);
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  const lines = rows.map(([name, time]) => {
    const share = total === 0 ? 0 : (100 * time) / total;
    return `${name.padEnd(width)}  ${time.toFixed(1).padStart(10)} ms  ${share.toFixed(1).padStart(5)} %`;
  });
  return `${style.bold("Time by rule")}\n${lines.join("\n")}\n`;
}
