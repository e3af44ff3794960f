// Analyses every source below folders, packages included, and says what went wrong.
//
//   node benchmarks/robustness/run.js [--mutants N] [--limit N] [--slow MS] DIR...
//
// Every .ts, .tsx, .mts, .cts, .js, .jsx, .mjs and .cjs file, declarations included, gets an answer: no exception, no rule that
// fails, no finding or edit outside of its text, none slower than --slow milliseconds of processor time.
// With --mutants, N broken copies of each file are analysed as well: a stretch cut out, doubled or
// put after a bracket, an `await` in the wrong place, or a few tokens left out. Nothing is written to DIR.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { internalError, openProject } from "@awaitwise/analyzer";
import { fail, readArguments } from "../setup/command-line.js";

/** @import { Finding, Project, Span } from "@awaitwise/analyzer" */

const { values: given, positionals: folders } = readArguments({
  allowPositionals: true,
  options: {
    mutants: { type: "string", default: "0" },
    limit: { type: "string", default: "Infinity" },
    slow: { type: "string", default: "10000" },
  },
});
if (folders.length === 0) fail("Name the folders whose sources are to be analysed");

const missing = folders.find((folder) => !existsSync(folder));
if (missing !== undefined) fail(`There is no "${missing}": name folders or sources that are there`);

const files = folders
  .flatMap((folder) => [...sourcesIn(path.resolve(folder))])
  .slice(0, Number(given.limit));
const tally = { files: 0, texts: 0, findings: 0, refused: 0, wrong: 0 };
/** @type {{ file: string, ms: number }[]} */
const slow = [];
let state = 7;

// Some at a time: one program over thousands of packages would not fit into memory.
const size = 40;
for (let at = 0; at < files.length; at += size) {
  const part = files.slice(at, at + size);
  const directory = path.dirname(part[0] ?? ".");
  const project = openProject({ directory, roots: part, files: part });
  for (const file of part) {
    tally.files += 1;
    examine(project, file, "");
  }
  for (let round = 0; round < Number(given.mutants); round += 1) {
    for (const file of part) project.setBuffer(file, mutate(project.text(file) ?? ""));
    for (const file of part) examine(project, file, ` (mutant ${round})`);
    for (const file of part) project.closeBuffer(file);
  }
  if (process.stderr.isTTY) process.stderr.write(`\r${tally.files}/${files.length}`);
}

console.log(`${tally.files} files, ${tally.texts} texts, ${tally.findings} findings`);
console.log(`${tally.refused} texts refused as binary, too deep or unreadable`);
console.log(`${tally.wrong} went wrong, ${slow.length} slower than ${given.slow} ms`);
for (const { file, ms } of slow.sort((a, b) => b.ms - a.ms).slice(0, 10)) {
  console.log(`  ${Math.round(ms)} ms ${file}`);
}
if (tally.wrong > 0 || slow.length > 0) process.exitCode = 1;

/**
 * @param {Project} project
 * @param {string} file
 * @param {string} note
 */
function examine(project, file, note) {
  tally.texts += 1;
  const before = process.cpuUsage();
  try {
    const text = project.text(file) ?? "";
    if (project.problemsOf(file).some(({ message }) => !message.includes("does not parse"))) {
      tally.refused += 1;
    }
    const findings = project.check(file, { preset: "strict" });
    tally.findings += findings.length;
    for (const finding of findings) {
      if (finding.rule === internalError) wrong(file, note, finding.message);
      if (!fits(finding, file, text)) {
        wrong(file, note, `${finding.rule} at ${finding.start} is outside of the text`);
      }
    }
  } catch (error) {
    wrong(file, note, error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  const { system, user } = process.cpuUsage(before);
  const ms = (system + user) / 1000;
  if (ms > Number(given.slow)) slow.push({ file: `${file}${note}`, ms });
}

/**
 * @param {Finding} finding
 * @param {string} file
 * @param {string} text
 */
function fits(finding, file, text) {
  const edits = finding.fixes.flatMap((fix) => fix.edits);
  /** @type {readonly Span[]} */
  const places = [finding, ...finding.related, ...(finding.group ?? []), ...edits];
  return places.every(
    (one) =>
      one.file !== file || (0 <= one.start && one.start <= one.end && one.end <= text.length),
  );
}

/**
 * @param {string} file
 * @param {string} note
 * @param {string} what
 */
function wrong(file, note, what) {
  tally.wrong += 1;
  console.log(`${file}${note}: ${what}`);
}

/**
 * Cuts a stretch out of a text, doubles it, puts a bracket or a keyword into it, or leaves tokens out.
 *
 * @param {string} text
 */
function mutate(text) {
  return random(2) === 0 ? withoutTokens(text) : withStretch(text);
}

/** @param {string} text */
function withoutTokens(text) {
  const tokens = text.match(/\s+|[\w$]+|[^\w\s$]/g) ?? [];
  for (let left = 1 + random(5); left > 0 && tokens.length > 0; left -= 1) {
    tokens.splice(random(tokens.length), 1);
  }
  return tokens.join("");
}

/** @param {string} text */
function withStretch(text) {
  const start = random(text.length + 1);
  const end = Math.min(text.length, start + 1 + random(20));
  const changes = [
    () => "",
    () => text.slice(start, end) + text.slice(start, end),
    () => `${"([{`</>".charAt(random(7))}${text.slice(start, end)}`,
    () => ` await ${text.slice(start, end)}`,
    () => ` async () => ${text.slice(start, end)}`,
  ];
  return text.slice(0, start) + (changes[random(changes.length)]?.() ?? "") + text.slice(end);
}

/** @param {number} below */
function random(below) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return below === 0 ? 0 : Math.floor((state / 2 ** 32) * below);
}

/**
 * @param {string} folder
 * @returns {Iterable<string>}
 */
function* sourcesIn(folder) {
  if (statSync(folder).isFile()) {
    yield folder;
    return;
  }
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* sourcesIn(file);
    else if (entry.isFile() && isSource(entry.name) && statSync(file).size < 1_000_000) {
      // What ends like a source and is a video stream, or holds nothing, is no source.
      if (!readFileSync(file, "utf8").includes("\0")) yield file;
    }
  }
}

/** @param {string} name */
function isSource(name) {
  return /\.[cm]?[jt]sx?$/.test(name);
}
