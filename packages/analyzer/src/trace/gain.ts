import type { Finding, Measured, Span } from "../finding.js";
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
 * together: all but the longest chain. `undefined` where no call was seen from its first await to
 * its last.
 */
export function gainOf(finding: Finding, awaits: MeasuredAwaits): Measured | undefined {
  const group = finding.group ?? [];
  const rounds = LOOPS.has(finding.rule)
    ? loopRounds(group.slice(1), awaits)
    : ROWS.has(finding.rule)
      ? rowRounds(group, finding.chains, awaits)
      : [];
  if (rounds.length === 0) return undefined;
  const cost = rounds.reduce((sum, { lengths }) => sum + total(lengths), 0);
  const saving = rounds.reduce(
    (sum, { lengths }) => sum + total(lengths) - Math.max(...lengths),
    0,
  );
  return { times: rounds.length, cost: rounded(cost), saving: rounded(saving) };
}

/** One run through the code of a finding: how long each part took that could run beside the others. */
interface Round {
  readonly lengths: readonly number[];
}

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
    return begun.slice(0, whole).map((_, round) => ({
      lengths: parts.map((part) =>
        total(part.map((index) => times[index]?.[round]?.duration ?? 0)),
      ),
    }));
  });
}

/** A turn ends where an await comes that does not stand behind the one before it. */
function loopRounds(group: readonly Span[], awaits: MeasuredAwaits): Round[] {
  const calls = new Map<number, { begin: number; duration: number; index: number }[]>();
  group.forEach(({ start }, index) => {
    for (const { call, begin, duration } of awaits.get(start) ?? []) {
      const known = calls.get(call);
      const one = { begin, duration, index };
      if (known === undefined) calls.set(call, [one]);
      else known.push(one);
    }
  });
  return [...calls.values()].flatMap((all) => {
    const lengths: number[] = [];
    let last = Number.POSITIVE_INFINITY;
    for (const { duration, index } of all.sort((a, b) => a.begin - b.begin || a.index - b.index)) {
      if (index <= last) lengths.push(duration);
      else lengths[lengths.length - 1] = (lengths.at(-1) ?? 0) + duration;
      last = index;
    }
    return [{ lengths }];
  });
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
