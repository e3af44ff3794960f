// Checks sources with both sources of types and compares every finding.
//
//   node benchmarks/analyzer/compare.js [--files 200] [--mutants 1] [--changes 4] [--seed 1]
//     [--install PACKAGE,...] [FOLDER|TSCONFIG ...]
//
// --files takes so many files of each project, spread over all of them. After the sources as they are, so many
// broken copies of each are compared, each with so many changes; the seed says which: awaits and types taken out,
// calls made optional, imports that lead nowhere and the like. --install puts packages from the npm registry into a
// scratch folder and takes the sources that they ship. The exit code is 1 where a finding differs.
import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { discoverProjects, whyNoNativeTypes } from "@awaitwise/analyzer";
import { fail, readArguments, wholeNumber } from "../setup/command-line.js";
import { BothSources } from "./differences/both-sources.js";
import { compareRounds } from "./differences/rounds.js";

const { values: given, positionals } = readArguments({
  allowPositionals: true,
  options: {
    files: { type: "string", default: "200" },
    mutants: { type: "string", default: "0" },
    changes: { type: "string", default: "4" },
    seed: { type: "string", default: "1" },
    install: { type: "string" },
  },
});
const most = wholeNumber("files", given.files);
const how = {
  mutants: given.mutants === "0" ? 0 : wholeNumber("mutants", given.mutants),
  changes: wholeNumber("changes", given.changes),
  seed: wholeNumber("seed", given.seed),
};
const why = whyNoNativeTypes();
if (why !== undefined) fail(`There is nothing to compare, because ${why}`);
if (positionals.length === 0 && given.install === undefined) {
  fail("Name a folder or a tsconfig.json, or packages with --install");
}

const scratch = realpathSync(mkdtempSync(path.join(os.tmpdir(), "awaitwise-compare-")));
let differing = 0;
let compared = 0;
try {
  const folders = [...positionals, ...(given.install?.split(",") ?? []).map(installed)];
  for (const folder of folders) compare(folder);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${compared} findings compared, ${differing} differ`);
process.exit(differing === 0 ? 0 : 1);

/** @param {string} folder */
function compare(folder) {
  for (const description of discoverProjects({ cwd: process.cwd(), paths: [folder] })) {
    const step = Math.max(1, Math.ceil(description.files.length / most));
    const files = description.files.filter((_, at) => at % step === 0);
    const name = description.configFile ?? description.directory;
    const both = new BothSources(description);
    const { findings, texts, differences } = compareRounds(both, files, how);
    both.close();
    if (both.withoutNative !== undefined) {
      console.log(`${name}: left to ts-morph: ${both.withoutNative}`);
      continue;
    }
    compared += findings;
    differing += differences.length;
    console.log(`${name}: ${texts} texts, ${findings} findings`);
    for (const { by, file, line, seed, done, finding } of differences) {
      const where = `${path.relative(process.cwd(), file)}:${line}`;
      const broken = seed === undefined ? "" : ` (seed ${seed}: ${done.join(", ")})`;
      console.log(`  only by ${by}: ${where}${broken} ${JSON.stringify(finding)}`);
    }
  }
}

/** @param {string} name a package */
function installed(name) {
  const folder = path.join(scratch, name.replace(/\W+/g, "-"));
  spawnSync("mkdir", ["-p", folder]);
  writeFileSync(path.join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  const done = spawnSync(
    "npm",
    [
      "install",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--legacy-peer-deps",
      name,
      "@types/node@24",
    ],
    { cwd: folder, encoding: "utf8" },
  );
  if (done.status !== 0) fail(`"${name}" could not be installed: ${done.stderr}`);
  const source = path.join(folder, "node_modules", name.replace(/(?<=.)@[^/@]*$/, ""), "src");
  const own = path.join(folder, "src");
  const copied = spawnSync("cp", ["-r", source, own]);
  if (copied.status !== 0) fail(`"${name}" ships no folder "src"`);
  writeFileSync(
    path.join(folder, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        target: "es2023",
        lib: ["es2023", "esnext.disposable", "dom", "dom.iterable", "dom.asynciterable"],
        module: "esnext",
        moduleResolution: "bundler",
        types: ["node"],
        strict: true,
        noEmit: true,
      },
      include: ["src"],
    }),
  );
  return folder;
}
