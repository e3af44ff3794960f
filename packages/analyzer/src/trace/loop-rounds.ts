import type { ts } from "../model/compiler.js";
import type { AwaitPlace, LoopPlaces } from "./loop-places.js";
import type { MeasuredAwaits } from "./measurements.js";

/** The runs of a loop that were recorded. */
export interface LoopRuns {
  /** Of each run, how long each of its turns waited, in milliseconds. */
  readonly runs: readonly (readonly number[])[];
  /** Two runs may have been taken for one: a loop around it awaits nothing else that would tell. */
  readonly mayJoinRuns: boolean;
  /** Two turns may have been taken for one: no await is there that every turn comes to. */
  readonly mayJoinTurns: boolean;
}

/** One await of a call of the function. */
interface Seen {
  readonly place: AwaitPlace;
  readonly call: number;
  readonly begin: number;
  readonly end: number;
  readonly duration: number;
}

/**
 * Tells the runs of a loop and their turns apart, by the order of what a call of the function awaited.
 * A run ends where the call awaits something outside of the loop; a turn, where an await comes that
 * does not stand behind the one before it. Loops within belong to the turn that they run in.
 */
export function loopRuns(loop: ts.Node, places: LoopPlaces, awaits: MeasuredAwaits): LoopRuns {
  const runs: number[][] = [];
  const inside = new Set<AwaitPlace>();
  for (const call of callsThrough(loop, places, awaits)) {
    let run: number[] | undefined;
    let last: AwaitPlace | undefined;
    for (const { place, duration } of call) {
      if (!place.loops.includes(loop)) {
        run = undefined;
        continue;
      }
      inside.add(place);
      if (run === undefined) {
        run = [duration];
        runs.push(run);
      } else if (last !== undefined && startsTurn(place, last, loop)) {
        run.push(duration);
      } else {
        run[run.length - 1] = (run.at(-1) ?? 0) + duration;
      }
      last = place;
    }
  }
  return {
    runs,
    mayJoinRuns: runs.some(({ length }) => length > 1) && !areRunsApart(loop, places),
    mayJoinTurns: !areTurnsApart([...inside], loop),
  };
}

/** The turns of a `reduce` over promises, each a call of its own that waits for the one before it. */
export function reduceRuns(loop: ts.Node, places: LoopPlaces, awaits: MeasuredAwaits): LoopRuns {
  const turns = [...callsThrough(loop, places, awaits, isWithin(loop))].flatMap((call) => {
    const [before, ...rest] = call.filter(({ place }) => isWithin(loop)(place));
    const end = rest.at(-1)?.end;
    const waited = rest.reduce((sum, { duration }) => sum + duration, 0);
    return before === undefined || end === undefined ? [] : [{ before, end, waited }];
  });
  const open: { readonly first: Seen; end: number; readonly lengths: number[] }[] = [];
  for (const { before, end, waited } of turns.sort((a, b) => a.before.end - b.before.end)) {
    // All turns of one `reduce` are called before the first of them goes on.
    const run = open
      .filter(({ first, end: last }) => before.begin <= first.end && last <= before.end)
      .sort((a, b) => b.end - a.end)[0];
    if (run === undefined) open.push({ first: before, end, lengths: [waited] });
    else {
      run.end = end;
      run.lengths.push(waited);
    }
  }
  return { runs: open.map(({ lengths }) => lengths), mayJoinRuns: false, mayJoinTurns: false };
}

/** What each call awaited that came through the loop, in order. */
function* callsThrough(
  loop: ts.Node,
  { awaits: places }: LoopPlaces,
  awaits: MeasuredAwaits,
  isInside = (place: AwaitPlace): boolean => place.loops.includes(loop),
): Iterable<readonly Seen[]> {
  const calls = new Map<number, Seen[]>();
  const through = new Set<number>();
  for (const [start, list] of awaits) {
    const place = places.get(start);
    if (place === undefined) continue;
    const counts = isInside(place);
    for (const { call, begin, duration } of list) {
      if (counts) through.add(call);
      const seen = { place, call, begin, end: nanoseconds(begin + duration), duration };
      const known = calls.get(call);
      if (known === undefined) calls.set(call, [seen]);
      else known.push(seen);
    }
  }
  for (const call of through) {
    // A function awaits one thing after another: the order of the ends is the order of the awaits.
    yield (calls.get(call) ?? []).sort((a, b) => a.end - b.end || a.begin - b.begin);
  }
}

/** Sums of recorded times are no more exact than these are. */
function nanoseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1e6) / 1e6;
}

const isWithin =
  (loop: ts.Node) =>
  ({ start, end }: AwaitPlace): boolean =>
    loop.getStart() <= start && end <= loop.end;

function startsTurn(place: AwaitPlace, last: AwaitPlace, loop: ts.Node): boolean {
  const inner = innerLoop(place, loop);
  if (inner !== undefined && inner === innerLoop(last, loop)) return false;
  // What is awaited within another await comes before it: the ends tell the order.
  return place.end <= last.end || areExclusive(place, last);
}

/** The loop within the loop that an await stands in, the outermost of them. */
function innerLoop({ loops }: AwaitPlace, loop: ts.Node): ts.Node | undefined {
  return loops[loops.indexOf(loop) + 1];
}

/** Whether one turn comes to one of them at the most. */
function areExclusive(a: AwaitPlace, b: AwaitPlace): boolean {
  for (const [fork, side] of a.sides) {
    const other = b.sides.get(fork);
    if (other !== undefined && other !== side) return true;
  }
  return false;
}

/** Whether each turn of the loop around awaits something outside of this one. */
function areRunsApart(loop: ts.Node, { awaits }: LoopPlaces): boolean {
  const places = [...awaits.values()];
  const around = places.find(({ loops }) => loops.includes(loop))?.loops ?? [];
  const outer = around[around.indexOf(loop) - 1];
  return (
    outer === undefined ||
    places.some(({ loops, sureIn }) => sureIn.has(outer) && !loops.includes(loop))
  );
}

function areTurnsApart(inside: readonly AwaitPlace[], loop: ts.Node): boolean {
  if (inside.some(({ sureIn }) => sureIn.has(loop))) return true;
  return inside.every(
    (one) =>
      innerLoop(one, loop) === undefined &&
      inside.every((other) => other === one || areExclusive(one, other)),
  );
}
