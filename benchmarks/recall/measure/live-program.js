import path from "node:path";
import ts from "typescript";

/** @import { LiveProgram, Prepared, Texts } from "./types.js" */

/**
 * Builds a project's program for each state of its sources, and takes over from the one before what
 * did not change.
 *
 * @param {Prepared} project
 * @returns {LiveProgram}
 */
export function liveProgram({ configFile, directory }) {
  const { config } = ts.readConfigFile(configFile, ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, directory);
  const host = ts.createCompilerHost({ ...options, noEmit: true }, true);
  /** @type {Map<string, { text: string, source: ts.SourceFile }>} */
  const known = new Map();
  /** @type {Texts} */
  let now = new Map();
  const readFile = host.readFile.bind(host);
  host.readFile = (file) => now.get(path.normalize(file)) ?? readFile(file);
  host.getSourceFile = (file, languageVersion) => {
    const text = host.readFile(file);
    if (text === undefined) return undefined;
    const before = known.get(file);
    if (before?.text === text) return before.source;
    const source = ts.createSourceFile(file, text, languageVersion, true);
    known.set(file, { text, source });
    return source;
  };
  /** @type {ts.Program | undefined} */
  let program;
  return {
    at(texts) {
      if (program !== undefined && now === texts) return program;
      now = texts;
      program = ts.createProgram({
        rootNames: fileNames,
        options: { ...options, noEmit: true },
        host,
        ...(program === undefined ? {} : { oldProgram: program }),
      });
      return program;
    },
  };
}
