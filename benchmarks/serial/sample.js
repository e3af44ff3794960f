// Prints functions to label, drawn at random from a checkout, with their line numbers.
//
//   node benchmarks/serial/sample.js DIR [--seed 1] [--values 25] [--guarded 3] [--bare 4] [--loops 8] [--gathers 2]
//
// A function is a candidate if its syntax alone leaves a question: two awaits in a row of statements (or in
// one statement) where the second names nothing that comes from the first, a loop with an await in it, or a
// gather. It is drawn without regard to what the analyser says of it, and from every kind by its own number,
// since most awaits in a row are bare effects which nobody would gather. Tests, migrations, generated and
// vendored files are left out: the labels for those would all be "no".
import { readFileSync } from "node:fs";
import path from "node:path";
import { fail, readArguments } from "../setup/command-line.js";
import { candidatesOf, sourceFilesOf } from "./measure/candidates.js";
import { shuffle } from "./measure/random.js";

const { values: given, positionals } = readArguments({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: "1" },
    values: { type: "string", default: "25" },
    guarded: { type: "string", default: "3" },
    bare: { type: "string", default: "4" },
    loops: { type: "string", default: "8" },
    gathers: { type: "string", default: "2" },
    skip: { type: "string", default: "0" },
    longest: { type: "string", default: "120" },
  },
});
const [root] = positionals;
if (!root) fail("Name the folder of a checkout: node benchmarks/serial/sample.js DIR");

/** @type {Map<string, { file: string, start: number, end: number }[]>} */
const byKind = new Map();
const texts = new Map();
for (const file of sourceFilesOf(root)) {
  const text = readFileSync(path.join(root, file), "utf8");
  for (const candidate of candidatesOf(file, text)) {
    texts.set(file, text);
    const list = byKind.get(candidate.kind) ?? [];
    byKind.set(candidate.kind, list);
    list.push({ file, ...candidate });
  }
}

let number = 0;
const skip = Number(given.skip);
for (const kind of /** @type {const} */ (["values", "guarded", "bare", "loops", "gathers"])) {
  const all = (byKind.get(kind) ?? []).filter(
    ({ start, end }) => end - start < Number(given.longest),
  );
  const drawn = shuffle(all, Number(given.seed)).slice(skip, skip + Number(given[kind]));
  console.log(`\n=== ${kind}: ${drawn.length} of ${all.length} functions`);
  for (const { file, start, end } of drawn) {
    console.log(`\n--- #${++number} ${kind} ${file}:${start}-${end}`);
    const lines = texts
      .get(file)
      .split("\n")
      .slice(start - 1, end);
    console.log(
      lines
        .map((/** @type {string} */ line, /** @type {number} */ i) => `${start + i} ${line}`)
        .join("\n"),
    );
  }
}
