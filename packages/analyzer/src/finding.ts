/** How much a finding matters: `error` and `warning` fail a run, `suggestion` never does. */
export type Severity = "error" | "warning" | "suggestion";

/** How sure the analyser is that a reviewer would act on the finding. */
export type Confidence = "high" | "medium" | "low";

/**
 * What a fix may change besides the finding: `safe` keeps what the program means to do (its results,
 * its effects, and whether it fails), `suggested` may change more than that, and its title says what;
 * `dangerous` needs a reader's decision.
 */
export type FixSafety = "safe" | "suggested" | "dangerous";

/** A stretch of one file: an absolute path, and 0-based UTF-16 offsets (`end` is exclusive). */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** A place that is part of the evidence for a finding, and what it shows. */
export interface RelatedPlace extends Span {
  readonly message: string;
}

/** One replacement of a stretch of a file by `text`. */
export interface TextEdit extends Span {
  readonly text: string;
}

/** Edits that belong together; none overlaps another. */
export interface Fix {
  readonly title: string;
  readonly safety: FixSafety;
  readonly edits: readonly TextEdit[];
}

/** A fix that was thought of and is not given, and why. */
export interface Refusal {
  /** The title that the fix would have. */
  readonly title: string;
  /** Why it is not given, as a sentence without a full stop that can be shown as it stands. */
  readonly reason: string;
  /**
   * The edits of the fix where they lack only this: that the function around them be async, and every
   * caller of it await it. `Project.fixInCallers` looks whether that can be had.
   */
  readonly pending?: readonly TextEdit[];
}

/** What traces say of a finding about serial awaits. */
export interface Measured {
  /** How often its awaits were seen to run, from the first to the last. */
  readonly times: number;
  /** In milliseconds: what they took in all these times together. */
  readonly cost: number;
  /** In milliseconds: how much of that had been saved, had they waited together. */
  readonly saving: number;
  /**
   * Set where the trace does not tell where one run of the loop, or one turn, ends and the next
   * begins: what the saving is in truth, compared with the number.
   */
  readonly bound?: "at most" | "at least" | "about";
}

/** What a rule found: plain data that holds no compiler object, so it can cross a thread or a wire. */
export interface Finding extends Span {
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** What is wrong, why, and what to do, in one or two sentences. */
  readonly message: string;
  /** The awaits of a serial group, or the loop and its awaits. */
  readonly group?: readonly Span[];
  /**
   * Where members of the group have to stay in a row, the rows that could run side by side: each as
   * the places of its members in the group.
   */
  readonly chains?: readonly (readonly number[])[];
  readonly related: readonly RelatedPlace[];
  readonly fixes: readonly Fix[];
  /** What traces say of it, where there are any; the message says it too. */
  readonly measured?: Measured;
  /** Set where it is reported only since a trace has shown that it matters. */
  readonly tier?: "trace";
  /** Fixes that a reader may expect and does not get; left out where there are none. */
  readonly refusals?: readonly Refusal[];
}
