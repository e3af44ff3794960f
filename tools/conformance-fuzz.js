// npm run conformance:fuzz -- --seed N --count N [--family F]
//
// Makes fresh scenario programs, runs them on CPython 3.13 and on the runtime, and compares.
// Exits 1 where a program differs, 2 where there is no CPython 3.13 or an argument is wrong.
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadFromRuntime } from "./conformance/build-runtime.js";
import { messageOf, refuse } from "./conformance/refuse.js";
import { reportScenarios } from "./conformance/report-scenarios.js";

const FAMILIES = ["tasks", "combinators", "scopes", "locks", "queues", "callbacks", "mixed"];
const oracle = fileURLToPath(
  new URL("../packages/runtime/src/conformance/oracle/", import.meta.url),
);

const { seed, count, families } = readArguments();
const python = findPython();
const { parseScenarios } = await loadFromRuntime("program.js");
const folder = mkdtempSync(path.join(tmpdir(), "conformance-"));
process.on("exit", () => rmSync(folder, { recursive: true }));
process.exitCode = await reportScenarios(families.flatMap(makeScenarios));

function readArguments() {
  try {
    const { values } = parseArgs({
      options: { seed: { type: "string" }, count: { type: "string" }, family: { type: "string" } },
    });
    const family = values.family;
    if (family !== undefined && !FAMILIES.includes(family)) {
      throw new Error(`There is no family "${family}"; there are ${FAMILIES.join(", ")}`);
    }
    return {
      seed: wholeNumber("--seed", values.seed ?? "1"),
      count: wholeNumber("--count", values.count ?? "200"),
      families: family === undefined ? FAMILIES : [family],
    };
  } catch (error) {
    return refuse(messageOf(error));
  }
}

function wholeNumber(option, text) {
  if (!/^\d+$/.test(text)) {
    throw new Error(`${option} takes a whole number, not "${text}"`);
  }
  return text;
}

function findPython() {
  for (const command of [process.env.PYTHON, "python3.13", "python3"]) {
    if (!command) {
      continue;
    }
    const probe = spawnSync(
      command,
      ["-c", "import sys; print(sys.implementation.name, *sys.version_info[:2])"],
      { encoding: "utf8" },
    );
    if (probe.stdout?.trim() === "cpython 3 13") {
      return command;
    }
  }
  return refuse(
    "No CPython 3.13 found, which is what the runtime is compared with; install it, or name it in the environment variable PYTHON",
  );
}

/** The programs of one family, each with the log that CPython has just written for it. */
function makeScenarios(family) {
  const programs = path.join(folder, `${family}.json`);
  const golden = path.join(folder, `${family}.golden.json`);
  runPython(["generate.py", family, seed, count], programs);
  runPython(["oracle.py", programs], golden);
  return parseScenarios(readFileSync(golden, "utf8"));
}

function runPython([script, ...args], output) {
  const file = openSync(output, "w");
  const ran = spawnSync(python, [path.join(oracle, script), ...args], {
    stdio: ["ignore", file, "pipe"],
    encoding: "utf8",
  });
  closeSync(file);
  if (ran.status !== 0) {
    refuse(`${script} failed on "${python}": ${ran.error?.message ?? ran.stderr.trim()}`);
  }
}
