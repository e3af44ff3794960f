import type { Confidence, Fix } from "../../finding.js";
import { mayAwait } from "../../model/enclosing-function.js";
import { ts } from "../../model/syntax.js";
import type { TypeFacts } from "../../model/type-source.js";
import { awaitEdits } from "../fix-text.js";
import type { Rule, RuleContext } from "../rule.js";
import { mayBePromise } from "./may-be-promise.js";
import { broughtBy, hasText, isFreshCall, isOnlyPromise, lacks } from "./promise-type.js";
import { partsOfText, stringified } from "./text-places.js";

/** A promise used as if it were the value that it brings. */
export const promiseAsValue: Rule = {
  meta: {
    id: "promise-as-value",
    summary: "A promise is used as if it were the value that it brings",
    severity: "error",
    presets: ["recommended", "strict"],
    fixSafety: "suggested",
    counterparts: [],
  },
  defaults: {},
  kinds: [
    ts.SyntaxKind.BinaryExpression,
    ts.SyntaxKind.CallExpression,
    ts.SyntaxKind.ElementAccessExpression,
    ts.SyntaxKind.ForInStatement,
    ts.SyntaxKind.ForOfStatement,
    ts.SyntaxKind.PostfixUnaryExpression,
    ts.SyntaxKind.PrefixUnaryExpression,
    ts.SyntaxKind.PropertyAccessExpression,
    ts.SyntaxKind.SpreadElement,
    ts.SyntaxKind.SwitchStatement,
    ts.SyntaxKind.TemplateExpression,
    ts.SyntaxKind.VariableDeclaration,
  ],
  visit(node, context) {
    if (ts.isBinaryExpression(node)) visitBinary(node, context);
    else if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      visitMember(node, context);
    } else if (ts.isTemplateExpression(node) || ts.isCallExpression(node)) {
      visitText(node, context);
    } else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      if (node.operator !== ts.SyntaxKind.ExclamationToken) {
        flag(node.operand, "calculated with", context);
      }
    } else if (ts.isSwitchStatement(node)) flag(node.expression, "compared with values", context);
    else if (ts.isSpreadElement(node)) visitIterated(node.expression, context);
    else if (ts.isForOfStatement(node)) {
      if (node.awaitModifier === undefined) visitIterated(node.expression, context);
    } else if (ts.isForInStatement(node)) flag(node.expression, "asked for its keys", context);
    else if (ts.isVariableDeclaration(node)) visitPattern(node, context);
  },
};

function visitBinary(node: ts.BinaryExpression, context: RuleContext): void {
  const { left, operatorToken, right } = node;
  if (equalities.has(operatorToken.kind)) {
    visitEquality(left, right, context);
    visitEquality(right, left, context);
  } else if (operatorToken.kind === ts.SyntaxKind.InKeyword) {
    visitIn(left, right, context);
  } else if (arithmetic.has(operatorToken.kind)) {
    flag(left, "calculated with", context);
    flag(right, "calculated with", context);
  } else if (compound.has(operatorToken.kind)) flag(right, "calculated with", context);
  else if (relations.has(operatorToken.kind)) {
    flag(left, "compared with a value", context);
    flag(right, "compared with a value", context);
  }
}

function visitEquality(promise: ts.Expression, other: ts.Expression, context: RuleContext): void {
  if (!mayBePromise(promise)) return;
  const type = context.typeOf(promise);
  const otherType = context.typeOf(other);
  context.decide(() => {
    if (!isOnlyPromise(type())) return;
    const { parts } = otherType();
    const nullish = parts.every((part) => part.isNullish);
    // A field, a parameter or a member of a map may be missing whatever its type says; a promise that
    // a call has just given is there.
    if (nullish && (type().parts.some((part) => part.isNullish) || !isFreshCall(promise))) return;
    if (nullish || parts.every((part) => part.isPrimitive || part.isNullish)) {
      report(promise, `compared with \`${other.getText()}\``, "high", context);
    } else if (parts.every((part) => part.identity === broughtBy(type())?.identity)) {
      report(promise, "compared with such a value", "high", context);
    }
  });
}

// `"then" in value` asks whether something is a promise; a key of the value is what was meant where
// the value has it.
function visitIn(key: ts.Expression, object: ts.Expression, context: RuleContext): void {
  flag(key, "looked for as a key", context);
  if (!mayBePromise(object)) return;
  const type = context.typeOf(object);
  const keyType = context.typeOf(key);
  context.decide(() => {
    const name = keyType().literal;
    if (!isOnlyPromise(type()) || name === undefined || !lacks(type(), name)) return;
    const meant = broughtBy(type())?.property(name) !== undefined;
    report(object, `asked whether it has \`${name}\``, meant ? "high" : "low", context);
  });
}

function visitMember(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  context: RuleContext,
): void {
  if (!mayBePromise(node.expression)) return;
  if (ts.isPropertyAccessExpression(node)) {
    const { text } = node.name;
    if (!promiseMethods.has(text)) visitProperty(node.expression, text, context);
    return;
  }
  const { argumentExpression: key } = node;
  if (ts.isStringLiteralLike(key)) visitProperty(node.expression, key.text, context);
  else if (ts.isNumericLiteral(key)) visitProperty(node.expression, key.text, context);
}

