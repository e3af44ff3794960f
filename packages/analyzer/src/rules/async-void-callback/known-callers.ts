import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";

/** What is known to call a callback and to drop what comes back. */
export interface Caller {
  readonly kind: "each" | "event" | "executor" | "reducer" | "timer";
  readonly name: string;
  /** The index of the callback among the arguments. */
  readonly argument: number;
}

/** Says by its name what a call does with its callback; its types have to agree later. */
export function callerOf(call: ts.CallExpression | ts.NewExpression): Caller | undefined {
  const callee = unwrap(call.expression);
  if (ts.isNewExpression(call)) {
    return ts.isIdentifier(callee) && callee.text === "Promise"
      ? { kind: "executor", name: "Promise", argument: 0 }
      : undefined;
  }
  if (ts.isIdentifier(callee)) return timerOf(callee.text);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const { text: name } = callee.name;
  if (name === "forEach") return { kind: "each", name, argument: 0 };
  if (name === "reduce" || name === "reduceRight") return { kind: "reducer", name, argument: 0 };
  if (events.has(name)) return { kind: "event", name, argument: 1 };
  const owner = unwrap(callee.expression);
  return ts.isIdentifier(owner) && owners.has(owner.text) ? timerOf(name) : undefined;
}

function timerOf(name: string): Caller | undefined {
  return timers.has(name) ? { kind: "timer", name, argument: 0 } : undefined;
}

const timers = new Set([
  "nextTick",
  "queueMicrotask",
  "requestAnimationFrame",
  "requestIdleCallback",
  "setImmediate",
  "setInterval",
  "setTimeout",
]);

const owners = new Set(["globalThis", "process", "self", "window"]);

const events = new Set([
  "addEventListener",
  "addListener",
  "on",
  "once",
  "prependListener",
  "prependOnceListener",
]);
