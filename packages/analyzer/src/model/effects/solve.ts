import { NodeMark } from "../node-mark.js";
import type { ts } from "../syntax.js";
import {
  type AccessName,
  type AccessNames,
  AccessSet,
  type AccessWords,
  type SolvedAccess,
  type Step,
  solvedAccess,
} from "./access-set.js";
import { conditionId, settle } from "./condition.js";
import type {
  Argument,
  Callable,
  CallSite,
  Condition,
  Facts,
  Flow,
  ParameterRef,
  RawAccess,
  Value,
} from "./facts.js";
import { anyMember } from "./facts.js";
import { isInnerKey, isKeyInside } from "./keys.js";
import { isCredential } from "./lazy-init.js";
import {
  type ConnectionLocation,
  contents,
  everything,
  type FieldLocation,
  type Location,
  locationId,
  type ResourceLocation,
  type Root,
  rootId,
} from "./location.js";
import { plainKey } from "./receiver-class.js";
import { anyCredential } from "./refusal.js";
import type { Latency, Reentrant } from "./summary.js";
import { heldIn } from "./value-flow.js";

/**
 * What is known of a function while and after its calls are followed. Everything in it is named by
 * keys, but for the places, which are asked for again through the function that they stand in.
 */
export interface Solved {
  readonly reads: AccessSet;
  readonly writes: AccessSet;
  /** Parameters that it calls. */
  readonly invokes: Map<string, Invocation>;
  readonly returns: Map<string, Value>;
  latency: {
    readonly kind: Latency["kind"];
    readonly what: string;
    readonly place: Place | undefined;
  };
  throws: Place | undefined;
  unknown: { readonly why: string; readonly place: Place } | undefined;
}

/** A place in the function itself, or the call there through which something else is reached. */
export interface Place {
  /** A mark, once the tree was let go. */
  readonly at: ts.Node | NodeMark;
  readonly from?: {
    /** The key of the function that is called. */
    readonly key: string;
    /** What is reached there: an access, or by its name or id something else. */
    readonly what: AccessName | string;
  };
}

/** The place of an access that is reached by that step. */
export function placeOfStep({ at, from }: Step, access: SolvedAccess): Place {
  return from === undefined
    ? { at }
    : { at, from: { key: from.key, what: from.as ?? access.name } };
}

export interface Invocation {
  readonly of: ParameterRef;
  readonly args: readonly (readonly Value[])[];
  readonly place: Place;
  readonly caught: boolean;
  readonly waits: boolean;
}

export function emptySolved(): Solved {
  return {
    reads: new AccessSet(),
    writes: new AccessSet(),
    invokes: new Map(),
    returns: new Map(),
    latency: { kind: "none", what: "", place: undefined },
    throws: undefined,
    unknown: undefined,
  };
}

/** Has all places in what is known of a function be marks, so that it keeps no tree in memory. */
export function letGoOfTrees(solved: Solved): void {
  for (const set of [solved.reads, solved.writes]) set.replaceSteps(marked);
  const { latency, throws, unknown, invokes } = solved;
  if (latency.place !== undefined) solved.latency = { ...latency, place: marked(latency.place) };
  if (throws !== undefined) solved.throws = marked(throws);
  if (unknown !== undefined) solved.unknown = { ...unknown, place: marked(unknown.place) };
  for (const [id, one] of invokes) invokes.set(id, { ...one, place: marked(one.place) });
}

function marked<T extends Step | Place>(place: T): T {
  return place.at instanceof NodeMark ? place : { ...place, at: new NodeMark(place.at) };
}

/**
 * Everything that following the calls of some code can lead to. Where something in the code itself is
 * not known, following the rest would not make it known, and is left out.
 */
export function targetsOf(facts: Facts): ReadonlySet<string> {
  const found = new Set<string>();
  if (facts.unknown !== undefined) return found;
  const add = (callable: Callable | undefined): void => {
    for (const target of callable?.targets ?? []) found.add(target);
    for (const making of callable?.made ?? []) making.args.forEach(argument);
  };
  const argument = ({ callable, members, flows }: Argument): void => {
    add(callable);
    for (const one of members?.values() ?? []) add(one);
    flows.forEach(flow);
  };
  const seen = new Set<CallSite>();
  const flow = (one: Flow): void => {
    if ("result" in one) site(one.result);
  };
  const site = (one: CallSite): void => {
    if (seen.has(one)) return;
    seen.add(one);
    for (const target of one.targets) found.add(target);
    one.args.forEach(argument);
    for (const making of one.made ?? []) making.args.forEach(argument);
    one.receiver.forEach(flow);
  };
  facts.calls.forEach(site);
  facts.returns.forEach(flow);
  for (const { what } of facts.accesses) if ("on" in what) what.on.forEach(flow);
  return found;
}

