// Runs our rules over typescript-eslint's own rule tests, and says which cases we answer differently.
//
//   git clone --depth 1 https://github.com/typescript-eslint/typescript-eslint peer
//   npm install --prefix peer --no-save --ignore-scripts @types/node @types/react
//   node benchmarks/peer-cases/run.js [--rules no-floating-promises,...] [--options] [--show] peer
//
// Without --options only the cases that ask for no option are run; with it, also those whose options
// have the same name here. Needs a build of the analyser. The cases are read from the checkout, never copied.
import path from "node:path";
import { fail, readArguments } from "../setup/command-line.js";
import { Answerer } from "./read/answerer.js";
import { casesOf } from "./read/cases.js";
import { counterparts } from "./read/counterparts.js";

const { values: given, positionals } = readArguments({
  allowPositionals: true,
  options: {
    rules: { type: "string" },
    options: { type: "boolean", default: false },
    show: { type: "boolean", default: false },
  },
});
const [checkout] = positionals;
if (checkout === undefined) fail("Name the folder that holds a checkout of typescript-eslint");
const names = given.rules?.split(",") ?? [...counterparts.keys()];
const tests = path.resolve(checkout, "packages/eslint-plugin/tests");

console.log("| rule | invalid | missed | valid | false | left out |");
console.log("| --- | ---: | ---: | ---: | ---: | ---: |");
let wrong = 0;
/** @type {string[]} */
const shown = [];
for (const name of names) {
  const ours = counterparts.get(name);
  if (ours === undefined) fail(`There is no "${name}": use ${[...counterparts.keys()].join(", ")}`);
  const tally = { invalid: 0, missed: 0, valid: 0, false: 0, out: 0 };
  const answerer = new Answerer(path.join(tests, "fixtures"));
  for (const one of casesOf(tests, name)) {
    const options = ours.optionsFor(one.options);
    if (options === undefined || (one.options.length > 0 && !given.options)) {
      tally.out += 1;
      continue;
    }
    const found = answerer.findings(one, ours.rulesFor(one.options), options);
    tally[one.kind] += 1;
    if (found.length > 0 === (one.kind === "invalid")) continue;
    tally[one.kind === "invalid" ? "missed" : "false"] += 1;
    wrong += 1;
    const what = found.map(({ message, rule }) => `${rule}: ${message}`).join("\n");
    shown.push(`${one.kind} ${name} ${JSON.stringify(one.options)}\n${one.code}\n${what}\n`);
  }
  const { invalid, missed, valid, out } = tally;
  console.log(`| ${name} | ${invalid} | ${missed} | ${valid} | ${tally.false} | ${out} |`);
}
if (given.show) console.log(`\n${shown.join("\n")}`);
if (wrong > 0) process.exitCode = 1;
