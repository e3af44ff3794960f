import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** Where the peers and the sources are installed. */
export const home = path.resolve(import.meta.dirname, "..");
const pinned = JSON.parse(readFileSync(path.join(home, "package.json"), "utf8")).devDependencies;

/** Installs the pinned peers and sources into this folder, unless they are there. */
export function installPeers() {
  const missing = Object.keys(pinned).filter((name) => installedVersion(name) !== wanted(name));
  if (missing.length === 0) return;
  console.error(`Installing ${missing.join(", ")} ...`);
  const done = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], {
    cwd: home,
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(`The peers could not be installed: ${done.stderr}`);
}

/** @returns {string} everything that takes part, with its version */
export function versions() {
  return Object.keys(pinned)
    .map((name) => `${name} ${installedVersion(name)}`)
    .join(", ");
}

/**
 * A file of an installed package.
 *
 * @param {string} name
 * @param {string} file
 */
export function inPackage(name, file) {
  return path.join(home, "node_modules", name, file);
}

/** @param {string} name */
function wanted(name) {
  return String(pinned[name]).replace(/^npm:.*@/, "");
}

/** @param {string} name */
function installedVersion(name) {
  const file = inPackage(name, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : undefined;
}
