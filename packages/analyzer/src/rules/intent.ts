import { endsLater } from "../model/own-errors.js";
import { ts } from "../model/syntax.js";
import { unwrap } from "../model/unwrap.js";

/**
 * Guesses from names whether a promise is dropped on purpose: work on the side that nothing waits
 * for (logging, metrics, warming a cache), and a script's call of its own main function.
 */
export function intentOf(at: ts.Node, expression: ts.Expression): "fire and forget" | "unknown" {
  return intendedFor(at, expression) === undefined ? "unknown" : "fire and forget";
}

/** Why a promise is dropped on purpose, as far as names say so. */
export function intendedFor(at: ts.Node, expression: ts.Expression): string | undefined {
  const names = calleeNames(expression);
  const called = names.at(-1) ?? "";
  if (ts.isSourceFile(at.parent) && /^(main|run|start|cli|bootstrap)$/.test(called)) {
    return "the program is what it does";
  }
  if (queuesMicrotask(unwrap(expression)))
    return "it only puts this off until the current turn ends";
  return names.some((name) => ownJob.test(name) || onTheSide.test(name))
    ? "nothing here depends on it"
    : undefined;
}

// `Promise.resolve().then(() => { ... })`: a callback that runs later and that nobody was to wait for.
function queuesMicrotask(expression: ts.Expression): boolean {
  if (!ts.isCallExpression(expression) || expression.arguments.length !== 1) return false;
  const { expression: callee } = expression;
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== "then") return false;
  const made = unwrap(callee.expression);
  const [argument] = expression.arguments;
  const callback = argument && unwrap(argument);
  return (
    ts.isCallExpression(made) &&
    made.arguments.length === 0 &&
    made.expression.getText() === "Promise.resolve" &&
    callback !== undefined &&
    ts.isArrowFunction(callback) &&
    !endsLater(callback)
  );
}

const ownJob = /^(log|logger|logging|track|tracker|analytics|telemetry|metrics?|posthog|sentry)$/i;

const onTheSide =
  /^(log|track|prefetch|preload|warm|warmup|report|notify)[A-Z]|^(prefetch|preload|warmUp|warmup|capture|captureException)$/;

// `this.logger.info(x)` gives `logger`, `info`.
function calleeNames(expression: ts.Expression): string[] {
  const names: string[] = [];
  const visit = (node: ts.Expression): void => {
    const inner = unwrap(node);
    if (ts.isCallExpression(inner)) visit(inner.expression);
    else if (ts.isPropertyAccessExpression(inner)) {
      visit(inner.expression);
      names.push(inner.name.text);
    } else if (ts.isIdentifier(inner)) names.push(inner.text);
  };
  visit(expression);
  return names;
}
