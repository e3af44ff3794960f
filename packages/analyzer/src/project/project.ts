import { fingerprintsIn } from "../baseline/fingerprint.js";
import { type ConfiguredRule, checkFile } from "../engine/check-file.js";
import { KnownFunctions } from "../engine/known-functions.js";
import { type Stopwatch, sharedWork } from "../engine/stopwatch.js";
import { DirectModel } from "../explain/direct-model.js";
import { explainAwait } from "../explain/explain-await.js";
import type { Explanation } from "../explain/explanation.js";
import { type FunctionAround, functionAround } from "../explain/function-around.js";
import type { Finding } from "../finding.js";
import { type FixesInCallers, fixInCallers } from "../fixes/fix-in-callers.js";
import type { SemanticProgram } from "../model/checker.js";
import { CheckerTypeSource } from "../model/checker-type-source.js";
import { ts } from "../model/compiler.js";
import { Effects, type EffectsWorld, type Reshaped } from "../model/effects/effects.js";
import type { PackageModel } from "../model/effects/library/model.js";
import { spreadOf } from "../model/effects/spread.js";
import { Hierarchies } from "../model/overriders.js";
import { knowRepository } from "../model/place.js";
import {
  declaredBy,
  type FileSignature,
  fileSignatures,
  functionSignatures,
  hasSignature,
  signatureOf,
  usesRuntime,
} from "../model/signature.js";
import { TransactionHolders } from "../model/transaction-holders.js";
import { type RuleSelection, selectRules } from "../rules/select.js";
import { type ConfigFile, readConfigFile } from "./config-file.js";
import { hasDatabaseInProcess } from "./database-in-process.js";
import type { ProjectDescription } from "./discover.js";
import { type Disk, nodeDisk } from "./disk.js";
import { affectsAll, editsBetween } from "./edits-between.js";
import { InputError } from "./input-error.js";
import type { Problem } from "./problem.js";
import { isBinary, ProgramStore } from "./program-store.js";
import { repositoryRoot } from "./repository-root.js";
import { syntheticConfig } from "./synthetic-config.js";
import { type Model, TreeLimit } from "./tree-limit.js";
import { CountedTypes, type Unresolved, unresolvedModules } from "./unresolved.js";

/**
 * Opens a project for checking. Nothing but its configuration is read until it is asked something.
 *
 * @throws {@link InputError} when its configuration has gone or broken since it was found.
 *
 * @example
 * ```ts
 * import { discoverProjects, openProject } from "@awaitwise/analyzer";
 *
 * for (const description of discoverProjects({ cwd: process.cwd() }).slice(0, 1)) {
 *   const project = openProject(description);
 *   const findings = project.files.slice(0, 1).flatMap((file) => project.check(file));
 *   console.log(Array.isArray(findings));
 * }
 * // prints: true
 * ```
 */
export function openProject(description: ProjectDescription, disk: Disk = nodeDisk): Project {
  return new Project(description, disk);
}

/**
 * One program's worth of sources, kept up to date with edits and the disk. An edit costs what it
 * touches: the edited file is parsed again, everything else is taken over.
 */
export class Project {
  readonly #disk: Disk;
  readonly #description: ProjectDescription;
  readonly #store: ProgramStore;
  #config: ConfigFile;
  #files: readonly string[];
  #model: Model | undefined;
  #hierarchies: ClassesOf | undefined;
  readonly #counts = new Map<string, Pick<Unresolved, "asked" | "unresolved">>();
  readonly #heldBack = new Map<string, readonly Finding[]>();
  /** What files declare, for as long as no edit may have changed that. */
  readonly #declared = new Map<string, string>();
  #cancels: boolean | undefined;
  readonly #trees = new TreeLimit();
  /** The user's models of libraries, as the last check was given them. */
  #libraries: readonly PackageModel[] = [];
  #databaseInProcess: boolean | undefined;