/** Answers what is known so far of a function. */
export type Lookup = (key: string) => Solved | undefined;

/**
 * Joins what some code does by itself with what its calls are known to do, into `into`. Answers
 * whether that said anything new; calling it until it does not is the fixpoint.
 */
export function join(facts: Facts, lookup: Lookup, into: Solved, names: AccessNames): boolean {
  return new Join(facts, lookup, into, names).run();
}

class Join {
  readonly #facts: Facts;
  readonly #lookup: Lookup;
  readonly #into: Solved;
  readonly #names: AccessNames;
  readonly #results = new Map<CallSite, readonly Value[]>();
  #changed = false;
  #outer: boolean | undefined;

  constructor(facts: Facts, lookup: Lookup, into: Solved, names: AccessNames) {
    this.#names = names;
    this.#facts = facts;
    // What is not followed is not known, even where somebody else has asked for it.
    this.#lookup = facts.unknown === undefined ? lookup : () => undefined;
    this.#into = into;
  }

  run(): boolean {
    const { accesses, calls, latency, throws, unknown, returns } = this.#facts;
    // Nothing makes known again what a callee has made unknown.
    if (this.#into.unknown !== undefined) return false;
    if (unknown !== undefined) this.#isUnknown(unknown.why, { at: unknown.at });
    if (throws !== undefined) this.#throws({ at: throws });
    if (latency.at !== undefined) this.#waits(latency.kind, latency.what, { at: latency.at });
    for (const access of accesses) this.#own(access);
    for (const site of calls) this.#site(site);
    for (const value of this.#values(returns)) this.#returns(value);
    return this.#changed;
  }

  #own(access: RawAccess): void {
    const { what, at, write } = access;
    const step: Step = { at };
    if ("location" in what) {
      const { location, parameter } = what;
      this.#access(
        write,
        { ...marksOf(access), ...inWords(location, parameter, access.unless) },
        step,
      );
      return;
    }
    const values = this.#values(what.on);
    // A field of the very object that is named, and none of what that holds.
    const isDirect =
      "field" in what && what.field.name !== contents && what.field.name !== everything;
    const isOwn = isDirect && values.some(({ deep }) => deep === undefined);
    for (const value of values) {
      if (isOwn && value.deep === "part") continue;
      const location =
        "field" in what
          ? fieldOf(value, what.field.name, what.field.owner)
          : connectionOf(value, what.connection, what.name);
      if (location !== undefined) {
        this.#access(write, { ...marksOf(access), location }, step);
      }
    }
  }

