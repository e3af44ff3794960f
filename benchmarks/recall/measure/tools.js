import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import ts from "typescript";
import { liveProgram } from "./live-program.js";

/** @import { Found, LiveProgram, Prepared, Texts, Tool } from "./types.js" */

const home = path.resolve(import.meta.dirname, "..");
const root = path.resolve(home, "../..");
// Loaded by hand: the type check of this repository runs without the peers.
const load = createRequire(path.join(home, "package.json"));

// That a function is left without any await says nothing about the one that is missing.
const besides = /require-await|async-without-await|^serial-|^late-await|^internal-error$/;

/**
 * Our own analyser, less what is said of serial awaits, in one of its presets: `recommended` leaves
 * findings of low confidence out.
 *
 * @param {"recommended" | "strict"} preset
 * @param {(project: Prepared, texts: Texts) => any} opener
 * @returns {Tool}
 */
export function awaitwise(preset, opener) {
  return {
    id: preset === "strict" ? "awaitwise" : "awaitwise-recommended",
    title: preset === "strict" ? "awaitwise, strict" : "awaitwise, recommended",
    find(project, texts, files) {
      const opened = opener(project, texts);
      return new Map(
        files.map((file) => [
          file,
          opened
            .check(file, { preset })
            .filter((/** @type {Found} */ { rule }) => !besides.test(rule))
            .map((/** @type {Found} */ { rule, start }) => ({ rule, start })),
        ]),
      );
    },
  };
}

/**
 * The project as our analyser has it open, in a given state; shared by its presets.
 *
 * @returns {Promise<(project: Prepared, texts: Texts) => any>}
 */
export async function sharedProject() {
  const { discoverProjects, openProject } = await import(
    path.join(root, "packages/analyzer/dist/index.js")
  );
  /** @type {{ id: string, opened: any, texts: Texts } | undefined} */
  let last;
  return (project, texts) => {
    if (last?.id !== project.id) {
      const [described] = discoverProjects({ cwd: project.directory });
      last = { id: project.id, opened: openProject(described), texts: new Map() };
    }
    if (last.texts !== texts) {
      for (const file of last.texts.keys()) last.opened.closeBuffer(file);
      for (const [file, text] of texts) last.opened.setBuffer(file, text);
      last.texts = texts;
    }
    return last.opened;
  };
}

const asyncRules = [
  "await-thenable",
  "no-floating-promises",
  "no-misused-promises",
  "require-await",
  "return-await",
];

/**
 * typescript-eslint, in this process; `rules` are its asynchronous ones, or the whole preset that
 * needs types and `return-await`.
 *
 * @param {"async" | "preset"} which
 * @param {(project: Prepared) => LiveProgram} programs
 * @returns {Tool}
 */
export function typescriptEslint(which, programs) {
  const { Linter } = load("eslint");
  const { parser, plugin, configs } = load("typescript-eslint");
  /** @type {Record<string, unknown>} */
  const rules = {};
  if (which === "preset") {
    for (const config of configs.recommendedTypeCheckedOnly) Object.assign(rules, config.rules);
  }
  for (const rule of asyncRules) rules[`@typescript-eslint/${rule}`] = "error";
  return {
    id: `typescript-eslint-${which}`,
    title: which === "async" ? "typescript-eslint" : "typescript-eslint, whole preset",
    find(project, texts, files) {
      const program = programs(project).at(texts);
      const linter = new Linter({ cwd: project.directory });
      return new Map(
        files.map((file) => {
          const text = program.getSourceFile(file)?.text ?? "";
          const starts = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
          const messages = linter.verify(
            text,
            {
              files: ["**/*.{ts,tsx,mts,cts,js}"],
              languageOptions: { parser, parserOptions: { programs: [program] } },
              linterOptions: { noInlineConfig: true },
              plugins: { "@typescript-eslint": plugin },
              rules,
            },
            { filename: file },
          );
          return [
            file,
            messages
              .filter((/** @type {any} */ { ruleId }) => ruleId !== null && !besides.test(ruleId))
              .map((/** @type {any} */ { ruleId, line, column }) => ({
                rule: ruleId.replace("@typescript-eslint/", ""),
                start: ts.getPositionOfLineAndCharacter(starts, line - 1, column - 1),
              })),
          ];
        }),
      );
    },
  };
}

