import type { SemanticProgram } from "../model/checker.js";
import { libFileText, ts } from "../model/compiler.js";
import type { DistantFile } from "../model/native/distant-node.js";
import { libDirectory, noteScope, scopeNamed } from "../model/origin.js";
import type { TypesFrom } from "./discover.js";
import type { Disk } from "./disk.js";
import { Horizon } from "./horizon.js";
import { mentionedIn } from "./mentioned-lib.js";
import { NativeFailure } from "./native/channel.js";
import { hasNativeFailed, nativeCompiler } from "./native/native-compiler.js";
import { NativeProgram, unsupportedOption } from "./native/native-program.js";
import { PackageNames } from "./package-names.js";
import { parseText, reparse } from "./reparse.js";
import { WorkspacePackages } from "./workspace-packages.js";

/**
 * Keeps one program over files that change. Each change drops only what it touches: the parsed
 * file of an edit, the module resolutions of a created or deleted file. The next `program()` takes
 * over everything else.
 */
export class ProgramStore {
  readonly #disk: Disk;
  readonly #directory: string;
  readonly #options: ts.CompilerOptions;
  readonly #projectReferences: readonly ts.ProjectReference[];
  readonly #buffers = new Map<string, string>();
  readonly #texts = new Map<string, string | undefined>();
  readonly #tooDeep = new Set<string>();
  readonly #parsed = new Map<string, ts.SourceFile>();
  /** Files that the call stack was too small for, at the place where they were wanted. */
  readonly #unparsed = new Map<string, ts.ScriptTarget | ts.CreateSourceFileOptions>();
  /** Trees of edited files, until there is one of the new text that takes them apart. */
  readonly #outdated = new Map<string, ts.SourceFile>();
  /** File to the files its module specifiers resolve to, by specifier. */
  readonly #imports = new Map<string, Map<string, string | undefined>>();
  readonly #types: TypesFrom;
  /** Whether nobody needs the tree of a source any more once its text is another. */
  readonly #mayTakeApart: (source: ts.SourceFile) => boolean;
  #roots: readonly string[];
  #resolutions: ts.ModuleResolutionCache;
  #workspace: WorkspacePackages;
  #packages: PackageNames;
  #program: ts.Program | undefined;
  #native: NativeProgram | undefined;
  /** The state that the next one is compared with. */
  #compared: NativeProgram | undefined;
  #withoutNative: string | undefined;
  #previous: ts.Program | undefined;
  #importers: Map<string, Set<string>> | undefined;

  constructor(
    disk: Disk,
    directory: string,
    options: ts.CompilerOptions,
    projectReferences: readonly ts.ProjectReference[],
    roots: readonly string[],
    types: TypesFrom | undefined = "ts-morph",
    mayTakeApart: (source: ts.SourceFile) => boolean = () => false,
  ) {
    this.#mayTakeApart = types === "ts-morph" ? mayTakeApart : () => false;
    this.#types = types;
    this.#disk = disk;
    this.#directory = directory;
    // TypeScript 7 knows no other order of a union's parts, and in messages it must not hang on what was asked first.
    this.#options = { ...options, stableTypeOrdering: true };
    this.#projectReferences = projectReferences;
    this.#roots = roots;
    this.#resolutions = this.#newResolutions();
    this.#workspace = new WorkspacePackages(disk, directory);
    this.#packages = new PackageNames(disk);
  }

  /** The program over the texts as they are now. */
  program(): SemanticProgram {
    return this.#nativeProgram() ?? this.reference();
  }

  /** The reference compiler's program over the texts as they are now. */
  reference(): ts.Program {
    if (this.#program === undefined) {
      this.#program = this.#build();
      // Binding sets the parents of all nodes, which the parser was spared.
      this.#program.getTypeChecker();
    }
    return this.#program;
  }