  #site(site: CallSite): void {
    for (const target of site.targets) this.#apply(site, target, site.args);
    const { invokes } = site;
    if (invokes === undefined) return;
    this.#invoke({
      of: invokes,
      args: site.args.map(({ flows }) => this.#values(flows)),
      place: { at: site.at },
      caught: site.caught,
      waits: site.waits,
    });
  }

  // Takes over what a function does, as it looks from this call.
  #apply(site: CallSite, key: string, args: readonly Argument[]): void {
    const solved = this.#lookup(key);
    if (solved === undefined) return;
    const bind = this.#binder(site, key, args);
    const place = (what: string): Place => ({ at: site.at, from: { key, what } });
    const step: Step = { at: site.at, from: { key } };
    this.#takeOver(false, site, step, solved.reads, bind);
    this.#takeOver(true, site, step, solved.writes, bind);
    if (solved.unknown !== undefined) this.#isUnknown(solved.unknown.why, place("unknown"));
    if (solved.throws !== undefined && !site.caught) this.#throws(place("throws"));
    if (solved.latency.kind !== "none" && site.waits) {
      this.#waits(solved.latency.kind, solved.latency.what, place("latency"));
    }
    for (const [id, invocation] of solved.invokes) {
      this.#invoked(site, key, args, invocation, place(id), bind);
    }
  }

  #takeOver(write: boolean, site: CallSite, step: Step, from: AccessSet, bind: Binder): void {
    const all = write ? this.#into.writes : this.#into.reads;
    const makes = write && fillsWhereEmpty(site, from);
    const isNamed = write ? site.unless?.get(bind.key) : undefined;
    const isPlain =
      isNamed === undefined &&
      !makes &&
      site.afterFailure !== true &&
      site.caches !== true &&
      site.asks !== true &&
      from.traits.isPlain;
    if (isPlain && all.size === 0 && from !== all && !this.#ownsOuter()) {
      all.takeOver(from, step);
      this.#changed ||= from.size > 0;
      return;
    }
    // By its index: a function that calls itself adds to the list that it takes over.
    for (let index = 0; index < from.size; index += 1) {
      const access = from.all[index] as SolvedAccess;
      if (isPlain) {
        if (!all.has(access.name)) this.#accessOf(write, access, step);
        continue;
      }
      // To forget what was kept, because it could not be had, is no change that another relies on.
      if (site.afterFailure === true && this.#isMemo(access.location)) continue;
      if (write && site.asks === true && isOfNetwork(access.location)) continue;
      const found = bind.condition(access.unless);
      if (found === "reads") continue;
      const unless = found ?? isNamed;
      const fills = site.caches === true && access.location.kind === "resource";
      const isMade = makes && (isInMemory(access.location) || isGot(site, access.location));
      // What a call does not change is known by the name that the callee knows it by.
      const isSame = !fills && !isMade && unless === access.unless && bind.leaves(access);
      if (isSame) {
        if (!all.has(access.name)) this.#accessOf(write, access, step);
        continue;
      }
      const marks = {
        ...marksOf(access),
        ...(fills ? { once: true } : {}),
        ...(isMade ? { reentrant: "filled" as const } : {}),
      };
      const changed: Step = { at: step.at, from: { key: bind.callee, as: access.name } };
      for (const { location, parameter } of bind.access(access)) {
        this.#access(write, { ...marks, ...inWords(location, parameter, unless) }, changed);
      }
    }
  }

  // What says so by its name, or what this code itself fills where it is empty.
  #isMemo(location: Location): boolean {
    if (isMemo(location)) return true;
    if (!isInMemory(location)) return false;
    const id = locationId(location);
    return this.#into.writes.all.some((one) => one.once && locationId(one.location) === id);
  }

  // Code that is no function can declare what others see.
  #ownsOuter(): boolean {
    this.#outer ??= [...this.#facts.own].some((key) => !isInnerKey(key));
    return this.#outer;
  }

  // A callee that calls one of its parameters calls what this call hands it.
  #invoked(
    site: CallSite,
    key: string,
    args: readonly Argument[],
    invocation: Invocation,
    place: Place,
    bind: Binder,
  ): void {
    const values = invocation.args.map((one) =>
      one.flatMap((value) => bind.value(madeBy(bind.key, value, site))),
    );
    const caught = site.caught || invocation.caught;
    const waits = site.waits && invocation.waits;
    const isOwn = invocation.of.key === plainKey(key);
    const making = isOwn ? undefined : site.made?.find((one) => one.key === invocation.of.key);
    const given = isOwn ? args : making?.args;
    if (given === undefined) {
      this.#invoke({ of: invocation.of, args: values, place, caught, waits });
      return;
    }
    if (!isOwn && invocation.of.index >= given.length) {
      this.#isUnknown("runs a function that is not known", { at: site.at });
      return;
    }
    const handed =
      isOwn && site.spread ? given : given.slice(invocation.of.index, invocation.of.index + 1);
    for (const argument of handed) {
      const callable =
        invocation.of.member === undefined
          ? argument.callable
          : argument.members?.get(invocation.of.member);
      // An option that is left out is not called.
      const isOption = invocation.of.member !== undefined && invocation.of.member !== anyMember;
      const isLeftOut = argument.members !== undefined && argument.takesOver !== true;
      if (isOption && isLeftOut && !callable) continue;
      if (callable === undefined) {
        this.#isUnknown("runs a function that is not known", { at: site.at });
        continue;
      }
      if (callable.parameter !== undefined) {
        this.#invoke({ of: callable.parameter, args: values, place, caught, waits });
      }
      const { made, ...plain } = site;
      const inner: CallSite = {
        ...plain,
        ...(callable.made === undefined ? {} : { made: callable.made }),
        caught,
        waits,
        receiver: callable.receiver ?? [],
        spread: false,
      };
      const bound = values.map(
        (one): Argument => ({ flows: one.map((value) => ({ value })), callable: undefined }),
      );
      for (const target of callable.targets) this.#apply(inner, target, bound);
    }
  }

  #invoke(invocation: Invocation): void {
    const { of } = invocation;
    const id = `invokes ${of.index} ${of.member ?? ""} ${of.key}`;
    const known = this.#into.invokes.get(id);
    if (known === undefined) {
      this.#into.invokes.set(id, invocation);
      this.#changed = true;
      return;
    }
    const args = merge(known.args, invocation.args);
    const waits = known.waits || invocation.waits;
    const caught = known.caught && invocation.caught;
    if (args === known.args && waits === known.waits && caught === known.caught) return;
    this.#into.invokes.set(id, { ...known, args, waits, caught });
    this.#changed = true;
  }

  #binder(site: CallSite, key: string, args: readonly Argument[]): Binder {
    const receiver = (): readonly Value[] => this.#values(site.receiver);
    const argument = (index: number): readonly Value[] =>
      site.spread
        ? args.flatMap(({ flows }) => this.#values(flows))
        : this.#values(args[index]?.flows ?? []);
    return new Binder(key, receiver, argument, site.spread ? undefined : args);
  }

  // What a call answers, as it looks from here.
  #resultsOf(site: CallSite): readonly Value[] {
    const known = this.#results.get(site);
    if (known !== undefined) return known;
    this.#results.set(site, []);
    const found = new Map<string, Value>();
    for (const target of site.targets) {
      const solved = this.#lookup(target);
      if (solved === undefined) continue;
      const bind = this.#binder(site, target, site.args);
      for (const value of solved.returns.values()) {
        const bound =
          value.root.from === "fresh"
            ? [{ ...value, root: { from: "fresh", key: site.key } as Root }]
            : bind.value(value);
        for (const one of bound) found.set(valueId(one), one);
      }
    }
    const results = [...found.values()];
    this.#results.set(site, results);
    return results;
  }

  #values(flows: readonly Flow[]): readonly Value[] {
    const [only] = flows;
    if (only === undefined) return [];
    if (flows.length === 1 && "value" in only) return [only.value];
    const found = new Map<string, Value>();
    for (const flow of flows) {
      for (const value of "value" in flow ? [flow.value] : this.#stepped(flow)) {
        found.set(valueId(value), value);
      }
    }
    return found.size > mostValues ? collapsed(found.values()) : [...found.values()];
  }

  #stepped(flow: Exclude<Flow, { value: Value }>): readonly Value[] {
    return this.#resultsOf(flow.result).map((value) => step(value, flow));
  }

  // The own of this code: nobody outside can see it.
  #isOwn(root: Root): boolean {
    if (root.from === "fresh") return true;
    return root.from === "variable" && this.#isOwnKey(root.key);
  }

  #isOwnKey(key: string): boolean {
    return this.#facts.own.has(key) || isKeyInside(key, this.#facts.key);
  }

  #access(write: boolean, words: AccessWords, step: Step): void {
    if (this.#isHidden(words.location)) return;
    const name = this.#names.of(nameOf(words));
    const all = write ? this.#into.writes : this.#into.reads;
    if (!all.has(name)) this.#accessOf(write, this.#names.access(name, words), step);
  }

  // Adds what is not there yet.
  #accessOf(write: boolean, access: SolvedAccess, step: Step): void {
    const { location } = access;
    if (this.#isHidden(location)) return;
    const all = write ? this.#into.writes : this.#into.reads;
    if (all.size >= most && location.kind !== "resource" && location.kind !== "connection") {
      const place = placeOfStep(step, access);
      if (write) this.#isUnknown("writes more than can be told apart", place);
      else this.#readsAnything(step, access);
      return;
    }
    all.add(access, step);
    this.#changed = true;
  }

  // The own of this code, and the parts of packages and of the platform, which are known by models.
  #isHidden(location: Location): boolean {
    if (location.kind === "local" || location.kind === "module")
      return this.#isOwnKey(location.key);
    if (!("root" in location)) return false;
    return this.#isOwn(location.root) || (location.kind === "field" && isForeign(location.root));
  }

  // Who reads more than can be told apart may read whatever there is in memory, which changes nothing.
  #readsAnything({ at, from }: Step, access: SolvedAccess): void {
    const words = { location: anything, once: false };
    const name = this.#names.of(nameOf(words));
    if (this.#into.reads.has(name)) return;
    const step =
      from === undefined ? { at } : { at, from: { key: from.key, as: from.as ?? access.name } };
    this.#into.reads.add(solvedAccess(name, words), step);
    this.#changed = true;
  }

  #returns(value: Value): void {
    const isOwn = this.#isOwn(value.root) || isForeign(value.root);
    const seen = isOwn ? madeLike(value) : value;
    const id = valueId(seen);
    if (this.#into.returns.has(id)) return;
    this.#into.returns.set(id, seen);
    this.#changed = true;
  }

  #throws(place: Place): void {
    if (this.#into.throws !== undefined) return;
    this.#into.throws = place;
    this.#changed = true;
  }

  #waits(kind: Latency["kind"], what: string, place: Place): void {
    if (rank[kind] <= rank[this.#into.latency.kind]) return;
    this.#into.latency = { kind, what, place };
    this.#changed = true;
  }

  #isUnknown(why: string, place: Place): void {
    if (this.#into.unknown !== undefined) return;
    this.#into.unknown = { why, place };
    this.#changed = true;
  }
}

