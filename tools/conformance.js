// npm run conformance -- FILE.json [FILE.json ...]
//
// Runs scenario programs on the runtime and compares what happened with what happened on CPython,
// entry by entry. Exits 1 where a program differs, 2 where a file cannot be read.
import { readFileSync } from "node:fs";
import path from "node:path";
import { buildRuntime } from "./src/build-runtime.js";
import { reportScenarios } from "./src/report-scenarios.js";

const REASONS = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder; name the files in it",
  EACCES: "it may not be read",
};

const files = process.argv.slice(2);
if (files.length === 0) {
  refuse("No scenario file given; say: npm run conformance -- FILE.json [FILE.json ...]");
}
const errors = buildRuntime();
if (errors !== null) {
  refuse(`The runtime does not build; mend it first\n${errors}`);
}
const { parseScenarios } = await import("../packages/runtime/dist/conformance/program.js");
const suites = files.map((file) => {
  try {
    return parseScenarios(readFileSync(path.resolve(process.env.INIT_CWD ?? ".", file), "utf8"));
  } catch (error) {
    return refuse(`Cannot run "${file}": ${REASONS[error.code] ?? error.message}`);
  }
});
process.exitCode = await reportScenarios(suites.flat());

function refuse(message) {
  console.error(message);
  process.exit(2);
}
