import { onlyCountsBelow, placeOf } from "../model/effects/conflict.js";
import { isKeyInside, keyOf } from "../model/effects/keys.js";
import {
  contents,
  describeLocation,
  everything,
  isExpiry,
  type Location,
  type ResourceLocation,
} from "../model/effects/location.js";
import { readsByName } from "../model/effects/named-read.js";
import type { Access } from "../model/effects/summary.js";
import { ts } from "../model/syntax.js";
import { functionAround, isChange, isHeldAround } from "./accesses.js";
import type { Step } from "./await-graph.js";
import { lineOf } from "./control.js";
import { isFarDown, isOwnAffair } from "./far-down.js";
import type { Obstacle } from "./hazard.js";
import { isLeftAlone } from "./left-alone.js";
import { calledName } from "./names.js";
import { bringsByName, isOfItself, saysThatItWrites, whyAssumed } from "./questions.js";
import { isSeenTo } from "./seen-to.js";
import type { WaitedCall } from "./units.js";

/**
 * Tells whether a change is one that a function which is named for what it brings makes to memory on the
 * way: a cache, a count, a list of what is under way. What its caller holds in its hands is not that.
 */
export function isBookkeeping(access: Access, step: Awaiting, isRead = false): boolean {
  if (access.isDirect) return false;
  if (isCount(access, step)) return true;
  if (isNamedForReading(step)) {
    return isFilledOnTheWay(access) || isOutOfSight(access, step, isRead);
  }
  if (onlyFills(step)) return step.summary?.writes.includes(access) === true;
  return (isFilledOnTheWay(access) || isCachedBy(access, step)) && isOfReadingWithin(access, step);
}

// A number that goes on by one for each who asks, which nothing is made of: how many there were, whose turn it is. Who
// hands it in, or looks at it himself, counts by it.
function isCount(access: Access, { code, point, summary }: Awaiting): boolean {
  const { location, reentrant } = access;
  if (reentrant !== "counted" && reentrant !== "turned") return false;
  if (point?.call === undefined || point.dropped || summary === undefined) return false;
  if (!onlyCountsBelow(summary, location)) return false;
  if (location.kind === "resource" || location.kind === "connection") return false;
  if (location.kind === "field" && isHeldAround(code, location.root)) return false;
  const counter = location.name;
  const looks = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && node.text === counter) ||
    ts.forEachChild(node, (child) => looks(child) || undefined) === true;
  return !looks(functionAround(code));
}

// What brings something by calling who is named for it leaves its books to that one: `mapOrder` to `getCustomer`.
function isOfReadingWithin({ through }: Access, { point }: Awaiting): boolean {
  if (point?.call === undefined || point.dropped) return false;
  return through.some(
    (call) => ts.isCallExpression(call) && readsByName(calledName(call)) && isUsed(call),
  );
}

function isUsed(call: ts.Node): boolean {
  let at = call;
  while (ts.isAwaitExpression(at.parent) || ts.isParenthesizedExpression(at.parent)) at = at.parent;
  return !ts.isExpressionStatement(at.parent) && !ts.isVoidExpression(at.parent);
}

/**
 * Tells whether a change is one to the rows of a table that a function named for what it brings makes or marks
 * on the way: settings that come into being when they are first asked for, a note of when a key was last used.
 */
export function isRowOnTheWay({ location, isDirect }: Access, { point }: Awaiting): boolean {
  if (location.kind !== "resource" || location.resource !== "db" || isDirect) return false;
  if (isExpiry(location)) return false;
  if (location.part === undefined || point?.call === undefined || point.dropped) return false;
  return bringsByName(point.call) || getsOrCreates.test(calledName(point.call));
}

/**
 * The same where the turns of a loop do it, each for its own item: a row that one statement makes where there is none
 * or leaves as it is, so that no turn finds another half done.
 */
export function isRowMadeAtOnce(access: Access, step: Awaiting): boolean {
  return isRowOnTheWay(access, step) && nameAt(access.at) === "upsert";
}

const getsOrCreates =
  /^(ensure|find|get|fetch|load|look[uU]p|read|retrieve|resolve|select)(\w*[a-z0-9])?Or(Create|Init|Initialize|Insert|Make|Add|Build)([A-Z]\w*)?$/;

