import type { ts } from "../model/syntax.js";

/**
 * Why awaits have to stay one after another. The numbers of the table in the specification of the
 * family stand beside them.
 */
export type Hazard =
  | "data-dependence" // 1
  | "control-dependence" // 2
  | "conditional" // 3
  | "shared-state" // 4
  | "dynamic-receiver" // 5
  | "one-connection" // 6
  | "ordered-effects" // 7, 8
  | "protocol" // 9
  | "recurrence" // 10
  | "early-exit" // 11
  | "retry" // 12
  | "unbounded" // 13
  | "lock" // 14
  | "disposal" // 15
  | "handler" // 16
  | "later-effect" // 17
  | "compensation" // 18
  | "test" // 19
  | "user-interface" // 20
  | "request-scope" // 21
  | "one-off-script" // 22
  | "durable-workflow" // 23
  | "progress" // 24
  | "cancellation-check" // 26
  | "argument-effect" // 27
  | "no-gain" // 28
  | "dropped-result"
  | "unknown";

/**
 * What a hazard leaves of a gather: nothing (`blocks`), one that a reader should judge
 * (`suggests`), or one with a limit on how many run at once (`limits`).
 */
export type Tier = "blocks" | "limits" | "suggests";

/** A hazard at its place. */
export interface Obstacle {
  readonly hazard: Hazard;
  readonly tier: Tier;
  /** The code that causes it. */
  readonly at: ts.Node;
  /** Why it stands in the way, as the end of a sentence that begins with "not gathered:". */
  readonly reason: string;
}

/** A hazard with what it leaves, at its place. */
export function obstacle(hazard: Hazard, tier: Tier, at: ts.Node, reason: string): Obstacle {
  return { hazard, tier, at, reason };
}

/** The graver of two obstacles; the first where they weigh the same. */
export function graver(a: Obstacle | undefined, b: Obstacle | undefined): Obstacle | undefined {
  if (a === undefined) return b;
  if (b === undefined) return a;
  return weight[b.tier] > weight[a.tier] ? b : a;
}

const weight: Readonly<Record<Tier, number>> = { suggests: 0, limits: 1, blocks: 2 };
