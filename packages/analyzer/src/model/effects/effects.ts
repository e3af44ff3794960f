import { outermostFunction } from "../enclosing-function.js";
import type { NodeMark } from "../node-mark.js";
import { ts } from "../syntax.js";
import type { TypeSource } from "../type-source.js";
import { AccessNames } from "./access-set.js";
import { Answers } from "./answers.js";
import { collectFacts, type Extent } from "./collect.js";
import { shortText } from "./conflict.js";
import type { Facts } from "./facts.js";
import { declarationOf, fileOfKey, isInTree, keyOf } from "./keys.js";
import { LibraryModels } from "./library/library-models.js";
import type { PackageModel } from "./library/model.js";
import { describeLocation } from "./location.js";
import { Origins } from "./origins.js";
import { plainKey, type Receiver, receiverKeyOf } from "./receiver-class.js";
import { type Shape, shapeOf } from "./shape.js";
import { emptySolved, join, letGoOfTrees, type Solved, targetsOf, valueId } from "./solve.js";
import { isIn, type Reshaping, type Touched } from "./spread.js";
import { components } from "./strongly-connected.js";
import type { Access, Latency, Origin, Summary, Unknown } from "./summary.js";

/** What running something does, in short. */
export interface Effect {
  /** Nothing it does could be seen by another read; `why` says what could, where it is false. */
  readonly readsOnly: boolean;
  /** It waits, directly or through what it calls, for something outside the program. */
  readonly latency: boolean;
  /** Where the latency comes from, or what is not known to be a read. */
  readonly why: string;
  /** The place that `why` speaks of. */
  readonly at: ts.Node | undefined;
}

/** One state of a project, as far as effects depend on it. */
export interface EffectsWorld {
  readonly types: TypeSource;
  /** The source of that name as it is now. */
  source(file: string): ts.SourceFile | undefined;
  /** What the user knows of libraries, beside the analyser's own models. */
  readonly models?: readonly PackageModel[];
  /** Whether all that can be asked of SQL is answered in the process itself. */
  readonly databaseInProcess?: boolean;
}

/** A file as it was in one state of a project, and as it is in the next. */
export interface SourceEdit {
  readonly before: ts.SourceFile;
  readonly after: ts.SourceFile;
}

/** What the summary of some code was made from, beside the code itself. */
export interface Support {
  /** What each function that it may run does, as callers can tell. */
  readonly digests: ReadonlyMap<string, string>;
  /** A class that comes to be can change what it runs. */
  readonly dispatches: boolean;
}

/** Where names and types may be others than before an edit, or that they may be anywhere. */
export type Reshaped = Touched | "all";

/** How often work was done that an edit can make necessary again. */
export interface EffectsCounts {
  /** Functions whose code was read. */
  readonly read: number;
  /** Functions whose calls were followed. */
  readonly solved: number;
}

/**
 * Says what functions and code do, through everything that they call. Each function is read once and
 * solved once, when somebody first asks; an edit makes only those functions be solved again whose own
 * code changed, or whose callees do something else than before.
 */
export class Effects {
  #world: EffectsWorld;
  #answers: Answers;
  #models: LibraryModels;
  #read = 0;
  #solved = 0;
  readonly #entries = new Map<string, Entry>();
  /** The shapes of edited files, for as long as what they were made from stands. */
  readonly #shapes = new Map<string, Shape>();
  /** What was asked of code in the files that were asked about last, the latest of them at the end. */
  #code = new Map<ts.SourceFile, Map<ts.Node, Map<Extent, SolvedCode>>>();
  /** What left the engine in this state of the project: its places are those of this state. */
  #summaries = new WeakMap<Solved, Summary>();
  #origins = this.#newOrigins();
  readonly #names = new AccessNames();

  constructor(world: EffectsWorld) {
    this.#world = world;
    this.#models = new LibraryModels(world.types, world.models, world.databaseInProcess);
    this.#answers = new Answers(world.types, (call) => this.#models.wrappedBy(call));
  }

  /** What is known of libraries in this state of the project. */
  get libraries(): LibraryModels {
    return this.#models;
  }

