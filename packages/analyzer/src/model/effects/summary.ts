import type { ts } from "../syntax.js";
import type { Location } from "./location.js";

/** What running something does, through everything that it calls. */
export interface Summary {
  readonly reads: readonly Access[];
  readonly writes: readonly Access[];
  readonly latency: Latency;
  /** A `throw` that can leave it, if it has one of its own or calls something that has. */
  readonly throws: Origin | undefined;
  /**
   * Something in it is not known: a call that cannot be resolved, or code that cannot be followed.
   * What escapes to it stands among `writes`; anything else may be touched all the same.
   */
  readonly unknown: Unknown | undefined;
}

/** One read or write of a location. */
export interface Access extends Origin {
  readonly location: Location;
  /**
   * A write that happens at most once, in one step without an await, and is a lazy initialisation:
   * who comes first makes the value, and all see the same one.
   */
  readonly once: boolean;
  /** An unknown function may do it to what it is given or called on; that is not known to happen. */
  readonly guessed?: true;
  /** It is done by a statement whose text nobody can read, or by one that reads by what it is formatted from. */
  readonly statement?: "unread" | "formatted";
  /**
   * The same code, run twice at a time, leaves what it leaves when it is run twice in a row: an entry
   * that is put in, a count, a value that is made where there is none.
   */
  readonly reentrant?: Reentrant;
}

/**
 * How the same code leaves the same: by an entry or a count, or, `filled`, by a value that it makes where there is none; or,
 * `loaded`, by what a database was asked for, which who asks it keeps for itself, as an identity map does; or, `counted`,
 * by a number that goes on by one or the time of a visit; or, `turned`, by one that comes round again, where it is nobody's
 * affair whose turn it was.
 */
export type Reentrant = true | "filled" | "loaded" | "counted" | "turned";

/** Where something happens, and by which calls it is reached from where the summary is asked for. */
export interface Origin {
  readonly at: ts.Node;
  /** The calls on the way, the outermost first; empty where it happens right here. */
  readonly through: readonly ts.Node[];
  /** The first of the calls on the way, or the place itself: known at once, while the others have to be looked for. */
  readonly from: ts.Node;
  /** No call is on the way. */
  readonly isDirect: boolean;
}

export interface Latency {
  /** `timer` waits for time alone; `io` for anything outside the program. */
  readonly kind: "none" | "timer" | "io";
  /** Where the wait is. */
  readonly origin: Origin | undefined;
  /** What it waits for, in words: `the network`. */
  readonly what: string;
}

export interface Unknown extends Origin {
  /** A phrase that follows the code it speaks of: `is not known to only read`. */
  readonly why: string;
}

/** The summary of what does nothing that anybody could see. */
export const nothing: Summary = {
  reads: [],
  writes: [],
  latency: { kind: "none", origin: undefined, what: "" },
  throws: undefined,
  unknown: undefined,
};
