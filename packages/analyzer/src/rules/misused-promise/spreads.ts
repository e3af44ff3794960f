import type { Fix } from "../../finding.js";
import { awaitability } from "../../model/awaitability.js";
import { mayAwait } from "../../model/enclosing-function.js";
import type { ts } from "../../model/syntax.js";
import { awaitEdits } from "../fix-text.js";
import type { MisusedContext } from "./misused-promise.js";

/** Checks what is spread into an object: a promise has no properties of its own to give. */
export function checkSpread(node: ts.SpreadAssignment, context: MisusedContext): void {
  const { expression } = node;
  const type = context.typeOf(expression);
  context.decide(() => {
    if (awaitability(type()) !== "always") return;
    const spreadable = !type().awaited.parts.some((part) => part.isPrimitive);
    const allowed = spreadable && mayAwait(expression, context.topLevelAwait) !== "no";
    const fix: Fix = { title: "Await it", safety: "suggested", edits: awaitEdits(expression) };
    context.report({
      at: expression,
      message:
        "A promise is spread here, and it has no properties of its own, so that nothing is copied. Await it",
      fixes: allowed ? [fix] : [],
    });
  });
}
