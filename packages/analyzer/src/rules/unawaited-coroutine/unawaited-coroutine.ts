import type { Fix } from "../../finding.js";
import { mayAwait, outermostFunction } from "../../model/enclosing-function.js";
import { givenBack } from "../../model/given-back.js";
import { isNamed, type Specifier } from "../../model/specifier.js";
import { ts } from "../../model/syntax.js";
import type { TypeFacts } from "../../model/type-source.js";
import { unwrap } from "../../model/unwrap.js";
import { awaitEdits } from "../fix-text.js";
import { type Rule, type RuleContext, replace } from "../rule.js";

/** A coroutine of the runtime that is made and never begins. */
export const unawaitedCoroutine: Rule = {
  meta: {
    id: "unawaited-coroutine",
    summary: "A coroutine is made and neither awaited nor scheduled, so that it never begins",
    severity: "error",
    presets: ["recommended", "strict"],
    fixSafety: "safe",
    counterparts: [],
  },
  defaults: {},
  kinds: [ts.SyntaxKind.ExpressionStatement, ts.SyntaxKind.VariableDeclaration],
  visit(node, context) {
    if (ts.isExpressionStatement(node)) {
      for (const value of droppedValues(node.expression)) checkDropped(value, context);
    } else if (ts.isVariableDeclaration(node)) checkUnused(node, context);
  },
};

const coroutine: readonly Specifier[] = [
  { from: "package", name: "Coroutine", package: "@awaitwise/runtime" },
];

function checkDropped(value: ts.Expression, context: RuleContext): void {
  const type = context.typeOf(value);
  context.decide(() => {
    if (!isCoroutine(type())) return;
    const fixes: Fix[] = [];
    if (mayAwait(value, context.topLevelAwait) !== "no") {
      const { parent } = value;
      fixes.push({
        title: "Await it",
        safety: mayAwait(value, false) === "no" ? "suggested" : "safe",
        edits: ts.isVoidExpression(parent)
          ? [replace(parent, `await ${value.getText()}`)]
          : awaitEdits(value),
      });
    }
    context.report({
      at: value,
      message:
        "This coroutine is made and dropped, so nothing of it ever runs. Await it, or hand it to `createTask`",
      fixes,
    });
  });
}

function checkUnused(node: ts.VariableDeclaration, context: RuleContext): void {
  const { initializer, name } = node;
  if (initializer === undefined || !ts.isIdentifier(name) || isExported(node)) return;
  if (!ts.isCallExpression(unwrap(initializer))) return;
  const { text } = context.file;
  const around = outermostFunction(node);
  if (around !== undefined && occursAgain(name.text, text, around)) return;
  context.looksAround();
  if (occursAgain(name.text, text, { pos: 0, end: text.length })) return;
  const type = context.typeOf(initializer);
  context.decide(() => {
    if (!isCoroutine(type())) return;
    context.report({
      at: name,
      message: `\`${name.text}\` holds a coroutine that nothing awaits or schedules, so nothing of it ever runs. Await it, or hand it to \`createTask\``,
    });
  });
}

function isCoroutine(type: TypeFacts): boolean {
  return type.parts.some((part) => isNamed(part.origins, coroutine));
}

// What a statement leaves behind: `void` starts a coroutine no more than nothing does.
function* droppedValues(expression: ts.Expression): Iterable<ts.Expression> {
  const inner = unwrap(expression);
  if (ts.isVoidExpression(inner)) yield* droppedValues(inner.expression);
  else if (ts.isConditionalExpression(inner)) {
    yield* droppedValues(inner.whenTrue);
    yield* droppedValues(inner.whenFalse);
  } else if (ts.isBinaryExpression(inner)) {
    const { kind } = inner.operatorToken;
    if (kind === ts.SyntaxKind.CommaToken) yield* droppedValues(inner.left);
    if (
      kind === ts.SyntaxKind.CommaToken ||
      kind === ts.SyntaxKind.AmpersandAmpersandToken ||
      kind === ts.SyntaxKind.BarBarToken ||
      kind === ts.SyntaxKind.QuestionQuestionToken
    ) {
      yield* droppedValues(inner.right);
    }
  } else if (givenBack(inner) === undefined) {
    if (ts.isCallExpression(inner) || ts.isIdentifier(inner)) yield inner;
  }
}

function isExported(node: ts.VariableDeclaration): boolean {
  const statement = node.parent.parent;
  return ts.isVariableStatement(statement) && statement.modifiers !== undefined;
}

// By name alone, which counts other variables of that name in: then nothing is said.
function occursAgain(name: string, text: string, { pos, end }: ts.TextRange): boolean {
  let found = false;
  for (let at = text.indexOf(name, pos); at >= 0; at = text.indexOf(name, at + 1)) {
    const after = at + name.length;
    if (after > end) return false;
    if ((at > pos && partOfWord.test(text.charAt(at - 1))) || partOfWord.test(text.charAt(after)))
      continue;
    if (found) return true;
    found = true;
  }
  return false;
}

const partOfWord = /[\w$]/;