  get counts(): EffectsCounts {
    return { read: this.#read, solved: this.#solved };
  }

  /**
   * Goes on with another state of the project, which has the same files. What was read from files that
   * are as they were is kept, unless it mentions what an edit elsewhere has changed: `spread` answers
   * where that may be. Of an edited file, that of functions is kept which the tree of the new text
   * took over.
   *
   * Answers where names and types may be others now; `undefined` where nowhere but in the code that
   * was edited.
   */
  update(
    world: EffectsWorld,
    edits: readonly SourceEdit[],
    spread: (reshapings: readonly Reshaping[]) => Reshaped,
  ): Reshaped | undefined {
    const reshapings: Reshaping[] = [];
    for (const edit of edits) {
      const before = this.#shapeBefore(edit.before);
      // What is known of one file's functions holds only where no other was edited meanwhile.
      const after = shapeOf(edit.after, world.types, edits.length === 1 ? before : undefined);
      this.#shapes.set(edit.after.fileName, after);
      if (before.text !== after.text) reshapings.push({ before, after });
    }
    const reshaped = reshapings.length === 0 ? undefined : spread(reshapings);
    const edited = new Map(edits.map(({ after }) => [after.fileName, after]));
    // Types that a shape names can be others where they come from a file whose own shape is another.
    if (reshaped !== undefined) {
      for (const file of [...this.#shapes.keys()]) {
        const isOther = reshaped === "all" || reshaped.get(file)?.outward === true;
        if (isOther && !edited.has(file)) this.#shapes.delete(file);
      }
    }
    this.#enter(world);
    const changed: Entry[] = [];
    for (const entry of this.#entries.values()) {
      const source = edited.get(entry.file);
      const isTaken = source === undefined || this.#isTakenOver(entry, source);
      if (isTaken && !isTouched(entry, reshaped)) continue;
      entry.facts = undefined;
      changed.push(entry);
    }
    this.#doubt(changed);
    return reshaped;
  }

  /**
   * Goes on with the same state of the project in a world that has no trees yet, and forgets all trees of this
   * one. What functions were found to do stays known; where they do it is found again in new trees of the same
   * texts. No later state can be compared with this one: it has to be begun with `clear`.
   */
  letGoOfTrees(world: EffectsWorld): void {
    this.#enter(world);
    this.#shapes.clear();
    for (const entry of this.#entries.values()) {
      entry.facts = undefined;
      entry.targets = [];
      entry.solvedFrom = undefined;
      entry.calleeDigests = noDigests;
      if (entry.solved !== undefined) letGoOfTrees(entry.solved);
    }
  }

  // What was answered, and what left the engine, is true of one world alone.
  #enter(world: EffectsWorld): void {
    this.#world = world;
    this.#models = new LibraryModels(world.types, world.models, world.databaseInProcess);
    this.#answers = new Answers(world.types, (call) => this.#models.wrappedBy(call));
    this.#code.clear();
    this.#summaries = new WeakMap();
    this.#origins = this.#newOrigins();
  }

  /** Whether the shape of this source is known, so that its tree may be taken apart for the next. */
  hasShapeOf(source: ts.SourceFile): boolean {
    return this.#shapes.get(source.fileName)?.source === source;
  }

  // The facts of a function rest on the function around it as well, whose variables it may use, and those
  // of a constructor hold what the fields of its class do.
  #isTakenOver({ facts }: Entry, source: ts.SourceFile): boolean {
    if (facts === undefined) return false;
    const outer = outermostFunction(facts.root) ?? facts.root;
    return isInTree(ts.isConstructorDeclaration(outer) ? outer.parent : outer, source);
  }

