import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { lineOf } from "../control.js";
import type { Obstacle } from "../hazard.js";
import type { Names, NameUse } from "../names.js";
import type { DataLoop } from "./shape.js";

/**
 * A turn that overwrites with what it has waited for what the one before has left, unread: `latest = await load(id)`.
 * What is kept is what the last item brings, so that somebody has to say whether their order is meant.
 */
export function lastOneKept({ body, inside }: DataLoop, names: Names): Obstacle | undefined {
  const brought = new Set<unknown>();
  for (const statement of body) {
    if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (initializer !== undefined && ts.isAwaitExpression(unwrap(initializer))) {
          for (const one of names.boundBy(name)) brought.add(one);
        }
      }
      continue;
    }
    const assigned = assignmentOf(statement);
    if (assigned === undefined) continue;
    const value = unwrap(assigned.right);
    const isBrought =
      ts.isAwaitExpression(value) || (ts.isIdentifier(value) && isOneOf(brought, names.in(value)));
    if (!isBrought || isReadElsewhere(assigned, inside)) continue;
    const kept = assigned.left.getText();
    return {
      hazard: "shared-state",
      tier: "suggests",
      at: statement,
      reason: `line ${lineOf(statement)} keeps in \`${kept}\` what the last turn brings`,
    };
  }
  return undefined;
}

// `kept = value`, `this.kept = value`.
function assignmentOf(statement: ts.Node): ts.BinaryExpression | undefined {
  if (!ts.isExpressionStatement(statement)) return undefined;
  const at = unwrap(statement.expression);
  if (!ts.isBinaryExpression(at) || at.operatorToken.kind !== ts.SyntaxKind.EqualsToken) {
    return undefined;
  }
  const target = unwrap(at.left);
  const isHeld =
    ts.isIdentifier(target) ||
    (ts.isPropertyAccessExpression(target) && target.expression.kind === ts.SyntaxKind.ThisKeyword);
  return isHeld ? at : undefined;
}

function isOneOf(brought: ReadonlySet<unknown>, { reads }: NameUse): boolean {
  return [...reads.keys()].some((name) => brought.has(name));
}

// A variable of the turn's own is read in it, and so is what the turns add to.
function isReadElsewhere({ left }: ts.BinaryExpression, inside: ts.Node): boolean {
  const text = left.getText();
  const visit = (node: ts.Node): boolean => {
    if (node === left) return false;
    if ((ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) && node.getText() === text) {
      return true;
    }
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(inside);
}
