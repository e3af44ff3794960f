// Checks sources with both sources of types and compares every finding.
//
//   node benchmarks/analyzer/compare.js [--files 200] [--mutate] [--install PACKAGE,...] [FOLDER|TSCONFIG ...]
//
// --files takes so many files of each project, spread over all of them; --mutate takes every second
// `await` out of them first; --install puts packages from the npm registry into a scratch folder and takes the
// sources that they ship. The exit code is 1 where a finding differs.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fail, readArguments, wholeNumber } from "../setup/command-line.js";

const root = path.resolve(import.meta.dirname, "../..");
const { discoverProjects, openProject, whyNoNativeTypes } = await import(
  path.join(root, "packages/analyzer/dist/index.js")
);

const { values: given, positionals } = readArguments({
  allowPositionals: true,
  options: {
    files: { type: "string", default: "200" },
    mutate: { type: "boolean", default: false },
    install: { type: "string" },
  },
});
const most = wholeNumber("files", given.files);
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
    const files = description.files.filter(
      (/** @type {string} */ _, /** @type {number} */ at) => at % step === 0,
    );
    const [native, reference] = ["native", "ts-morph"].map((types) =>
      findingsOf(openProject({ ...description, types }), files),
    );
    const name = description.configFile ?? description.directory;
    if (native?.without !== undefined) {
      console.log(`${name}: left to ts-morph: ${native.without}`);
      continue;
    }
    const only = [
      ["native", missing(native?.findings ?? [], reference?.findings ?? [])],
      ["ts-morph", missing(reference?.findings ?? [], native?.findings ?? [])],
    ];
    compared += reference?.findings.length ?? 0;
    console.log(`${name}: ${files.length} files, ${reference?.findings.length} findings`);
    for (const [types, findings] of only) {
      for (const one of /** @type {string[]} */ (findings)) {
        differing += 1;
        console.log(`  only by ${types}: ${one}`);
      }
    }
  }
}

/**
 * @param {any} project
 * @param {readonly string[]} files
 * @returns {{ findings: string[], without: string | undefined }}
 */
function findingsOf(project, files) {
  if (given.mutate) {
    for (const file of files) {
      let count = 0;
      const text = readFileSync(file, "utf8");
      project.setBuffer(
        file,
        text.replace(/\bawait /g, (word) => (count++ % 2 === 0 ? "" : word)),
      );
    }
  }
  const findings = files.flatMap((file) =>
    project
      .check(file, { preset: "strict" })
      .map((/** @type {object} */ finding) => JSON.stringify(finding)),
  );
  return { findings, without: project.withoutNative };
}

/**
 * @param {readonly string[]} from
 * @param {readonly string[]} others
 */
function missing(from, others) {
  const known = new Set(others);
  return from.filter((one) => !known.has(one));
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
