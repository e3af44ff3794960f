import type { Confidence, Span } from "../../finding.js";
import { enclosingFunction } from "../../model/enclosing-function.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import type { Rule, RuleContext } from "../rule.js";
import { awaitsIn, isCancellable, isRuntime } from "./cancellable.js";
import { type CatchOutcome, outcomeOf } from "./catch-outcome.js";
import { rethrowFix } from "./rethrow-fix.js";

/** A catch that ends what was to end a task. */
export const swallowedCancellation: Rule = {
  meta: {
    id: "swallowed-cancellation",
    summary: "A catch swallows the CancelledError that was to end the task",
    severity: "warning",
    presets: ["recommended", "strict"],
    fixSafety: "suggested",
    counterparts: [],
  },
  defaults: {},
  kinds: [ts.SyntaxKind.TryStatement],
  visit(node, context) {
    if (!ts.isTryStatement(node) || node.catchClause === undefined) return;
    // Code at the top level of a file runs in no task.
    const owner = enclosingFunction(node);
    if (owner === undefined || !importsRuntime(context.file)) return;
    const awaited = awaitsIn(node.tryBlock).filter((one) => !endsCancelled(one, owner));
    if (awaited.length === 0) return;
    const clause = node.catchClause;
    for (const one of awaited) context.typeOf(one);
    context.decide(() => {
      const outcome = outcomeOf(clause, (name) => isCancelledError(name, context));
      if (outcome === "thrown on") return;
      const place = awaited.find((one) => isCancellable(one, context));
      if (place === undefined) return;
      const fix = outcome.named ? undefined : rethrowFix(clause);
      context.report({
        at: headOf(clause, context),
        message: messageFor(outcome),
        confidence: confidenceOf(outcome),
        related: [{ at: place, message: "A cancellation arrives here" }],
        fixes: fix === undefined ? [] : [fix],
      });
    });
  },
};

function importsRuntime(file: ts.SourceFile): boolean {
  return file.statements.some(
    (statement) =>
      ts.isImportDeclaration(statement) &&
      ts.isStringLiteral(statement.moduleSpecifier) &&
      isRuntime(statement.moduleSpecifier.text),
  );
}

// `task.cancel(); try { await task; } catch {}` waits for a task that is told to end, and has to catch.
function endsCancelled(awaited: ts.Expression, owner: ts.Node): boolean {
  const text = unwrap(awaited).getText();
  const cancels = (node: ts.Node): boolean =>
    (ts.isCallExpression(node) &&
      node.end <= awaited.pos &&
      ts.isPropertyAccessExpression(node.expression) &&
      node.expression.name.text === "cancel" &&
      node.expression.expression.getText() === text) ||
    (ts.forEachChild(node, (child) => cancels(child) || undefined) ?? false);
  return cancels(owner);
}

// `Error` catches it as well, since it extends that.
function isCancelledError(name: ts.Expression, context: RuleContext): boolean {
  const last = ts.isPropertyAccessExpression(name) ? name.name : name;
  const symbol = context.symbolOf(last)();
  const called = symbol?.name ?? last.getText();
  return called === "CancelledError" || (called === "Error" && symbol?.origin?.from !== "file");
}

function headOf(clause: ts.CatchClause, { file }: RuleContext): Span {
  const start = clause.getStart();
  const head = file.text.slice(start, clause.block.getStart()).trimEnd();
  return { file: file.fileName, start, end: start + head.length };
}

function messageFor({ replaced }: CatchOutcome): string {
  return replaced
    ? "This catch puts another error in the place of a cancellation, so whoever cancelled the task sees it fail instead of end. Throw a `CancelledError` on as it is"
    : "This catch swallows a cancellation, so the task goes on although it was to end, and a timeout or a task group around it waits for it. Throw a `CancelledError` on";
}

function confidenceOf({ handedOn, named, replaced }: CatchOutcome): Confidence {
  if (handedOn) return "low";
  return named || replaced ? "medium" : "high";
}