/** The same where the function runs side by side with itself, as the turns of a loop do. */
export function isRepeatable(access: Access, step: Awaiting): boolean {
  const leavesTheSame =
    isSteady(access) || isOfNobodyKnown(access.location) || isCachedBy(access, step);
  return leavesTheSame && isBookkeeping(access, step);
}

/** An await, as far as its function's own affairs go. */
type Awaiting = Pick<Step, "code" | "point"> & Partial<Pick<Step, "summary">>;

/**
 * What two functions that are named for what they bring may do to each other's books. They share code
 * that keeps them: where that leaves the same when it runs twice at a time, neither is disturbed.
 */
export function sharedBooks(
  from: Step,
  to: Step,
): ((one: Access, other: Access) => boolean) | undefined {
  if (!isBroughtBy(from) || !isBroughtBy(to)) return undefined;
  let shared: ReadonlySet<ts.Node> | undefined;
  const both = (): ReadonlySet<ts.Node> => {
    const first = placesOf(from);
    return new Set(placesOf(to).filter((at) => first.includes(at)));
  };
  const isKept = (access: Access, step: Step): boolean => {
    if (!step.summary.writes.includes(access)) return true;
    if (isOfNobodyKnown(access.location)) return true;
    if (access.location.kind === "resource" && isLeftAlone(access)) return true;
    shared ??= both();
    return (isSteady(access) || isCachedBy(access, step)) && shared.has(access.at);
  };
  const isNoted = (access: Access, step: Step): boolean =>
    isBookkeeping(access, step, !step.summary.writes.includes(access));
  // What the one makes where there is none, the other finds there or makes in the same code.
  const isFilled = (access: Access, step: Step): boolean =>
    step.summary.writes.includes(access) && isFilledOnTheWay(access) && isKept(access, step);
  const leaves = (access: Access, step: Step): boolean =>
    !step.summary.writes.includes(access) || isFilled(access, step);
  return (one, other) =>
    (isNoted(one, from) && isNoted(other, to) && isKept(one, from) && isKept(other, to)) ||
    (isFilled(one, from) && leaves(other, to)) ||
    (isFilled(other, to) && leaves(one, from)) ||
    isEntryAside(one, from, other, to) ||
    isEntryAside(other, to, one, from) ||
    isBegunAside(one, from, other, to) ||
    isBegunAside(other, to, one, from) ||
    (isNamedForReading(from) &&
      isNamedForReading(to) &&
      (isFileAside(one, from, other) || isFileAside(other, to, one)));
}

function isBroughtBy({ point }: Step): boolean {
  return point?.call !== undefined && !point.dropped;
}

// An entry that who has looked for it in vain puts into Redis, and what another looks for there on its own way: it finds
// the entry or makes it.
function isEntryAside(write: Access, step: Step, read: Access, other: Step): boolean {
  if (!step.summary.writes.includes(write) || !isCachedBy(write, step)) return false;
  if (other.summary.writes.includes(read) || read.isDirect || !looksUp(read)) return false;
  return isBookkeeping(write, step);
}

// What a reading begins and leaves alone comes at no time that another read, whoever asks for it, could rely on.
function isBegunAside(write: Access, step: Step, read: Access, other: Step): boolean {
  if (write.location.kind !== "resource" || !isLeftAlone(write)) return false;
  if (!step.summary.writes.includes(write) || other.summary.writes.includes(read)) return false;
  return isBookkeeping(write, step);
}

// Who looks for an entry in Redis and puts it there keeps a cache: two that do the same leave the one or the other's.
function isCachedBy(write: Access, { summary }: Awaiting): boolean {
  return isCached(write) && summary?.reads.some(looksUp) === true;
}

function looksUp({ location, at }: Access): boolean {
  if (location.kind !== "resource" || location.system !== "redis") return false;
  return /^(get|getex|mget|hget|hmget|hgetall|exists)$/i.test(nameAt(at));
}

// A value that a function makes where there is none, for whatever it is asked to bring: a client, a connection's pool.
function isFilledOnTheWay({ once, reentrant, isDirect }: Access): boolean {
  return (once || reentrant === "filled") && !isDirect;
}

