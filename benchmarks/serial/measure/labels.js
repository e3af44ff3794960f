import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** @import { LabelFile } from "./types.js" */

const home = path.resolve(import.meta.dirname, "../labels");

/**
 * Every repository's labels, by name.
 *
 * @returns {LabelFile[]}
 */
export function readLabels() {
  return readdirSync(home)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => JSON.parse(readFileSync(path.join(home, name), "utf8")));
}