  // Whatever calls what is in doubt is in doubt as well.
  #doubt(changed: readonly Entry[]): void {
    if (changed.length === 0) return;
    const callers = new Map<string, Entry[]>();
    for (const entry of this.#entries.values()) {
      for (const target of entry.targets) {
        const known = callers.get(target);
        if (known === undefined) callers.set(target, [entry]);
        else known.push(entry);
      }
    }
    const open = [...changed];
    const seen = new Set(open);
    for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
      entry.current = false;
      for (const caller of callers.get(entry.key) ?? []) {
        if (seen.has(caller)) continue;
        seen.add(caller);
        open.push(caller);
      }
    }
  }

  /** Forgets everything, where more than sources has changed. */
  clear(world: EffectsWorld): void {
    this.#entries.clear();
    this.#shapes.clear();
    this.update(world, [], () => "all");
  }

  #shapeBefore(source: ts.SourceFile): Shape {
    const known = this.#shapes.get(source.fileName);
    return known?.source === source ? known : shapeOf(source, this.#world.types);
  }

  /**
   * The summary of a function as called, or of an expression or statement as evaluated where it
   * stands: with its arguments, and seen from the function around it.
   */
  summaryOf(node: ts.Node): Summary {
    return this.#summary(this.#solvedOf(node, isFunction(node) ? "function" : "code"));
  }

  /** What a call does besides evaluating its arguments, in short. */
  ofCall(call: ts.CallLikeExpression): Effect {
    return effectOf(this.#summary(this.#solvedOf(call, "call")));
  }

  /** A throw that can leave a call, what makes its arguments left aside. */
  throwOf(call: ts.CallLikeExpression): Origin | undefined {
    const { throws } = this.#solvedOf(call, "call");
    return throws && this.#origins.ofPlace(throws);
  }

  /** What running a function's body does, in short. */
  ofFunction(body: ts.FunctionLikeDeclaration): Effect {
    return effectOf(this.summaryOf(body));
  }

  /** Equal for two functions, or two states of one, that callers cannot tell apart. */
  digestOf(declared: ts.FunctionLikeDeclaration): string {
    return this.digestAt(keyOf(declared));
  }

  /** The same of the function of that key; that of nothing where there is none. */
  digestAt(key: string): string {
    this.#solve([key]);
    return this.#entries.get(key)?.digest ?? "";
  }

  /** The functions that were asked about so far, by their files: the keys of those that were solved. */
  asked(): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, string[]>();
    for (const { key, file, solved } of this.#entries.values()) {
      if (solved === undefined) continue;
      const known = found.get(file);
      if (known === undefined) found.set(file, [key]);
      else known.push(key);
    }
    return found;
  }

  /** The place where the function of that key waits; `undefined` where it does not. */
  waitsAt(key: string): ts.Node | undefined {
    this.#solve([key]);
    const place = this.#entries.get(key)?.solved?.latency.place;
    return place && this.#origins.ofPlace(place).at;
  }

  /** What the summary of a node rests on: with `call`, what that call does besides its arguments. */
  supportOf(node: ts.Node, what: "summary" | "call"): Support {
    if (what === "summary" && isFunction(node)) {
      return { digests: this.#digestsOf([keyOf(node)]), dispatches: false };
    }
    const { targets, dispatches } = this.#codeOf(node, what === "call" ? "call" : "code");
    return { digests: this.#digestsOf(targets), dispatches };
  }

  #digestsOf(keys: Iterable<string>): ReadonlyMap<string, string> {
    return new Map([...keys].map((key) => [key, this.digestAt(key)]));
  }

  #solvedOf(node: ts.Node, extent: Extent): Solved {
    if (extent !== "function") return this.#codeOf(node, extent).solved;
    const key = keyOf(node);
    this.#solve([key]);
    return this.#entries.get(key)?.solved ?? emptySolved();
  }

  #codeOf(node: ts.Node, extent: Extent): SolvedCode {
    const inFile = this.#codeIn(node.getSourceFile());
    let known = inFile.get(node);
    if (known === undefined) {
      known = new Map();
      inFile.set(node, known);
    }
    let code = known.get(extent);
    if (code === undefined) {
      const facts = collectFacts(node, extent, this.#answers, this.#models);
      const targets = [...targetsOf(facts)];
      this.#solve(targets);
      const solved = emptySolved();
      join(facts, (key) => this.#entries.get(key)?.solved, solved, this.#names);
      code = { solved, targets, dispatches: facts.dispatches };
      known.set(extent, code);
    }
    return code;
  }

  // A file is asked about while it is checked, and hardly ever again.
  #codeIn(file: ts.SourceFile): Map<ts.Node, Map<Extent, SolvedCode>> {
    let known = this.#code.get(file);
    if (known === undefined) {
      known = new Map();
      this.#code.set(file, known);
      const [oldest] = this.#code.keys();
      if (this.#code.size > mostFiles && oldest !== undefined) this.#code.delete(oldest);
    }
    return known;
  }

  // Callees first; those that call each other together, until nothing new is learnt.
  #solve(keys: Iterable<string>): void {
    const open = [...keys].filter((key) => !this.#isCurrent(key));
    if (open.length === 0) return;
    const callees = (key: string): readonly string[] =>
      this.#isCurrent(key) ? [] : this.#entry(key).targets;
    for (const group of components(open, callees)) {
      // In an order of their own, so that it is no matter from where they were come upon.
      const entries = group
        .filter((key) => !this.#isCurrent(key))
        .sort()
        .map((key) => this.#entry(key));
      if (entries.length === 0) continue;
      if (!entries.every((entry) => this.#holds(entry, entries))) this.#solveGroup(entries);
      for (const entry of entries) entry.current = true;
    }
  }

  #isCurrent(key: string): boolean {
    return this.#entries.get(key)?.current === true;
  }

  // What was solved before holds while its code and all that its callees do are as they were.
  #holds(entry: Entry, group: readonly Entry[]): boolean {
    return (
      entry.solved !== undefined &&
      entry.solvedFrom === entry.facts &&
      entry.targets.every(
        (key) =>
          group.some((one) => one.key === key) ||
          entry.calleeDigests.get(key) === this.#entries.get(key)?.digest,
      )
    );
  }

  #solveGroup(entries: readonly Entry[]): void {
    for (const entry of entries) {
      entry.solved = emptySolved();
      this.#solved += 1;
    }
    const lookup = (key: string): Solved | undefined => this.#entries.get(key)?.solved;
    // Joining again what has learnt nothing new of its callees says nothing new.
    const learnt = new Map<string, number>();
    const joined = entries.map(() => 0);
    let step = 0;
    for (let changed = true; changed; ) {
      changed = false;
      for (const [index, { key, facts, solved, targets }] of entries.entries()) {
        if (facts === undefined || solved === undefined) continue;
        const last = joined[index] ?? 0;
        if (last > 0 && !targets.some((one) => (learnt.get(one) ?? 0) >= last)) continue;
        step += 1;
        joined[index] = step;
        if (!join(facts, lookup, solved, this.#names)) continue;
        learnt.set(key, step);
        changed = true;
      }
    }
    for (const entry of entries) {
      entry.solvedFrom = entry.facts;
      entry.solved?.reads.seal();
      entry.solved?.writes.seal();
      entry.digest = entry.solved === undefined ? "" : digest(entry.solved);
    }
    for (const entry of entries) {
      entry.calleeDigests = new Map(
        entry.targets.map((key) => [key, this.#entries.get(key)?.digest]),
      );
    }
  }

  #entry(key: string): Entry {
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = {
        key,
        file: fileOfKey(key),
        facts: undefined,
        targets: [],
        solved: undefined,
        solvedFrom: undefined,
        calleeDigests: new Map(),
        digest: undefined,
        current: false,
      };
      this.#entries.set(key, entry);
    }
    if (entry.facts === undefined) this.#readInto(entry);
    return entry;
  }

  #readInto(entry: Entry): void {
    const source = this.#world.source(entry.file);
    const node = source === undefined ? undefined : declarationOf(plainKey(entry.key), source);
    if (source === undefined || node === undefined) {
      entry.targets = [];
      return;
    }
    this.#read += 1;
    const self = this.#receiverOf(entry.key);
    entry.facts = collectFacts(node, "function", this.#answers, this.#models, self);
    entry.targets = [...targetsOf(entry.facts)];
  }

  #receiverOf(key: string): Receiver | undefined {
    const receiver = receiverKeyOf(key);
    const source = receiver === undefined ? undefined : this.#world.source(fileOfKey(receiver));
    const found = receiver && source && declarationOf(receiver, source);
    return found !== undefined && found !== "" && ts.isClassLike(found) ? found : undefined;
  }

  // What leaves the engine.

  #summary(solved: Solved): Summary {
    let known = this.#summaries.get(solved);
    if (known === undefined) {
      known = this.#makeSummary(solved);
      this.#summaries.set(solved, known);
    }
    return known;
  }

  #makeSummary(solved: Solved): Summary {
    const { throws, latency, unknown, invokes } = solved;
    const origins = this.#origins;
    const { kind, what, place } = latency;
    let first: { readonly why: string; readonly origin: Origin } | undefined;
    if (unknown !== undefined) first = { why: unknown.why, origin: origins.ofPlace(unknown.place) };
    for (const { of, place } of invokes.values()) {
      first ??= {
        why: `runs \`${of.name}\`, which callers hand in`,
        origin: origins.ofPlace(place),
      };
    }
    return new LazySummary(solved, origins, {
      latency: { kind, what, origin: place && origins.ofPlace(place) },
      throws: throws && origins.ofPlace(throws),
      unknown: first && new LazyUnknown(first.why, first.origin),
    });
  }

  #newOrigins(): Origins {
    return new Origins(
      (key) => this.#entries.get(key)?.solved,
      (mark) => this.#find(mark),
    );
  }

  #find(mark: NodeMark): ts.Node {
    const source = this.#world.source(mark.file);
    const found = source && mark.in(source);
    if (found === undefined) throw new Error(`${mark.file} has changed while it was checked`);
    return found;
  }
}

