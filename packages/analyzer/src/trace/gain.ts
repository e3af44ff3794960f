import type { Finding, Measured, Span } from "../finding.js";
import { ts } from "../model/compiler.js";
import type { LoopPlaces } from "./loop-places.js";
import { type LoopRuns, loopRuns, reduceRuns } from "./loop-rounds.js";
import type { MeasuredAwaits } from "./measurements.js";
import type { RecordedAwait } from "./parse-trace.js";

/** The rules whose groups are awaits that could wait together. */
const ROWS = new Set(["serial-await"]);
/** The rules whose groups are a loop and its awaits. */
const LOOPS = new Set(["serial-await-in-loop"]);

/** Whether a rule is about time that could be saved. */
export function isAboutTime(rule: string): boolean {
  return ROWS.has(rule) || LOOPS.has(rule);
}

/**
 * What a serial finding cost in the traces, and what would have been saved had its awaits waited
 * together: all but the longest chain, or turn. `undefined` where no call was seen from its first
 * await to its last.
 */
export function gainOf(
  finding: Finding,
  awaits: MeasuredAwaits,
  places: LoopPlaces,
): Measured | undefined {
  const group = finding.group ?? [];
  const loop = LOOPS.has(finding.rule) ? runsOf(group, awaits, places) : undefined;
  const rounds: readonly Round[] = ROWS.has(finding.rule)
    ? rowRounds(group, finding.chains, awaits)
    : (loop?.runs ?? []);
  if (rounds.length === 0) return undefined;
  const cost = rounds.reduce((sum, lengths) => sum + total(lengths), 0);
  const saving = rounds.reduce((sum, lengths) => sum + total(lengths) - Math.max(...lengths), 0);
  const bound = loop && boundOf(loop);
  return {
    times: rounds.length,
    cost: rounded(cost),
    saving: rounded(saving),
    ...(bound === undefined ? {} : { bound }),
  };
}

/** One run through the code of a finding: how long each part took that could run beside the others. */
type Round = readonly number[];

function rowRounds(
  group: readonly Span[],
  chains: Finding["chains"],
  awaits: MeasuredAwaits,
): Round[] {
  const members = group.map(({ start }) => byCall(awaits.get(start) ?? []));
  const [first] = members;
  if (first === undefined) return [];
  const parts = chains ?? group.map((_, index) => [index]);
  return [...first].flatMap(([call, begun]) => {
    // The code may stand in a loop: then a call runs through it several times.
    const times = members.map((member) => member.get(call) ?? []);
    const whole = Math.min(...times.map(({ length }) => length));
    return begun
      .slice(0, whole)
      .map((_, round) =>
        parts.map((part) => total(part.map((index) => times[index]?.[round]?.duration ?? 0))),
      );
  });
}

/** What the runs of a loop say, told apart as far as the order of its awaits goes. */
function runsOf(
  [loop]: readonly Span[],
  awaits: MeasuredAwaits,
  places: LoopPlaces,
): LoopRuns | undefined {
  const node = loop && places.loopAt(loop.start, loop.end);
  if (node === undefined) return undefined;
  return ts.isCallExpression(node)
    ? reduceRuns(node, places, awaits)
    : loopRuns(node, places, awaits);
}

function boundOf({ mayJoinRuns, mayJoinTurns }: LoopRuns): Measured["bound"] {
  if (mayJoinRuns) return mayJoinTurns ? "about" : "at most";
  return mayJoinTurns ? "at least" : undefined;
}

function byCall(awaits: readonly RecordedAwait[]): Map<number, RecordedAwait[]> {
  const calls = new Map<number, RecordedAwait[]>();
  for (const one of awaits) {
    const known = calls.get(one.call);
    if (known === undefined) calls.set(one.call, [one]);
    else known.push(one);
  }
  for (const list of calls.values()) list.sort((a, b) => a.begin - b.begin);
  return calls;
}

function total(lengths: readonly number[]): number {
  return lengths.reduce((sum, length) => sum + length, 0);
}

// Times are recorded to the nanosecond; sums of them are not more exact.
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1e6) / 1e6;
}
