import type { Checker, ProgramText, SemanticProgram } from "../../model/checker.js";
import { libFileText, ts } from "../../model/compiler.js";
import type { DistantFile } from "../../model/native/distant-node.js";
import { kindOfNative } from "../../model/native/kinds.js";
import { NativeChecker } from "../../model/native/native-checker.js";
import type { NativeQuestion, NativeWorld } from "../../model/native/native-world.js";
import type { NodePlaces } from "../../model/native/node-places.js";
import { NodeTable } from "../../model/native/node-table.js";
import type { EmitData, ModuleData, SnapshotData } from "../../model/native/protocol.js";
import { TreeWords } from "../../model/native/tree-words.js";
import { libDirectory } from "../../model/origin.js";
import { type Meanwhile, NativeFailure } from "./channel.js";
import { DistantFiles, type DistantState } from "./distant-files.js";
import type { NativeCompiler, NativeDisk } from "./native-compiler.js";
import { nativeOptions } from "./native-options.js";
import { type NativeConfigs, OtherReading, otherOption } from "./referenced-configs.js";

/** What a native program is made from. */
export interface NativeProgramSources {
  readonly roots: readonly string[];
  readonly options: ts.CompilerOptions;
  readonly disk: NativeDisk;
  /** What it is to read as the configurations of a project that references others, by their paths. */
  readonly configs?: NativeConfigs;
  /** Our own tree of a file of the program. */
  parse(file: string, options: ts.CompilerOptions): ts.SourceFile | undefined;
  /** Parses ahead what will be looked at, a file at a time, while the process is busy; `false` where nothing is left. */
  parseNext(): boolean;
  /** Has the next tree of a file be made anew. */
  forget(file: string): void;
  /** What there is to say of a declaration file without parsing it. */
  outline(file: string, options: ts.CompilerOptions): DistantFile;
}

/** The state before an edit, and what the files that were edited say now. */
export interface Edit {
  readonly before: NativeProgram;
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * One state of a project in the process of the native compiler. Trees are our own parser's and made when
 * they are asked for: of most declaration files none ever is. A state that follows another by edits lies over it
 * in the process as a layer of texts: only what these touch is made anew there, and here.
 */
export class NativeProgram implements SemanticProgram, NativeWorld, DistantState {
  readonly fileNames: ReadonlySet<string>;
  readonly #compiler: NativeCompiler;
  readonly #sources: NativeProgramSources;
  readonly #parseNext: Meanwhile = () => this.#sources.parseNext();
  readonly #disk: NativeDisk;
  readonly #program: { readonly snapshot: number; readonly project: number };
  #checker: NativeChecker;
  readonly #shown = new Map<string, ts.SourceFile>();
  readonly #tables = new Map<string, NodeTable | undefined>();
  readonly #paths = new Map<string, string>();
  readonly #imports = new Map<string, ReadonlyMap<string, ReadonlySet<string>>>();
  readonly #distant: DistantFiles;
  /** The states that follow each other by edits, and in which of them each file was last edited. */
  readonly #edits: Map<string, number>;
  readonly #number: number;
  #files: readonly ts.SourceFile[] | undefined;
  #isOpen = true;
  #heldText = 0;

