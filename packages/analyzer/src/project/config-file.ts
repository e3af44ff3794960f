import { basename, dirname, posix } from "node:path";
import ignore from "ignore";
import { ts } from "../model/compiler.js";
import type { Disk } from "./disk.js";
import { generatedPaths } from "./generated-base.js";
import { InputError } from "./input-error.js";
import { isSourceFile, syntheticOptions } from "./synthetic-config.js";
import { WorkspacePackages } from "./workspace-packages.js";

/** A configuration as the analyser uses it. */
export interface ConfigFile {
  /** Its absolute path; `undefined` for a synthetic one. */
  readonly path?: string;
  readonly directory: string;
  /** Absolute paths of the sources it includes, declaration files and JSON left out. */
  readonly files: readonly string[];
  /** Absolute paths of declaration files it includes; they belong to the program, not to the check. */
  readonly declarations?: readonly string[];
  readonly options: ts.CompilerOptions;
  readonly projectReferences: readonly ts.ProjectReference[];
  /** Absolute paths of the folders that it leaves out by name. */
  readonly excludes?: readonly string[];
  /** Absolute paths of the configurations it references. */
  readonly references: readonly string[];
  /** What was passed over in it, in words. */
  readonly notes: readonly string[];
}

/**
 * Reads a tsconfig.json or jsconfig.json. What a newer TypeScript removed or an older one does not
 * know yet is passed over with a note, so that it never stops an analysis; so is the base that a
 * package would bring which is not installed, or a tool that has not run.
 *
 * @throws {@link InputError} when it does not exist, does not parse, extends or references what is
 * missing, or gives an option a value that no TypeScript takes.
 */
export function readConfigFile(path: string, shown: string, disk: Disk): ConfigFile {
  const text = disk.fileExists(path) ? disk.readFile(path) : undefined;
  if (text === undefined) {
    throw new InputError(
      disk.fileExists(path)
        ? `"${shown}" cannot be read: check its permissions`
        : `"${shown}" does not exist: name a tsconfig.json, or a folder that holds one`,
    );
  }
  const source = ts.readJsonConfigFile(path, () => text);
  const syntaxError = (source as ts.TsConfigSourceFile & { parseDiagnostics: ts.Diagnostic[] })
    .parseDiagnostics[0];
  if (syntaxError !== undefined) {
    throw new InputError(
      `"${at(syntaxError, shown)}" does not parse: ${say(syntaxError)}; correct it`,
    );
  }
  const directory = dirname(path);
  const workspace = new WorkspacePackages(disk, directory);
  const placeOf = (file: string): string =>
    disk.fileExists(file) ? file : (workspace.realPathOf(file) ?? file);
  const parsed = ts.parseJsonSourceFileConfigFileContent(
    source,
    {
      fileExists: (file) => disk.fileExists(placeOf(file)),
      readFile: (file) => disk.readFile(placeOf(file)),
      readDirectory: (...query) => [...disk.readDirectory(...query)],
      useCaseSensitiveFileNames: disk.caseSensitive,
    },
    directory,
    // A jsconfig.json is a tsconfig.json with these defaults.
    basename(path) === "jsconfig.json"
      ? { allowJs: true, maxNodeModuleJsDepth: 2, skipLibCheck: true, noEmit: true }
      : {},
    path,
  );
  const notes: string[] = [];
  let base: string | undefined;
  for (const error of parsed.errors) {
    if (noInput.has(error.code)) continue;
    if (isMissingBase(error, disk)) {
      base = namedBy(error);
      notes.push(`"${shown}" extends a file that is not there: ${say(error)}; passed over`);
    } else if (tolerated.has(error.code))
      notes.push(`"${at(error, shown)}": ${say(error)}; passed over`);
    else throw new InputError(complain(error, shown));
  }
  const references = (parsed.projectReferences ?? []).map((reference) => {
    const named = ts.resolveProjectReferencePath(reference);
    if (!disk.fileExists(named)) {
      throw new InputError(
        `"${shown}" references "${named}", which does not exist: correct "references" or create the file`,
      );
    }
    return named;
  });
  return {
    path,
    directory,
    files: parsed.fileNames.filter(
      (file) => isSourceFile(file) && !file.includes("/node_modules/"),
    ),
    declarations: parsed.fileNames.filter((file) => /\.d(\.[^./]+)?\.[cm]?ts$/.test(file)),
    excludes: foldersIn(parsed.raw, directory),
    options: effective(
      base === undefined ? parsed.options : withoutBase(parsed.options, base, directory, disk),
    ),
    projectReferences: parsed.projectReferences ?? [],
    references,
    notes,
  };
}

