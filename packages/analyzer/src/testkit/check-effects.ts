import assert from "node:assert";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CheckerTypeSource } from "../model/checker-type-source.js";
import { ts } from "../model/compiler.js";
import { type LibraryCall, LibraryModels } from "../model/effects/library/library-models.js";
import type { PackageModel } from "../model/effects/library/model.js";
import { nodeDisk } from "../project/disk.js";
import { ProgramStore } from "../project/program-store.js";
import { typesOfTests } from "./types-of-tests.js";

/** How a fixture of library calls is read. */
export interface EffectOptions {
  /** Declarations of packages, by their names; a package that is not here is not installed. */
  readonly packages?: Readonly<Record<string, string>>;
  /** Other sources of the project, by name. */
  readonly others?: Readonly<Record<string, string>>;
  /** Models beside the analyser's own. */
  readonly models?: readonly PackageModel[];
  /** A folder whose `node_modules` the fixture may import from. */
  readonly directory?: string;
}

/**
 * Checks what the library models say of calls: each line of code that ends in a comment says in it
 * what is expected of the outermost call that begins on it.
 *
 *     await pool.query("select 1"); // pg Pool.query: reads db, io
 *
 * @throws AssertionError that shows the code with what the models say.
 */
export function checkEffects(code: string, options: EffectOptions = {}): void {
  const actual = describeEffects(code, options);
  assert.equal(actual, code);
}

/** The code, with each comment at the end of a line replaced by what the models say there. */
export function describeEffects(code: string, options: EffectOptions = {}): string {
  const { source, models } = open(code, options);
  const calls = new Map<number, ts.CallLikeExpression>();
  const visit = (node: ts.Node): void => {
    if (
      ts.isCallExpression(node) ||
      ts.isNewExpression(node) ||
      ts.isTaggedTemplateExpression(node)
    ) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      if (!calls.has(line)) calls.set(line, node);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return code
    .split("\n")
    .map((line, index) => {
      const call = calls.get(index);
      if (call === undefined || !/ \/\/ /.test(line)) return line;
      return line.replace(/ \/\/ .*$/, ` // ${describe(models.callOf(call))}`);
    })
    .join("\n");
}

function describe(call: LibraryCall | undefined): string {
  if (call === undefined) return "unknown";
  const uses = (list: LibraryCall["reads"]): string =>
    list
      .map(({ kind, name, key }) => {
        const literal = key !== undefined && ts.isStringLiteralLike(key) ? `(${key.text})` : "";
        return `${kind}${name === undefined ? "" : `.${name}`}${literal}`;
      })
      .join(" ");
  const texts = (nodes: readonly ts.Node[]): string =>
    nodes.map((node) => node.getText().slice(0, 12)).join(" ");
  const parts = [
    call.reads.length > 0 ? `reads ${uses(call.reads)}` : "",
    call.writes.length > 0 ? `writes ${uses(call.writes)}` : "",
    call.latency === "none" ? "" : call.latency,
    call.changes.length > 0 ? `changes ${texts(call.changes)}` : "",
    call.runs.length > 0 ? `runs ${texts(call.runs)}` : "",
    call.connection === undefined ? "" : `through ${call.connection.getText()}`,
    ...call.hazards,
  ].filter((part) => part !== "");
  return `${call.name}: ${parts.length === 0 ? "pure" : parts.join(", ")}`;
}

let before: ProgramStore | undefined;
const here = dirname(fileURLToPath(import.meta.url)).replaceAll("\\", "/");

function open(
  code: string,
  { packages = {}, others = {}, models, directory = join(here, "effects") }: EffectOptions,
): { source: ts.SourceFile; models: LibraryModels } {
  const folder = directory.replaceAll("\\", "/");
  const main = `${folder}/main.ts`;
  const texts = new Map([
    [`${folder}/package.json`, '{ "type": "module" }'],
    [main, code],
    ...Object.entries(others).map(([name, text]) => [`${folder}/${name}`, text] as const),
    ...Object.entries(packages).flatMap(([name, text]) => [
      [
        `${folder}/node_modules/${name}/package.json`,
        `{ "name": "${name}", "types": "index.d.ts" }`,
      ] as const,
      [`${folder}/node_modules/${name}/index.d.ts`, text] as const,
    ]),
  ]);
  const disk = {
    ...nodeDisk,
    fileExists: (path: string) => texts.has(path) || nodeDisk.fileExists(path),
    readFile: (path: string) => texts.get(path) ?? nodeDisk.readFile(path),
    directoryExists: (path: string) =>
      [...texts.keys()].some((file) => file.startsWith(`${path}/`)) ||
      nodeDisk.directoryExists(path),
  };
  const compilerOptions: ts.CompilerOptions = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    types: ["node"],
    strict: true,
    allowJs: true,
    noEmit: true,
    skipLibCheck: true,
    moduleDetection: ts.ModuleDetectionKind.Force,
  };
  // What the process behind a test's program holds is let go with the next one.
  before?.close();
  const store = new ProgramStore(disk, folder, compilerOptions, [], [main], typesOfTests);
  before = store;
  const program = store.program();
  assert.equal(store.withoutNative, undefined);
  const source = program.getSourceFile(main);
  assert(source !== undefined);
  return { source, models: new LibraryModels(new CheckerTypeSource(program), models) };
}