  /**
   * A program of one file and what stands nearest to it, by which much of the file can be checked before all of
   * the project is read; `undefined` where that has been, or where this would be hardly less. What is parsed
   * for it is parsed.
   */
  nearby(file: string, declarations: readonly string[]): ts.Program | undefined {
    const isWorthwhile = this.#roots.length >= SMALL && this.#previous === undefined;
    if (!isWorthwhile || this.#types !== "ts-morph") return undefined;
    const host = this.#host();
    const own = new Set([file]);
    const horizon = new Horizon(file, (one) => this.text(one) ?? "");
    try {
      const program = ts.createProgram({
        rootNames: [...declarations, file],
        options: this.#options,
        projectReferences: this.#projectReferences,
        host: {
          ...host,
          // The library comes last.
          getSourceFile: (one, how) => {
            if (!one.startsWith(`${libDirectory}/`)) own.add(one);
            else if ((libText(one)?.length ?? 0) > LARGE)
              return this.#parseMentioned(one, own, how);
            return host.getSourceFile(one, how);
          },
          resolveModuleNameLiterals: (literals, containing, redirected, options, source) =>
            horizon.within(
              containing,
              literals.map((literal) => this.#resolve(literal, source, redirected, options, host)),
            ),
        },
      });
      program.getTypeChecker();
      return program;
    } catch (error) {
      // What nests too deep is for the whole program to find out.
      if (!(error instanceof RangeError)) throw error;
      this.#unparsed.clear();
      return undefined;
    }
  }

  // Packages mention all of the library, of which few of those who use them ever see anything.
  #parseMentioned(
    lib: string,
    files: Iterable<string>,
    how: ts.ScriptTarget | ts.CreateSourceFileOptions,
  ): ts.SourceFile {
    const sources = [...files].filter((file) => !file.includes("/node_modules/"));
    const texts = sources.map((file) => this.text(file) ?? "");
    return parseText(lib, mentionedIn(libText(lib) ?? "", texts), how, false);
  }

  /** Why types come from the reference although others were asked for. */
  get withoutNative(): string | undefined {
    return this.#withoutNative;
  }

  /** Whether that is because something went wrong, and not because of what the project is. */
  get hasNativeFailed(): boolean {
    return this.#hasFailed;
  }

  /** Frees what is held outside of this process. What is asked next makes it anew. */
  close(): void {
    this.#invalidate();
    this.#compared?.close();
    this.#compared = undefined;
  }

  /** Has a state of the program be at hand until another is named: the next is compared with it. */
  compareWith(program: SemanticProgram): void {
    const outdated = this.#compared;
    this.#compared = program instanceof NativeProgram ? program : undefined;
    if (outdated !== this.#compared && outdated !== this.#native) outdated?.close();
  }

  /**
   * Tells whether the process behind the program has died, so that what was last answered may be wrong;
   * the next program comes from a new one, or from the reference.
   */
  hasLostNative(): boolean {
    if (this.#lost) {
      this.#lost = false;
      return true;
    }
    const failure = this.#native === undefined ? undefined : this.#native.failure;
    if (failure === undefined) return false;
    this.#native = undefined;
    this.#losses += 1;
    if (this.#losses > 1) {
      this.#withoutNative = `its process ended twice: ${failure.message}`;
      this.#hasFailed = true;
    }
    return true;
  }

  #losses = 0;
  #hasFailed = false;
  /** The process was found dead when the program was to be made, so that what it said before is gone. */
  #lost = false;

  #nativeProgram(): NativeProgram | undefined {
    if (this.#types === "ts-morph" || this.#withoutNative !== undefined) return undefined;
    if (this.#native !== undefined) return this.#native;
    const unsupported =
      this.#projectReferences.length > 0 ? `"references"` : unsupportedOption(this.#options);
    if (unsupported === undefined && this.#importsFromWorkspace()) {
      this.#withoutNative = "it imports packages of its own repository, which are found as sources";
      return undefined;
    }
    if (unsupported !== undefined) {
      this.#withoutNative = `TypeScript 7 does not know ${unsupported}, or takes it for something else`;
      return undefined;
    }
    const compiler = nativeCompiler();
    if (typeof compiler === "string") {
      this.#withoutNative = compiler;
      this.#hasFailed = hasNativeFailed();
      return undefined;
    }
    try {
      this.#native = new NativeProgram(compiler, {
        roots: this.#roots,
        options: this.#options,
        disk: {
          readFile: (path) => this.#textForNative(path),
          fileExists: (path) => this.#buffers.has(path) || this.#disk.fileExists(path),
          directoryExists: (path) => this.#disk.directoryExists(path),
          directories: (path) => this.#disk.directories(path),
          realpath: (path) => this.#disk.realpath(path),
        },
        parse: (file, options) => this.#parseNative(file, options),
        outline: (file, options) => this.#outlineNative(file, options),
      });
      this.#importers = undefined;
      return this.#native;
    } catch (error) {
      if (error instanceof RangeError) throw error;
      // A process that has died since it was last asked is started again, once.
      if (error instanceof NativeFailure && this.#losses === 0) {
        this.#losses = 1;
        this.#lost = true;
        return this.#nativeProgram();
      }
      this.#withoutNative = `it cannot read the project: ${(error as Error).message}`;
      this.#hasFailed = true;
      return undefined;
    }
  }

  // One that is linked and built is found by whoever looks for it.
  #importsFromWorkspace(): boolean {
    const host = this.#host();
    const resolves = new Map<string, boolean>();
    const isFound = (name: string, file: string): boolean => {
      const key = `${file.slice(0, file.lastIndexOf("/"))} ${name}`;
      let found = resolves.get(key);
      if (found === undefined) {
        found = [ts.ModuleKind.ESNext, ts.ModuleKind.CommonJS].every(
          (mode) =>
            ts.resolveModuleName(
              name,
              file,
              this.#options,
              host,
              this.#resolutions,
              undefined,
              mode as ts.ResolutionMode,
            ).resolvedModule !== undefined,
        );
        resolves.set(key, found);
      }
      return found;
    };
    return this.#roots.some((file) =>
      this.#workspace.importsIn(this.text(file) ?? "").some((name) => !isFound(name, file)),
    );
  }

  // What nests deeper than our parser reaches counts as empty. The process would parse it, and then work on
  // its types for minutes.
  #textForNative(file: string): string | undefined {
    const text = this.text(file);
    if (text === undefined || !nestsDeep(text)) return text;
    this.#parseNative(file, this.#options);
    return this.#tooDeep.has(file) ? "" : text;
  }

  // As a program of the reference compiler has its files parsed.
  #parseNative(file: string, options: ts.CompilerOptions): ts.SourceFile | undefined {
    const known = this.#parsed.get(file);
    if (known !== undefined) return known;
    const how = this.#parsingOf(file, options);
    let source: ts.SourceFile | undefined;
    if (file.startsWith(`${libDirectory}/`)) {
      const text = libText(file);
      source = text === undefined ? undefined : parseText(file, text, how, true);
      if (source !== undefined) this.#parsed.set(file, source);
    } else {
      const text = this.text(file);
      if (text === undefined) return undefined;
      source = this.#parseAlone(file, how, isBinary(text) ? "" : text);
      noteScope(source, this.#packages.of(file));
      this.#parsed.set(file, source);
    }
    if (source !== undefined && how.packageJsonScope !== undefined) {
      (source as { packageJsonScope?: unknown }).packageJsonScope = how.packageJsonScope;
    }
    return source;
  }

  #parsingOf(file: string, options: ts.CompilerOptions): Parsing {
    const internals = ts as unknown as Internals;
    const format = internals.getImpliedNodeFormatForFileWorker(
      file,
      this.#resolutions.getPackageJsonInfoCache(),
      this.#host(),
      options,
    );
    return {
      ...(typeof format === "object" ? format : { impliedNodeFormat: format }),
      languageVersion: internals.getEmitScriptTarget(options),
      setExternalModuleIndicator: internals.getSetExternalModuleIndicator(options),
    } as Parsing;
  }

  #outlineNative(file: string, options: ts.CompilerOptions): DistantFile {
    const { packageJsonScope } = this.#parsingOf(file, options);
    const text = (): string => libText(file) ?? this.text(file) ?? "";
    return {
      fileName: file,
      packageJsonScope: packageJsonScope ?? scopeNamed(this.#packages.of(file)),
      get text() {
        return text();
      },
    };
  }

  setRoots(roots: readonly string[]): void {
    this.#roots = roots;
    this.#invalidate();
  }

  /** The text of a file: its buffer, else what is on disk; `undefined` where it cannot be read. */
  text(file: string): string | undefined {
    const buffer = this.#buffers.get(file);
    if (buffer !== undefined) return buffer;
    if (!this.#texts.has(file)) this.#texts.set(file, this.#disk.readFile(file));
    return this.#texts.get(file);
  }

  /** Whether a file nests deeper than the parser reaches; it then counts as empty. */
  isTooDeep(file: string): boolean {
    this.program();
    return this.#tooDeep.has(file);
  }

  hasBuffer(file: string): boolean {
    return this.#buffers.has(file);
  }

  setBuffer(file: string, text: string): void {
    if (this.#buffers.get(file) === text) return;
    const existed = this.#buffers.has(file) || this.#disk.fileExists(file);
    if (!existed) this.#forgetResolutions();
    // What nobody has read so far is no part of the program, whatever it says.
    if (!existed || (this.#isRead(file) && this.text(file) !== text)) this.#drop(file);
    this.#buffers.set(file, text);
  }

  closeBuffer(file: string): void {
    const buffer = this.#buffers.get(file);
    if (buffer === undefined) return;
    const isRead = this.#isRead(file);
    this.#buffers.delete(file);
    this.#texts.delete(file);
    if (!this.#disk.fileExists(file)) this.#forgetResolutions();
    if (isRead && this.text(file) !== buffer) this.#drop(file);
  }

  /** Takes notice that a file changed, came to be or went away on disk. */
  refresh(file: string): void {
    const known = this.#texts.has(file) || this.#parsed.has(file);
    const exists = this.#disk.fileExists(file);
    if (!known && !exists) return;
    const before = this.#texts.get(file);
    this.#texts.delete(file);
    if (known !== exists || (before === undefined && exists)) this.#forgetResolutions();
    if (file.endsWith("/package.json")) this.#forgetResolutions();
    if (!this.#buffers.has(file) && this.text(file) !== before) this.#drop(file);
  }

  /** The files that `file` imports, as far as they resolve. */
  imports(file: string): ReadonlySet<string> {
    const native = this.#nativeProgram();
    if (native !== undefined) return native.importsOf(file);
    const program = this.reference();
    // An output of a referenced project stands for the source that the program holds in its place.
    const sources = new Set<string>();
    for (const target of this.#imports.get(file)?.values() ?? []) {
      if (target !== undefined) sources.add(program.getSourceFile(target)?.fileName ?? target);
    }
    return sources;
  }

  /** The files that each module specifier of a file leads to; `undefined` where only the files are known. */
  importsBySpecifier(file: string): ReadonlyMap<string, ReadonlySet<string>> | undefined {
    if (this.#nativeProgram() !== undefined) return undefined;
    const program = this.reference();
    const found = new Map<string, Set<string>>();
    for (const [key, target] of this.#imports.get(file) ?? []) {
      if (target === undefined) continue;
      const specifier = key.slice(key.indexOf(" ") + 1);
      const source = program.getSourceFile(target)?.fileName ?? target;
      found.set(specifier, (found.get(specifier) ?? new Set()).add(source));
    }
    return found;
  }

  /** The modules that a file names, resolved or not; `undefined` where only the files are known. */
  specifiers(file: string): readonly string[] | undefined {
    if (this.#nativeProgram() !== undefined) return undefined;
    this.reference();
    const names = [...(this.#imports.get(file)?.keys() ?? [])];
    return [...new Set(names.map((key) => key.slice(key.indexOf(" ") + 1)))];
  }

  /** Whether an import of a module in a source would resolve. */
  canImport(
    specifier: string,
    source: Pick<ts.SourceFile, "fileName" | "impliedNodeFormat">,
  ): boolean {
    const { fileName, impliedNodeFormat } = source;
    const { resolvedModule } = ts.resolveModuleName(
      specifier,
      fileName,
      this.#options,
      this.#host(),
      this.#resolutions,
      undefined,
      impliedNodeFormat,
    );
    return (resolvedModule ?? this.#fromWorkspace(specifier).resolvedModule) !== undefined;
  }

  /** The files that import `file`. */
  importers(file: string): ReadonlySet<string> {
    const program = this.program();
    if (this.#importers === undefined) {
      this.#importers = new Map();
      for (const { fileName } of program.getSourceFiles()) {
        for (const target of this.imports(fileName)) {
          const known = this.#importers.get(target);
          if (known === undefined) this.#importers.set(target, new Set([fileName]));
          else known.add(fileName);
        }
      }
    }
    return this.#importers.get(file) ?? new Set();
  }

  // The compiler follows imports with the call stack, and a chain of them can be longer than that is
  // deep. What it has parsed then is kept; started from the deepest files, it gets on from there.
  #build(): ts.Program {
    for (let reached = -1; ; reached = this.#parsed.size) {
      try {
        const program = ts.createProgram({
          rootNames: this.#roots,
          options: this.#options,
          projectReferences: this.#projectReferences,
          host: this.#host(),
          ...(this.#previous === undefined ? {} : { oldProgram: this.#previous }),
        });
        this.#previous = program;
        this.#importers = undefined;
        return program;
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        for (const [file, how] of this.#unparsed)
          this.#parsed.set(file, this.#parseAlone(file, how));
        this.#unparsed.clear();
        if (this.#parsed.size === reached) throw error;
        const own = new Set(this.#roots);
        const deepest = [...this.#parsed.keys()].filter((file) => own.has(file)).reverse();
        this.#roots = [...new Set([...deepest, ...this.#roots])];
      }
    }
  }

  #isRead(file: string): boolean {
    return this.#parsed.has(file) || this.#texts.has(file) || file.endsWith(".json");
  }

  #drop(file: string): void {
    const before = this.#parsed.get(file);
    if (before !== undefined && this.#mayTakeApart(before)) this.#outdated.set(file, before);
    this.#parsed.delete(file);
    this.#imports.delete(file);
    this.#invalidate();
  }

  #forgetResolutions(): void {
    this.#outdated.clear();
    this.#resolutions = this.#newResolutions();
    this.#workspace = new WorkspacePackages(this.#disk, this.#directory);
    this.#packages = new PackageNames(this.#disk);
    this.#imports.clear();
    this.#previous = undefined;
    this.#invalidate();
  }

  #invalidate(): void {
    this.#program = undefined;
    if (this.#native !== this.#compared) this.#native?.close();
    this.#native = undefined;
  }

  #newResolutions(): ts.ModuleResolutionCache {
    return ts.createModuleResolutionCache(
      this.#directory,
      (name) => (this.#disk.caseSensitive ? name : name.toLowerCase()),
      this.#options,
    );
  }

  #host(): Host {
    const disk = this.#disk;
    const fileExists = (file: string): boolean =>
      this.#buffers.has(file) || libText(file) !== undefined || disk.fileExists(file);
    const readFile = (file: string): string | undefined => libText(file) ?? this.text(file);
    const host: Host = {
      fileExists,
      readFile,
      getSourceFile: (file, how) => this.#parse(file, how),
      getDefaultLibLocation: () => libDirectory,
      getDefaultLibFileName: (options) => `${libDirectory}/${ts.getDefaultLibFileName(options)}`,
      getCurrentDirectory: () => this.#directory,
      getCanonicalFileName: (file) => (disk.caseSensitive ? file : file.toLowerCase()),
      useCaseSensitiveFileNames: () => disk.caseSensitive,
      getNewLine: () => "\n",
      writeFile: () => {},
      directoryExists: (path) => path === libDirectory || disk.directoryExists(path),
      getDirectories: (path) => [...disk.directories(path)],
      readDirectory: (path, extensions, exclude, include, depth) => [
        ...disk.readDirectory(path, extensions, exclude, include, depth),
      ],
      realpath: (path) => disk.realpath(path),
      // An import of a referenced project's output means its sources, built or not.
      useSourceOfProjectReferenceRedirect: () => true,
      getModuleResolutionCache: () => this.#resolutions,
      resolveModuleNameLiterals: (literals, containing, redirected, options, source) => {
        // Of a file that is taken over, only what did not resolve before is asked for again.
        const known = this.#imports.get(containing) ?? new Map<string, string | undefined>();
        this.#imports.set(containing, known);
        return literals.map((literal) => {
          const mode = ts.getModeForUsageLocation(source, literal, options);
          const one = this.#resolve(literal, source, redirected, options, host);
          known.set(`${mode ?? ""} ${literal.text}`, one.resolvedModule?.resolvedFileName);
          return one;
        });
      },
    };
    return host;
  }

  #resolve(
    literal: ts.StringLiteralLike,
    source: ts.SourceFile,
    redirected: ts.ResolvedProjectReference | undefined,
    options: ts.CompilerOptions,
    host: Host,
  ): ts.ResolvedModuleWithFailedLookupLocations {
    const mode = ts.getModeForUsageLocation(source, literal, options);
    const found = ledBy(host, () =>
      // The compiler lends the host a `fileExists` that knows outputs of referenced projects.
      ts.resolveModuleName(
        literal.text,
        source.fileName,
        options,
        host,
        this.#resolutions,
        redirected,
        mode,
      ),
    );
    return found ?? this.#fromWorkspace(literal.text);
  }

  // A package of the same repository that is not installed, or not built.
  #fromWorkspace(specifier: string): ts.ResolvedModuleWithFailedLookupLocations {
    const source = this.#workspace.sourceOf(specifier);
    return {
      resolvedModule:
        source === undefined
          ? undefined
          : {
              resolvedFileName: source,
              extension: source.slice(source.lastIndexOf(".")),
              isExternalLibraryImport: false,
              resolvedUsingTsExtension: false,
            },
    };
  }

  #parse(
    file: string,
    how: ts.ScriptTarget | ts.CreateSourceFileOptions,
  ): ts.SourceFile | undefined {
    if (file.startsWith(`${libDirectory}/`)) return parseLib(file, how);
    const known = this.#parsed.get(file);
    if (known !== undefined) return known;
    const text = this.text(file);
    if (text === undefined) return undefined;
    try {
      const before = this.#outdated.get(file);
      this.#outdated.delete(file);
      // A binary file that carries a source's ending is reported, not parsed.
      const parsed =
        (before && reparse(before, text, how)) ??
        parseText(file, isBinary(text) ? "" : text, how, false);
      noteScope(parsed, this.#packages.of(file));
      this.#tooDeep.delete(file);
      this.#parsed.set(file, parsed);
      return parsed;
    } catch (error) {
      // Whether the file is too deep, or only the stack that led to it, shows where there is none.
      if (error instanceof RangeError) this.#unparsed.set(file, how);
      throw error;
    }
  }

  // The parser descends with the call stack, and generated sources can nest deeper than it reaches.
  #parseAlone(
    file: string,
    how: ts.ScriptTarget | ts.CreateSourceFileOptions,
    text = this.text(file) ?? "",
  ): ts.SourceFile {
    try {
      this.#tooDeep.delete(file);
      return parseText(file, text, how, true);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#tooDeep.add(file);
      return parseText(file, "", how, true);
    }
  }
}

type Parsing = ts.CreateSourceFileOptions & { readonly packageJsonScope?: unknown };

// How the compiler itself finds out how a file is to be parsed.
interface Internals {
  getImpliedNodeFormatForFileWorker(
    file: string,
    cache: unknown,
    host: ts.ModuleResolutionHost,
    options: ts.CompilerOptions,
  ): ts.ResolutionMode | Partial<ts.CreateSourceFileOptions>;
  getEmitScriptTarget(options: ts.CompilerOptions): ts.ScriptTarget;
  getSetExternalModuleIndicator(options: ts.CompilerOptions): (file: ts.SourceFile) => void;
}

type Host = ts.CompilerHost & { useSourceOfProjectReferenceRedirect(): boolean };

/** Projects of fewer files are read as a whole nearly as soon as a part of them. */
const SMALL = 100;

/** Files of the library of more characters are not parsed as a whole for one source. */
const LARGE = 500_000;

const DEEP = 1000;

// Brackets in texts count as well: it is only asked where to look closer.
function nestsDeep(text: string): boolean {
  if (text.length < 2 * DEEP) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case 0x28: // (
      case 0x5b: // [
      case 0x7b: // {
        depth += 1;
        if (depth > DEEP) return true;
        break;
      case 0x29:
      case 0x5d:
      case 0x7d:
        if (depth > 0) depth -= 1;
    }
  }
  return false;
}

/** Tells a binary file, which can carry a source's ending by mistake, from text. */
export function isBinary(text: string): boolean {
  return text.includes("\0");
}

// The declarations of the language's own library come embedded in the compiler's package; they
// stand in a folder that exists nowhere else, and are parsed once for all projects.
const parsedLibs = new Map<string, ts.SourceFile>();

/**
 * What resolving comes to, where it comes to something. Through a link, the compiler finds what a referenced
 * project would put out by a pattern that it makes of the link's path as it is: where that holds a `+` or the like,
 * the pattern is none, or leads to a file that nobody has.
 */
function ledBy(
  host: Host,
  resolve: () => ts.ResolvedModuleWithFailedLookupLocations,
): ts.ResolvedModuleWithFailedLookupLocations | undefined {
  try {
    const found = resolve();
    const name = found.resolvedModule?.resolvedFileName;
    const isLost =
      name?.includes("/node_modules/") && /\.d\.[cm]?ts$/.test(name) && !host.fileExists(name);
    return name === undefined || isLost ? undefined : found;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

function libText(file: string): string | undefined {
  if (!file.startsWith(`${libDirectory}/`)) return undefined;
  return libFileText(file.slice(libDirectory.length + 1));
}

function parseLib(
  file: string,
  how: ts.ScriptTarget | ts.CreateSourceFileOptions,
): ts.SourceFile | undefined {
  const target = typeof how === "object" ? how.languageVersion : how;
  const key = `${target}:${file}`;
  let parsed = parsedLibs.get(key);
  if (parsed === undefined) {
    const text = libText(file);
    if (text === undefined) return undefined;
    parsed = parseText(file, text, how, false);
    parsedLibs.set(key, parsed);
  }
  return parsed;
}
