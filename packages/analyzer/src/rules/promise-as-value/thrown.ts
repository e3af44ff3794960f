import type { ts } from "../../model/syntax.js";
import type { RuleContext } from "../rule.js";
import { mayBePromise } from "./may-be-promise.js";
import { broughtBy, isOnlyPromise } from "./promise-type.js";
import { report } from "./report.js";

/** Checks `throw promise`, where the promise brings an error. Some frameworks are thrown promises of other things. */
export function visitThrown(expression: ts.Expression, context: RuleContext): void {
  if (!mayBePromise(expression)) return;
  const type = context.typeOf(expression);
  context.decide(() => {
    if (!isOnlyPromise(type())) return;
    const brought = broughtBy(type());
    const isError = brought?.parts.some(
      (part) => part.property("message") !== undefined && part.property("name") !== undefined,
    );
    if (isError === true) report(expression, "thrown in place of the error", "high", context);
  });
}
