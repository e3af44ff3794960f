import { ts } from "../../model/syntax.js";
import { awaitGraph } from "../../serial/await-graph.js";
import { lineOf } from "../../serial/control.js";
import { fixLate } from "../../serial/fix/late-fix.js";
import { type LateUse, lateUses } from "../../serial/late.js";
import { surroundingObstacle } from "../../serial/surroundings.js";
import { otherForms } from "../other-forms.js";
import type { Rule, RuleContext } from "../rule.js";

/** Awaits that stand long before their result is used, with other waiting in between. */
export const lateAwait: Rule = {
  meta: {
    id: "late-await",
    summary: "An await stands before other waiting that does not need its result",
    severity: "warning",
    presets: ["recommended", "strict"],
    fixSafety: "suggested",
    counterparts: [],
  },
  defaults: {},
  kinds: [
    ts.SyntaxKind.Block,
    ts.SyntaxKind.SourceFile,
    ts.SyntaxKind.CaseClause,
    ts.SyntaxKind.DefaultClause,
    ts.SyntaxKind.ModuleBlock,
  ],
  visit(node, context) {
    const { statements } = node as ts.Block;
    if (statements.filter(holdsAwait).length < 2) return;
    if (surroundingObstacle(node) !== undefined) return;
    context.decide(() => {
      const graph = awaitGraph(statements, context, 1);
      if (graph === undefined) return;
      for (const late of lateUses(graph)) report(late, context);
    });
  },
};

function holdsAwait(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  return (
    ts.isAwaitExpression(node) ||
    (ts.forEachChild(node, (child) => holdsAwait(child) || undefined) ?? false)
  );
}

// Page after page is a long way of which one question more is a small part, and what has a handler of its own may well be
// let go wrong: whoever reads such code keeps what comes first before it.
function isOfItsOwn(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  const isLong = ts.isWhileStatement(node) || ts.isDoStatement(node) || ts.isTryStatement(node);
  if (isLong && holdsAwait(node)) return true;
  return ts.forEachChild(node, (child) => isOfItsOwn(child) || undefined) ?? false;
}

function report(late: LateUse, context: RuleContext): void {
  const { step, past, firstUse } = late;
  const outcome = fixLate(late, context.file, (how) => otherForms(context, how));
  const title = step.point?.title ?? "";
  context.report({
    at: step.code,
    message: `Line ${lineOf(past.code)} waits too, and does not need what \`${title}\` brings: it is first used on line ${lineOf(firstUse.code)}. Run both side by side`,
    confidence: isOfItsOwn(past.code) ? "low" : "medium",
    group: [step.code, past.code],
    related: [
      { at: past.code, message: "this waits by itself, and needs nothing of it" },
      { at: firstUse.code, message: `what \`${title}\` brings is first used here` },
    ],
    fixes: "fixes" in outcome ? outcome.fixes : [],
    refusals:
      "refused" in outcome ? [{ title: "Run both side by side", reason: outcome.refused }] : [],
  });
}
