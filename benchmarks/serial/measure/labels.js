import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** @import { LabelFile, SecondLabels } from "./types.js" */

/**
 * Every repository's labels, by name.
 *
 * @returns {LabelFile[]}
 */
export function readLabels() {
  return readAll("labels");
}

/**
 * What a second reviewer, who did not know of those, has labelled in some of the repositories.
 *
 * @returns {SecondLabels[]}
 */
export function readSecondLabels() {
  return readAll("second-labels");
}

/**
 * @template T
 * @param {string} folder
 * @returns {T[]}
 */
function readAll(folder) {
  const home = path.resolve(import.meta.dirname, "..", folder);
  return readdirSync(home)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => JSON.parse(readFileSync(path.join(home, name), "utf8")));
}
