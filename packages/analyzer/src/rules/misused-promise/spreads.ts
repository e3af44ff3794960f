import { awaitability } from "../../model/awaitability.js";
import type { ts } from "../../model/syntax.js";
import { awaitValueFix } from "../await-value-fix.js";
import type { MisusedContext } from "./misused-promise.js";

/** Checks what is spread into an object: a promise has no properties of its own to give. */
export function checkSpread(node: ts.SpreadAssignment, context: MisusedContext): void {
  const { expression } = node;
  const type = context.typeOf(expression);
  context.decide(() => {
    if (awaitability(type()) !== "always") return;
    const spreadable = !type().awaited.parts.some((part) => part.isPrimitive);
    context.report({
      at: expression,
      message:
        "A promise is spread here, and it has no properties of its own, so that nothing is copied. Await it",
      ...(spreadable ? awaitValueFix(expression, context) : {}),
    });
  });
}
