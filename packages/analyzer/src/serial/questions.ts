import { spendsByName } from "../model/effects/acting-names.js";
import { assumedBy, isOutside } from "../model/effects/location.js";
import { asksOutsideByName, readsByName } from "../model/effects/named-read.js";
import type { Access, Origin } from "../model/effects/summary.js";
import { ts } from "../model/syntax.js";
import { unwrap } from "../model/unwrap.js";
import type { Step } from "./await-graph.js";
import type { Obstacle } from "./hazard.js";
import { actName, calledName } from "./names.js";
import { isDropped, type WaitedCall } from "./units.js";

/**
 * Tells whether an awaited call is named for what it asks of somebody outside of the program (`getUser`,
 * `fetchOrders`), and for nothing that it would change, keep or open, and is handed nothing that says otherwise; a gather of such
 * calls is, too.
 */
export function asksByItsName(call: WaitedCall): boolean {
  return !saysThatItWrites(call) && membersOf(call).every((one) => asksOutsideByName(actName(one)));
}

/** Tells whether what a call is handed says that it writes: a statement, a request that sends something. */
export function saysThatItWrites(call: WaitedCall): boolean {
  const given = ts.isCallExpression(call) ? call.arguments : [call.template];
  return given.some(
    (one) =>
      writesInWords.test(one.getText()) ||
      (ts.isObjectLiteralExpression(one) && one.properties.some(sendsSomething)),
  );
}

const writesInWords =
  /^["'`]\s*(insert|update|delete|create|drop|alter|merge|truncate|call|mutation)\b|^["'`]\s*with\b[\s\S]*\b(insert|update|delete)\b/i;

function sendsSomething(property: ts.ObjectLiteralElementLike): boolean {
  const name = property.name?.getText() ?? "";
  if (name === "body") return true;
  return (
    name === "method" &&
    ts.isPropertyAssignment(property) &&
    !/^["'`](get|head)["'`]$/i.test(property.initializer.getText())
  );
}

/** Tells whether something is done by a call itself, or by what stands in it, and not by the body of what it runs. */
export function isOfItself({ isDirect, at }: Origin, call: WaitedCall): boolean {
  if (isDirect) return true;
  return at.getSourceFile() === call.getSourceFile() && call.pos <= at.pos && at.end <= call.end;
}

/**
 * Tells whether all that is known of what a step waits for is a name: that of a function that it asks, or its own, where
 * what cannot be read in it was passed over.
 */
export function waitsByItsName({
  summary,
  passedOver,
}: Pick<Step, "summary" | "passedOver">): boolean {
  if (passedOver !== undefined && summary.latency.origin?.at === passedOver.at) return true;
  const asked = summary.reads.filter(
    ({ location, guessed }) =>
      guessed !== true && location.kind === "resource" && isOutside(location),
  );
  return asked.length > 0 && asked.every((read) => isNamed(read) && whyAssumed(read) === undefined);
}

/** Tells whether what a step waits for is a question to somebody outside by its name. */
export function asksOutside({ point }: Pick<Step, "point">): boolean {
  return point?.call !== undefined && asksByItsName(point.call);
}

/**
 * The same where nothing else is known: whom it asks may answer one question after another (a wire, a person, a browser's tab), as what
 * is called there says, or what is waited for there for its effect: `await tab.goto(url)`.
 */
export function onlyAsks(step: Pick<Step, "point" | "passedOver" | "summary">): boolean {
  if (!asksOutside(step) || drawsByName.test(actName(step.point?.call as WaitedCall))) return false;
  const named = step.summary.reads.filter(isNamed).map(({ at }) => at);
  const { at } = step.passedOver ?? {};
  return [...named, ...(at === undefined ? [] : [at])].every((one) => !answersInTurn(one));
}

function answersInTurn(at: ts.Node): boolean {
  if (!ts.isCallExpression(at)) return false;
  const { parent } = at;
  return (
    spendsByName(calledName(at)) ||
    inTurn.test(calledName(at)) ||
    (ts.isAwaitExpression(parent) && isDropped(parent))
  );
}

const inTurn =
  /^_*(ask|question|input|choose|pick|confirm|show[A-Z]\w*|take|pull|pop|shift|go_?to|navigate|cd|chdir|cwd|checkout|open\w*|(select|use|switch|mailbox)[A-Z]\w*|set[A-Z]\w*|log_?[iI]n|connect|bump|nextval|reserve|make|apply|perform|step|advance|next|sync|capture|copy\w*)$/;

// What comes piece by piece, or is filled in an order.
const drawsByName =
  /^_*(get|load|read|fetch)\w*(Line|Header|Body|Bytes?|Chunk|Message|Frame|Packet|Register|Payload|Answer|Schema|Fixtures?|Tables?|Seeds?|Unique\w*)$/;

/** What is doubtful about awaits of which nothing more is known. */
export function knownByNames(at: ts.Node): Obstacle {
  const reason = "that they wait for something outside the program is known by their names alone";
  return { hazard: "unknown", tier: "suggests", at, reason };
}

function isNamed({ location }: Access): boolean {
  return location.kind === "resource" && location.resource === "named";
}

/** What is known of a read beside its name, as the end of a sentence about the call. */
export function whyAssumed({ location }: Access): string | undefined {
  return location.kind === "resource" ? assumedBy.get(location.system ?? "") : undefined;
}

/** Tells whether a call is named for what it brings; a gather of such calls is as much a reading. */
export function bringsByName(call: WaitedCall): boolean {
  return membersOf(call).every((one) => readsByName(actName(one)));
}

// The calls that a gather waits for; of what only runs a call in its own way, that call; of any other, and of a gather of
// anything else, the call itself.
function membersOf(call: WaitedCall): readonly WaitedCall[] {
  if (!ts.isCallExpression(call)) return [call];
  if (around.test(calledName(call))) return [runBy(call) ?? call];
  if (!/^(all|allSettled)$/.test(calledName(call))) return [call];
  const [list] = call.arguments;
  const members = list === undefined ? undefined : callsIn(unwrap(list));
  return members === undefined || members.length === 0 ? [call] : members;
}

// `withRetry(() => getUser(id))`, `retry(async () => await getUser(id), 3)`.
const around =
  /^(p?[rR]etry|retrying|(run|do|call|exec)?[wW]ith(Backoff|Metrics|Retr(y|ies)|Span|Timeout|Timing|Tracing)|measured?|timed|traced?)$/;

function runBy({ arguments: given }: ts.CallExpression): WaitedCall | undefined {
  const [run, ...others] = given.filter((one) => ts.isArrowFunction(one));
  return run === undefined || others.length > 0 || ts.isBlock(run.body)
    ? undefined
    : callOf(run.body);
}

// `[getUser(id), getTeam(id)]`, `ids.map((id) => getUser(id))`, `ids.map(async (id) => await getUser(id))`.
function callsIn(list: ts.Expression): readonly WaitedCall[] | undefined {
  if (ts.isArrayLiteralExpression(list)) {
    const calls = list.elements.map(callOf);
    return calls.every((one) => one !== undefined) ? calls : undefined;
  }
  if (!ts.isCallExpression(list) || calledName(list) !== "map") return undefined;
  const [each] = list.arguments;
  if (each === undefined || !ts.isArrowFunction(each) || ts.isBlock(each.body)) return undefined;
  const call = callOf(each.body);
  return call === undefined ? undefined : [call];
}

function callOf(value: ts.Expression): WaitedCall | undefined {
  const whole = unwrap(value);
  if (ts.isAwaitExpression(whole)) return callOf(whole.expression);
  return ts.isCallExpression(whole) ? whole : undefined;
}
