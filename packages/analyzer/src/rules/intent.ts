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
  return names.some((name) => ownJob.test(name) || onTheSide.test(name))
    ? "nothing here depends on it"
    : undefined;
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
