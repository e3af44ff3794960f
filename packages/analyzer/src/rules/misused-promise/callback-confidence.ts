import type { Confidence } from "../../finding.js";
import { endsLater, handlesOwnErrors } from "../../model/own-errors.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";

/**
 * How sure it is that dropping a callback's promise is a mistake: not, where it catches its own
 * errors, or waits for nothing; less, where what it does stands elsewhere.
 */
export function confidenceIn(callback: ts.Expression): Confidence {
  const inner = unwrap(callback);
  if (!ts.isArrowFunction(inner) && !ts.isFunctionExpression(inner)) return "medium";
  if (handlesOwnErrors(inner) || !endsLater(inner)) return "low";
  return ts.isBlock(inner.body) ? "high" : "medium";
}
