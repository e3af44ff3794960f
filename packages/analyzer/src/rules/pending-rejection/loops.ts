import type { Fix } from "../../finding.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { referencesIn } from "../../model/variable-uses.js";
import { removeWord } from "../fix-text.js";
import { isLosable } from "../fresh-promise.js";
import { insertAfter, insertBefore, type RuleContext } from "../rule.js";

/**
 * Checks loops that await the members of a list of promises in turn: while one is awaited, the others
 * have no handler.
 */
export function visitLoop(node: ts.ForOfStatement, context: RuleContext): void {
  const { awaitModifier, expression, initializer, statement } = node;
  if (!ts.isVariableDeclarationList(initializer)) return;
  const [declared] = initializer.declarations;
  if (declared === undefined) return;
  const awaits =
    awaitModifier === undefined && ts.isIdentifier(declared.name)
      ? awaitsOf(declared.name, statement)
      : [];
  if (awaits === undefined || (awaitModifier === undefined && awaits.length === 0)) return;
  const list = madeBefore(expression);
  if (list === undefined) return;
  const type = context.typeOf(expression);
  context.decide(() => {
    const members = type().parts.flatMap((part) => part.elements ?? []);
    if (members.length < 1 || !members.every(isLosable)) return;
    context.report({
      at: expression,
      message:
        "These promises are awaited one after another, and the later ones have no handler meanwhile: if one rejects, its rejection is unhandled and ends the process. Await them together with `Promise.all`",
      confidence: "medium",
      fixes: [joined(node, awaits)],
    });
  });
}

/** What awaits the member; `undefined` where it is used in another way. */
function awaitsOf(name: ts.Identifier, body: ts.Statement): ts.AwaitExpression[] | undefined {
  const found: ts.AwaitExpression[] = [];
  for (const reference of referencesIn(body, name.text)) {
    let at: ts.Node = reference.parent;
    while (ts.isParenthesizedExpression(at)) at = at.parent;
    if (!ts.isAwaitExpression(at)) return undefined;
    found.push(at);
  }
  return found;
}

// The calls that make the promises of a list are over before the loop begins; nothing else uses it.
function madeBefore(expression: ts.Expression): ts.Expression | undefined {
  const inner = unwrap(expression);
  if (isMaking(inner)) return inner;
  if (!ts.isIdentifier(inner)) return undefined;
  for (let at: ts.Node = inner; at.parent !== undefined; at = at.parent) {
    const statements = "statements" in at.parent ? (at.parent as ts.Block).statements : [];
    for (const statement of statements) {
      if (!ts.isVariableStatement(statement)) continue;
      for (const { initializer, name } of statement.declarationList.declarations) {
        if (!ts.isIdentifier(name) || name.text !== inner.text) continue;
        const alone = referencesIn(at.parent, name.text).length === 1;
        return alone && initializer !== undefined && isMaking(unwrap(initializer))
          ? initializer
          : undefined;
      }
    }
    if (ts.isFunctionLike(at.parent)) return undefined;
  }
  return undefined;
}

function isMaking(expression: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(expression)) return expression.elements.length > 1;
  if (!ts.isCallExpression(expression)) return false;
  const callee = unwrap(expression.expression);
  return ts.isPropertyAccessExpression(callee) && /^(map|flatMap|from)$/.test(callee.name.text);
}

function joined(node: ts.ForOfStatement, awaits: readonly ts.AwaitExpression[]): Fix {
  const { awaitModifier, expression } = node;
  const words = awaits.map((one) => removeWord(one.getChildAt(0)));
  return {
    title: "Await them together with Promise.all",
    safety: "suggested",
    edits: [
      ...(awaitModifier === undefined ? words : [removeWord(awaitModifier)]),
      insertBefore(expression, "await Promise.all("),
      insertAfter(expression, ")"),
    ],
  };
}
