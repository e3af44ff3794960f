import { NodeMark } from "../node-mark.js";
import type { ts } from "../syntax.js";
import type { AccessName, AccessSet, SolvedAccess, Step } from "./access-set.js";
import { formatter } from "./facts.js";
import { type Place, placeOfStep, type Solved } from "./solve.js";
import type { Access, Origin, Reentrant } from "./summary.js";

/**
 * Follows places through the calls that lead to them, by what each callee knows of them, for one state of a
 * project. Most are never asked for, and of those that are, most lead through the same calls.
 */
export class Origins {
  readonly #solvedOf: (key: string) => Solved | undefined;
  readonly #marked: (mark: NodeMark) => ts.Node;
  readonly #ends = new WeakMap<Place, ts.Node>();
  readonly #endsOfSets = new WeakMap<AccessSet, (ts.Node | undefined)[]>();

  /** `marked` finds a node again whose tree was let go. */
  constructor(solvedOf: (key: string) => Solved | undefined, marked: (mark: NodeMark) => ts.Node) {
    this.#solvedOf = solvedOf;
    this.#marked = marked;
  }

  ofPlace(place: Place): Origin {
    return new Reached(this, place);
  }

  /** What a set holds, which is what a function reads or what it writes. */
  accessesOf(set: AccessSet, does: Does): readonly Access[] {
    return set.all.map((access, index) => new ReachedAccess(this, { set, index, does }, access));
  }

  /** The place itself, or the call through which it is reached. */
  first(spot: Spot): Place {
    if (!("set" in spot)) return spot;
    const access = spot.set.all[spot.index] as SolvedAccess;
    return placeOfStep(spot.set.stepTo(spot.index) as Step, access);
  }

  /** Where that is. */
  firstNode(spot: Spot): ts.Node {
    return this.#nodeOf(this.first(spot));
  }

  #nodeOf({ at }: Place): ts.Node {
    return at instanceof NodeMark ? this.#marked(at) : at;
  }

  /** Where the calls lead in the end. */
  end(spot: Spot): ts.Node {
    const path: Spot[] = [];
    // In a ring of calls nothing is the end; where one is come upon, it is the first that comes again.
    let marked: Spot | undefined;
    let next = 1;
    let found: ts.Node | undefined;
    for (let at: Spot | undefined = spot; at !== undefined; ) {
      found = this.#known(at);
      if (found !== undefined) break;
      if (marked !== undefined && isSame(marked, at)) return this.#walk(spot).at;
      if (path.length === next) {
        marked = at;
        next *= 2;
      }
      path.push(at);
      at = this.#next(this.first(at), at);
    }
    const last = path.at(-1);
    const end = found ?? this.firstNode(last ?? spot);
    for (const one of path) this.#remember(one, end);
    return end;
  }

  /** The calls on the way, the outermost first. */
  through(spot: Spot): readonly ts.Node[] {
    return this.#walk(spot).through;
  }

  #walk(spot: Spot): { readonly at: ts.Node; readonly through: readonly ts.Node[] } {
    const through: ts.Node[] = [];
    const seen = new Map<object, Set<number>>();
    let at = spot;
    let place = this.first(at);
    while (place.from !== undefined && isNew(at, seen)) {
      const next = this.#next(place, at);
      if (next === undefined) break;
      through.push(this.#nodeOf(place));
      at = next;
      place = this.first(at);
    }
    return { at: this.#nodeOf(place), through };
  }

  #next({ from }: Place, spot: Spot): Spot | undefined {
    if (from === undefined) return undefined;
    const solved = this.#solvedOf(from.key);
    if (solved === undefined) return undefined;
    const { what } = from;
    if (typeof what !== "string") {
      // What is read is read by the callee, which may write the same elsewhere.
      return "set" in spot && spot.does === "reads"
        ? (spotIn(solved, "reads", what) ?? spotIn(solved, "writes", what))
        : (spotIn(solved, "writes", what) ?? spotIn(solved, "reads", what));
    }
    if (what === "latency") return solved.latency.place;
    if (what === "throws") return solved.throws;
    if (what === "unknown") return solved.unknown?.place;
    return solved.invokes.get(what)?.place;
  }

  #known(spot: Spot): ts.Node | undefined {
    return "set" in spot ? this.#endsOfSets.get(spot.set)?.[spot.index] : this.#ends.get(spot);
  }

  #remember(spot: Spot, end: ts.Node): void {
    if (!("set" in spot)) {
      this.#ends.set(spot, end);
      return;
    }
    let ends = this.#endsOfSets.get(spot.set);
    if (ends === undefined) {
      ends = new Array<ts.Node | undefined>(spot.set.size);
      this.#endsOfSets.set(spot.set, ends);
    }
    ends[spot.index] = end;
  }
}

/** A place, or that of an access in a set. */
type Spot = Place | { readonly set: AccessSet; readonly index: number; readonly does: Does };

type Does = "reads" | "writes";

function spotIn(solved: Solved, does: Does, name: AccessName): Spot | undefined {
  const set = solved[does];
  const index = set.indexOf(name);
  return index < 0 ? undefined : { set, index, does };
}

function isSame(a: Spot, b: Spot): boolean {
  return "set" in a && "set" in b ? a.set === b.set && a.index === b.index : a === b;
}

function isNew(spot: Spot, seen: Map<object, Set<number>>): boolean {
  const [key, index] = "set" in spot ? [spot.set, spot.index] : [spot, 0];
  const known = seen.get(key);
  if (known === undefined) {
    seen.set(key, new Set([index]));
    return true;
  }
  if (known.has(index)) return false;
  known.add(index);
  return true;
}

class Reached implements Origin {
  readonly #origins: Origins;
  readonly #spot: Spot;

  constructor(origins: Origins, spot: Spot) {
    this.#origins = origins;
    this.#spot = spot;
  }

  get from(): ts.Node {
    return this.#origins.firstNode(this.#spot);
  }
  get isDirect(): boolean {
    return this.#origins.first(this.#spot).from === undefined;
  }
  get at(): ts.Node {
    return this.#origins.end(this.#spot);
  }
  get through(): readonly ts.Node[] {
    return this.#origins.through(this.#spot);
  }
}

class ReachedAccess extends Reached implements Access {
  readonly location: Access["location"];
  readonly once: boolean;
  readonly guessed?: true;
  readonly statement?: "unread" | "formatted";
  readonly reentrant?: Reentrant;

  constructor(
    origins: Origins,
    spot: Spot,
    { location, once, guessed, reentrant, unless }: SolvedAccess,
  ) {
    super(origins, spot);
    this.location = location;
    this.once = once;
    if (guessed !== undefined) this.guessed = guessed;
    if (unless?.decider.by === "sql") {
      this.statement = unless.key === formatter ? "formatted" : "unread";
    }
    if (reentrant !== undefined) this.reentrant = reentrant;
  }
}
