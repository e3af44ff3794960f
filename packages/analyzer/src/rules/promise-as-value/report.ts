import type { Confidence } from "../../finding.js";
import type { ts } from "../../model/syntax.js";
import { awaitValueFix } from "../await-value-fix.js";
import type { RuleContext } from "../rule.js";
import { mayBePromise } from "./may-be-promise.js";
import { hasText, isOnlyPromise } from "./promise-type.js";

/** Reports a promise that is used as its value; `how` ends the sentence "This is a promise, and it is". */
export function report(
  at: ts.Expression,
  how: string,
  confidence: Confidence,
  context: RuleContext,
): void {
  context.report({
    at,
    message: `This is a promise and not its value, and it is ${how}. Await it`,
    confidence,
    ...awaitValueFix(at, context),
  });
}

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
