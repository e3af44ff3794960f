import { dirname, isAbsolute, join } from "node:path";
import { ts } from "../../model/compiler.js";
import type { Disk } from "../disk.js";
import { knownToNative, nativeOptions, unsupportedOption } from "./native-options.js";

/** A project that references others, by its configuration. */
export interface ReferencingProject {
  readonly configPath: string;
  readonly roots: readonly string[];
  readonly options: ts.CompilerOptions;
  readonly projectReferences: readonly ts.ProjectReference[];
}

/** What the native compiler is told of a project that references others. */
export interface NativeConfigs {
  /**
   * What it is to read as the configurations of the project and of all that it references, by their paths: what
   * our reading has made of each, with its files by their names. So it need not know an option that it has
   * dropped, nor find a base or list a folder.
   */
  readonly texts: ReadonlyMap<string, string>;
  /** The source of a referenced project that puts out a declaration file. */
  sourceOf(output: string): string | undefined;
}

/** The native compiler makes something else of a project's configuration. */
export class OtherReading extends Error {
  override readonly name = "OtherReading";
}

/** What the native compiler is told of a project; a text says what it does not know of what is referenced. */
export function configsForNative(project: ReferencingProject, disk: Disk): NativeConfigs | string {
  const { configPath, roots, projectReferences } = project;
  const options = nativeOptions(project.options);
  const texts = new Map([[configPath, written(configPath, options, roots, projectReferences)]]);
  const referenced: ts.ParsedCommandLine[] = [];
  const open = projectReferences.map(ts.resolveProjectReferencePath);
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (texts.has(path)) continue;
    const read = readReferenced(path, disk);
    // One that is missing further on stands for nothing, as it does to the reference.
    if (read === undefined) continue;
    const unsupported = unsupportedOption(read.options);
    if (unsupported !== undefined) return `${unsupported} of "${path}"`;
    const references = read.projectReferences ?? [];
    texts.set(path, written(path, knownToNative(read.options), read.fileNames, references));
    open.push(...references.map(ts.resolveProjectReferencePath));
    referenced.push(read);
  }
  let sources: ReadonlyMap<string, string> | undefined;
  return {
    texts,
    sourceOf(output) {
      sources ??= sourcesByOutput(referenced, disk);
      return sources.get(output);
    },
  };
}

/** An option that the native compiler has read as another than was written for it. */
export function otherOption(
  wanted: ts.CompilerOptions,
  read: Readonly<Record<string, unknown>>,
): string | undefined {
  const { pathsBasePath: _base, ...others } = { ...wanted, ...fixedPaths(wanted) };
  return Object.entries(others).find(
    ([name, value]) => name in read && JSON.stringify(read[name]) !== JSON.stringify(value),
  )?.[0];
}

function sourcesByOutput(
  referenced: readonly ts.ParsedCommandLine[],
  { caseSensitive }: Disk,
): ReadonlyMap<string, string> {
  const internals = ts as unknown as Internals;
  return new Map(
    referenced.flatMap((config) =>
      config.fileNames.flatMap((file) =>
        /\.d(\.[^./]+)?\.[cm]?ts$|\.json$/.test(file)
          ? []
          : [[internals.getOutputDeclarationFileName(file, config, !caseSensitive), file] as const],
      ),
    ),
  );
}

function readReferenced(path: string, disk: Disk): ts.ParsedCommandLine | undefined {
  const text = disk.fileExists(path) ? disk.readFile(path) : undefined;
  if (text === undefined) return undefined;
  return ts.parseJsonSourceFileConfigFileContent(
    ts.readJsonConfigFile(path, () => text),
    {
      fileExists: (file) => disk.fileExists(file),
      readFile: (file) => disk.readFile(file),
      readDirectory: (...query) => [...disk.readDirectory(...query)],
      useCaseSensitiveFileNames: disk.caseSensitive,
    },
    dirname(path),
    undefined,
    path,
  );
}

function written(
  path: string,
  options: ts.CompilerOptions,
  files: readonly string[],
  references: readonly ts.ProjectReference[],
): string {
  const { compilerOptions } = (ts as unknown as Internals).convertToTSConfig(
    { options: { ...options, ...fixedPaths(options) }, fileNames: [], errors: [] },
    path,
    { getCurrentDirectory: () => dirname(path), useCaseSensitiveFileNames: true },
  );
  return JSON.stringify({
    compilerOptions,
    files,
    references: references.map((one) => ({ path: one.path })),
    typeAcquisition: { enable: false },
  });
}

// Patterns lead from the configuration that says them, which can be a base in another folder.
function fixedPaths({ paths, pathsBasePath }: ts.CompilerOptions): ts.CompilerOptions {
  if (paths === undefined || typeof pathsBasePath !== "string") return {};
  return {
    paths: Object.fromEntries(
      Object.entries(paths).map(([pattern, places]) => [
        pattern,
        places.map((one) => (isAbsolute(one) ? one : join(pathsBasePath, one))),
      ]),
    ),
  };
}

// How `tsc --showConfig` writes down what it has read, and where `tsc` puts what it makes of a file.
interface Internals {
  getOutputDeclarationFileName(
    file: string,
    config: ts.ParsedCommandLine,
    ignoreCase: boolean,
  ): string;
  convertToTSConfig(
    config: ts.ParsedCommandLine,
    path: string,
    host: { getCurrentDirectory(): string; useCaseSensitiveFileNames: boolean },
  ): { readonly compilerOptions: object };
}