/**
 * What the compiler itself says: an awaited value's type may be wanted where its promise is left.
 *
 * @param {(project: Prepared) => LiveProgram} programs
 * @returns {Tool}
 */
export function compiler(programs) {
  return {
    id: "tsc",
    title: "tsc",
    find(project, texts, files) {
      const program = programs(project).at(texts);
      return new Map(
        files.map((file) => [
          file,
          program
            .getSemanticDiagnostics(program.getSourceFile(file))
            .map(({ code, start = 0 }) => ({ rule: `TS${code}`, start })),
        ]),
      );
    },
  };
}

/**
 * oxlint with tsgolint, a process for each state of the sources.
 *
 * @returns {Tool}
 */
export function oxlint() {
  const program = path.join(home, "node_modules/oxlint/bin/oxlint");
  return {
    id: "oxlint",
    title: "oxlint with tsgolint",
    find(project, texts, files) {
      const config = path.join(project.directory, ".oxlintrc.json");
      writeFileSync(
        config,
        JSON.stringify({
          plugins: ["typescript"],
          categories: { correctness: "off" },
          rules: Object.fromEntries(asyncRules.map((rule) => [`typescript/${rule}`, "error"])),
        }),
      );
      const before = new Map([...texts.keys()].map((file) => [file, readFileSync(file, "utf8")]));
      for (const [file, text] of texts) writeFileSync(file, text);
      try {
        const done = spawnSync(
          process.execPath,
          [program, "--type-aware", "--no-ignore", "--format", "json", "-c", config, ...files],
          {
            cwd: project.directory,
            encoding: "utf8",
            maxBuffer: 1 << 28,
            // A project with dependencies of its own has no tsgolint among them.
            env: {
              ...process.env,
              OXLINT_TSGOLINT_PATH: path.join(home, "node_modules/.bin/tsgolint"),
              PATH: `${path.join(home, "node_modules/.bin")}${path.delimiter}${process.env.PATH ?? ""}`,
            },
          },
        );
        return readOxlint(done.stdout, done.stderr, project, files, texts);
      } finally {
        for (const [file, text] of before) writeFileSync(file, text);
      }
    },
  };
}

/**
 * @param {string} stdout
 * @param {string} stderr
 * @param {Prepared} project
 * @param {readonly string[]} files
 * @param {Texts} texts
 * @returns {ReadonlyMap<string, readonly Found[]>}
 */
function readOxlint(stdout, stderr, project, files, texts) {
  if (!stdout.trimStart().startsWith("{")) {
    throw new Error(`oxlint gave no report: ${stdout.slice(0, 500)} ${stderr.slice(0, 500)}`);
  }
  /** @type {Map<string, Found[]>} */
  const found = new Map(files.map((file) => [file, []]));
  for (const { code = "", filename, labels } of JSON.parse(stdout).diagnostics) {
    const rule = /\((.+)\)/.exec(code)?.[1] ?? code;
    if (besides.test(rule)) continue;
    const file = path.resolve(project.directory, filename);
    // Its offsets count bytes.
    const text = texts.get(file) ?? readFileSync(file, "utf8");
    const start = Buffer.from(text)
      .subarray(0, labels[0]?.span.offset ?? 0)
      .toString().length;
    found.get(file)?.push({ rule, start });
  }
  return found;
}

/**
 * One program for each project, shared by the tools that build on the compiler.
 *
 * @returns {(project: Prepared) => LiveProgram}
 */
export function sharedPrograms() {
  /** @type {{ id: string, program: LiveProgram } | undefined} */
  let last;
  return (project) => {
    if (last?.id !== project.id) last = { id: project.id, program: liveProgram(project) };
    return last.program;
  };
}
