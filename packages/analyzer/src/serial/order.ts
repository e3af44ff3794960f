import { type Conflict, conflictBetween, placeOf, shortText } from "../model/effects/conflict.js";
import { describeLocation, everything, type Location } from "../model/effects/location.js";
import type { Access, Origin } from "../model/effects/summary.js";
import { ts } from "../model/syntax.js";
import { isChange, isOwnObject } from "./accesses.js";
import type { Step } from "./await-graph.js";
import { isBookkeeping, isOwnField, isRowOnTheWay, sharedBooks } from "./bookkeeping.js";
import { sharedConnection } from "./connection.js";
import { lineOf, writtenExitIn } from "./control.js";
import { areFarApart, isFarDown, isOwnAffair } from "./far-down.js";
import { asksDatabase, describeMaybe } from "./handed-transaction.js";
import { graver, type Hazard, type Obstacle } from "./hazard.js";
import { isDiagnostic, isForOperators } from "./log-line.js";
import { actName } from "./names.js";
import { asksOutside } from "./questions.js";
import { bringsWhoAsks } from "./refetches.js";
import { saidOrder } from "./said-order.js";
import { sameQuestion } from "./same-question.js";
import { isSeenTo } from "./seen-to.js";
import { sharedEntry } from "./shared-entry.js";
import { measureObstacle } from "./time-measure.js";
import { isForEffect } from "./units.js";

/** Why a step cannot begin before an earlier one has ended, seen from these two alone. */
export function orderObstacle(from: Step, to: Step): Obstacle | undefined {
  if (from.point?.refetches === true && to.point?.refetches === true) {
    return (
      dataObstacle(from, to) ??
      commentObstacle(from, to) ??
      sameQuery(from, to) ??
      signedInAnew(from, to)
    );
  }
  const control = controlObstacle(from, to);
  if (control?.tier === "blocks") return control;
  const other = otherObstacle(from, to);
  return graver(control, other);
}

// Who asks may be told by what is fetched first.
function signedInAnew({ point, code }: Step, to: Step): Obstacle | undefined {
  if (point?.call === undefined || !bringsWhoAsks(point.call)) return undefined;
  const reason = `line ${lineOf(code)} has who is signed in fetched anew, for whom line ${lineOf(to.code)} may ask`;
  return { hazard: "shared-state", tier: "blocks", at: code, reason };
}

// What is asked for anew at once has nothing new to bring when it is asked for again.
function sameQuery({ point }: Step, to: Step): Obstacle | undefined {
  if (to.point?.refetchesWith(point?.call) !== true) return undefined;
  const reason = `line ${lineOf(to.code)} has the same fetched anew`;
  return { hazard: "no-gain", tier: "blocks", at: to.code, reason };
}

/**
 * Tells whether names, or an exit that is written down, order two steps: what they do, which takes
 * reading all that they call, need not be asked.
 */
export function isOrderedByForm(from: Step, to: Step): boolean {
  return (
    writtenExitIn(from.code) !== undefined ||
    writtenExitIn(to.code) !== undefined ||
    dataObstacle(from, to) !== undefined
  );
}

function otherObstacle(from: Step, to: Step): Obstacle | undefined {
  return (
    dataObstacle(from, to) ??
    connectionObstacle(from, to) ??
    pauseObstacle(from, to) ??
    pauseObstacle(to, from) ??
    barrierObstacle(from, to) ??
    barrierObstacle(to, from) ??
    progressObstacle(from, to) ??
    progressObstacle(to, from) ??
    timeObstacle(from, to) ??
    timeObstacle(to, from) ??
    effectObstacle(from, to) ??
    accessObstacle(from, to) ??
    commentObstacle(from, to) ??
    refusalObstacle(from, to) ??
    maybeTransactionObstacle(from, to) ??
    sameQuestion(from, to) ??
    sharedEntry(from, to)
  );
}

function controlObstacle(from: Step, to: Step): Obstacle | undefined {
  // Two reads that refuse what they do not find stand side by side: neither guards the other.
  if (isRefusingRead(from) && isRefusingRead(to)) return undefined;
  // What leaves must not come before what was to be done by then.
  return graver(from.exit, to.exit);
}

