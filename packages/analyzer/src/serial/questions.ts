import { assumedBy, isOutside } from "../model/effects/location.js";
import { asksOutsideByName, readsByName } from "../model/effects/named-read.js";
import type { Access, Origin } from "../model/effects/summary.js";
import { ts } from "../model/syntax.js";
import { unwrap } from "../model/unwrap.js";
import type { Step } from "./await-graph.js";
import type { Obstacle } from "./hazard.js";
import { actName, calledName } from "./names.js";
import type { WaitedCall } from "./units.js";

/**
 * Tells whether an awaited call is named for what it asks of somebody outside of the program (`getUser`,
 * `fetchOrders`), and for nothing that it would change, keep or open; a gather of such calls is, too.
 */
export function asksByItsName(call: WaitedCall): boolean {
  return membersOf(call).every((one) => asksOutsideByName(actName(one)));
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

// The calls that a gather waits for; of any other call, and of a gather of anything else, that call.
function membersOf(call: WaitedCall): readonly WaitedCall[] {
  if (!ts.isCallExpression(call) || !/^(all|allSettled)$/.test(calledName(call))) return [call];
  const [list] = call.arguments;
  const members = list === undefined ? undefined : callsIn(unwrap(list));
  return members === undefined || members.length === 0 ? [call] : members;
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
