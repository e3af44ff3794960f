import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SemanticProgram } from "../model/checker.js";
import { ts } from "../model/compiler.js";
import { type Disk, nodeDisk } from "../project/disk.js";
import { ProgramStore } from "../project/program-store.js";
import { Project } from "../project/project.js";
import { libraryStubs } from "./library-stubs.js";
import { runtimeStub } from "./runtime-stub.js";
import { typesOfTests } from "./types-of-tests.js";

/** A small project whose sources are given by a test; the packages it may import are this one's. */
export interface Workbench {
  readonly project: Project;
  /** The absolute path of a source by its name in the test. */
  path(name: string): string;
  /** Makes the project consist of these sources, by name. */
  load(sources: Readonly<Record<string, string>>): void;
  /** The program over the sources, for tests of what stands under the rules. */
  program(): SemanticProgram;
  /** What the compiler itself says against the sources: one line each. */
  errors(): readonly string[];
}

/** The workbench of a test file: one program, kept between tests, so that only sources are read anew. */
export function workbench(options: WorkbenchOptions = {}): Workbench {
  const key = JSON.stringify(options);
  let known = benches.get(key);
  if (known === undefined) {
    known = new Bench(options);
    benches.set(key, known);
  }
  return known;
}

/** Compiler options that differ from the workbench's own: strict, ES modules, Node's types and the DOM's. */
export type WorkbenchOptions = Readonly<Record<string, unknown>>;

const benches = new Map<string, Workbench>();

// No such folder exists; imports resolve in the node_modules above it.
const directory = join(dirname(fileURLToPath(import.meta.url)), "bench").replaceAll("\\", "/");
const configFile = `${directory}/tsconfig.json`;
const names = ["main.ts", "other.ts", "third.ts", "view.tsx", "plain.js"];

class Bench implements Workbench {
  readonly project: Project;
  readonly #texts = new Map<string, string>();
  readonly #disk: Disk;
  readonly #store: ProgramStore;

  constructor(options: WorkbenchOptions) {
    const compilerOptions = {
      target: "esnext",
      module: "nodenext",
      lib: ["esnext", "dom", "dom.iterable"],
      types: ["node"],
      strict: true,
      noEmit: true,
      allowJs: true,
      jsx: "preserve",
      skipLibCheck: true,
      moduleDetection: "force",
      ...options,
    };
    this.#texts.set(`${directory}/package.json`, '{ "type": "module" }');
    this.#texts.set(configFile, JSON.stringify({ compilerOptions, files: names }));
    for (const name of names) this.#texts.set(this.path(name), "");
    const packages = { "@awaitwise/runtime": runtimeStub, ...libraryStubs };
    for (const [name, files] of Object.entries(packages)) {
      for (const [file, text] of Object.entries(files)) {
        this.#texts.set(`${directory}/node_modules/${name}/${file}`, text);
      }
    }
    this.#disk = {
      ...nodeDisk,
      fileExists: (path) => this.#texts.has(path) || nodeDisk.fileExists(path),
      readFile: (path) => this.#texts.get(path) ?? nodeDisk.readFile(path),
      directoryExists: (path) =>
        [...this.#texts.keys()].some((file) => file.startsWith(`${path}/`)) ||
        nodeDisk.directoryExists(path),
    };
    const files = names.map((name) => this.path(name));
    const types = typesOfTests;
    this.project = new Project({ configFile, directory, roots: files, files, types }, this.#disk);
    const parsed = ts.parseJsonConfigFileContent(
      { compilerOptions },
      { ...ts.sys, readDirectory: () => [] },
      directory,
    );
    this.#store = new ProgramStore(this.#disk, directory, parsed.options, [], files, types);
  }

  path(name: string): string {
    return `${directory}/${name}`;
  }

  load(sources: Readonly<Record<string, string>>): void {
    const { withoutNative } = this.project;
    if (withoutNative !== undefined) throw new Error(`Not the native types: ${withoutNative}`);
    for (const name of Object.keys(sources)) {
      if (!names.includes(name)) {
        throw new Error(`A test's sources are named ${names.join(", ")}, not "${name}"`);
      }
    }
    for (const name of names) {
      const text = sources[name] ?? "";
      this.project.setBuffer(this.path(name), text);
      this.#store.setBuffer(this.path(name), text);
    }
  }

  program(): SemanticProgram {
    const program = this.#store.program();
    const { withoutNative } = this.#store;
    if (withoutNative !== undefined) throw new Error(`Not the native types: ${withoutNative}`);
    return program;
  }

  errors(): readonly string[] {
    const program = this.#store.reference();
    return names.flatMap((name) => {
      const source = program.getSourceFile(this.path(name));
      const found = [
        ...program.getSyntacticDiagnostics(source),
        ...program.getSemanticDiagnostics(source),
      ];
      return found.map(
        (one) => `${name}: ${ts.flattenDiagnosticMessageText(one.messageText, " ")}`,
      );
    });
  }
}