function isRefusingRead({ point, unit, exit }: Step): boolean {
  return unit.awaits.length > 0 && point?.dropped !== true && exit?.tier === "suggests";
}

function dataObstacle(from: Step, to: Step): Obstacle | undefined {
  if (from.unit === to.unit && to.point === undefined) {
    return data(to.code, "needs it in the same statement");
  }
  if (from.point !== undefined && contains(to.code, from.code)) {
    return data(to.code, `is called with what line ${lineOf(from.code)} brings`);
  }
  for (const [name, place] of from.names.writes) {
    const read = to.names.reads.get(name) ?? to.names.writes.get(name);
    // The names of a statement are bound once all of its awaits have ended.
    if (read === undefined || (from.unit === to.unit && isDeclaredName(place))) continue;
    return data(read, `needs \`${place.getText()}\`, which line ${lineOf(place)} brings`);
  }
  for (const [name, place] of to.names.writes) {
    const read = from.names.reads.get(name);
    if (read === undefined || isDeclaredName(place)) continue;
    return data(place, `changes \`${place.getText()}\`, which line ${lineOf(read)} still uses`);
  }
  return undefined;
}

function isDeclaredName(place: ts.Node): boolean {
  const { parent } = place;
  return (ts.isVariableDeclaration(parent) || ts.isBindingElement(parent)) && parent.name === place;
}

function data(at: ts.Node, what: string): Obstacle {
  return { hazard: "data-dependence", tier: "blocks", at, reason: `line ${lineOf(at)} ${what}` };
}

function connectionObstacle(from: Step, to: Step): Obstacle | undefined {
  if (from.point === undefined || to.point === undefined) return undefined;
  const shared = sharedConnection(from.point, to.point);
  return shared === undefined
    ? undefined
    : {
        hazard: "one-connection",
        tier: "blocks",
        at: shared.at,
        reason: `both use ${shared.what} \`${shared.name}\`, which serves one query at a time`,
      };
}

// Who waits for time alone, and for nothing that it would bring, wants what comes after to come later.
function pauseObstacle(pause: Step, other: Step): Obstacle | undefined {
  const { point, unit, summary } = pause;
  const waits = point?.dropped ?? (unit.awaits.length === 0 && unit.conditional !== undefined);
  if (!waits || other.point === undefined || summary.latency.kind !== "timer") return undefined;
  return {
    hazard: "retry",
    tier: "blocks",
    at: pause.code,
    reason: `line ${lineOf(pause.code)} pauses in between`,
  };
}

// What is done for its effect alone is not moved past anything that does something.
function barrierObstacle(barrier: Step, other: Step): Obstacle | undefined {
  const { at } = barrierIn(barrier) ?? {};
  if (at === undefined || !acts(other)) return undefined;
  return {
    hazard: "dropped-result",
    tier: "blocks",
    at,
    reason: `\`${shortText(at)}\` on line ${lineOf(at)} is done for its effect`,
  };
}

function barrierIn(step: Step): { readonly at: ts.Node } | undefined {
  const { unknown } = step.summary;
  if (step.point !== undefined) {
    const { dropped, awaited, refetches } = step.point;
    return dropped && (refetches || !readsOnly(step)) ? { at: awaited } : undefined;
  }
  if (step.unit.awaits.length > 0) return undefined;
  if (step.summary.writes.some((write) => isChange(write) && write.location.kind === "resource")) {
    return { at: step.unit.node };
  }
  // A value that an unknown function makes is one thing, an unknown effect another.
  if (unknown === undefined) return undefined;
  return makesValue(step.unit.node) ? undefined : { at: step.unit.node };
}

function makesValue(node: ts.Node): boolean {
  return ts.isVariableStatement(node) || ts.isVariableDeclaration(node);
}

function readsOnly(step: Step): boolean {
  return step.summary.unknown === undefined && !changes(step);
}

