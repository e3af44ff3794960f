import type { Fix } from "../../finding.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { importEdits } from "../import-edits.js";
import { replace } from "../rule.js";

/** The duration in `new Promise((resolve) => setTimeout(resolve, ms))`; `undefined` for anything else. */
export function timerPromise(expression: ts.Expression): ts.Expression | undefined {
  const made = unwrap(expression);
  if (!ts.isNewExpression(made) || made.expression.getText() !== "Promise") return undefined;
  const [executor] = made.arguments ?? [];
  if (executor === undefined || !ts.isArrowFunction(executor)) return undefined;
  const [resolve, ...others] = executor.parameters;
  if (resolve === undefined || others.length > 0) return undefined;
  const call = onlyCall(executor.body);
  if (call === undefined || call.expression.getText() !== "setTimeout") return undefined;
  const [callback, duration, ...more] = call.arguments;
  if (callback === undefined || duration === undefined || more.length > 0) return undefined;
  return resolves(callback, resolve.name.getText()) ? duration : undefined;
}

/** Sleeps as the runtime does, which a cancellation ends. */
export function sleepFix(made: ts.Expression, duration: ts.Expression): Fix | undefined {
  const imports = importEdits(made.getSourceFile(), "sleep", "@awaitwise/runtime");
  if (imports === undefined) return undefined;
  return {
    title: "Use the runtime's sleep",
    safety: "suggested",
    edits: [...imports, replace(made, `sleep(${duration.getText()})`)],
  };
}

function onlyCall(body: ts.ConciseBody): ts.CallExpression | undefined {
  const [statement, ...others] = ts.isBlock(body) ? body.statements : [];
  const expression = ts.isBlock(body)
    ? statement !== undefined && others.length === 0 && ts.isExpressionStatement(statement)
      ? statement.expression
      : undefined
    : body;
  const inner = expression === undefined ? undefined : unwrap(expression);
  return inner !== undefined && ts.isCallExpression(inner) ? inner : undefined;
}

// `resolve` itself, or `() => resolve()`.
function resolves(callback: ts.Expression, name: string): boolean {
  const inner = unwrap(callback);
  if (ts.isIdentifier(inner)) return inner.text === name;
  if (!ts.isArrowFunction(inner)) return false;
  const call = onlyCall(inner.body);
  return call !== undefined && call.arguments.length === 0 && call.expression.getText() === name;
}
