import type { Confidence } from "../../finding.js";
import { runnerOf } from "../../model/runner-of.js";
import { ts } from "../../model/syntax.js";
import type { TypeFacts, WellKnown } from "../../model/type-source.js";
import { unwrap } from "../../model/unwrap.js";
import { referencesIn } from "../../model/variable-uses.js";
import type { RuleContext } from "../rule.js";
import { mayBePromise } from "./may-be-promise.js";
import { isOnlyPromise, isThenable } from "./promise-type.js";
import { report } from "./report.js";

/** Checks `promise.name` and `promise["name"]`. */
export function visitMember(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  context: RuleContext,
): void {
  if (!mayBePromise(node.expression)) return;
  if (ts.isPropertyAccessExpression(node)) {
    const { text } = node.name;
    if (!promiseMethods.has(text)) visitNames(node.expression, [text], context);
    return;
  }
  const { argumentExpression: key } = node;
  if (ts.isStringLiteralLike(key) || ts.isNumericLiteral(key)) {
    visitNames(node.expression, [key.text], context);
  } else visitKey(node.expression, key, context);
}

// `promise[index]`: by a key that is calculated, a promise has nothing.
function visitKey(object: ts.Expression, key: ts.Expression, context: RuleContext): void {
  const type = context.typeOf(object);
  context.decide(() => {
    if (!isOnlyPromise(type())) return;
    const keys = context.typeOf(key)().parts;
    if (keys.some(({ text }) => /symbol/.test(text))) return;
    if (!keys.every((part) => part.isPrimitive || part.isAny)) return;
    const known = keys.every((part) => part.isPrimitive);
    report(object, "asked for a member by a key", known ? "high" : "medium", context);
  });
}

/** Checks `const { name } = promise` and `const [first] = promise`. */
export function visitPattern(
  pattern: ts.BindingPattern,
  initializer: ts.Expression,
  context: RuleContext,
): void {
  if (ts.isArrayBindingPattern(pattern)) {
    visitIterated(initializer, "iterator", context);
    return;
  }
  const names = pattern.elements.flatMap(({ dotDotDotToken, name: bound, propertyName }) => {
    const key = propertyName ?? bound;
    return dotDotDotToken === undefined && isName(key) ? [key.text] : [];
  });
  if (mayBePromise(initializer)) visitNames(initializer, names, context);
}