/** Tells whether a step is known to change something that others can see. */
export function changes(step: Step): boolean {
  const { summary } = step;
  return summary.writes.some(
    (write) =>
      isChange(write) &&
      // What an unknown function may do to what it is given is not known to happen.
      (summary.unknown === undefined || !isGuess(write)) &&
      !isOwnObject(write, step.code) &&
      !isBookkeeping(write, step) &&
      !isOwnField(write, step) &&
      !isRowOnTheWay(write, step) &&
      !isFarDown(write, step) &&
      !isOwnAffair(write, step) &&
      !isSeenTo(write),
  );
}

// Who is turned away is not to have anything read for him, but for what turns him away in the same words.
function accessObstacle(from: Step, to: Step): Obstacle | undefined {
  if (from.point === undefined || to.point === undefined) return undefined;
  const { accessCheck: at, title } = from.point;
  if (at === undefined || to.point.accessCheck === at) return undefined;
  if (onlyLooksUp(from) && refusesWhatIsNotThere(at)) return undefined;
  return {
    hazard: "control-dependence",
    tier: "suggests",
    at,
    reason: `\`${title}\` on line ${lineOf(from.code)} refuses whom it does not let in`,
  };
}

// What somebody is named for looking up it refuses as one that is not there: nobody is let in or turned away by that alone.
function onlyLooksUp(step: Step): boolean {
  const { point } = step;
  if (point?.call === undefined || !asksOutside(step)) return false;
  return !letsIn.test(actName(point.call));
}

const letsIn =
  /Access|Allowed|Auth|Current|Guard|Invit|Key|Logged|Mine|Own|Permi|Policy|Protect|Session|Signed|Token|Viewer|Secure|Safe|Check|Valid|Verif|Me$/;

// `if (member === null) throw new Unauthorized()`; not where a role or an owner is looked at.
function refusesWhatIsNotThere(refusal: ts.Node): boolean {
  const choice = ts.findAncestor(refusal, (at) => ts.isIfStatement(at) || ts.isFunctionLike(at));
  if (choice === undefined || !ts.isIfStatement(choice)) return false;
  return isAbsent.test(choice.expression.getText());
}

// The thing itself, and nothing that it has or says: `!member.isAdmin` and `!isAdmin` look at what he is.
const isAbsent =
  /^(!\s*(?!(?:is|has|can|may)[A-Z]|admin|allow|authori|owner|permi|valid)\w+|\w+\s*={2,3}\s*(null|undefined)|\w+\.length\s*={2,3}\s*0)$/;

// Two awaits of one statement have one comment, which tells nothing of the two.
function commentObstacle(from: Step, to: Step): Obstacle | undefined {
  if (from.point === undefined || to.point === undefined || from.unit === to.unit) return undefined;
  return saidOrder(to.code);
}

// A row that would be made although the read before it refuses to go on.
function refusalObstacle(from: Step, to: Step): Obstacle | undefined {
  if (from.point === undefined || to.point === undefined) return undefined;
  const row = to.summary.writes.find((write) => isRowOnTheWay(write, to));
  const { throws } = from.summary;
  if (row === undefined || throws === undefined) return undefined;
  // What is made of nothing that the read was asked for is made for the next one who asks.
  if (![...from.names.reads.keys()].some((name) => to.names.reads.has(name))) return undefined;
  return {
    hazard: "later-effect",
    tier: "suggests",
    at: throws.at,
    reason: `\`${to.point.title}\` on line ${lineOf(to.code)} writes ${describeLocation(row.location)} (${placeOf(row)}), though line ${lineOf(from.code)} may refuse`,
  };
}

// An object that is made with a pool here and with a transaction there: a gather suits the one alone.
function maybeTransactionObstacle(from: Step, to: Step): Obstacle | undefined {
  if (!asksDatabase(from.summary) || !asksDatabase(to.summary)) return undefined;
  const maybe = from.point?.maybeTransaction;
  const other = to.point?.maybeTransaction;
  if (maybe === undefined || other === undefined) return undefined;
  const reached = [maybe, other].find(({ isReached }) => isReached);
  if (reached === undefined) return undefined;
  return {
    hazard: "one-connection",
    tier: "suggests",
    at: reached.madeAt,
    reason: `both query, and ${describeMaybe(reached)}`,
  };
}

