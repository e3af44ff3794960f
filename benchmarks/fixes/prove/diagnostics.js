import ts from "typescript";

/** @import { Project, ProjectDescription } from "@awaitwise/analyzer" */

/** What the compiler says against the files of a project, as the project has their texts. */
export class Diagnostics {
  /** @type {Map<string, { text: string, version: number, snapshot: ts.IScriptSnapshot }>} */
  #files = new Map();
  #service;
  #project;

  /**
   * @param {Project} project
   * @param {ProjectDescription} description
   */
  constructor(project, description) {
    this.#project = project;
    const options = optionsOf(description);
    this.#service = ts.createLanguageService({
      getCompilationSettings: () => options,
      getScriptFileNames: () => [...project.files],
      getScriptVersion: (file) => String(this.#file(file)?.version ?? 0),
      getScriptSnapshot: (file) => this.#file(file)?.snapshot,
      getCurrentDirectory: () => description.directory,
      getDefaultLibFileName: (one) => ts.getDefaultLibFilePath(one),
      fileExists: ts.sys.fileExists,
      readFile: ts.sys.readFile,
      readDirectory: ts.sys.readDirectory,
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
      realpath: ts.sys.realpath,
    });
  }

  /**
   * Everything that is wrong with a file, one line each; the places are left out, since they move.
   *
   * @param {string} file
   * @returns {string[]}
   */
  of(file) {
    const found = [
      ...this.#service.getSyntacticDiagnostics(file),
      ...this.#service.getSemanticDiagnostics(file),
    ];
    return found.map(
      (one) => `TS${one.code}: ${ts.flattenDiagnosticMessageText(one.messageText, " ")}`,
    );
  }

  /** @param {string} file */
  #file(file) {
    const text = this.#project.files.includes(file)
      ? this.#project.text(file)
      : ts.sys.readFile(file);
    if (text === undefined) return undefined;
    const known = this.#files.get(file);
    if (known?.text === text) return known;
    const next = {
      text,
      version: (known?.version ?? 0) + 1,
      snapshot: ts.ScriptSnapshot.fromString(text),
    };
    this.#files.set(file, next);
    return next;
  }
}

/**
 * @param {ProjectDescription} description
 * @returns {ts.CompilerOptions}
 */
function optionsOf({ configFile, directory }) {
  /** @type {ts.CompilerOptions} */
  const always = { noEmit: true, skipLibCheck: true, composite: false, incremental: false };
  if (configFile !== undefined) {
    const { config } = ts.readConfigFile(configFile, ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, directory);
    return { types: ["*"], ...options, ...always, ignoreDeprecations: "6.0" };
  }
  return {
    ...always,
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    jsx: ts.JsxEmit.Preserve,
    allowJs: true,
    strict: true,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    types: ["*"],
  };
}
