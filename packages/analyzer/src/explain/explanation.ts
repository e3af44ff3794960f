import type { Span } from "../finding.js";
import type { Hazard, Tier } from "../serial/hazard.js";

/** Everything there is to say about one await: plain data, as a finding is. */
export interface Explanation {
  /** The await in question: one of {@link Explanation.awaits}. */
  readonly subject: ExplainedAwait;
  /** The awaits of the straight line of code that it stands in, in their order. */
  readonly awaits: readonly ExplainedAwait[];
  /** What the place forbids or makes doubtful, whatever the awaits do. */
  readonly surroundings: ExplainedReason | undefined;
  /** How the subject stands to each of the other awaits. */
  readonly others: readonly AwaitRelation[];
  /** Why the subject does not run whenever the code around it does, if it does not. */
  readonly conditional: ExplainedReason | undefined;
  /** The loop around it, and whether its turns need each other. */
  readonly loop: LoopRelation | undefined;
  /** How many waits follow each other on the longest way through the awaits. */
  readonly criticalPath: {
    readonly before: number;
    /** Once everything is gathered that is known to be independent. */
    readonly after: number;
    /** Once also that is gathered about which only certainty is missing. */
    readonly possible: number;
  };
}

/** A place in a source, with its line, counted from 1. */
export interface ExplainedPlace extends Span {
  readonly line: number;
}

/** Something that stands in the way, at the code that causes it. */
export interface ExplainedReason {
  readonly hazard: Hazard;
  readonly tier: Tier;
  /** The end of a sentence that begins with "not gathered:". */
  readonly text: string;
  readonly place: ExplainedPlace;
}

export interface ExplainedAwait {
  /** Its number in the line of code, counted from 1. */
  readonly number: number;
  /** What is called: `store.load`. */
  readonly title: string;
  readonly place: ExplainedPlace;
  /** The numbers of the awaits that it has to wait for, none that another of them waits for itself. */
  readonly after: readonly number[];
  readonly reads: readonly ExplainedAccess[];
  readonly writes: readonly ExplainedAccess[];
  /** What it waits for outside the program, if that is known. */
  readonly waits: { readonly what: string; readonly place: ExplainedPlace } | undefined;
  /** What in it is not known. */
  readonly unknown: { readonly text: string; readonly place: ExplainedPlace } | undefined;
}

export interface ExplainedAccess {
  /** What is accessed, in words. */
  readonly what: string;
  readonly place: ExplainedPlace;
  /** The calls that lead there, the outermost first. */
  readonly through: readonly ExplainedPlace[];
}

/** How the subject stands to another await. */
export interface AwaitRelation {
  /** The number of the other. */
  readonly number: number;
  /**
   * `together` can be gathered; `perhaps` if its doubts do not matter; `apart` cannot be; `ordered`
   * means that one of the two needs the other to have ended.
   */
  readonly verdict: "together" | "perhaps" | "apart" | "ordered";
  readonly because: readonly ExplainedReason[];
}

export interface LoopRelation {
  readonly place: ExplainedPlace;
  readonly verdict: "together" | "perhaps" | "apart";
  readonly because: readonly ExplainedReason[];
}