  /** @throws {@link NativeFailure} or a plain Error when the process cannot make such a program. */
  constructor(compiler: NativeCompiler, sources: NativeProgramSources, edit?: Edit) {
    this.#compiler = compiler;
    this.#sources = sources;
    this.#disk = withOurLibrary(compiler.libFolder, sources.disk);
    const { snapshot, project, touched } =
      edit === undefined ? this.#create() : this.#layOver(edit);
    this.#program = { snapshot, project };
    this.#checker = new NativeChecker(this);
    const names = this.ask<readonly string[]>("getSourceFileNames", {}).map((name) =>
      this.#ours(name),
    );
    this.fileNames = new Set(names);
    const fold = (name: string): string => (caseSensitive ? name : name.toLowerCase());
    for (const name of names) this.#paths.set(fold(name), name);
    if (edit === undefined) {
      this.#edits = new Map();
      this.#number = 0;
      this.#distant = new DistantFiles(this);
      return;
    }
    const { before, texts } = edit;
    this.#edits = before.#edits;
    this.#number = before.#number + 1;
    for (const file of texts.keys()) this.#edits.set(file, this.#number);
    // The process's names of nodes and symbols hold as long as the file that they stand in is the same.
    const isSame = (file: string): boolean => !texts.has(file) && !touched.has(fold(file));
    for (const [file, one] of before.#tables) if (isSame(file)) this.#tables.set(file, one);
    for (const [file, one] of before.#imports) if (isSame(file)) this.#imports.set(file, one);
    for (const [file, one] of before.#shown) if (isSame(file)) this.#shown.set(file, one);
    this.#heldText = before.#heldText;
    const isNear = [...texts.keys(), ...touched].every((file) => !isDeclarationFile(file));
    this.#distant = isNear ? before.#distant : new DistantFiles(this);
    if (isNear) this.#distant.goOnWith(this);
  }

  #create(): Made {
    const { configs } = this.#sources;
    const wanted = nativeOptions(this.#sources.options);
    const made = this.#compiler.ask<SnapshotData>(
      "createSnapshot",
      configs === undefined
        ? { createPrograms: [{ rootFiles: this.#sources.roots, compilerOptions: wanted }] }
        : { openProjects: [this.#sources.options.configFilePath] },
      configs === undefined ? this.#disk : withConfigs(configs.texts, this.#disk),
    );
    const [project] = made.projects;
    if (project === undefined) throw new NativeFailure("it made no program");
    const other = configs && otherOption(wanted, project.parsedCommandLine?.options ?? {});
    if (other !== undefined) throw new OtherReading(`"${other}"`);
    return { snapshot: made.snapshot, project: project.handle, touched: new Set() };
  }

  #layOver({ before, texts }: Edit): Made {
    const { configs } = this.#sources;
    const files = Object.fromEntries([...texts].map(([file, text]) => [this.#theirs(file), text]));
    const made = this.#compiler.ask<SnapshotData>(
      "updateSnapshot",
      {
        snapshot: before.#program.snapshot,
        changes: { fileSystem: { kind: "layer", files }, ensurePrograms: true },
      },
      configs === undefined ? this.#disk : withConfigs(configs.texts, this.#disk),
    );
    const touched = Object.values(made.changes?.changedProjects ?? {}).flatMap(
      ({ changedFiles = [], deletedFiles = [] }) => [...changedFiles, ...deletedFiles],
    );
    return {
      snapshot: made.snapshot,
      project: before.#program.project,
      touched: new Set(touched.map((file) => this.#ours(file))),
    };
  }

  /** The state that follows when files say this, and nothing else is another. */
  edited(texts: ReadonlyMap<string, string>): NativeProgram {
    return new NativeProgram(this.#compiler, this.#sources, { before: this, texts });
  }

  /**
   * The files that were edited since another state; `undefined` where this one does not follow it by edits
   * alone.
   */
  editedSince(before: SemanticProgram): ReadonlySet<string> | undefined {
    if (!(before instanceof NativeProgram) || before.#edits !== this.#edits) return undefined;
    const edited = new Set<string>();
    for (const [file, at] of this.#edits) if (at > before.#number) edited.add(file);
    return edited;
  }

  /** Why nothing more can be asked, where the process has ended. */
  get failure(): NativeFailure | undefined {
    return this.#compiler.failure;
  }

  /** Whether it is read as a project that references others. */
  get isOfReferences(): boolean {
    return this.#sources.configs !== undefined;
  }

  getTypeChecker(): Checker {
    return this.#checker.checker;
  }

  getSourceFile(file: string): ts.SourceFile | undefined {
    const name = this.fileNames.has(file) ? file : this.#paths.get(file);
    if (name === undefined) return undefined;
    // A later state parses a file anew; this one keeps what it has shown.
    let source = this.#shown.get(name);
    if (source === undefined) {
      source = this.#sources.parse(name, this.#sources.options);
      if (source !== undefined) {
        this.#shown.set(name, source);
        if (!isDeclarationFile(name)) this.#heldText += source.text.length;
      }
    }
    return source;
  }

  get heldText(): number {
    return this.#heldText;
  }

  letGoOfTrees(): void {
    for (const known of [this.#shown, this.#tables]) {
      for (const name of known.keys()) {
        if (isDeclarationFile(name)) continue;
        known.delete(name);
        this.#sources.forget(name);
      }
    }
    this.#files = undefined;
    this.#heldText = 0;
    this.#checker = new NativeChecker(this);
  }

  /** The sources; declaration files are left out, since nobody goes through these. */
  getSourceFiles(): readonly ts.SourceFile[] {
    this.#files ??= [...this.fileNames].flatMap((name) =>
      isDeclarationFile(name) || name.endsWith(".json") ? [] : (this.getSourceFile(name) ?? []),
    );
    return this.#files;
  }

  getSyntacticDiagnostics(source: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
    if (!/\.[cm]?jsx?$/.test(source.fileName)) return (source as Parsed).parseDiagnostics;
    // In JavaScript, types are mistakes of syntax too; that is for a program to say, not for the parser.
    return ts
      .createProgram({
        rootNames: [source.fileName],
        options: { ...this.#sources.options, noLib: true, noResolve: true, types: [] },
        host: loneHost(source),
      })
      .getSyntacticDiagnostics(source);
  }

  sourcesMatching(pattern: RegExp): readonly ts.SourceFile[] {
    return [...this.fileNames].flatMap((name) => {
      if (isDeclarationFile(name) || name.endsWith(".json")) return [];
      const text = this.textOf(name)?.text ?? "";
      return pattern.test(text) ? (this.getSourceFile(name) ?? []) : [];
    });
  }

  textOf(file: string): ProgramText | undefined {
    const source = this.#shown.get(file);
    const text = source?.text ?? this.#sources.disk.readFile(file);
    return text === undefined ? undefined : { file, text, source };
  }

  declarationsOf(sources: readonly ts.SourceFile[]): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (let from = 0; from < sources.length; from += EMITTED_AT_ONCE) {
      const names = sources.slice(from, from + EMITTED_AT_ONCE).map(({ fileName }) => fileName);
      // What it fails on is left out, and nothing else for that.
      if (!this.#emitInto(found, names) && names.length > 1) {
        for (const name of names) this.#emitInto(found, [name]);
      }
    }
    return found;
  }

  #emitInto(found: Map<string, string>, files: readonly string[]): boolean {
    let emitted: EmitData;
    try {
      emitted = this.ask<EmitData>("getDeclarationEmit", { files });
    } catch (error) {
      if (error instanceof NativeFailure) throw error;
      return false;
    }
    const said = new Map<string, string[]>();
    for (const { fileName = "", text } of emitted.diagnostics) {
      const known = said.get(fileName);
      if (known === undefined) said.set(fileName, [text]);
      else known.push(text);
    }
    for (const { sourceFileName, text } of emitted.outputFiles) {
      // Without the name of its source an output says nothing of it; asked alone, it is that file's.
      const source = sourceFileName ?? (files.length === 1 ? files[0] : undefined);
      if (source === undefined) return false;
      found.set(source, JSON.stringify([text, said.get(source) ?? []]));
    }
    return true;
  }

  /** The files that a file's module specifiers lead to. */
  importsOf(file: string): ReadonlySet<string> {
    return new Set([...this.importsBySpecifierOf(file).values()].flatMap((files) => [...files]));
  }

  /** The same by the specifiers that lead anywhere. */
  importsBySpecifierOf(file: string): ReadonlyMap<string, ReadonlySet<string>> {
    let known = this.#imports.get(file);
    if (known === undefined) {
      known = this.#findImports(file);
      this.#imports.set(file, known);
    }
    return known;
  }

  #findImports(file: string): ReadonlyMap<string, ReadonlySet<string>> {
    const found = new Map<string, Set<string>>();
    // A change of a declaration file concerns everything, whatever it imports: it need not be read for that.
    if (isDeclarationFile(file)) return found;
    const source = this.getSourceFile(file);
    const places = source === undefined ? undefined : this.placesOf(source);
    if (source === undefined || places === undefined) return found;
    const named = specifiersIn(source).flatMap((node) => {
      const moduleSpecifier = places.locationOf(node);
      return moduleSpecifier === undefined ? [] : [{ specifier: node.text, moduleSpecifier }];
    });
    const questions = named.map(({ moduleSpecifier }) => ({
      method: "getResolvedModuleFromModuleSpecifier",
      params: { moduleSpecifier },
    }));
    const answers = this.askAll(questions) as readonly (ModuleData | null | undefined)[];
    named.forEach(({ specifier }, index) => {
      const answer = answers[index];
      if (!answer) return;
      const target = this.#standsFor(this.#ours(answer.resolvedFileName));
      found.set(specifier, (found.get(specifier) ?? new Set()).add(target));
    });
    return found;
  }

  /** Whether a file's import of that name leads anywhere. */
  resolves(moduleName: string, file: string): boolean {
    const modes = [ts.ModuleKind.ESNext, ts.ModuleKind.CommonJS, ts.ModuleKind.None];
    return modes.some(
      (mode) =>
        this.ask<ModuleData | null>("getResolvedModule", { file, moduleName, mode }) != null,
    );
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    if (this.#compiler.failure === undefined) {
      this.#compiler.ask("release", { snapshot: this.#program.snapshot }, this.#disk);
    }
  }

  // What the checker asks.

  ask<T>(method: string, parameters: object): T {
    return this.#compiler.ask<T>(method, { ...this.#program, ...parameters }, this.#disk);
  }

  askAll(questions: readonly NativeQuestion[]): readonly unknown[] {
    if (questions.length === 0) return [];
    const requests = questions.map(({ method, params }) => ({
      method,
      params: { ...this.#program, ...params },
    }));
    const found: unknown[] = [];
    let page: Page | undefined;
    do {
      const asked: object =
        page === undefined
          ? { requests }
          : { requests: [], continuationToken: page.continuationToken };
      // Many questions take the process as long as a file takes to be parsed.
      page = this.#compiler.ask<Page>("batchRequests", asked, this.#disk, this.#parseNext);
      for (const { error, result } of page.responses) {
        found.push(error === undefined || error === "" ? result : undefined);
      }
    } while (page.continuationToken !== undefined && page.continuationToken !== "");
    return found;
  }

  placesOf(node: ts.Node): NodePlaces | undefined {
    const { fileName, isDeclarationFile: isDistant } = node.getSourceFile();
    return isDistant ? this.#distant.placesOf(fileName) : this.#table(fileName);
  }

  nodeAt(place: string): ts.Node | undefined {
    // number . kind . #identity . path
    const kind = place.indexOf(".");
    const identity = place.indexOf(".", kind + 1);
    const path = place.indexOf(".", identity + 1);
    const name = this.#ours(place.slice(path + 1));
    const file = this.#paths.get(name) ?? name;
    const index = Number(place.slice(0, kind));
    if (!isDeclarationFile(file)) return this.#table(file)?.nodeAt(index);
    const of = kindOfNative(Number(place.slice(kind + 1, identity)));
    return of === ts.SyntaxKind.SourceFile
      ? this.#distant.source(file)
      : this.#distant.node(place, file, of, index);
  }

  // What stand-ins for declaration files ask.

  outlineOf(file: string): DistantFile {
    return this.#sources.outline(file, this.#sources.options);
  }

  parsedNodeAt(file: string, index: number): ts.Node | undefined {
    return this.#table(file)?.nodeAt(index);
  }

  treeOf(file: string): Buffer | undefined {
    const data = this.#compiler.askBytes(
      "getSourceFile",
      { ...this.#program, file: this.#theirs(file) },
      this.#disk,
    );
    return data.length === 0 ? undefined : data;
  }

  #table(file: string): NodeTable | undefined {
    if (!this.#tables.has(file)) {
      const source = this.getSourceFile(file);
      const data = source && this.treeOf(file);
      this.#tables.set(file, source && data && new NodeTable(source, new TreeWords(data)));
    }
    return this.#tables.get(file);
  }

  // An output of a referenced project stands for the source that the program holds in its place.
  #standsFor(name: string): string {
    if (this.fileNames.has(name)) return name;
    return this.#sources.configs?.sourceOf(name) ?? name;
  }

  // The language's own declarations stand in a folder of the process's package there.
  #ours(name: string): string {
    const { libFolder } = this.#compiler;
    return name.startsWith(`${libFolder}/`)
      ? `${libDirectory}${name.slice(libFolder.length)}`
      : name;
  }

  #theirs(name: string): string {
    return name.startsWith(`${libDirectory}/`)
      ? `${this.#compiler.libFolder}${name.slice(libDirectory.length)}`
      : name;
  }
}

const EMITTED_AT_ONCE = 100;

interface Made {
  readonly snapshot: number;
  readonly project: number;
  /** Files that are others than in the state before, by the names that the process compares. */
  readonly touched: ReadonlySet<string>;
}

interface Page {
  readonly responses: readonly { readonly result: unknown; readonly error?: string }[];
  readonly continuationToken?: string;
}

interface Parsed extends ts.SourceFile {
  readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[];
  readonly imports?: readonly ts.StringLiteralLike[];
}

const caseSensitive = process.platform !== "darwin";

// Both checkers read the same declarations of the language's library: those that come with ours.
function withOurLibrary(folder: string, disk: NativeDisk): NativeDisk {
  const own = (path: string): string | undefined =>
    path.startsWith(`${folder}/`) ? libFileText(path.slice(folder.length + 1)) : undefined;
  return {
    ...disk,
    readFile: (path) => own(path) ?? disk.readFile(path),
    fileExists: (path) => own(path) !== undefined || disk.fileExists(path),
    directoryExists: (path) => path === folder || disk.directoryExists(path),
    realpath: (path) => (path.startsWith(folder) ? path : disk.realpath(path)),
  };
}

// What a project that is checked says in its configuration, and nothing else, may differ from what is there.
function withConfigs(configs: ReadonlyMap<string, string>, disk: NativeDisk): NativeDisk {
  return {
    ...disk,
    readFile: (path) => configs.get(path) ?? disk.readFile(path),
    fileExists: (path) => configs.has(path) || disk.fileExists(path),
  };
}

function isDeclarationFile(name: string): boolean {
  return /\.d(\.[^./]+)?\.[cm]?ts$/.test(name);
}

function loneHost(source: ts.SourceFile): ts.CompilerHost {
  return {
    fileExists: (file) => file === source.fileName,
    readFile: (file) => (file === source.fileName ? source.text : undefined),
    getSourceFile: (file) => (file === source.fileName ? source : undefined),
    getDefaultLibFileName: () => "lib.d.ts",
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (file) => file,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile: () => {},
  };
}

function specifiersIn(source: ts.SourceFile): readonly ts.StringLiteralLike[] {
  const found: ts.StringLiteralLike[] = [];
  const take = (node: ts.Node | undefined): void => {
    if (node !== undefined && ts.isStringLiteralLike(node) && node.text !== "") found.push(node);
  };
  const isJs = /\.[cm]?jsx?$/.test(source.fileName);
  const inside = isJs ? /\b(?:import|require)\b/ : /\bimport\b/;
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) take(node.moduleSpecifier);
    else if (ts.isImportEqualsDeclaration(node)) {
      if (ts.isExternalModuleReference(node.moduleReference)) take(node.moduleReference.expression);
    } else if (ts.isModuleDeclaration(node)) {
      if (ts.isStringLiteral(node.name) && ts.isExternalModule(source)) take(node.name);
      if (node.body !== undefined) ts.forEachChild(node.body, visit);
    } else if (ts.isImportTypeNode(node)) {
      if (ts.isLiteralTypeNode(node.argument)) take(node.argument.literal);
      ts.forEachChild(node, visit);
    } else {
      if (ts.isCallExpression(node)) {
        const { expression } = node;
        const loads =
          expression.kind === ts.SyntaxKind.ImportKeyword ||
          (isJs && ts.isIdentifier(expression) && expression.text === "require");
        if (loads) take(node.arguments[0]);
      }
      ts.forEachChild(node, visit);
    }
  };
  // Most files name modules at their top only.
  const tops = source.statements.filter(
    (one) => ts.isImportDeclaration(one) || ts.isExportDeclaration(one),
  );
  const elsewhere = source.statements.filter(
    (one) => !ts.isImportDeclaration(one) && !ts.isExportDeclaration(one),
  );
  for (const one of tops) visit(one);
  for (const one of elsewhere)
    if (inside.test(one.getText(source))) visit(one);
    else if (ts.isModuleDeclaration(one)) visit(one);
  return found;
}
