import type { ts } from "../syntax.js";
import { type AliasIndex, aliasIndexOf } from "./alias-index.js";
import { contents, describeLocation, everything, type Location, locationId } from "./location.js";
import type { Access, Origin, Summary } from "./summary.js";

/** Why two things must not run side by side, or in the other order. */
export interface Conflict {
  /**
   * `connection` is one client or transaction that both use; `order` is only the order of what a
   * person reads, such as log lines; `unknown` says that one of the two is not known.
   */
  readonly kind: "write-write" | "write-read" | "connection" | "order" | "unknown";
  /** What both touch; missing where one of the two is not known. */
  readonly location: Location | undefined;
  /** Where the first does it. */
  readonly first: Origin | undefined;
  /** Where the second does it. */
  readonly second: Origin | undefined;
  /** A whole sentence's worth: ``line 12 writes `cart`, which line 14 reads``. */
  readonly message: string;
}

/**
 * Answers the gravest conflict between two things that are to run side by side, or `undefined`
 * where neither can see what the other does. What is not known is the last that is answered. What
 * `isHarmless` says of two accesses to one thing keeps them from being a conflict. Of two things in a row
 * (`isInRow`), which are not two runs of the same code, what they look for and put in themselves has an order.
 */
export function conflictBetween(
  a: Summary,
  b: Summary,
  isHarmless?: Harmless,
  isInRow = false,
): Conflict | undefined {
  let order: Conflict | undefined;
  for (const conflict of overlaps(a, b, isHarmless, isInRow)) {
    if (conflict.kind !== "order") return conflict;
    order ??= conflict;
  }
  return unknownIn(a, b) ?? order;
}

type Harmless = ((one: Access, other: Access) => boolean) | undefined;

function* overlaps(
  a: Summary,
  b: Summary,
  isHarmless: Harmless,
  isInRow: boolean,
): Iterable<Conflict> {
  const isCounted = countedBy(a, b);
  const bothWrite: Harmless = (one, other) =>
    isCounted(one, other) || isHarmless?.(one, other) === true;
  yield* pairs(a.writes, b.writes, "writes", "writes", bothWrite, isInRow);
  const secondReads: Harmless = (one, other) => isMadeBy(b, one) || bothWrite(one, other) === true;
  yield* pairs(a.writes, b.reads, "writes", "reads", secondReads, isInRow);
  const firstReads: Harmless = (one, other) =>
    isMadeBy(a, other) || isCounted(other, one) || isHarmless?.(one, other) === true;
  yield* pairs(a.reads, b.writes, "reads", "writes", firstReads, isInRow);
}

/**
 * Tells whether all that something run does to a number is to count it on, or note a visit, in what another function calls on
 * its way, and whether nothing looks at it there, but to take turns: whoever calls that one does not ask for the number. What
 * he calls himself may well be there to count.
 */
export function onlyCountsBelow({ writes, reads }: Summary, counter: Location): boolean {
  const id = locationId(counter);
  const isIt = ({ location }: Access) => locationId(location) === id;
  const own = writes.filter(isIt);
  const isTurn = own.some(({ reentrant }) => reentrant === "turned");
  const looks = reads.filter(isIt);
  return (
    own.length > 0 &&
    own.every(isCounted) &&
    (looks.length === 0 || isTurn) &&
    [...own, ...looks].every(({ through }) => through.length > 1)
  );
}

function isCounted({ reentrant }: Access): boolean {
  return reentrant === "counted" || reentrant === "turned";
}

// A number that both count on: it is nobody's affair which of them was first.
function countedBy(a: Summary, b: Summary): (one: Access, other: Access) => boolean {
  return (one, other) =>
    (isCounted(one) || isCounted(other)) &&
    locationId(one.location) === locationId(other.location) &&
    onlyCountsBelow(a, one.location) &&
    onlyCountsBelow(b, one.location);
}

