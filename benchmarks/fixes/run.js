// Applies every fix of every finding to real sources, each alone, and says which does not hold.
//
//   node benchmarks/fixes/run.js [--rules ID,...] [--delete-awaits N] [--seed 1] [--show N] DIR...
//
// Of each fix: the result parses and has no type error that the source did not have, the finding is
// gone, no other finding of the missing awaits has come, and every comment is still there. With
// --delete-awaits, N awaits are taken out of the sources first, one at a time, and what is found because
// of that is fixed: clean sources have little else to fix. Nothing is written to DIR.
import path from "node:path";
import { discoverProjects, openProject } from "@awaitwise/analyzer";
import { fail, readArguments } from "../setup/command-line.js";
import { awaitsIn, sample } from "./prove/deletions.js";
import { Diagnostics } from "./prove/diagnostics.js";
import { prove } from "./prove/prove.js";

/** @import { RuleSelection } from "@awaitwise/analyzer" */
/** @import { Outcome } from "./prove/prove.js" */

const { values: given, positionals: folders } = readArguments({
  allowPositionals: true,
  options: {
    rules: { type: "string" },
    "delete-awaits": { type: "string", default: "0" },
    seed: { type: "string", default: "1" },
    show: { type: "string", default: "5" },
  },
});
if (folders.length === 0) fail("Name the folders whose sources are to be fixed");
const deletions = Number(given["delete-awaits"]);
const rules = given.rules?.split(",");
/** @type {RuleSelection} */
const selection = rules === undefined ? { preset: "strict" } : { preset: "strict", rules };

/** @type {Map<string, Map<Outcome["kind"], number>>} */
const tally = new Map();
/** @type {Outcome[]} */
const failures = [];

for (const folder of folders) {
  const cwd = path.resolve(folder);
  for (const description of discoverProjects({ cwd })) {
    const project = openProject(description);
    const diagnostics = new Diagnostics(project, description);
    process.stderr.write(`${description.configFile ?? description.directory}\n`);
    const bench = { project, diagnostics, selection };
    if (deletions === 0) {
      for (const file of project.files) count(prove(bench, file, undefined));
    } else {
      const all = project.files.flatMap((file) => awaitsIn(file, project.text(file) ?? ""));
      for (const deletion of sample(all, deletions, Number(given.seed))) {
        count(prove(bench, deletion.file, deletion));
      }
    }
  }
}

report();

/** @param {Iterable<Outcome>} outcomes */
function count(outcomes) {
  for (const outcome of outcomes) {
    const key = `${outcome.rule}: ${outcome.title.replaceAll(/`[^`]*`/g, "...").replaceAll(/\d+/g, "N")}`;
    const kinds = tally.get(key) ?? new Map();
    tally.set(key, kinds);
    kinds.set(outcome.kind, (kinds.get(outcome.kind) ?? 0) + 1);
    if (outcome.kind !== "holds" && outcome.kind !== "refused") failures.push(outcome);
  }
}

function report() {
  const columns = /** @type {const} */ ([
    "holds",
    "breaks",
    "stays",
    "moves",
    "comments",
    "refused",
  ]);
  console.log(`| fix | ${columns.join(" | ")} |\n| --- |${" ---: |".repeat(columns.length)}`);
  for (const [key, kinds] of [...tally].sort(([a], [b]) => (a < b ? -1 : 1))) {
    console.log(`| ${key} | ${columns.map((one) => kinds.get(one) ?? 0).join(" | ")} |`);
  }
  for (const { file, kind, line, rule, title, why } of failures.slice(0, Number(given.show))) {
    console.log(`\n${kind}: ${rule}, "${title}", ${path.relative(".", file)}:${line}\n${why}`);
  }
  if (failures.length > 0) process.exitCode = 1;
}