  constructor(description: ProjectDescription, disk: Disk = nodeDisk) {
    this.#disk = disk;
    this.#description = description;
    this.#config = this.#readConfig();
    knowRepository(repositoryRoot(description.directory, disk));
    this.#files = description.files;
    this.#store = new ProgramStore(
      disk,
      description.directory,
      this.#config.options,
      this.#config.projectReferences,
      this.#roots(),
      description.types,
      (source) => this.#model?.effects.hasShapeOf(source) ?? false,
    );
  }

  /**
   * Why the types come from ts-morph although the native ones were asked for; `undefined` where they do
   * not, and until something was checked.
   */
  get withoutNative(): string | undefined {
    return this.#store.withoutNative;
  }

  /** The same where that is because something went wrong, and not because of what the project is. */
  get nativeFailure(): string | undefined {
    return this.#store.hasNativeFailed ? this.#store.withoutNative : undefined;
  }

  /** Frees what the project holds outside of this process. What it is asked next has that made anew. */
  close(): void {
    this.#model = undefined;
    this.#hierarchies = undefined;
    this.#store.close();
  }

  /**
   * Has the project keep trees of no more than about so many characters of text at a time: for who asks about
   * each file once. What was let go is made again where it is asked for, and after an edit all is. Types from
   * ts-morph need all trees.
   */
  keepAtMost(characters: number): void {
    this.#trees.keepAtMost(characters);
    this.#store.mostAhead = characters;
  }

  /** What the project was opened from. */
  get description(): ProjectDescription {
    return this.#description;
  }

  /** The absolute paths of the sources to check. */
  get files(): readonly string[] {
    return this.#files;
  }

  /** What is wrong with the files to check, or was passed over in the configuration. */
  get problems(): readonly Problem[] {
    return [...this.notes, ...this.#files.flatMap((file) => this.problemsOf(file))];
  }

  /** What was passed over in the configuration. */
  get notes(): readonly Problem[] {
    const { configFile } = this.#description;
    return this.#config.notes.map((message) => ({
      ...(configFile === undefined ? {} : { file: configFile }),
      message,
    }));
  }

  /** What is wrong with one file; it is still checked as far as it can be. */
  problemsOf(file: string): readonly Problem[] {
    const text = this.#store.text(file);
    if (text === undefined) {
      return [
        { file, message: `"${file}" cannot be read: check that it exists and its permissions` },
      ];
    }
    if (isBinary(text)) {
      return [
        {
          file,
          message: `"${file}" is a binary file: exclude it from the configuration, or rename it`,
        },
      ];
    }
    if (this.#store.isTooDeep(file)) {
      return [
        {
          file,
          message: `"${file}" nests too deep to be parsed: exclude it from the configuration`,
        },
      ];
    }
    const [first, ...others] = this.#syntaxErrors(file);
    if (first === undefined) return [];
    const place = first.file.getLineAndCharacterOfPosition(first.start);
    const reason = ts.flattenDiagnosticMessageText(first.messageText, " ").replace(/\.$/, "");
    const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
    return [
      {
        file,
        message: `"${file}:${place.line + 1}:${place.character + 1}" does not parse: ${reason}${more}`,
      },
    ];
  }

  /**
   * Says which files will be checked, in their order, so that they are parsed while the compiler's process is busy
   * with those before them. What is found is the same.
   */
  expect(files: Iterable<string>): void {
    this.#store.expect(files);
  }

  /**
   * Runs rules over one file, and answers what they found in the order of its text. A file that is
   * not part of the project has no findings. What a reviewer may well accept as it is, the findings
   * of low confidence, is left out in the preset `recommended`. A stopwatch is told what each rule takes.
   * Never throws on broken sources.
   *
   * @throws {@link InputError} when the selection names a rule or preset that does not exist.
   */
  check(file: string, selection: RuleSelection = {}, stopwatch?: Stopwatch): readonly Finding[] {
    return this.#steady(() => {
      this.#letGo();
      return this.#check(file, selection, stopwatch);
    });
  }

  #letGo(): void {
    const model = this.#model;
    if (model === undefined || this.#store.program() !== model.program) return;
    const without = this.#trees.letGo(model, (...of) => this.#worldOf(...of));
    if (without === undefined) return;
    this.#model = without;
    this.#hierarchies = undefined;
  }

  #check(file: string, selection: RuleSelection, stopwatch?: Stopwatch): readonly Finding[] {
    const rules = selectRules(selection);
    stopwatch?.measure(sharedWork.program, () => this.#store.program());
    this.#useLibraries(selection.models ?? []);
    const program = this.#store.program();
    const source = program.getSourceFile(file);
    if (source === undefined) return [];
    const model = this.#modelOf(program);
    const types = new CountedTypes(model.types);
    const lookout =
      selection.incremental === true && selection.waits === undefined
        ? model.known.of(source, rulesKey(rules), {
            effects: model.effects,
            source: (one) => program.getSourceFile(one),
          })
        : undefined;
    const findings = checkFile(
      {
        source,
        ...(lookout === undefined ? {} : { lookout }),
        topLevelAwait: allowsTopLevelAwait(source, this.#config.options),
        canImport: (module) => this.#store.canImport(module, source),
        ...(selection.waits === undefined ? {} : { waits: selection.waits }),
      },
      rules,
      types,
      model.effects,
      stopwatch,
    );
    // What was passed over was not asked about.
    if (lookout === undefined) {
      const { asked, unresolved } = types;
      this.#counts.set(file, { asked, unresolved });
    }
    const whole = besideErrors(findings, source, program);
    const shown = shows(selection) ? whole : whole.filter(({ confidence }) => confidence !== "low");
    this.#heldBack.set(
      file,
      whole.filter((one) => !shown.includes(one)),
    );
    return shown;
  }

  /**
   * What of the findings of a file can be told by it and what stands nearest to it, long before all of a large
   * project is read: those that rest on types and not on what functions do. `undefined` where the project
   * has been read, or is so small that it nearly is. Not all of what `check` finds, and in rare cases, where a file
   * that is further away has its say, what it does not find.
   *
   * @throws {@link InputError} as `check` does.
   */
  checkNearby(file: string, selection: RuleSelection = {}): readonly Finding[] | undefined {
    const rules = selectRules(selection).filter(({ rule }) => !fromAbsence.has(rule.meta.id));
    const program = this.#store.nearby(file, this.#config.declarations ?? []);
    const source = program?.getSourceFile(file);
    if (program === undefined || source === undefined) return undefined;
    const types = new CheckerTypeSource(program);
    const models = selection.models ?? [];
    const findings = checkFile(
      {
        source,
        topLevelAwait: allowsTopLevelAwait(source, this.#config.options),
        canImport: (module) => this.#store.canImport(module, source),
        isPart: true,
      },
      rules,
      types,
      new Effects({ types, source: (one) => program.getSourceFile(one), models }),
    );
    return besideErrors(findings, source, program).filter(
      ({ confidence }) => shows(selection) || confidence !== "low",
    );
  }

  /** The findings of low confidence that the last check of a file left out; none before the first. */
  heldBack(file: string): readonly Finding[] {
    return this.#heldBack.get(file) ?? [];
  }

  /**
   * How much of a file could not be resolved, as the last check of it met it; nothing counted before the
   * first. Where packages are not installed, what depends on them is unknown, and findings that need it
   * are missing.
   */
  unresolved(file: string): Unresolved {
    const { asked = 0, unresolved = 0 } = this.#counts.get(file) ?? {};
    const modules = this.#steady(() => {
      const program = this.#store.program();
      const source = program.getSourceFile(file);
      return source === undefined ? [] : unresolvedModules(source, this.#modelOf(program).types);
    });
    return { asked, unresolved, modules };
  }

  /**
   * The fingerprints of findings in a file, by which a baseline and services for code review know
   * them again after edits.
   */
  fingerprints(file: string, findings: readonly Finding[]): readonly string[] {
    const source = this.#store.program().getSourceFile(file);
    if (source === undefined) return findings.map(() => "");
    return fingerprintsIn(
      source,
      findings.map(({ rule, start, end, group = [] }) => ({
        rule,
        start,
        end,
        group: group.filter((one) => one.file === file).map((one) => one.start),
      })),
    );
  }

  /**
   * Completes the refused fixes of a finding that lack only this: that the function around them be async.
   * It becomes so, every caller in the project awaits it and becomes async in turn, up to where one
   * cannot; then the fix is refused with the reason. On demand and not part of `check`, since the edits
   * depend on files that the finding does not: ask again after an edit of any file.
   */
  fixInCallers(finding: Finding): FixesInCallers {
    return this.#steady(() => {
      const program = this.#store.program();
      return fixInCallers(finding, {
        program,
        types: this.#modelOf(program).types,
        topLevelAwait: (source) => allowsTopLevelAwait(source, this.#config.options),
      });
    });
  }

  /**
   * Explains an await: what it reads, writes and waits for and where, which others it can be gathered
   * with, or what forbids it and at which line. The await is the innermost around the offset, else
   * the first on its line; `undefined` where there is none.
   */
  explain(file: string, offset: number): Explanation | undefined {
    return this.#steady(() => {
      const program = this.#store.program();
      const source = program.getSourceFile(file);
      if (source === undefined) return undefined;
      const { types, effects } = this.#modelOf(program);
      return explainAwait(offset, new DirectModel(source, types, effects));
    });
  }

  /** The function whose body runs what stands at an offset; `undefined` at the top level of a file. */
  functionAround(file: string, offset: number): FunctionAround | undefined {
    return this.#steady(() => {
      const source = this.#store.program().getSourceFile(file);
      return source === undefined ? undefined : functionAround(source, offset);
    });
  }

  /** The files of the program that `file` imports, directly. */
  dependencies(file: string): readonly string[] {
    return this.#steady(() => {
      this.#letGo();
      return [...this.#store.imports(file)];
    });
  }

  /** The modules that a file names, whether they are there or not; `undefined` where that is not known. */
  specifiers(file: string): readonly string[] | undefined {
    return this.#steady(() => this.#store.specifiers(file));
  }

  /**
   * Whether what a file declares can have an effect on files that do not import it: a script, a
   * declaration file, or a module that adds to the global scope or to another module.
   */
  affectsAll(file: string): boolean {
    // None need be read that others can tell by its name.
    if (isDeclarationFile(file)) return true;
    return this.#steady(() => {
      this.#letGo();
      const source = this.#store.program().getSourceFile(file);
      return source === undefined || affectsAll(source);
    });
  }

  /**
   * The files of the project whose findings can hang on `file`: those that import it, directly or
   * through others, and those that know only a base of a class that stands in one of them, and may
   * be calling that class.
   */
  dependants(file: string): readonly string[] {
    return this.#steady(() => this.#dependants(file));
  }

  #dependants(file: string): readonly string[] {
    const found = new Set<string>();
    const open = [file];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const next of [...this.#store.importers(at), ...this.#bases(at)]) {
        if (next !== file && !found.has(next)) {
          found.add(next);
          open.push(next);
        }
      }
    }
    return [...found];
  }

  /**
   * The other files that declare what the classes and interfaces of a file extend or implement, and the classes
   * that it makes with a transaction.
   */
  bases(file: string): readonly string[] {
    return this.#steady(() => {
      this.#letGo();
      return this.#bases(file);
    });
  }

  #bases(file: string): readonly string[] {
    // Those of a declaration file run nowhere; it need not be read.
    if (isDeclarationFile(file)) return [];
    const program = this.#store.program();
    const source = program.getSourceFile(file);
    if (source === undefined) return [];
    const { hierarchies, holders } = this.#hierarchiesOf(program);
    return [...new Set([...hierarchies.basesOf(source), ...holders.classesOf(source)])];
  }

  /**
   * Whether the program holds a file, to check it or for those that import it: an edit of any other
   * changes nothing here.
   */
  includes(file: string): boolean {
    return this.#steady(() => {
      const program = this.#store.program();
      return program.fileNames?.has(file) ?? program.getSourceFile(file) !== undefined;
    });
  }

  /**
   * A fingerprint of what other files can see of a file: the types of its exports, and what its
   * functions do. While it stays equal, an edit of the file leaves the findings of its dependants as
   * they are. Empty for a file that the program does not hold.
   */
  signature(file: string): string {
    return this.#signature(file, true);
  }

  /**
   * The same fingerprint without the places that findings of other files show of it: while it stays
   * equal, those of them that show none in this file are left as they are.
   */
  signatureWithoutPlaces(file: string): string {
    return this.#signature(file, false);
  }

  /**
   * What other files see of files, by their names; of functions, those that were asked about so far. Files
   * that the program does not hold are left out.
   */
  signatures(files: Iterable<string>): ReadonlyMap<string, FileSignature> {
    return this.#inParts([...files], (part) => {
      const program = this.#store.program();
      const sources = part.flatMap((file) => program.getSourceFile(file) ?? []);
      return fileSignatures(sources, program, this.#modelOf(program).effects);
    });
  }

  /** The functions that were asked about so far in files, in the form of {@link signatures}. */
  signaturesOfFunctions(): ReadonlyMap<string, FileSignature["functions"]> {
    const asked = this.#model?.effects.asked() ?? new Map<string, never>();
    return this.#inParts([...asked.keys()], (part) => {
      const program = this.#store.program();
      return functionSignatures(part, program, this.#modelOf(program).effects);
    });
  }

  #inParts<T>(
    files: readonly string[],
    answer: (part: readonly string[]) => ReadonlyMap<string, T>,
  ): ReadonlyMap<string, T> {
    const found = new Map<string, T>();
    for (const part of this.#trees.partsOf(files)) {
      const answers = this.#steady(() => {
        this.#letGo();
        return answer(part);
      });
      for (const [file, one] of answers) found.set(file, one);
    }
    return found;
  }

  /**
   * Whether other files see of a file what they saw when the signature was made: while they do, an edit of
   * it leaves alone what is found in them, but for findings that show a place in it.
   */
  hasSignature(file: string, signature: FileSignature): boolean {
    return this.#steady(() => {
      const program = this.#store.program();
      const source = program.getSourceFile(file);
      return (
        source !== undefined &&
        hasSignature(source, signature, program, this.#modelOf(program).effects)
      );
    });
  }

  #signature(file: string, places: boolean): string {
    return this.#steady(() => {
      const program = this.#store.program();
      const source = program.getSourceFile(file);
      if (source === undefined) return "";
      const { effects } = this.#modelOf(program);
      // Comments are part of it, and no part of what is known to be as it was.
      const declared = places ? declaredBy(source, program) : this.#declaredBy(source, program);
      this.#cancels ??= usesRuntime(program);
      return signatureOf(source, effects, { declared, cancels: this.#cancels, places });
    });
  }

  #declaredBy(source: ts.SourceFile, program: SemanticProgram): string {
    let known = this.#declared.get(source.fileName);
    if (known === undefined) {
      known = declaredBy(source, program);
      this.#declared.set(source.fileName, known);
    }
    return known;
  }

  /** The text of a file as the project sees it: an open buffer's, else the disk's. */
  text(file: string): string | undefined {
    return this.#store.text(file);
  }

  /**
   * Puts an editor's text over what is on disk. The configuration is asked whether it takes a file
   * that the project does not know when its buffer is new, and not at each edit.
   */
  setBuffer(file: string, text: string): void {
    const known = this.#store.hasBuffer(file) || this.#files.includes(file);
    this.#store.setBuffer(file, text);
    if (!known) this.#readFiles();
  }

  /** Lets the disk's text stand again. */
  closeBuffer(file: string): void {
    this.#store.closeBuffer(file);
  }

  /** Takes notice of files that changed, came to be or went away on disk. */
  refresh(files: readonly string[]): void {
    for (const file of files) this.#store.refresh(file);
    if (files.some((file) => /[\\/](package\.json|schema\.prisma)$/.test(file)))
      this.#readDatabase();
    const known = new Set(this.#files);
    if (
      files.some(
        (file) => file === this.#config.path || known.has(file) !== this.#disk.fileExists(file),
      )
    ) {
      this.#readFiles();
    }
  }

  #readDatabase(): void {
    const known = this.#databaseInProcess;
    if (known === undefined) return;
    this.#databaseInProcess = hasDatabaseInProcess(this.#description.directory, this.#disk);
    if (this.#databaseInProcess === known) return;
    this.#model = undefined;
    this.#forgetDeclared("all");
  }

  // Other models change what any call does.
  #useLibraries(models: readonly PackageModel[]): void {
    const same =
      models === this.#libraries || JSON.stringify(models) === JSON.stringify(this.#libraries);
    this.#libraries = models;
    if (same) return;
    this.#model = undefined;
    this.#forgetDeclared("all");
  }

  // A process that ends leaves answers behind of which nobody knows what is true: all is asked again.
  #steady<T>(work: () => T): T {
    for (;;) {
      try {
        const answer = work();
        if (!this.#store.hasLostNative()) return answer;
      } catch (error) {
        if (!this.#store.hasLostNative()) throw error;
      }
      this.#model = undefined;
      this.#forgetDeclared("all");
    }
  }

  // What is known of types and effects holds for one state of the program.
  #modelOf(program: SemanticProgram): Model {
    if (this.#model?.program !== program) {
      const types = new CheckerTypeSource(program);
      const world = this.#worldOf(program, types);
      const { effects, known } = this.#model ?? {
        effects: new Effects(world),
        known: new KnownFunctions(),
      };
      // What functions do is kept from one state to the next, as far as the edit leaves it alone.
      if (this.#model !== undefined) {
        const hasLetGo = this.#trees.takeHasLetGo();
        const edits = hasLetGo ? undefined : editsBetween(this.#model.program, program);
        if (edits === undefined) {
          effects.clear(world);
          known.forget("all", world.source);
          this.#forgetDeclared("all");
        } else {
          const reshaped = effects.update(world, edits, (reshapings) =>
            edits.some(({ before, after }) => affectsAll(before) || affectsAll(after))
              ? "all"
              : spreadOf(reshapings, {
                  source: world.source,
                  imports: (file) => this.#store.importsBySpecifier(file),
                  importers: (file) => this.#store.importers(file),
                }),
          );
          if (reshaped !== undefined) {
            known.forget(reshaped, world.source);
            this.#forgetDeclared(reshaped);
          }
        }
      }
      this.#model = { program, types, effects, known };
      this.#store.compareWith(program);
    }
    return this.#model;
  }

  #worldOf(program: SemanticProgram, types: CheckerTypeSource): EffectsWorld {
    this.#databaseInProcess ??= hasDatabaseInProcess(this.#description.directory, this.#disk);
    return {
      types,
      source: (file) => program.getSourceFile(file),
      models: this.#libraries,
      databaseInProcess: this.#databaseInProcess,
    };
  }

  #forgetDeclared(reshaped: Reshaped): void {
    this.#cancels = undefined;
    if (reshaped === "all") this.#declared.clear();
    else {
      for (const [file, { outward }] of reshaped) if (outward) this.#declared.delete(file);
    }
  }

  #hierarchiesOf(program: SemanticProgram): ClassesOf {
    if (this.#hierarchies?.program !== program) {
      const [hierarchies, holders] = [new Hierarchies(program), new TransactionHolders(program)];
      this.#hierarchies = { program, hierarchies, holders };
    }
    return this.#hierarchies;
  }

  #syntaxErrors(file: string): readonly ts.DiagnosticWithLocation[] {
    const program = this.#store.program();
    const source = program.getSourceFile(file);
    return source === undefined ? [] : program.getSyntacticDiagnostics(source);
  }

  #readConfig(): ConfigFile {
    const { configFile, directory, roots } = this.#description;
    return configFile === undefined
      ? syntheticConfig(directory, this.#disk, roots)
      : readConfigFile(configFile, configFile, this.#disk);
  }

  // Which files a configuration includes changes as files come and go.
  #readFiles(): void {
    const { configFile, directory, within, files } = this.#description;
    try {
      this.#config =
        configFile === undefined && within === undefined
          ? syntheticConfig(directory, this.#disk)
          : this.#readConfig();
    } catch (error) {
      // A configuration that breaks while an editor is open leaves the last good one in force.
      if (!(error instanceof InputError)) throw error;
      return;
    }
    const first = new Set(files);
    const roots = this.#config.files;
    this.#files =
      within === undefined
        ? roots.filter((file) => first.has(file) || !this.#description.roots.includes(file))
        : roots.filter((file) =>
            within.some((place) => file === place || file.startsWith(`${place}/`)),
          );
    this.#store.setRoots(this.#roots());
  }

  #roots(): readonly string[] {
    return [...this.#config.files, ...(this.#config.declarations ?? [])];
  }
}

/** What is known of the classes of one state of the program. */
interface ClassesOf {
  readonly program: SemanticProgram;
  readonly hierarchies: Hierarchies;
  readonly holders: TransactionHolders;
}

function isDeclarationFile(file: string): boolean {
  return /\.d(\.[^./]+)?\.[cm]?ts$/.test(file);
}

function rulesKey(rules: readonly ConfiguredRule[]): string {
  return JSON.stringify(rules.map(({ rule, options }) => [rule.meta.id, options]));
}

// Only a module of a kind that is not turned into a function body may await at its top level.
function allowsTopLevelAwait(source: ts.SourceFile, options: ts.CompilerOptions): boolean {
  if (!ts.isExternalModule(source)) return false;
  if (source.impliedNodeFormat !== undefined) {
    return source.impliedNodeFormat === ts.ModuleKind.ESNext;
  }
  const { module = ts.ModuleKind.ESNext, target = ts.ScriptTarget.ES2022 } = options;
  const awaits = module === ts.ModuleKind.System || module >= ts.ModuleKind.ES2022;
  return awaits && target >= ts.ScriptTarget.ES2017;
}

// What these find, they find because something is nowhere to be seen.
const fromAbsence = new Set(["async-without-await"]);

// Whether findings of low confidence are shown.
function shows({ preset, rules }: RuleSelection): boolean {
  return preset === undefined ? rules !== undefined : preset === "strict";
}

function besideErrors(
  findings: readonly Finding[],
  source: ts.SourceFile,
  program: SemanticProgram,
): readonly Finding[] {
  const broken = program
    .getSyntacticDiagnostics(source)
    .map((error) => statementAround(source, error));
  return findings.filter(
    ({ start, end }) => !broken.some((one) => start < one.end && one.pos < end),
  );
}

// A finding inside a statement that does not parse would be about code that nobody wrote.
function statementAround(source: ts.SourceFile, error: ts.DiagnosticWithLocation): ts.TextRange {
  let around: ts.TextRange = source;
  const visit = (node: ts.Node): void => {
    if (error.start < node.pos || error.start > node.end) return;
    if (ts.isStatement(node) && !ts.isBlock(node)) around = node;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return around;
}