const noDigests: ReadonlyMap<string, string> = new Map();

/** The code of so many files is remembered. */
const mostFiles = 4;

interface Entry {
  readonly key: string;
  readonly file: string;
  facts: Facts | undefined;
  targets: readonly string[];
  solved: Solved | undefined;
  /** The facts that it was solved from. */
  solvedFrom: Facts | undefined;
  calleeDigests: ReadonlyMap<string, string | undefined>;
  digest: string | undefined;
  /** Whether it is known that it was solved from what its code and its callees are now. */
  current: boolean;
}

// What was read of a function rests on the names that it mentions; a new class may override what a call
// was known to run.
function isTouched({ facts, file }: Entry, reshaped: Reshaped | undefined): boolean {
  if (reshaped === undefined) return false;
  if (reshaped === "all" || facts === undefined || facts.dispatches) return true;
  const touched = reshaped.get(file);
  return touched !== undefined && isIn(touched, facts.root);
}

/** What code does as it stands, and the functions that it may run. */
interface SolvedCode {
  readonly solved: Solved;
  readonly targets: readonly string[];
  readonly dispatches: boolean;
}

/** A summary whose accesses are listed when somebody asks for them. */
class LazySummary implements Summary {
  readonly latency: Latency;
  readonly throws: Origin | undefined;
  readonly unknown: Unknown | undefined;
  readonly #solved: Solved;
  readonly #origins: Origins;
  #reads: readonly Access[] | undefined;
  #writes: readonly Access[] | undefined;

