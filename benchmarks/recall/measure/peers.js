import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const home = path.resolve(import.meta.dirname, "..");

/** Installs the pinned peers and sources into this folder, unless they are there. */
export function installPeers() {
  const pinned = JSON.parse(readFileSync(path.join(home, "package.json"), "utf8")).devDependencies;
  const missing = Object.keys(pinned).filter((name) => installedVersion(name) !== pinned[name]);
  if (missing.length === 0) return;
  console.error(`Installing ${missing.join(", ")} ...`);
  const done = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], {
    cwd: home,
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(`The peers could not be installed: ${done.stderr}`);
}

/**
 * @param {readonly string[]} names
 * @returns {string} the names with the versions that are installed
 */
export function versionOf(names) {
  return names.map((name) => `${name} ${installedVersion(name)}`).join(", ");
}

/**
 * @param {string} name
 * @returns {string | null}
 */
function installedVersion(name) {
  const file = path.join(home, "node_modules", name, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : null;
}
