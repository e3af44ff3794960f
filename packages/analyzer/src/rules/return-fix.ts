import type { Fix } from "../finding.js";
import { returnsNothing, returnsPromise } from "../model/callbacks.js";
import { ts } from "../model/syntax.js";
import { insertBefore, type RuleContext } from "./rule.js";

/**
 * Returns what a statement drops, where it is the last of a callback that returns nothing else, and
 * what calls that does not drop it again; none elsewhere. Asked while deciding.
 */
export function returnFixes(
  statement: ts.ExpressionStatement,
  context: RuleContext,
): readonly Fix[] {
  const block = statement.parent;
  const owner = block.parent;
  if (!ts.isBlock(block) || block.statements.at(-1) !== statement) return [];
  if (!ts.isArrowFunction(owner) && !ts.isFunctionExpression(owner)) return [];
  if (owner.type !== undefined || owner.asteriskToken !== undefined) return [];
  if (returnsSomething(block)) return [];
  if (isDropped(owner, context)) return [];
  return [
    {
      title: "Return it",
      safety: "suggested",
      edits: [insertBefore(statement.expression, "return ")],
    },
  ];
}

// By the signatures as they are declared: what a generic callback gives is not void because it was.
function isDropped(owner: ts.Expression, context: RuleContext): boolean {
  const call = owner.parent;
  const index = ts.isCallExpression(call) ? call.arguments.indexOf(owner) : -1;
  if (!ts.isCallExpression(call) || index < 0) {
    const expected = context.expectedOf(owner)();
    return expected !== undefined && returnsNothing(expected);
  }
  const types = context
    .typeOf(call.expression)()
    .parts.flatMap((part) => part.signatures)
    .flatMap(({ parameters }) => parameters[index]?.type ?? []);
  return types.some(returnsNothing) && !types.some(returnsPromise);
}

function returnsSomething(node: ts.Node): boolean {
  if (ts.isReturnStatement(node)) return true;
  if (ts.isFunctionLike(node)) return false;
  return ts.forEachChild(node, returnsSomething) ?? false;
}