// A folder that both make sure of by the same code is there for the reads of either, whoever made it.
function isMadeBy({ writes }: Summary, write: Access): boolean {
  return (
    write.once &&
    write.location.kind === "resource" &&
    write.location.resource === "fs" &&
    writes.some((other) => other.once && other.at === write.at)
  );
}

function* pairs(
  first: readonly Access[],
  second: readonly Access[],
  does: string,
  then: string,
  isHarmless: Harmless,
  isInRow: boolean,
): Iterable<Conflict> {
  if (first.length === 0 || second.length === 0) return;
  const index = aliasIndexOf(second);
  for (const one of first) {
    for (const other of met(index, one, does, then)) {
      // Whoever comes first makes the value, and the other finds it made.
      if (one.once && other.once && !(isInRow && one.isDirect && other.isDirect)) continue;
      // Who reads all that an object leads to does not wait for what is not there yet.
      if (does === "writes" && then === "reads" && one.once && isVague(other)) continue;
      if (does === "reads" && then === "writes" && other.once && isVague(one)) continue;
      if (isHarmless?.(one, other) === true) continue;
      yield {
        kind: kindOf(one.location, does === then),
        location: one.location,
        first: one,
        second: other,
        message: words(one, other, does, then),
      };
    }
  }
}

// Who changes what some key names may change what another reads by a name. The other way round, whoever reads by a
// key and changes what is found there says so himself.
function* met(index: AliasIndex, one: Access, does: string, then: string): Iterable<Access> {
  yield* index.aliasesOf(one.location);
  const { location } = one;
  if (location.kind !== "field") return;
  const keyed = location.name === contents ? does : then;
  if (keyed === "writes") yield* index.entriesOf(location);
  // What is made where there was nothing is a part that nobody has waited for.
  if (one.once) return;
  for (const other of index.partsOf(location)) if (!other.once) yield other;
}

function isVague({ location }: Access): boolean {
  return location.kind === "field" && location.name === everything;
}

function kindOf(location: Location, bothWrite: boolean): Conflict["kind"] {
  if (location.kind === "connection") return "connection";
  if (location.kind === "resource" && location.resource === "stdio") return "order";
  return bothWrite ? "write-write" : "write-read";
}

function words(one: Access, other: Access, does: string, then: string): string {
  const what = describeLocation(one.location);
  if (one.location.kind === "connection") {
    return `${placeOf(one)} and ${placeOf(other, one)} use ${what}, which serves one caller at a time`;
  }
  if (one.at === other.at && does === then) {
    return `both ${does === "writes" ? "write" : "read"} ${what}, on ${placeOf(one)}`;
  }
  const same = describeLocation(other.location);
  if (same === what) return `${placeOf(one)} ${does} ${what}, which ${placeOf(other, one)} ${then}`;
  return `${placeOf(one)} ${does} ${what}, and ${placeOf(other, one)} ${then} ${same}`;
}

function unknownIn(a: Summary, b: Summary): Conflict | undefined {
  const unknown = a.unknown ?? b.unknown;
  if (unknown === undefined) return undefined;
  return {
    kind: "unknown",
    location: undefined,
    first: a.unknown,
    second: b.unknown,
    message: `\`${shortText(unknown.at)}\` (${placeOf(unknown)}) ${unknown.why}`,
  };
}

/** Names a place in words: `line 12`, or `line 12 of cart.ts` where it is not in the file of `seen`. */
export function placeOf(origin: Origin, seen?: Origin): string {
  const source = origin.at.getSourceFile();
  const line = source.getLineAndCharacterOfPosition(origin.at.getStart(source)).line + 1;
  const home = (seen?.at ?? origin.from).getSourceFile();
  return source === home ? `line ${line}` : `line ${line} of ${baseName(source.fileName)}`;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** A node's text on one line, cut where it is long. */
export function shortText(node: ts.Node): string {
  const text = node.getText().replaceAll(/\s+/g, " ");
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}
