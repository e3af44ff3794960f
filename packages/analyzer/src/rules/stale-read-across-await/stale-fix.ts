import type { Fix } from "../../finding.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { FreshNames } from "../../serial/fix/fresh-names.js";
import { indentAt } from "../../serial/fix/gather-call.js";
import { spanOf } from "../rule.js";
import type { StaleWrite } from "./stale-writes.js";

/** Takes the await out to a declaration of its own, so that the target is read after it. */
export function staleFix({ assignment, awaited, copy }: StaleWrite): readonly Fix[] {
  const statement = assignment.parent;
  if (copy !== undefined || !ts.isExpressionStatement(statement)) return [];
  if (!ts.isBlock(statement.parent) && !ts.isSourceFile(statement.parent)) return [];
  if (awaitsIn(assignment) !== 1 || !alwaysRuns(awaited, assignment)) return [];
  const file = assignment.getSourceFile();
  const name = new FreshNames(file).make("result", "value", "awaited");
  const indent = indentAt(file.text, statement.getStart());
  const operand = parenthesized(awaited);
  const start = statement.getStart();
  const before = file.text.slice(start, operand.getStart());
  const after = file.text.slice(operand.end, statement.end);
  return [
    {
      title: "Await first, and read the state when the value is there",
      safety: "suggested",
      edits: [
        {
          ...spanOf(statement),
          text: `const ${name} = ${awaited.getText()};\n${indent}${before}${name}${after}`,
        },
      ],
    },
  ];
}

function parenthesized(awaited: ts.Expression): ts.Expression {
  const { parent } = awaited;
  return ts.isParenthesizedExpression(parent) ? parent : awaited;
}

function awaitsIn(node: ts.Node): number {
  if (ts.isFunctionLike(node)) return 0;
  let count = ts.isAwaitExpression(node) ? 1 : 0;
  ts.forEachChild(node, (child) => {
    count += awaitsIn(child);
  });
  return count;
}

function alwaysRuns(awaited: ts.Node, assignment: ts.Node): boolean {
  for (let at = awaited; at !== assignment; at = at.parent) {
    const { parent } = at;
    if (ts.isConditionalExpression(parent) && parent.condition !== at) return false;
    if (ts.isBinaryExpression(parent) && parent.right === at && parent !== assignment) {
      if (/^(&&|\|\||\?\?)$/.test(parent.operatorToken.getText())) return false;
    }
    // What a call evaluates before the await would come after it.
    if (
      (ts.isCallExpression(unwrapNode(parent)) || ts.isNewExpression(parent)) &&
      parent !== assignment
    ) {
      return false;
    }
  }
  return true;
}

function unwrapNode(node: ts.Node): ts.Node {
  return ts.isExpression(node) ? unwrap(node) : node;
}
