import { outlivesFailure } from "./accesses.js";
import type { AwaitGraph, Step } from "./await-graph.js";
import { assumedReads, guessedRead } from "./bookkeeping.js";
import { groupsOf, holds, isSure } from "./groups.js";

/** An await that the code waits for long before it needs what it brings. */
export interface LateUse {
  readonly step: Step;
  /** What waits by itself between the await and the first use, and needs nothing of it. */
  readonly past: Step;
  /** The first step that uses what the await brings; missing where the function ends before one does. */
  readonly firstUse: Step;
}

/**
 * The awaits that could wait beside a loop or branch that follows them: single awaits that stand side by
 * side are groups, and are not answered here.
 */
export function lateUses(graph: AwaitGraph): readonly LateUse[] {
  if (graph.surroundings !== undefined) return [];
  const candidates = graph.points.flatMap((step) => candidateOf(step, graph));
  if (candidates.length === 0) return [];
  // Whoever may gather an await with its neighbours is told of that, and not of what is further on.
  const grouped = new Set(groupsOf(graph).flatMap(({ members }) => members));
  return candidates.flatMap(({ step, later, firstUse }) => {
    if (grouped.has(step) || !isSure(step)) return [];
    const past = later.find(
      (one) => one.index < firstUse.index && waitsByItself(one) && !graph.ordered(step, one),
    );
    if (past === undefined) return [];
    // What is done in between would be done before the await has ended, or after what follows it.
    const between = later.filter(({ index }) => index < past.index);
    if (
      between.some(
        ({ point, summary }) => point !== undefined || summary.writes.some(outlivesFailure),
      )
    ) {
      return [];
    }
    return [{ step, past, firstUse }];
  });
}

interface Candidate {
  readonly step: Step;
  readonly later: readonly Step[];
  readonly firstUse: Step;
}

// What the form of the code allows; what it does is a costly question, and asked of few.
function candidateOf(step: Step, graph: AwaitGraph): readonly Candidate[] {
  if (step.point?.call === undefined || step.point.isChoice) return [];
  if (graph.points.some((other) => other !== step && holds(other, step))) return [];
  const rest = graph.steps.find((one) => one.unit === step.unit && one.point === undefined);
  if (rest === undefined || rest.names.writes.size === 0) return [];
  const later = graph.steps.filter(({ index }) => index > rest.index);
  const firstUse = later.find(({ names }) =>
    [...rest.names.writes.keys()].some((name) => names.reads.has(name)),
  );
  if (firstUse === undefined) return [];
  const mayPass = later.some(
    (one) => one.index < firstUse.index && mayWaitByItself(one) && !graph.orderedByForm(step, one),
  );
  return mayPass ? [{ step, later, firstUse }] : [];
}

// A loop or branch that awaits.
function mayWaitByItself({ point, unit }: Step): boolean {
  return point === undefined && unit.awaits.length === 0 && unit.conditional !== undefined;
}

// One of these that, for all that is known, only reads.
function waitsByItself(step: Step): boolean {
  return (
    mayWaitByItself(step) &&
    step.exit === undefined &&
    step.summary.unknown === undefined &&
    step.passedOver === undefined &&
    guessedRead(step) === undefined &&
    assumedReads(step).length === 0 &&
    step.summary.latency.kind === "io" &&
    !step.summary.writes.some(outlivesFailure)
  );
}
