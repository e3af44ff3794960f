import { enclosingFunction, isAsync } from "../model/enclosing-function.js";
import { ts } from "../model/syntax.js";
import { unwrap } from "../model/unwrap.js";
import { awaitFix, type FixOrRefusal } from "./await-fix.js";
import { awaitEdits } from "./fix-text.js";
import type { RuleContext } from "./rule.js";

/**
 * Awaits a promise that is used as its value: where it is made, if a variable holds it and every use
 * wants the value; else where it is used.
 */
export function awaitValueFix(at: ts.Expression, context: RuleContext): FixOrRefusal {
  const made = madeFor(at, context);
  return made === undefined
    ? awaitFix(at, awaitEdits(at), { title: "Await it", safety: "suggested" }, context)
    : awaitFix(
        made,
        awaitEdits(made),
        { title: "Await it where it is made", safety: "suggested" },
        context,
      );
}

function madeFor(at: ts.Expression, context: RuleContext): ts.Expression | undefined {
  const name = unwrap(at);
  if (!ts.isIdentifier(name)) return undefined;
  const [declaration, ...others] = context.symbolOf(name)()?.declarations ?? [];
  if (declaration === undefined || others.length > 0) return undefined;
  if (!ts.isVariableDeclaration(declaration) || declaration.type !== undefined) return undefined;
  const { initializer, name: declared } = declaration;
  if (initializer === undefined || !ts.isIdentifier(declared)) return undefined;
  if ((declaration.parent.flags & ts.NodeFlags.Const) === 0) return undefined;
  const statement = declaration.parent.parent;
  // What a module exports is used elsewhere too.
  if (!ts.isVariableStatement(statement) || statement.modifiers !== undefined) return undefined;
  const owner = enclosingFunction(declaration);
  if (owner !== enclosingFunction(name)) return undefined;
  const uses = usesIn(statement.parent, declared);
  return uses.length > 1 && uses.every(isValueUse) ? initializer : undefined;
}

// By name: what has the same name and is something else only keeps the fix away.
function usesIn(scope: ts.Node, name: ts.Identifier): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const open: ts.Node[] = [scope];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (ts.isIdentifier(node) && node.text === name.text && node !== name && !isMember(node)) {
      found.push(node);
    }
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
  }
  return found;
}

function isMember(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node)
  );
}

// A use that hands the promise itself on, or waits for it, wants the promise; what an async function
// answers is a promise of the value either way.
function isValueUse(name: ts.Identifier): boolean {
  let at: ts.Node = name;
  while (ts.isParenthesizedExpression(at.parent) || ts.isNonNullExpression(at.parent))
    at = at.parent;
  const { parent } = at;
  if (ts.isPropertyAccessExpression(parent)) return !promiseMethods.has(parent.name.text);
  return !(
    ts.isAwaitExpression(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    (ts.isReturnStatement(parent) && !isAnswerOfAsync(parent)) ||
    ts.isVoidExpression(parent) ||
    ts.isExpressionStatement(parent) ||
    ts.isForOfStatement(parent) ||
    ts.isTypeQueryNode(parent) ||
    ts.isShorthandPropertyAssignment(parent) ||
    (ts.isCallExpression(parent) && /^Promise\b/.test(parent.expression.getText()))
  );
}

function isAnswerOfAsync(node: ts.ReturnStatement): boolean {
  const owner = enclosingFunction(node);
  return owner !== undefined && isAsync(owner);
}

const promiseMethods = new Set(["catch", "finally", "then"]);