  constructor(
    solved: Solved,
    origins: Origins,
    { latency, throws, unknown }: Pick<Summary, "latency" | "throws" | "unknown">,
  ) {
    this.#solved = solved;
    this.#origins = origins;
    this.latency = latency;
    this.throws = throws;
    this.unknown = unknown;
  }

  get reads(): readonly Access[] {
    this.#reads ??= this.#origins.accessesOf(this.#solved.reads, "reads");
    return this.#reads;
  }
  get writes(): readonly Access[] {
    this.#writes ??= this.#origins.accessesOf(this.#solved.writes, "writes");
    return this.#writes;
  }
}

class LazyUnknown implements Unknown {
  readonly why: string;
  readonly #origin: Origin;

  constructor(why: string, origin: Origin) {
    this.why = why;
    this.#origin = origin;
  }

  get at(): ts.Node {
    return this.#origin.at;
  }
  get through(): readonly ts.Node[] {
    return this.#origin.through;
  }
  get from(): ts.Node {
    return this.#origin.from;
  }
  get isDirect(): boolean {
    return this.#origin.isDirect;
  }
}

function isFunction(node: ts.Node): boolean {
  return ts.isFunctionLike(node) && "body" in node && node.body !== undefined;
}

function digest(solved: Solved): string {
  const { reads, writes, invokes, returns, latency, throws, unknown } = solved;
  const handed = [...invokes].map(([id, { args, caught, waits }]) => {
    const values = args.map((one) => one.map(valueId).sort().join());
    return `${id} ${values.join("; ")}${caught ? " caught" : ""}${waits ? " waits" : ""}`;
  });
  const answered = [...returns].map(([id, { held }]) => `${id} ${held?.owner?.keys[0] ?? ""}`);
  return [
    reads.traits.digest,
    writes.traits.digest,
    handed.sort().join("\n"),
    answered.sort().join("\n"),
    `${latency.kind} ${latency.what}`,
    throws === undefined ? "" : "throws",
    unknown?.why ?? "",
  ].join("\n\n");
}

function effectOf(summary: Summary): Effect {
  const { unknown, writes, latency } = summary;
  if (unknown !== undefined) {
    return {
      readsOnly: false,
      latency: false,
      why: `\`${shortText(unknown.at)}\` ${unknown.why}`,
      at: unknown.at,
    };
  }
  const write = writes.find(({ once }) => !once);
  if (write !== undefined) {
    const why = `writes ${describeLocation(write.location)}`;
    return { readsOnly: false, latency: false, why, at: write.at };
  }
  if (latency.kind === "none") return { readsOnly: true, latency: false, why: "", at: undefined };
  return {
    readsOnly: true,
    latency: true,
    why: `waits for ${latency.what}`,
    at: latency.origin?.at,
  };
}