// A file that is written on the way, and a service that only a name tells of: the one is not asked for the other.
function isFileAside(write: Access, { summary }: Step, { location: read }: Access): boolean {
  const { location, isDirect } = write;
  if (isDirect || location.kind !== "resource" || location.resource !== "fs") return false;
  return summary.writes.includes(write) && read.kind === "resource" && read.resource === "named";
}

/**
 * The call of a step that is nowhere to be read, and that nothing but its name tells of: a guess, which leaves a suggestion, unless it is
 * called by a function of the project that is named as `isNamed` wants it.
 */
export function guessedRead(
  step: Awaiting & Pick<Step, "summary">,
  isNamed: (call: WaitedCall) => boolean = bringsByName,
): Obstacle | undefined {
  return namedRead(step, (read) => {
    if (whyAssumed(read) !== undefined || isOfCallee(read, step, isNamed)) return undefined;
    return "is not known";
  });
}

// A function of the project that is named for what it brings, and whom it asks.
function isOfCallee(
  read: Access,
  { point }: Awaiting,
  isNamed: (call: WaitedCall) => boolean,
): boolean {
  if (point?.call === undefined || isOfItself(read, point.call)) return false;
  return isNamed(point.call) && !saysThatItWrites(point.call);
}

/** The same of those of which something else is known: an assumption, which leaves a finding of the default tier. */
export function assumedReads(
  step: Awaiting & Pick<Step, "summary">,
  isNamed: (call: WaitedCall) => boolean = bringsByName,
): readonly Obstacle[] {
  const read = namedRead(
    step,
    (one) => whyAssumed(one) ?? (isOfCallee(one, step, isNamed) ? "is not known" : undefined),
  );
  return read === undefined ? [] : [read];
}

/** The same of what cannot be read, on the way of a function that is named for what it brings. */
export function passedOverBy(step: Awaiting & Pick<Step, "passedOver">): readonly Obstacle[] {
  if (step.passedOver === undefined) return [];
  const { at, why } = step.passedOver;
  const isDeclared = why === "is not known to only read";
  const known = isDeclared ? "is only declared" : why;
  const what = `calls \`${nameAt(at)}\`, which ${known}, and taken for a part of its reading`;
  return [noteOn(step, at, what)];
}

function namedRead(
  step: Awaiting & Pick<Step, "summary">,
  whyOf: (read: Access) => string | undefined,
): Obstacle | undefined {
  for (const read of step.summary.reads) {
    const { location, isDirect, at } = read;
    if (location.kind !== "resource" || location.resource !== "named") continue;
    const why = whyOf(read);
    if (why === undefined) continue;
    const what = isDirect ? "" : `calls \`${nameAt(at)}\`, which `;
    return noteOn(step, at, `${what}${why}, and taken for a read by its name`);
  }
  return undefined;
}

/**
 * Tells whether a function named for what it brings keeps something in a field that the methods of its object have for
 * themselves, as the field's name says (`this._items`, `this.#items`). Another that touches the field keeps its order.
 */
