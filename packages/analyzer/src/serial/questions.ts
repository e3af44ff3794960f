import { assumedBy, isOutside } from "../model/effects/location.js";
import { asksOutsideByName, readsByName } from "../model/effects/named-read.js";
import type { Access } from "../model/effects/summary.js";
import { ts } from "../model/syntax.js";
import type { Step } from "./await-graph.js";
import type { Obstacle } from "./hazard.js";
import { calledName } from "./names.js";
import type { WaitedCall } from "./units.js";

/**
 * Tells whether an awaited call is named for what it asks of somebody outside of the program (`getUser`,
 * `fetchOrders`), and for nothing that it would change, keep or open.
 */
export function asksByItsName(call: WaitedCall): boolean {
  return asksOutsideByName(calledName(call));
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
  if (readsByName(calledName(call))) return true;
  if (!ts.isCallExpression(call)) return false;
  const [list] = call.arguments;
  if (calledName(call) !== "all" || list === undefined) return false;
  return (
    ts.isArrayLiteralExpression(list) &&
    list.elements.every((one) => ts.isCallExpression(one) && readsByName(calledName(one)))
  );
}