function acts({ summary, point }: Step): boolean {
  return (
    point !== undefined ||
    summary.unknown !== undefined ||
    summary.writes.length > 0 ||
    summary.reads.length > 0
  );
}

// A log line between two awaits may be there to say how far the code came.
function progressObstacle(log: Step, other: Step): Obstacle | undefined {
  if (other.point === undefined) return undefined;
  const line = lineBeside(log, (at) => !isForOperators(at));
  return line === undefined
    ? undefined
    : progress(log, `line ${lineOf(log.code)} writes to the console in between`);
}

/** What a line between two awaits that goes to a logger says, once they wait together. */
export function lateLine(log: Step): readonly Obstacle[] {
  return lineBeside(log, isForOperators) === undefined
    ? []
    : [progress(log, `line ${lineOf(log.code)} then logs once all have come`)];
}

function progress(log: Step, reason: string): Obstacle {
  return { hazard: "progress", tier: "suggests", at: log.code, reason };
}

function lineBeside(log: Step, isMeant: (at: ts.Node) => boolean): Access | undefined {
  if (log.point !== undefined || log.unit.awaits.length > 0) return undefined;
  if (isDiagnostic(log.unit.node)) return undefined;
  return log.summary.writes.find(
    ({ location, at, isDirect, from }) =>
      location.kind === "resource" &&
      location.resource === "stdio" &&
      isMeant(at) &&
      // What a function tells while it makes a value is not about what was awaited before.
      (isDirect || isForEffect(from)),
  );
}

// A clock that is read between two awaits is read to tell how long one of them takes.
function timeObstacle(clock: Step, other: Step): Obstacle | undefined {
  if (clock.point !== undefined || clock.unit.awaits.length > 0 || other.point === undefined) {
    return undefined;
  }
  return measureObstacle(clock.code);
}

function effectObstacle(from: Step, to: Step): Obstacle | undefined {
  const isShared = sharedBooks(from, to);
  const conflict = conflictBetween(
    from.summary,
    to.summary,
    (one, other) => isShared?.(one, other) === true || areFarApart(one, from, other, to),
    true,
  );
  if (conflict === undefined) return undefined;
  // Log lines of two functions may come in another order; one between two awaits is looked at above.
  if (conflict.kind === "order") return undefined;
  // A value made of other values by an unknown function cannot touch what it was not given.
  if (conflict.kind === "unknown" && (isQuiet(from) || isQuiet(to))) return undefined;
  return obstacleOf(conflict, from, to);
}

function isQuiet(step: Step): boolean {
  return (
    step.point === undefined && makesValue(step.unit.node) && step.unit.conditional === undefined
  );
}

function obstacleOf(conflict: Conflict, from: Step, to: Step): Obstacle {
  const at = (conflict.second ?? conflict.first)?.at ?? to.code;
  const { kind, location, message } = conflict;
  if (kind === "unknown") {
    return { hazard: "unknown", tier: "suggests", at, reason: `${message}` };
  }
  if (kind === "connection")
    return { hazard: "one-connection", tier: "blocks", at, reason: message };
  // What an unknown function was given may be changed by it; that is not known to happen.
  const guessed =
    [conflict.first, conflict.second].some((one) => one !== undefined && isGuess(one)) &&
    [from, to].some(
      ({ summary, passedOver }) => summary.unknown !== undefined || passedOver !== undefined,
    );
  return {
    hazard: location === undefined ? "shared-state" : hazardOf(location),
    tier: guessed ? "suggests" : "blocks",
    at,
    reason: message,
  };
}

function isGuess(origin: Origin): boolean {
  const { guessed, location } = origin as Partial<Access>;
  return guessed === true || (location?.kind === "field" && location.name === everything);
}

/** The hazard that a conflict about a location is. */
export function hazardOf(location: Location): Hazard {
  if (location.kind === "connection") return "one-connection";
  if (location.kind !== "resource") return "shared-state";
  if (location.resource === "lock") return "lock";
  if (location.resource === "stream") return "protocol";
  return "ordered-effects";
}

function contains(outer: ts.Node, inner: ts.Node): boolean {
  return outer !== inner && outer.pos <= inner.pos && inner.end <= outer.end;
}
