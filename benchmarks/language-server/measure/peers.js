import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** Where the peers are installed. */
export const home = path.resolve(import.meta.dirname, "..");

/** Installs the pinned peers into this folder, unless they are there. */
export function installPeers() {
  const { devDependencies } = JSON.parse(readFileSync(path.join(home, "package.json"), "utf8"));
  const missing = Object.keys(devDependencies).filter((name) => !existsSync(folderOf(name)));
  if (missing.length === 0) return;
  console.error(`Installing ${missing.join(", ")} ...`);
  const done = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], {
    cwd: home,
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(`The peers could not be installed: ${done.stderr}`);
}

/** @param {string} name */
export function versionOf(name) {
  const file = path.join(folderOf(name), "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : "not installed";
}

/** @param {string} name */
function folderOf(name) {
  return path.join(home, "node_modules", name);
}
