import type { Confidence } from "../../finding.js";
import type { ts } from "../../model/syntax.js";
import { awaitValueFix } from "../await-value-fix.js";
import type { RuleContext } from "../rule.js";
import { isTested } from "./is-tested.js";
import { mayBePromise } from "./may-be-promise.js";
import { hasText, isOnlyPromise } from "./promise-type.js";

/** Reports a promise that is used as its value, or may be; `how` ends the sentence "... and it is". */
export function report(
  at: ts.Expression,
  how: string,
  confidence: Confidence,
  context: RuleContext,
  sure = true,
): void {
  // Two reasons to await a promise at one place are one finding: the first is the better known.
  const known = reported.get(context) ?? new Set();
  reported.set(context, known);
  if (known.has(at)) return;
  known.add(at);
  context.report({
    at,
    message: `This ${sure ? "is" : "may be"} a promise and not its value, and it is ${how}. Await it`,
    confidence: isTested(at) ? "low" : confidence,
    ...awaitValueFix(at, context),
  });
}

const reported = new WeakMap<RuleContext, Set<ts.Node>>();

/** Reports an expression if it is a promise and has no text or number of its own. */
export function flag(
  expression: ts.Expression,
  how: string,
  context: RuleContext,
  confidence: Confidence = "high",
): void {
  if (!mayBePromise(expression)) return;
  const type = context.typeOf(expression);
  context.decide(() => {
    if (isOnlyPromise(type()) && !hasText(type())) report(expression, how, confidence, context);
  });
}