// Nobody outside can tell apart what is made here: most are one object.
function madeLike(value: Value): Value {
  const isPlain = value.held === undefined && value.deep === undefined;
  return isPlain ? made : { ...value, root: made.root };
}

const made: Value = { root: { from: "fresh", key: "" } };

const rank = { none: 0, timer: 1, io: 2 };

/** Of what a function reads or writes in memory, more than this is not told apart. */
const most = 150;

const anything: Location = {
  kind: "field",
  name: everything,
  owner: undefined,
  root: { from: "unknown" },
};

/** An expression that leads to more objects than this may lead to any. */
const mostValues = 12;

/** Turns what a callee says of its parameters and of `this` into what the call hands it. */
class Binder {
  readonly callee: string;
  /** What the callee's own parameters are known by, whoever runs it. */
  readonly key: string;
  readonly #receiver: () => readonly Value[];
  readonly #argument: (index: number) => readonly Value[];
  #received: readonly Value[] | undefined;
  readonly #handed = new Map<number, readonly Value[]>();
  /** The arguments, where each stands for one parameter. */
  readonly #given: readonly Argument[] | undefined;

  constructor(
    callee: string,
    receiver: () => readonly Value[],
    argument: (index: number) => readonly Value[],
    given: readonly Argument[] | undefined,
  ) {
    this.callee = callee;
    this.key = plainKey(callee);
    this.#receiver = receiver;
    this.#argument = argument;
    this.#given = given;
  }

