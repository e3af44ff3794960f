import type { Fix } from "../../finding.js";
import { mayAwait } from "../../model/enclosing-function.js";
import { isFromPackage } from "../../model/specifier.js";
import { ts } from "../../model/syntax.js";
import type { SymbolFacts } from "../../model/type-source.js";
import { unwrap } from "../../model/unwrap.js";
import { awaitEdits } from "../fix-text.js";
import type { Rule } from "../rule.js";
import { voidFix } from "../void-fix.js";

/** A task of the runtime that is started and let go of. */
export const danglingTask: Rule = {
  meta: {
    id: "dangling-task",
    summary:
      "A task is started and let go of, so that nobody can wait for it, cancel it or see it fail",
    severity: "warning",
    presets: ["recommended", "strict"],
    fixSafety: "suggested",
    counterparts: [],
  },
  defaults: {},
  kinds: [ts.SyntaxKind.ExpressionStatement],
  visit(node, context) {
    if (!ts.isExpressionStatement(node)) return;
    const call = unwrap(node.expression);
    if (!ts.isCallExpression(call) || !starters.has(nameOf(call))) return;
    const asked = context.callOf(call);
    context.decide(() => {
      const target = asked()?.target;
      if (target === undefined || !startsTask(target)) return;
      const fixes: Fix[] = [];
      if (mayAwait(node, context.topLevelAwait) !== "no") {
        fixes.push({
          title: "Await it",
          safety: "suggested",
          edits: awaitEdits(node.expression),
        });
      }
      fixes.push(
        voidFix(node, {
          title: "Say with void that letting go of it is meant",
          reason: "the task runs on by itself",
        }),
      );
      context.report({
        at: node,
        message:
          "This task is started and let go of: nobody waits for it, can cancel it, or sees it fail before the loop reports it. Keep it and await it, or start it in a `taskGroup`",
        fixes,
      });
    });
  },
};

const starters = new Set(["createTask", "ensureFuture"]);

function nameOf(call: ts.CallExpression): string {
  const callee = unwrap(call.expression);
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : "";
}

// A task group holds on to the tasks it starts.
function startsTask({ origin, name, declarations }: SymbolFacts): boolean {
  if (origin === undefined || !isFromPackage(origin, "@awaitwise/runtime")) return false;
  if (!starters.has(name)) return false;
  return !declarations.some(
    ({ parent }) =>
      (ts.isClassLike(parent) || ts.isInterfaceDeclaration(parent)) &&
      parent.name?.text === "TaskGroup",
  );
}
