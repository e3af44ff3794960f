import { createHash } from "node:crypto";
import type { NodeMark } from "../node-mark.js";
import type { ts } from "../syntax.js";
import type { Condition, ParameterRef } from "./facts.js";
import { isInnerKey } from "./keys.js";
import type { Location } from "./location.js";
import type { Reentrant } from "./summary.js";

/**
 * One read or write as it is known to everybody who leads to it: the same object, as long as no call makes something
 * else of it.
 */
export interface SolvedAccess extends AccessWords {
  readonly name: AccessName;
  /** Whoever calls what does it does it as well, in the same words, whatever the call hands over. */
  readonly isSteady: boolean;
  /** It is of a variable that stands in a function. */
  readonly isInner: boolean;
}

/** What tells accesses apart: there is one object for all that are the same. */
export interface AccessName {
  /** Stays while the code does. */
  readonly text: string;
  /** Two halves of a hash of the text. */
  readonly hash: readonly [number, number];
}

/** What is said of an access where it is come upon. */
export interface AccessWords {
  readonly location: Location;
  readonly once: boolean;
  readonly guessed?: true;
  readonly reentrant?: Reentrant;
  /** What is assigned stands there while its function waits for something else. */
  readonly early?: true;
  /** The parameter whose literal argument would be the key of the resource. */
  readonly parameter?: ParameterRef;
  /** A write that is only a read where a caller says so. */
  readonly unless?: Condition;
}

/** Where an access is made, or the call through which it is reached. */
export interface Step {
  /** A mark, once the tree was let go. */
  readonly at: ts.Node | NodeMark;
  readonly from?: {
    /** The key of the function that is called. */
    readonly key: string;
    /** What it is called there, where that is something else than here. */
    readonly as?: AccessName;
  };
}

/** The names of all accesses. */
export class AccessNames {
  readonly #known = new Map<string, AccessName>();
  readonly #accesses = new WeakMap<AccessName, SolvedAccess>();

  get size(): number {
    return this.#known.size;
  }

  of(text: string): AccessName {
    let known = this.#known.get(text);
    if (known === undefined) {
      known = { text, hash: hashOf(text) };
      this.#known.set(text, known);
    }
    return known;
  }

  /** The access of that name: one object for all that say the same in every word. */
  access(name: AccessName, words: AccessWords): SolvedAccess {
    if (!isToldByName(words)) return solvedAccess(name, words);
    let known = this.#accesses.get(name);
    if (known === undefined) {
      known = solvedAccess(name, words);
      this.#accesses.set(name, known);
    }
    return known;
  }

  /** Forgets all but these. */
  keep(used: Iterable<AccessName>): void {
    this.#known.clear();
    for (const name of used) this.#known.set(name.text, name);
  }
}

// Two of one name can differ in what they call a variable or a type; resources outside the program have neither.
function isToldByName({ location, parameter, unless }: AccessWords): boolean {
  if (location.kind !== "resource" || parameter !== undefined || unless !== undefined) return false;
  return location.key === undefined || "literal" in location.key;
}

export function solvedAccess(name: AccessName, words: AccessWords): SolvedAccess {
  return { ...words, name, isSteady: staysSame(words), isInner: isOfInner(words.location) };
}

function staysSame({ location, parameter, unless }: AccessWords): boolean {
  if (parameter !== undefined || unless !== undefined) return false;
  if (!("root" in location)) return true;
  return location.root.from !== "parameter" && location.root.from !== "this";
}

function isOfInner(location: Location): boolean {
  if (location.kind === "local" || location.kind === "module") return isInnerKey(location.key);
  if (!("root" in location)) return false;
  return location.root.from === "variable" && isInnerKey(location.root.key);
}

const modulus = 2 ** 48;

function hashOf(text: string): readonly [number, number] {
  const bytes = createHash("sha256").update(text).digest();
  return [bytes.readUIntBE(0, 6), bytes.readUIntBE(6, 6)];
}

/** What is known of a set as a whole. */
interface Traits {
  /** All of it is steady, and of nothing that stands in a function. */
  readonly isPlain: boolean;
  /** Equal for two sets of the same accesses, whatever their order. */
  readonly digest: string;
}

/**
 * The accesses of a function in the order in which following its calls comes upon them. It only grows. What
 * is taken over whole from a callee is shared with it, since what a function at the end of a long chain does
 * is mostly what others do.
 */
export class AccessSet {
  #accesses: readonly SolvedAccess[] = [];
  /** The list is another set's, and must not be changed. */
  #isShared = true;
  /** Made when it is asked for, and dropped when the set is done. */
  #members: Set<AccessName> | undefined;
  /** How the accesses up to an index, from that of the step before, are reached. */
  readonly #steps: Step[] = [];
  readonly #ends: number[] = [];
  #traits: Traits | undefined;

  get size(): number {
    return this.#accesses.length;
  }

  get all(): readonly SolvedAccess[] {
    return this.#accesses;
  }

  has(name: AccessName): boolean {
    return this.#accesses.length > 0 && this.#named().has(name);
  }

  #named(): Set<AccessName> {
    this.#members ??= new Set(this.#accesses.map((access) => access.name));
    return this.#members;
  }

  /** Adds what is not in it yet. */
  add(access: SolvedAccess, step: Step): void {
    this.#named().add(access.name);
    if (this.#isShared) {
      this.#accesses = [...this.#accesses];
      this.#isShared = false;
    }
    (this.#accesses as SolvedAccess[]).push(access);
    this.#reached(step);
  }

  /** Takes over all of another set where this one is still empty. */
  takeOver(other: AccessSet, step: Step): void {
    if (other.size === 0) return;
    this.#accesses = other.#accesses;
    // Whichever of the two grows next has a list of its own from there on.
    this.#isShared = true;
    other.#isShared = true;
    this.#reached(step);
    this.#traits = other.#traits;
  }

  #reached(step: Step): void {
    this.#traits = undefined;
    const last = this.#steps.length - 1;
    if (this.#steps[last] === step) this.#ends[last] = this.#accesses.length;
    else {
      this.#steps.push(step);
      this.#ends.push(this.#accesses.length);
    }
  }

  /** How the access at an index is reached. */
  stepTo(index: number): Step | undefined {
    let low = 0;
    let high = this.#ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] as number) > index) high = middle;
      else low = middle + 1;
    }
    return this.#steps[low];
  }

  indexOf(name: AccessName): number {
    return this.#accesses.findIndex((access) => access.name === name);
  }

  /** Has other words for the places of its steps. */
  replaceSteps(replace: (step: Step) => Step): void {
    for (const [index, step] of this.#steps.entries()) this.#steps[index] = replace(step);
  }

  /** Says that it has come to its end: what only growing needs is dropped. */
  seal(): void {
    this.#members = undefined;
  }

  get traits(): Traits {
    this.#traits ??= traitsOf(this.#accesses);
    return this.#traits;
  }
}

function traitsOf(accesses: readonly SolvedAccess[]): Traits {
  let isPlain = true;
  let [one, other] = [0, 0];
  for (const { name, isSteady, isInner } of accesses) {
    isPlain &&= isSteady && !isInner;
    one = (one + name.hash[0]) % modulus;
    other = (other + name.hash[1]) % modulus;
  }
  return { isPlain, digest: `${accesses.length} ${one} ${other}` };
}