  value(value: Value): readonly Value[] {
    const whole = this.#root(value.root);
    return whole === undefined ? [value] : whole.map((one) => step(one, value));
  }

  /** What is left of a condition: `reads` where the call meets it, nothing where it does not. */
  condition(unless: Condition | undefined): Condition | "reads" | undefined {
    if (unless === undefined || unless.key !== this.key) return unless;
    const found =
      this.#given !== undefined && settle(unless, this.#given[unless.index], this.#given);
    if (typeof found !== "boolean") return found;
    return found ? "reads" : undefined;
  }

  /** Whether an access is to the caller what it is to the callee. */
  leaves({ location, parameter }: AccessWords): boolean {
    if (location.kind === "field" || location.kind === "connection") {
      return !this.#isBound(location.root);
    }
    return parameter?.key !== this.key;
  }

  *access(access: AccessWords): Iterable<Pick<AccessWords, "location" | "parameter">> {
    const { location } = access;
    switch (location.kind) {
      case "local":
      case "module":
        yield { location };
        return;
      case "resource":
        yield this.#resource(location, access.parameter);
        return;
      case "connection":
        if (this.#isPool(location)) return;
        yield* this.#rooted(location, (value) =>
          connectionOf(value, location.connection, location.name, location.field),
        );
        return;
      case "field":
        yield* this.#rooted(location, (value) =>
          fieldOf(value, location.name, location.owner, location.within),
        );
    }
  }

  // `list(db)` of `list(db: Database | Transaction)`.
  #isPool({ root, field }: ConnectionLocation): boolean {
    if (root.from !== "parameter" || root.key !== this.key || field !== undefined) return false;
    return this.#given?.[root.index]?.isPool === true;
  }

  *#rooted(
    location: FieldLocation | ConnectionLocation,
    make: (value: Value) => Location | undefined,
  ): Iterable<{ location: Location }> {
    const whole = this.#root(location.root);
    if (whole === undefined) yield { location };
    const isOwn = isOwnField(location) && whole?.some((one) => one.deep === undefined) === true;
    for (const value of whole ?? []) {
      if (isOwn && value.deep === "part") continue;
      const made = make(value);
      if (made !== undefined) yield { location: made };
    }
  }

  // A path or a URL that a caller writes in place is known from there on.
  #resource(
    location: ResourceLocation,
    parameter: ParameterRef | undefined,
  ): { location: Location; parameter?: ParameterRef } {
    if (parameter === undefined || parameter.key !== this.key) {
      return { location, ...(parameter === undefined ? {} : { parameter }) };
    }
    const argument = this.#given?.[parameter.index];
    if (argument?.literal !== undefined) {
      return { location: { ...location, key: { literal: argument.literal } } };
    }
    const handed = argument?.parameter;
    return handed === undefined ? { location } : { location, parameter: handed };
  }

  #root(root: Root): readonly Value[] | undefined {
    if (!this.#isBound(root)) return undefined;
    if (root.from === "this") {
      this.#received ??= this.#receiver();
      return this.#received;
    }
    let handed = this.#handed.get(root.index);
    if (handed === undefined) {
      handed = this.#argument(root.index);
      this.#handed.set(root.index, handed);
    }
    return handed;
  }

  #isBound(root: Root): root is Extract<Root, { from: "parameter" | "this" }> {
    return (root.from === "parameter" || root.from === "this") && root.key === this.key;
  }
}