/** Checks `({ name } = promise)` and `[first] = promise`. */
export function visitAssignedPattern(node: ts.BinaryExpression, context: RuleContext): void {
  if (node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
  const target = unwrap(node.left);
  if (ts.isArrayLiteralExpression(target)) visitIterated(node.right, "iterator", context);
  if (!ts.isObjectLiteralExpression(target) || !mayBePromise(node.right)) return;
  const names = target.properties.flatMap(({ name }) =>
    name !== undefined && isName(name) ? [name.text] : [],
  );
  visitNames(node.right, names, context);
}

function isName(name: ts.Node): name is ts.Identifier | ts.StringLiteral {
  return ts.isIdentifier(name) || ts.isStringLiteral(name);
}

function visitNames(object: ts.Expression, names: readonly string[], context: RuleContext): void {
  const type = context.typeOf(object);
  context.decide(() => {
    for (const name of names) {
      const confidence = onlyValueHas(type(), name, object, context);
      if (confidence === undefined) continue;
      report(object, `asked for \`${name}\`, which only its value has`, confidence, context);
      return;
    }
  });
}

// Whether no promise of the type has a member of that name, and what they bring has it.
function onlyValueHas(
  type: TypeFacts,
  name: string,
  object: ts.Expression,
  context: RuleContext,
): Confidence | undefined {
  const promises = type.parts.filter(isThenable);
  if (promises.length === 0) return undefined;
  if (promises.some((part) => part.property(name) !== undefined)) return undefined;
  const values = promises.map((part) => part.awaited);
  if (values.some((value) => has(value, name))) return "high";
  // What a promise brings may have any member; and a promise may be given one.
  const open = values.some((value) => value.parts.some(mayHaveAny));
  return open && isOnlyPromise(type) && !isGiven(name, object, context) ? "medium" : undefined;
}

function mayHaveAny(part: TypeFacts): boolean {
  return part.isAny || part.indexed !== undefined;
}

// A number names a member of an array, whose type has none of that name.
function has(value: TypeFacts, name: string): boolean {
  return value.parts.some(
    (part) =>
      part.property(name) !== undefined || (/^\d+$/.test(name) && part.elements !== undefined),
  );
}

// Whether the promise is given such a member itself: what a variable holds, or else by name alone.
function isGiven(name: string, object: ts.Expression, context: RuleContext): boolean {
  const inner = unwrap(object);
  if (ts.isCallExpression(inner)) return false;
  if (ts.isIdentifier(inner)) {
    return referencesIn(runnerOf(inner), inner.text).some((one) => givesMember(one, name));
  }
  context.looksAround();
  const { text } = object.getSourceFile();
  return (
    text.includes(`.${name} =`) || text.includes(`.${name}=`) || text.includes("Object.assign")
  );
}

// `promise.name = value`, `Object.assign(promise, ...)`, and what may do the same out of sight.
function givesMember(reference: ts.Identifier, name: string): boolean {
  let at: ts.Node = reference;
  while (ts.isExpression(at.parent) && unwrap(at.parent) === reference) at = at.parent;
  const { parent } = at;
  if (ts.isPropertyAccessExpression(parent)) {
    const { parent: around } = parent;
    return (
      parent.name.text === name &&
      ts.isBinaryExpression(around) &&
      around.left === parent &&
      around.operatorToken.kind === ts.SyntaxKind.EqualsToken
    );
  }
  return (
    ts.isCallExpression(parent) &&
    parent.arguments[0] === at &&
    /^Object\.(assign|define)/.test(parent.expression.getText())
  );
}

/** Checks `promise()`, where the value is the function. */
export function visitCallee(callee: ts.Expression, context: RuleContext): void {
  if (!mayBePromise(callee)) return;
  const type = context.typeOf(callee);
  context.decide(() => {
    const promises = type().parts.filter(isThenable);
    if (promises.length === 0 || promises.some(isCallable)) return;
    if (!promises.some((part) => part.awaited.parts.some(isCallable))) return;
    report(callee, "called, which only its value can be", "high", context);
  });
}

function isCallable(part: TypeFacts): boolean {
  return part.signatures.length > 0 || part.constructSignatures.length > 0;
}

/** Checks what is looped over, spread into a list or taken apart like one. */
export function visitIterated(
  expression: ts.Expression,
  iterator: "iterator" | "asyncIterator",
  context: RuleContext,
): void {
  if (!mayBePromise(expression)) return;
  const type = context.typeOf(expression);
  context.decide(() => {
    const promises = type().parts.filter(isThenable);
    if (promises.length === 0) return;
    const ways: readonly WellKnown[] =
      iterator === "iterator" ? ["iterator"] : ["iterator", "asyncIterator"];
    const canBe = (one: TypeFacts): boolean => ways.some((way) => one.hasSymbol(way));
    if (promises.some(canBe)) return;
    if (isOnlyPromise(type()) || promises.some((part) => canBe(part.awaited))) {
      report(expression, "iterated over", "high", context);
    }
  });
}

/** Checks `using name = promise` and `await using name = promise`. */
export function visitUsing(initializer: ts.Expression, context: RuleContext): void {
  if (!mayBePromise(initializer)) return;
  const type = context.typeOf(initializer);
  context.decide(() => {
    const promises = type().parts.filter(isThenable);
    if (promises.length === 0 || promises.some(isDisposable)) return;
    if (!promises.some((part) => part.awaited.parts.some(isDisposable))) return;
    report(initializer, "disposed of in place of its value", "high", context);
  });
}

function isDisposable(part: TypeFacts): boolean {
  return part.hasSymbol("dispose") || part.hasSymbol("asyncDispose");
}

const promiseMethods = new Set(["catch", "finally", "then"]);
