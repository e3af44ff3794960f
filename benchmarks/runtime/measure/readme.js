import { readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

const home = path.resolve(import.meta.dirname, "..");
const readme = path.resolve(home, "../../packages/runtime/README.md");

const begin = "<!-- speed: written by `node benchmarks/runtime/readme.js` from RESULTS.md -->\n";
const end = "\n<!-- end of speed -->";

/** The runtime's README as it stands. */
export function currentReadme() {
  return readFileSync(readme, "utf8");
}

/** The same with the figures of RESULTS.md. */
export function expectedReadme() {
  const page = currentReadme();
  const from = page.indexOf(begin) + begin.length;
  const results = readFileSync(path.join(home, "RESULTS.md"), "utf8");
  return page.slice(0, from) + speed(results) + page.slice(page.indexOf(end, from));
}

export function writeReadme() {
  const expected = expectedReadme();
  writeFileSync(`${readme}.part`, expected);
  renameSync(`${readme}.part`, readme);
}

/**
 * When and how it was measured, and each target with what was reached on each Node.
 *
 * @param {string} results a page that `writeReport` wrote
 */
export function speed(results) {
  const { nodes, rows } = targets(results);
  const heads = ["target", ...nodes];
  const lines = [...rows].map(([target, cells]) => [
    target,
    ...nodes.map((node) => cells.get(node) ?? ""),
  ]);
  const table = [heads, heads.map(() => "---"), ...lines].map(
    (cells) => `| ${cells.join(" | ")} |`,
  );
  return [...circumstances(results), "", ...table].join("\n");
}

/**
 * The lines about the machine, the versions and the rounds.
 *
 * @param {string} results
 */
function circumstances(results) {
  return results
    .slice(0, results.indexOf("\n## "))
    .split("\n")
    .filter((line) => line.startsWith("- "));
}

/**
 * @param {string} results
 * @returns {{ nodes: string[], rows: Map<string, Map<string, string>> }} what each Node reached, by target
 */
function targets(results) {
  const section = results.slice(results.indexOf("\n## Targets"), results.indexOf("\n## Measured"));
  /** @type {string[]} */
  const nodes = [];
  const rows = new Map();
  for (const line of section.split("\n").filter((each) => each.startsWith("| "))) {
    const [target = "", reached = "", verdict = ""] = line
      .split("|")
      .slice(1)
      .map((cell) => cell.trim());
    if (target.startsWith("Node ")) {
      nodes.push(target);
    } else if (target !== "---") {
      const cells = rows.get(target) ?? new Map();
      cells.set(nodes.at(-1), verdict === "" ? reached : `${reached}: ${verdict}`);
      rows.set(target, cells);
    }
  }
  return { nodes, rows };
}