// Too many to tell apart may be anything; what they start from is kept, as it may be bound to something
// that is known to be nothing else.
function collapsed(values: Iterable<Value>): readonly Value[] {
  const found = new Map<string, Value>([["", { root: { from: "unknown" } }]]);
  let others = 0;
  for (const { root } of values) {
    const isKept = root.from === "variable" ? root.made === true : root.from !== "fresh";
    if (!isKept || root.from === "unknown") continue;
    const id = rootId(root);
    if (found.has(id)) continue;
    // Whoever touches one more than can be told apart has touched too much already.
    if (root.from === "variable" && !isInnerKey(root.key)) {
      if (others > most) continue;
      others += 1;
    }
    found.set(id, { root, deep: true });
  }
  return [...found.values()];
}

function marksOf({
  once,
  guessed,
  reentrant,
  early,
}: {
  readonly once: boolean;
  readonly guessed?: true | undefined;
  readonly reentrant?: Reentrant | undefined;
  readonly early?: true | undefined;
}): Pick<AccessWords, "once" | "guessed" | "reentrant" | "early"> {
  return {
    once,
    ...(guessed === undefined ? {} : { guessed }),
    ...(reentrant === undefined ? {} : { reentrant }),
    ...(early === undefined ? {} : { early }),
  };
}

function inWords(
  location: Location,
  parameter: ParameterRef | undefined,
  unless: Condition | undefined,
): Pick<AccessWords, "location" | "parameter" | "unless"> {
  return {
    location,
    ...(parameter === undefined ? {} : { parameter }),
    ...(unless === undefined ? {} : { unless }),
  };
}

function nameOf(words: AccessWords): string {
  const { location, once, guessed, reentrant, early, parameter, unless } = words;
  const marks = `${once ? " once" : ""}${guessed === true ? " guessed" : ""}${reentrant === undefined ? "" : ` reentrant ${reentrant}`}${early === true ? " early" : ""}`;
  const by = parameter === undefined ? "" : ` ${parameter.index} ${parameter.key}`;
  return `${locationId(location)}${marks}${by}${unless === undefined ? "" : conditionId(unless)}`;
}

