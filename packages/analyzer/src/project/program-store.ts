import type { SemanticProgram } from "../model/checker.js";
import { ts } from "../model/compiler.js";
import type { DistantFile } from "../model/native/distant-node.js";
import { libDirectory, noteScope, scopeNamed } from "../model/origin.js";
import type { TypesFrom } from "./discover.js";
import type { Disk } from "./disk.js";
import { isOfLibrary, libText, parseLib } from "./embedded-library.js";
import { type Host, ModuleResolutions } from "./module-resolutions.js";
import { NativeFailure } from "./native/channel.js";
import { hasNativeFailed, nativeCompiler } from "./native/native-compiler.js";
import { unsupportedOption } from "./native/native-options.js";
import { NativeProgram, type NativeProgramSources } from "./native/native-program.js";
import { configsForNative, type NativeConfigs, OtherReading } from "./native/referenced-configs.js";
import { nearbyProgram } from "./nearby-program.js";
import { nestsDeep } from "./nesting.js";
import { PackageNames } from "./package-names.js";
import { parseText, reparse } from "./reparse.js";

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
  /** Files whose trees were let go: they were read all the same. */
  readonly #forgotten = new Set<string>();
  /** Files that the call stack was too small for, at the place where they were wanted. */
  readonly #unparsed = new Map<string, ts.ScriptTarget | ts.CreateSourceFileOptions>();
  /** Trees of edited files, until there is one of the new text that takes them apart. */
  readonly #outdated = new Map<string, ts.SourceFile>();
  /** File to the files its module specifiers resolve to, by specifier. */
  readonly #imports = new Map<string, Map<string, string | undefined>>();
  /** Files that will be looked at, the first of them last. */
  #expected: string[] = [];
  /** How long the texts are that were parsed ahead, and that nobody has looked at so far. */
  readonly #ahead = new Map<string, number>();
  #aheadText = 0;
  /** Of no more text trees are made ahead. */
  mostAhead = Number.POSITIVE_INFINITY;
  readonly #types: TypesFrom;
  /** Whether nobody needs the tree of a source any more once its text is another. */
  readonly #mayTakeApart: (source: ts.SourceFile) => boolean;
  #roots: readonly string[];
  #resolutions: ModuleResolutions;
  #packages: PackageNames;
  #program: ts.Program | undefined;
  #native: NativeProgram | undefined;
  /** The state that was made last, which the next one lies over where edits of files are all that came between. */
  #latest: NativeProgram | undefined;
  /** The files that are to be edited in it. */
  #edited: Set<string> | "all" = new Set();
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
    this.#mayTakeApart = mayTakeApart;
    this.#types = types;
    this.#disk = disk;
    this.#directory = directory;
    // TypeScript 7 knows no other order of a union's parts, and in messages it must not hang on what was asked first.
    this.#options = { ...options, stableTypeOrdering: true };
    this.#projectReferences = projectReferences;
    this.#roots = roots;
    this.#resolutions = this.#newResolutions();
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
    const hasBeenRead = this.#previous !== undefined || this.#latest !== undefined;
    if (this.#roots.length < SMALL || hasBeenRead) return undefined;
    const host = this.#host();
    try {
      return nearbyProgram(file, declarations, {
        options: this.#options,
        projectReferences: this.#projectReferences,
        host,
        text: (one) => this.text(one),
        resolve: (literal, source, redirected, options) =>
          this.#resolutions.resolve(literal, source, redirected, options, host),
      });
    } catch (error) {
      // What nests too deep is for the whole program to find out.
      if (!(error instanceof RangeError)) throw error;
      this.#unparsed.clear();
      // Only a program that is made to the end has its trees know their parents.
      this.#parsed.clear();
      return undefined;
    }
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
    this.#invalidate("all");
    this.#closeLatest();
    this.#compared?.close();
    this.#compared = undefined;
  }

  /** Has a state of the program be at hand until another is named: the next is compared with it. */
  compareWith(program: SemanticProgram): void {
    const outdated = this.#compared;
    this.#compared = program instanceof NativeProgram ? program : undefined;
    if (outdated !== this.#compared && outdated !== this.#latest) outdated?.close();
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
    return this.#noticeLoss();
  }

  // What lay in a process that has ended is gone, whether anybody asks it again or not.
  #noticeLoss(): boolean {
    const failure = this.#latest?.failure;
    if (failure === undefined) return false;
    this.#native = undefined;
    this.#latest = undefined;
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
    if (this.#noticeLoss()) {
      this.#lost = true;
      return this.#nativeProgram();
    }
    const following = this.#followingNative();
    if (following !== undefined || this.#withoutNative !== undefined) return following;
    const configs = this.#configsForNative();
    const unsupported =
      unsupportedOption(this.#options) ?? (typeof configs === "string" ? configs : undefined);
    // What a reference stands for is known to the process alone.
    if (unsupported === undefined && configs === undefined && this.#needsWorkspace(this.#roots)) {
      this.#withoutNative = fromWorkspace;
      return undefined;
    }
    if (unsupported !== undefined) {
      this.#withoutNative = otherwise(unsupported);
      return undefined;
    }
    const compiler = nativeCompiler();
    if (typeof compiler === "string") {
      this.#withoutNative = compiler;
      this.#hasFailed = hasNativeFailed();
      return undefined;
    }
    try {
      this.#closeLatest();
      this.#native = new NativeProgram(
        compiler,
        this.#nativeSources(typeof configs === "object" ? configs : undefined),
      );
      this.#latest = this.#native;
      this.#edited = new Set();
      const native = this.#native;
      const isReferenced = (name: string, file: string): boolean => native.resolves(name, file);
      if (configs !== undefined && this.#needsWorkspace(this.#roots, isReferenced)) {
        this.#withoutNative = fromWorkspace;
        this.#invalidate("all");
        this.#closeLatest();
        return undefined;
      }
      this.#importers = undefined;
      return this.#native;
    } catch (error) {
      if (error instanceof RangeError) throw error;
      if (error instanceof OtherReading) {
        this.#withoutNative = otherwise(error.message);
        return undefined;
      }
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

  // The state that follows the last by edits of files; `undefined` where it is to be made from the beginning.
  #followingNative(): NativeProgram | undefined {
    const before = this.#latest;
    const edited = this.#edited;
    if (before === undefined || edited === "all") return undefined;
    try {
      const resolves = (name: string, file: string): boolean => before.resolves(name, file);
      const own = [...edited].filter((file) => before.fileNames.has(file));
      if (this.#needsWorkspace(own, before.isOfReferences ? resolves : undefined)) return undefined;
      const texts = [...edited].map((file) => [file, this.#textForNative(file) ?? ""] as const);
      this.#native = before.edited(new Map(texts));
    } catch (error) {
      if (error instanceof RangeError) throw error;
      // What the process cannot edit, it is to make anew.
      this.#lost = this.#noticeLoss();
      return undefined;
    }
    this.#latest = this.#native;
    this.#edited = new Set();
    this.#importers = undefined;
    if (before !== this.#compared) before.close();
    return this.#native;
  }

  #nativeSources(configs: NativeConfigs | undefined): NativeProgramSources {
    return {
      roots: this.#roots,
      options: this.#options,
      disk: {
        readFile: (path) => this.#textForNative(path),
        fileExists: (path) => this.#buffers.has(path) || this.#disk.fileExists(path),
        directoryExists: (path) => this.#disk.directoryExists(path),
        directories: (path) => this.#disk.directories(path),
        realpath: (path) => this.#disk.realpath(path),
      },
      parse: (file, options) => {
        this.#aheadText -= this.#ahead.get(file) ?? 0;
        this.#ahead.delete(file);
        return this.#parseNative(file, options);
      },
      parseNext: () => this.#parseNext(),
      forget: (file) => {
        if (this.#parsed.delete(file)) this.#forgotten.add(file);
      },
      outline: (file, options) => this.#outlineNative(file, options),
      ...(configs === undefined ? {} : { configs }),
    };
  }

  #closeLatest(): void {
    if (this.#latest !== this.#compared) this.#latest?.close();
    this.#latest = undefined;
  }

  #configsForNative(): NativeConfigs | string | undefined {
    const { configFilePath } = this.#options;
    if (this.#projectReferences.length === 0 || typeof configFilePath !== "string")
      return undefined;
    return configsForNative(
      {
        configPath: configFilePath,
        roots: this.#roots,
        options: this.#options,
        projectReferences: this.#projectReferences,
      },
      this.#disk,
    );
  }

  #needsWorkspace(
    files: readonly string[],
    isReferenced?: (name: string, file: string) => boolean,
  ): boolean {
    // What leads nowhere to one who knows no references is not to be remembered.
    const resolutions = isReferenced === undefined ? this.#resolutions : this.#newResolutions();
    return resolutions.needWorkspace(files, (file) => this.text(file), this.#host(), isReferenced);
  }

  // What nests deeper than our parser reaches counts as empty. The process would parse it, and then work on
  // its types for minutes.
  #textForNative(file: string): string | undefined {
    const text = this.text(file);
    if (text === undefined || !nestsDeep(text)) return text;
    this.#parseNative(file, this.#options);
    return this.#tooDeep.has(file) ? "" : text;
  }

  /** Says which files will be looked at, in which order: they are parsed while the native compiler is busy. */
  expect(files: Iterable<string>): void {
    this.#expected = [...files].reverse();
  }

  #parseNext(): boolean {
    const file = this.#aheadText < this.mostAhead ? this.#expected.pop() : undefined;
    if (file === undefined) return false;
    // What was looked at and let go is done with.
    if (this.#forgotten.has(file)) return this.#expected.length > 0;
    const text = this.text(file);
    if (text !== undefined && !nestsDeep(text)) {
      if (!this.#parsed.has(file)) {
        this.#ahead.set(file, text.length);
        this.#aheadText += text.length;
      }
      this.#parseNative(file, this.#options);
    }
    // How deep the call stack reaches is for those to find out who need the file.
    if (this.#tooDeep.delete(file)) this.#parsed.delete(file);
    return this.#expected.length > 0;
  }

  // As a program of the reference compiler has its files parsed.
  #parseNative(
    file: string,
    options: ts.CompilerOptions,
    readText = (): string | undefined => this.text(file),
  ): ts.SourceFile | undefined {
    const known = this.#parsed.get(file);
    if (known !== undefined) return known;
    const how = this.#parsingOf(file, options);
    let source: ts.SourceFile | undefined;
    if (isOfLibrary(file)) {
      const text = libText(file);
      source = text === undefined ? undefined : parseText(file, text, how, true);
      if (source !== undefined) this.#parsed.set(file, source);
    } else {
      const text = readText();
      if (text === undefined) return undefined;
      source = this.#reparse(file, text, how) ?? this.#parseAlone(file, how, textOrNothing(text));
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
      this.#resolutions.cache.getPackageJsonInfoCache(),
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
    const known = new Set(this.#roots);
    const isSame = roots.length === known.size && roots.every((one) => known.has(one));
    this.#roots = roots;
    this.#invalidate(isSame ? [] : "all");
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
    const before = this.#isRead(file) || !existed ? this.text(file) : text;
    if (!existed || before !== text) this.#drop(file, before);
    this.#buffers.set(file, text);
  }

  closeBuffer(file: string): void {
    const buffer = this.#buffers.get(file);
    if (buffer === undefined) return;
    const isRead = this.#isRead(file);
    this.#buffers.delete(file);
    this.#texts.delete(file);
    if (!this.#disk.fileExists(file)) this.#forgetResolutions();
    if (isRead && this.text(file) !== buffer) this.#drop(file, buffer);
  }

  /** Takes notice that a file changed, came to be or went away on disk. */
  refresh(file: string): void {
    const known = this.#texts.has(file) || this.#parsed.has(file) || this.#forgotten.has(file);
    const exists = this.#disk.fileExists(file);
    if (!known && !exists) return;
    const before = this.#texts.get(file);
    this.#texts.delete(file);
    if (known !== exists || (before === undefined && exists)) this.#forgetResolutions();
    if (file.endsWith("/package.json")) this.#forgetResolutions();
    if (!this.#buffers.has(file) && this.text(file) !== before) this.#drop(file, before);
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

  /** The files that each module specifier of a file leads to. */
  importsBySpecifier(file: string): ReadonlyMap<string, ReadonlySet<string>> {
    const native = this.#nativeProgram();
    if (native !== undefined) return native.importsBySpecifierOf(file);
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
    return this.#resolutions.canImport(specifier, source, this.#host());
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
    return (
      this.#latest?.fileNames.has(file) === true ||
      this.#parsed.has(file) ||
      this.#forgotten.has(file) ||
      this.#texts.has(file) ||
      file.endsWith(".json")
    );
  }

  #drop(file: string, text: string | undefined): void {
    this.#keepInStates(file, text);
    const before = this.#parsed.get(file);
    if (before !== undefined && this.#mayTakeApart(before)) this.#outdated.set(file, before);
    this.#parsed.delete(file);
    this.#forgotten.delete(file);
    this.#imports.delete(file);
    this.#invalidate([file]);
  }

  // What a state was made from is compared with what the next is made from, whether anybody has looked at it or not.
  #keepInStates(file: string, text: string | undefined): void {
    for (const state of new Set([this.#latest, this.#compared])) {
      if (state?.fileNames.has(file) !== true || state.failure !== undefined) continue;
      if (this.#parseNative(file, this.#options, () => text) === undefined) this.#edited = "all";
      state.getSourceFile(file);
    }
  }

  #forgetResolutions(): void {
    this.#outdated.clear();
    this.#resolutions = this.#newResolutions();
    this.#packages = new PackageNames(this.#disk);
    this.#imports.clear();
    this.#previous = undefined;
    this.#invalidate("all");
  }

  #invalidate(edited: Iterable<string> | "all"): void {
    this.#program = undefined;
    this.#native = undefined;
    if (edited === "all" || this.#edited === "all") this.#edited = "all";
    else for (const file of edited) this.#edited.add(file);
  }

  #newResolutions(): ModuleResolutions {
    return new ModuleResolutions(this.#disk, this.#directory, this.#options);
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
      getModuleResolutionCache: () => this.#resolutions.cache,
      resolveModuleNameLiterals: (literals, containing, redirected, options, source) => {
        // Of a file that is taken over, only what did not resolve before is asked for again.
        const known = this.#imports.get(containing) ?? new Map<string, string | undefined>();
        this.#imports.set(containing, known);
        return literals.map((literal) => {
          const mode = ts.getModeForUsageLocation(source, literal, options);
          const one = this.#resolutions.resolve(literal, source, redirected, options, host);
          known.set(`${mode ?? ""} ${literal.text}`, one.resolvedModule?.resolvedFileName);
          return one;
        });
      },
    };
    return host;
  }

  #parse(
    file: string,
    how: ts.ScriptTarget | ts.CreateSourceFileOptions,
  ): ts.SourceFile | undefined {
    if (isOfLibrary(file)) return parseLib(file, how);
    const known = this.#parsed.get(file);
    if (known !== undefined) return known;
    const text = this.text(file);
    if (text === undefined) return undefined;
    try {
      const before = this.#outdated.get(file);
      this.#outdated.delete(file);
      const parsed =
        (before && reparse(before, text, how)) ?? parseText(file, textOrNothing(text), how, false);
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

  // The tree of an edited file, from the one before; `undefined` where there is none, or the text nests too deep for it.
  #reparse(file: string, text: string, how: ts.CreateSourceFileOptions): ts.SourceFile | undefined {
    const before = this.#outdated.get(file);
    this.#outdated.delete(file);
    try {
      return before && reparse(before, text, how);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return undefined;
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

const fromWorkspace =
  "it imports packages of its own repository, which are found as sources" as const;

function otherwise(option: string): string {
  return `TypeScript 7 does not know ${option}, or takes it for something else`;
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

/** Projects of fewer files are read as a whole nearly as soon as a part of them. */
const SMALL = 100;

// A binary file that carries a source's ending is reported, not parsed.
function textOrNothing(text: string): string {
  return isBinary(text) ? "" : text;
}

/** Tells a binary file, which can carry a source's ending by mistake, from text. */
export function isBinary(text: string): boolean {
  return text.includes("\0");
}