function visitProperty(object: ts.Expression, name: string, context: RuleContext): void {
  const type = context.typeOf(object);
  context.decide(() => {
    if (!isOnlyPromise(type()) || !lacks(type(), name)) return;
    if (!has(broughtBy(type()), name)) return;
    report(object, `asked for \`${name}\`, which only its value has`, "high", context);
  });
}

// A number names a member of an array, whose type has none of that name.
function has(value: TypeFacts | undefined, name: string): boolean {
  if (value === undefined) return false;
  return value.parts.some(
    (part) =>
      part.property(name) !== undefined || (/^\d+$/.test(name) && part.elements !== undefined),
  );
}

// `const { name } = promise` and `const [first] = promise`.
function visitPattern({ initializer, name }: ts.VariableDeclaration, context: RuleContext): void {
  if (initializer === undefined || ts.isIdentifier(name) || !mayBePromise(initializer)) return;
  if (ts.isArrayBindingPattern(name)) {
    visitIterated(initializer, context);
    return;
  }
  const keys = name.elements.flatMap(({ dotDotDotToken, name: bound, propertyName }) => {
    const key = propertyName ?? bound;
    return dotDotDotToken === undefined && ts.isIdentifier(key) ? [key.text] : [];
  });
  const type = context.typeOf(initializer);
  context.decide(() => {
    if (!isOnlyPromise(type())) return;
    const key = keys.find((one) => lacks(type(), one) && has(broughtBy(type()), one));
    if (key === undefined) return;
    report(initializer, `asked for \`${key}\`, which only its value has`, "high", context);
  });
}

function visitIterated(expression: ts.Expression, context: RuleContext): void {
  if (!mayBePromise(expression)) return;
  const type = context.typeOf(expression);
  context.decide(() => {
    if (!isOnlyPromise(type()) || type().hasSymbol("iterator")) return;
    report(expression, "iterated over", "high", context);
  });
}

function visitText(node: ts.TemplateExpression | ts.CallExpression, context: RuleContext): void {
  for (const { expression, how } of partsOfText(node)) flag(expression, how, context);
  const list = stringified(node);
  if (list === undefined) return;
  const type = context.typeOf(list.expression);
  const receiver = list.of === undefined ? undefined : context.typeOf(list.of);
  context.decide(() => {
    if (receiver !== undefined && !receiver().hasSymbol("iterator")) return;
    const elements = type().parts.flatMap((part) => part.elements ?? []);
    if (elements.length === 0 || !elements.every(isOnlyPromise)) return;
    if (elements.some(hasText)) return;
    context.report({
      at: list.expression,
      message: `These are promises and not their values, and they are ${list.how}. Await them with \`Promise.all\` first`,
    });
  });
}

function flag(expression: ts.Expression, how: string, context: RuleContext): void {
  if (!mayBePromise(expression)) return;
  const type = context.typeOf(expression);
  context.decide(() => {
    if (isOnlyPromise(type()) && !hasText(type())) report(expression, how, "high", context);
  });
}

function report(
  at: ts.Expression,
  how: string,
  confidence: Confidence,
  context: RuleContext,
): void {
  const fixes: Fix[] =
    mayAwait(at, context.topLevelAwait) === "no"
      ? []
      : [{ title: "Await it", safety: "suggested", edits: awaitEdits(at) }];
  context.report({
    at,
    message: `This is a promise and not its value, and it is ${how}. Await it`,
    confidence,
    fixes,
  });
}

const promiseMethods = new Set(["catch", "finally", "then"]);

const equalities = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

const relations = new Set([
  ts.SyntaxKind.GreaterThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.LessThanToken,
]);

const arithmetic = new Set([
  ts.SyntaxKind.AmpersandToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.BarToken,
  ts.SyntaxKind.CaretToken,
  ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken,
  ts.SyntaxKind.GreaterThanGreaterThanToken,
  ts.SyntaxKind.LessThanLessThanToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.PercentToken,
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.SlashToken,
]);

// `&&=`, `||=` and `??=` may well put a promise in place.
const compound = new Set([
  ts.SyntaxKind.AmpersandEqualsToken,
  ts.SyntaxKind.AsteriskAsteriskEqualsToken,
  ts.SyntaxKind.AsteriskEqualsToken,
  ts.SyntaxKind.BarEqualsToken,
  ts.SyntaxKind.CaretEqualsToken,
  ts.SyntaxKind.GreaterThanGreaterThanEqualsToken,
  ts.SyntaxKind.GreaterThanGreaterThanGreaterThanEqualsToken,
  ts.SyntaxKind.LessThanLessThanEqualsToken,
  ts.SyntaxKind.MinusEqualsToken,
  ts.SyntaxKind.PercentEqualsToken,
  ts.SyntaxKind.PlusEqualsToken,
  ts.SyntaxKind.SlashEqualsToken,
]);
