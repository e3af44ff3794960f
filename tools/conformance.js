// npm run conformance -- FILE.json [FILE.json ...]
//
// Runs scenario programs on the runtime and compares what happened with what happened on CPython,
// entry by entry. Exits 1 where a program differs, 2 where a file cannot be read.
import { readFileSync } from "node:fs";
import path from "node:path";
import { loadFromRuntime } from "./conformance/build-runtime.js";
import { messageOf, refuse } from "./conformance/refuse.js";
import { reportScenarios } from "./conformance/report-scenarios.js";

const files = process.argv.slice(2);
if (files.length === 0) {
  refuse("No scenario file given; say: npm run conformance -- FILE.json [FILE.json ...]");
}
const { parseScenarios } = await loadFromRuntime("program.js");
const suites = files.map((file) => {
  try {
    return parseScenarios(readFileSync(path.resolve(process.env.INIT_CWD ?? ".", file), "utf8"));
  } catch (error) {
    return refuse(`Cannot run "${file}": ${reasonOf(error)}`);
  }
});
process.exitCode = await reportScenarios(suites.flat());

/** @param {any} error */
function reasonOf(error) {
  switch (error.code) {
    case "ENOENT":
      return "there is no such file";
    case "EISDIR":
      return "it is a folder; name the files in it";
    case "EACCES":
      return "it may not be read";
    default:
      return messageOf(error);
  }
}
