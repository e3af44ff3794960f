import { spawnSync } from "node:child_process";
import { nodeBinary } from "@awaitwise/tools/node-binary";

/** @import { Platform } from "./types.js" */

/**
 * Finds or installs one Node for each of the versions named.
 *
 * @param {string[]} versions majors, or whole versions
 * @returns {(Platform & { major: number })[]}
 */
export function findNodes(versions) {
  return versions.map((version) => {
    const command = nodeBinary(version);
    const name = spawnSync(command, ["--version"], { encoding: "utf8" }).stdout.trim();
    return { major: Number.parseInt(name.slice(1), 10), name, command };
  });
}