export function isOwnField({ location, isDirect, at }: Access, step: Awaiting): boolean {
  if (isDirect || location.kind !== "field" || !isNamedForReading(step)) return false;
  const { name, within, root } = location;
  if (root.from === "variable" && root.made === true) return false;
  const field = name === contents ? (within?.at(-1) ?? "") : name;
  return /^[_#]/.test(field) && /\bthis\b/.test(at.getText());
}

/** What a step is taken for without being known to be: nothing that speaks against a gather. */
export function assumptionsAbout(step: Awaiting & Pick<Step, "summary">): readonly Obstacle[] {
  const kept = step.summary.writes.find(
    (write) =>
      isChange(write) &&
      (isBookkeeping(write, step) ||
        isRowOnTheWay(write, step) ||
        isFarDown(write, step) ||
        isOwnAffair(write, step) ||
        isSeenTo(write)),
  );
  if (kept === undefined) return [];
  const what = `writes ${describeLocation(kept.location)} (${placeOf(kept)})`;
  return [noteOn(step, kept.at, `${what}, which is taken for a note of its own`)];
}

function noteOn({ point, code }: Awaiting, at: ts.Node, what: string): Obstacle {
  const reason = `\`${point?.title}\` on line ${lineOf(code)} ${what}`;
  return { hazard: "unknown", tier: "suggests", at, reason };
}

function isNamedForReading({ point }: Awaiting): boolean {
  if (point?.call === undefined || point.dropped) return false;
  return bringsByName(point.call) || findsOut.test(calledName(point.call));
}

// Whatever its name is: all that it changes is what it makes where there is none, or what is old.
function onlyFills({ point, summary }: Awaiting): boolean {
  if (point?.call === undefined || point.dropped || summary?.unknown !== undefined) return false;
  return (
    summary !== undefined && summary.reads.length > 0 && summary.writes.every(isFilledOnTheWay)
  );
}

// A check whose answer is used brings it; what it keeps of that in memory is its own affair.
const findsOut = /^_*check[A-Z]/;

function isOutOfSight(access: Access, { code }: Awaiting, isRead: boolean): boolean {
  const { location } = access;
  const owner = keyOf(functionAround(code));
  switch (location.kind) {
    case "local":
    case "module":
      return !isKeyInside(location.key, owner);
    case "field":
      return (
        !isHeldAround(code, location.root) ||
        ((isRead || isSteady(access)) && isKeptInside(location))
      );
    case "resource":
      return isKeptAside(location) || isCached(access) || isLeftAlone(access);
    case "connection":
      return false;
  }
}

// The same code, run twice at a time, leaves what it leaves twice in a row.
function isSteady({ once, reentrant }: Access): boolean {
  return once || (reentrant !== undefined && reentrant !== "loaded");
}

// An entry of a collection that an object has for itself, such as the cache of a request's context. A
// collection that is handed over itself is there to be filled, and so is an object that was just made.
function isKeptInside({ name, root }: Extract<Location, { kind: "field" }>): boolean {
  if (root.from === "variable" && root.made === true) return false;
  return name !== contents && name.endsWith(contents);
}

// The storage of a browser and the caches of a process hold what can be had again.
function isKeptAside(location: ResourceLocation): boolean {
  const { resource, part, system } = location;
  if (resource === "dom") return part === "storage";
  return resource === "db" && (system === "store" || isExpiry(location));
}

// An entry that is put into Redis by who is named for reading is there to be read the next time.
function isCached({ location, at }: Access): boolean {
  if (location.kind !== "resource" || location.system !== "redis") return false;
  return puts.test(nameAt(at)) || takesBack(at);
}

const puts = /^(set|setex|getex|psetex|hset|hmset|expire|pexpire)$/i;

// What could not be put in whole is taken out again: `try { put(key) } catch { remove(key) }`.
function takesBack(at: ts.Node): boolean {
  if (!ts.isCallExpression(at) || !/^(del|unlink)$/.test(nameAt(at))) return false;
  const handler = ts.findAncestor(at, ts.isCatchClause);
  const [key] = at.arguments;
  if (handler === undefined || key === undefined || !ts.isPropertyAccessExpression(at.expression)) {
    return false;
  }
  const text = `${at.expression.expression.getText()} ${key.getText()}`;
  const visit = (node: ts.Node): boolean =>
    (ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      puts.test(node.expression.name.text) &&
      `${node.expression.expression.getText()} ${node.arguments[0]?.getText()}` === text) ||
    (ts.forEachChild(node, (child) => visit(child) || undefined) ?? false);
  return visit(handler.parent.tryBlock);
}

// Something in a collection that has come from anywhere: most are lists that were just made.
function isOfNobodyKnown(location: Location): boolean {
  return (
    location.kind === "field" &&
    location.root.from === "unknown" &&
    (location.name === contents || location.name === everything)
  );
}

function placesOf(step: Step): readonly ts.Node[] {
  return step.summary.writes
    .filter((write) => isSteady(write) || isCachedBy(write, step))
    .map(({ at }) => at);
}

function nameAt(call: ts.Node): string {
  return ts.isCallExpression(call) ? calledName(call) : call.getText();
}
