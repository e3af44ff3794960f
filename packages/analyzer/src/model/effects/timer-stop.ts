import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";
import type { Answers } from "./answers.js";

/**
 * Tells whether a call only ends a measurement of time that the same code has begun, by the names of
 * both: `const stop = this.timer("load")`, then `stop()`. Like a line to a logger it tells of the work,
 * and is no part of it.
 */
export function stopsTimer(call: ts.CallLikeExpression, answers: Answers): boolean {
  if (!ts.isCallExpression(call) || !ts.isExpressionStatement(call.parent)) return false;
  const callee = unwrap(call.expression);
  if (!ts.isIdentifier(callee) || !stops.test(callee.text)) return false;
  const [declaration] = answers.symbol(callee)?.declarations ?? [];
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return false;
  const made = declaration.initializer && unwrap(declaration.initializer);
  if (made === undefined || !ts.isCallExpression(made)) return false;
  return starts.test(made.expression.getText().split(".").at(-1) ?? "");
}

const stops = /^(stop|end|finish|done|record|observe)([A-Z]\w*)?$|[a-z]Timer$/;
const starts = /(^|[a-z_])(timer|timing|stopwatch)$|^(start|begin|wrap)(Timer|Timing)/i;
