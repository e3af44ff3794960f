/** The rules that are measured here. */
export type RuleId =
  | "serial-await"
  | "serial-await-in-loop"
  | "late-await"
  | "unsafe-gather"
  | "unbounded-gather"
  | "stale-read-across-await";

/** One place of a repository, and what a reviewer would say of a finding there. */
export interface Place {
  /** From the root of the checkout, with slashes. */
  readonly path: string;
  /** The first and the last line, from 1 on: of the awaits, or of the loop or gather. */
  readonly lines: readonly [number, number];
  readonly kind: "straight" | "loop" | "gather";
  /** The rule that has something to say here, or that must not. */
  readonly rule: RuleId;
  /**
   * `gather`: a reviewer would welcome it (for the rules about gathers `report`). `no`: a finding would
   * be wrong. `unsure`: left out of every figure.
   */
  readonly label: "gather" | "report" | "no" | "unsure";
  /** The lines of the awaits that belong together (`gather`), or that must stay in order (`no`). */
  readonly awaits?: readonly number[];
  /** Lines of awaits that may, but need not, be part of the same finding. */
  readonly optional?: readonly number[];
  /** The hazard that forbids it, or that a report names, by its number in hazards.js. */
  readonly hazard?: number;
  /**
   * How the place came to be labelled: drawn by sample.js for what its function holds, or read
   * because the analyser had a finding there, which says nothing about what it misses.
   */
  readonly drawn: "values" | "guarded" | "bare" | "loops" | "gathers" | "finding";
  readonly reason: string;
}

/** The labels of one repository at one commit. */
export interface LabelFile {
  readonly repository: string;
  readonly commit: string;
  /**
   * Rules are tuned on `tuning`, and reported on the others. `reported` is the oldest; `fresh` was labelled
   * last, by somebody who had not yet run the rules on it. `spent` was a fresh set once, until what the rules
   * say of it was read: its figures say what became of that.
   */
  readonly set: "reported" | "fresh" | "spent" | "tuning";
  /**
   * How dependencies are installed, where it takes more than the root's lock file: the `folders` that are
   * installed by themselves, and what was `missing` all the same when the set was measured.
   */
  readonly install?: { readonly folders?: readonly string[]; readonly missing?: string };
  readonly places: readonly Place[];
}

/** A second reviewer's labels of the functions that one file of labels speaks of, made without knowing of it. */
export interface SecondLabels extends Pick<LabelFile, "repository" | "commit"> {
  readonly places: readonly Omit<Place, "drawn">[];
}

/** A finding, by lines. */
export interface Found {
  readonly path: string;
  readonly rule: string;
  /** Reported by default, or only by the strict preset. */
  readonly tier: "default" | "strict";
  readonly confidence: string;
  readonly line: number;
  readonly endLine: number;
  /** The first and last line of each member of the group. */
  readonly members: readonly (readonly [number, number])[];
  readonly message: string;
}

/** What the labels say of a finding; `unlabelled` where none is about it. */
export type Verdict = "right" | "wrong" | "unsure" | "unlabelled";

/** A finding with what the labels say of it. */
export interface Judged extends Found {
  readonly verdict: Verdict;
  readonly place?: Place;
}

/** A run over one repository. */
export interface RepositoryRun {
  readonly labels: LabelFile;
  readonly files: number;
  readonly seconds: number;
  readonly problems: readonly string[];
  readonly judged: readonly Judged[];
  /** The places that a reviewer would gather, drawn blindly, and whether each tier finds them. */
  readonly wanted: readonly {
    readonly place: Place;
    readonly found: "default" | "strict" | "no";
  }[];
}