// What the base would have said is taken as usual; an empty list of libraries was to be filled by it.
function withoutBase(
  options: ts.CompilerOptions,
  base: string,
  directory: string,
  disk: Disk,
): ts.CompilerOptions {
  const { lib, ...others } = options;
  const paths = generatedPaths(base, directory, disk);
  return {
    ...syntheticOptions(),
    ...(paths === undefined ? {} : { paths, pathsBasePath: directory }),
    ...(lib === undefined || lib.length === 0 ? others : options),
  };
}

// `"exclude": ["old", "./tools/**"]`: what has other signs of a pattern names no folder.
function foldersIn(raw: unknown, directory: string): readonly string[] {
  const { exclude } = (raw ?? {}) as { readonly exclude?: unknown };
  if (!Array.isArray(exclude)) return [];
  return exclude.flatMap((one) => {
    const name = typeof one === "string" ? one.replace(/(\/\*{1,2}){1,2}$|\/$/, "") : "*";
    return /[*?]/.test(name) ? [] : [posix.join(directory, name)];
  });
}

// "No inputs were found", "the files list is empty": whether that is a mistake depends on what
// else was named, and a solution file is empty on purpose.
const noInput = new Set([18002, 18003]);

// Unknown options and retired values: 5023 and 5025 name an option this compiler does not know,
// 6046 a value it does not take (a newer `target` or `lib`, a retired `module`), 5102 and the like
// an option that was removed.
const tolerated = new Set([5023, 5025, 5101, 5102, 5107, 5108, 6046, 6258, 6266]);

// The base comes from a package that is not installed, or from a tool that writes it into a folder of
// its own, such as `.svelte-kit`, or to where git is told to ignore it.
function isMissingBase(error: ts.Diagnostic, disk: Disk): boolean {
  if (error.code !== 5083 && error.code !== 6053 && error.code !== 6096) return false;
  const named = namedBy(error);
  if (/^[^./]|\/node_modules\/|\/\.[^./][^/]*\/[^/]*$/.test(named)) return true;
  for (let folder = dirname(named); ; folder = dirname(folder)) {
    const path = `${folder}/.gitignore`;
    const ignored = disk.fileExists(path) ? disk.readFile(path) : undefined;
    if (ignored !== undefined && ignore().add(ignored).ignores(posix.relative(folder, named))) {
      return true;
    }
    if (disk.directoryExists(`${folder}/.git`) || dirname(folder) === folder) return false;
  }
}

// The file that a message names.
function namedBy(error: ts.Diagnostic): string {
  return /'([^']*)'/.exec(whole(error))?.[1] ?? "";
}

function complain(error: ts.Diagnostic, shown: string): string {
  switch (error.code) {
    case 5083:
    case 6053:
    case 6096:
      return `"${shown}" extends a file that is missing: ${say(error)}; correct "extends" or install the package that holds it`;
    default:
      return `"${at(error, shown)}" cannot be used: ${say(error)}; correct the configuration`;
  }
}

function whole(error: ts.Diagnostic): string {
  return ts.flattenDiagnosticMessageText(error.messageText, " ").replace(/\.$/, "");
}

function say(error: ts.Diagnostic): string {
  const text = whole(error);
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}

function at(error: ts.Diagnostic, shown: string): string {
  if (error.file === undefined || error.start === undefined) return shown;
  const place = error.file.getLineAndCharacterOfPosition(error.start);
  return `${shown}:${place.line + 1}:${place.character + 1}`;
}

// Until TypeScript 6 every package under node_modules/@types was taken in unless `types` said
// otherwise. Programs written for that time need it, and it does no harm to newer ones.
function effective(options: ts.CompilerOptions): ts.CompilerOptions {
  return {
    ...options,
    ...moduleFor(options),
    // What a project references is read from its sources: a checkout need not be built.
    disableSourceOfProjectReferenceRedirect: false,
    types: options.types ?? ["*"],
    noEmit: true,
    skipLibCheck: true,
    ignoreDeprecations: "6.0",
  };
}

// Who resolves modules as Node does has them of Node's kinds, each by its package: TypeScript insists on it since 5.2, and
// took it for granted before. By another kind all of them would be ES modules, whose imports name files with their endings.
function moduleFor({ module, moduleResolution }: ts.CompilerOptions): ts.CompilerOptions {
  const isNode16 = moduleResolution === ts.ModuleResolutionKind.Node16;
  if (!isNode16 && moduleResolution !== ts.ModuleResolutionKind.NodeNext) return {};
  if (module !== undefined && module >= ts.ModuleKind.Node16 && module <= ts.ModuleKind.NodeNext) {
    return {};
  }
  return { module: isNode16 ? ts.ModuleKind.Node16 : ts.ModuleKind.NodeNext };
}
