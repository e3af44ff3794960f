import { ts } from "../model/compiler.js";
import type { ConfigFile } from "./config-file.js";
import type { Disk } from "./disk.js";

/** The endings of the sources that are analysed, longest first where one ends another. */
export const sourceExtensions = [
  ".ts",
  ".tsx",
  ".mts",
  ".cts",
  ".js",
  ".jsx",
  ".mjs",
  ".cjs",
] as const;

/** Tells whether the analyser reads `path`: a source by its ending, and no declaration file. */
export function isSourceFile(path: string): boolean {
  return (
    !/\.d(\.[^./]+)?\.[cm]?ts$/.test(path) && sourceExtensions.some((end) => path.endsWith(end))
  );
}

/** A configuration for sources that have none: modern, strict, and tolerant of JavaScript. */
export function syntheticConfig(
  directory: string,
  disk: Disk,
  files: readonly string[] = sourcesIn(directory, disk),
): ConfigFile {
  return {
    directory,
    files,
    references: [],
    options: syntheticOptions(),
    projectReferences: [],
    notes: [],
  };
}

function sourcesIn(directory: string, disk: Disk): readonly string[] {
  const exclude = [
    "node_modules",
    "bower_components",
    "jspm_packages",
    "**/node_modules",
    "**/.*/",
  ];
  // Built output repeats what the sources say, and nobody fixes it by hand.
  exclude.push("dist", "build", "out", "coverage", "**/*.min.js");
  return disk
    .readDirectory(directory, sourceExtensions, exclude, ["**/*"])
    .filter((file) => isSourceFile(file));
}

/** The options of sources that nothing says any of: modern, strict, and tolerant of JavaScript. */
export function syntheticOptions(): ts.CompilerOptions {
  return {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    jsx: ts.JsxEmit.Preserve,
    allowJs: true,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    experimentalDecorators: false,
    types: ["*"],
  };
}
