import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import type { RuleContext } from "../rule.js";
import { mayBePromise } from "./may-be-promise.js";
import { arithmetic, compound, equalities, relations } from "./operators.js";
import { broughtBy, isFreshCall, isOnlyPromise, lacks } from "./promise-type.js";
import { flag, report } from "./report.js";

/** Checks what a binary operator compares, calculates with, or looks into. */
export function visitBinary(node: ts.BinaryExpression, context: RuleContext): void {
  const { left, operatorToken, right } = node;
  const { kind } = operatorToken;
  if (equalities.has(kind)) {
    visitEquality(left, right, context);
    visitEquality(right, left, context);
  } else if (kind === ts.SyntaxKind.InKeyword) visitIn(left, right, context);
  else if (kind === ts.SyntaxKind.InstanceOfKeyword) visitInstance(left, right, context);
  else if (kind === ts.SyntaxKind.QuestionQuestionToken) visitMissing(left, context);
  else if (arithmetic.has(kind)) {
    flag(left, "calculated with", context);
    flag(right, "calculated with", context);
  } else if (compound.has(kind)) flag(right, "calculated with", context);
  else if (relations.has(kind)) {
    flag(left, "compared with a value", context);
    flag(right, "compared with a value", context);
  }
}

function visitEquality(promise: ts.Expression, other: ts.Expression, context: RuleContext): void {
  const asked = unwrap(promise);
  if (ts.isTypeOfExpression(asked)) visitKind(asked.expression, other, context);
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
      return;
    }
    const brought = broughtBy(type());
    if (brought === undefined || !parts.every((part) => part.identity === brought.identity)) return;
    // What a promise fits may be this very promise, or `Promise.prototype`.
    if (type().isAssignableTo(otherType())) return;
    report(promise, "compared with such a value", "high", context);
  });
}

// `load() ?? none`: what a call has just given is there, and what comes instead is never taken.
function visitMissing(promise: ts.Expression, context: RuleContext): void {
  if (!mayBePromise(promise) || !isFreshCall(promise)) return;
  const type = context.typeOf(promise);
  context.decide(() => {
    if (type().parts.some((part) => part.isNullish) || !isOnlyPromise(type())) return;
    report(promise, "asked whether there is anything", "high", context);
  });
}

// `typeof promise === "string"`: whether it is there at all may well be asked.
function visitKind(promise: ts.Expression, other: ts.Expression, context: RuleContext): void {
  const kind = unwrap(other);
  if (!ts.isStringLiteralLike(kind) || kind.text === "object" || kind.text === "undefined") return;
  flag(promise, `asked whether it is a \`${kind.text}\`, which no promise is`, context);
}

function visitInstance(promise: ts.Expression, of: ts.Expression, context: RuleContext): void {
  if (!mayBePromise(promise)) return;
  const type = context.typeOf(promise);
  const kind = context.typeOf(of);
  context.decide(() => {
    if (!isOnlyPromise(type())) return;
    const made = kind().parts.flatMap((part) =>
      part.constructSignatures.map(({ returns }) => returns),
    );
    if (made.length === 0 || made.some((one) => one.isAny || one.thenable !== "none")) return;
    report(promise, `asked whether it is a \`${of.getText()}\``, "high", context);
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