// A call that is there to fill something, and does: whatever else it changes in memory comes with that. Who comes second
// must not find what is there before it is complete.
function fillsWhereEmpty({ fills }: CallSite, writes: AccessSet): boolean {
  if (fills === undefined) return false;
  const isFor = (name: string): boolean =>
    fills === anyCredential ? isCredential(name) : name === fills;
  const made = writes.all.filter(({ location }) => isInMemory(location) && isFor(location.name));
  return made.length > 0 && made.every(({ early }) => early !== true);
}

// The request by which a credential is got comes with keeping it.
function isGot({ fills }: CallSite, location: Location): boolean {
  if (fills === undefined || location.kind !== "resource") return false;
  return location.resource === "net" && (fills === anyCredential || isCredential(fills));
}

function isInMemory(
  location: Location,
): location is Exclude<Location, ResourceLocation | ConnectionLocation> {
  return location.kind !== "resource" && location.kind !== "connection";
}

function isMemo(location: Location): boolean {
  return "name" in location && /cache|memo|pending|in_?flight/i.test(location.name);
}

// What a callee has made for itself and hands to what it calls is another one at each call of it.
function madeBy(callee: string, value: Value, site: CallSite): Value {
  const { root } = value;
  return root.from === "variable" && root.made === true && isKeyInside(root.key, callee)
    ? { ...value, root: { from: "fresh", key: site.key } }
    : value;
}

function isForeign(root: Root): boolean {
  return (
    root.from === "variable" && (root.key.startsWith("import ") || root.key.startsWith("global "))
  );
}

// A field of the very object whose method runs, or a collection that it has made for itself.
function isOwnField(location: FieldLocation | ConnectionLocation): boolean {
  if (location.kind !== "field" || location.root.from !== "this") return false;
  if (location.within !== undefined || location.name === everything) return false;
  return !location.name.endsWith(contents) || location.isMade === true;
}

// A step of more than one field is only known by where it starts.
function step(value: Value, into: Pick<Value, "held" | "deep">): Value {
  const { held } = into;
  const how = into.deep ?? (held === undefined ? value.deep : undefined);
  const kept = heldIn(value.held, held);
  return {
    root: value.root,
    ...(kept === undefined ? {} : { held: kept }),
    ...(how === undefined ? {} : { deep: how }),
  };
}

/** Equal for two values that are the same. */
export function valueId({ root, held, deep }: Value): string {
  return `${rootId(root)} ${held?.under ?? ""} ${held?.name ?? ""} ${deep === undefined ? "" : deep === true ? "deep" : deep}`;
}

function fieldOf(
  value: Value,
  name: string,
  owner: FieldLocation["owner"],
  within: FieldLocation["within"] = [],
): FieldLocation | undefined {
  const { root, held, deep } = value;
  if (name === contents || name === everything) {
    if (name === contents && deep !== undefined) return undefined;
    return held === undefined
      ? { kind: "field", name, owner, root }
      : {
          kind: "field",
          name: `${held.name}${contents}`,
          owner: held.owner,
          root,
          ...(held.isMade === true && held.under === undefined ? { isMade: true as const } : {}),
        };
  }
  if (deep !== undefined && owner === undefined) return undefined;
  const ways = [held?.under, held?.name, ...within].filter((one) => one !== undefined);
  const [first, ...more] = ways;
  if (first === undefined) return { kind: "field", name, owner, root };
  const last = more.at(-1);
  return { kind: "field", name, owner, root, within: last === undefined ? [first] : [first, last] };
}

function connectionOf(
  value: Value,
  connection: ConnectionLocation["connection"],
  name: string,
  field?: string,
): ConnectionLocation | undefined {
  const within = field ?? value.held?.name;
  return {
    kind: "connection",
    connection,
    name,
    root: value.root,
    ...(within === undefined ? {} : { field: within }),
  };
}

function merge(
  known: readonly (readonly Value[])[],
  more: readonly (readonly Value[])[],
): readonly (readonly Value[])[] {
  let grew = more.length > known.length;
  const merged = Array.from({ length: Math.max(known.length, more.length) }, (_, index) => {
    const all = new Map((known[index] ?? []).map((value) => [valueId(value), value]));
    for (const value of more[index] ?? []) {
      if (!all.has(valueId(value))) grew = true;
      all.set(valueId(value), value);
    }
    return [...all.values()];
  });
  return grew ? merged : known;
}

function isOfNetwork(location: Location): boolean {
  return location.kind === "resource" && location.resource === "net";
}
