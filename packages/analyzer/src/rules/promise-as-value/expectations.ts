import { methodName } from "../../model/rejection-handler.js";
import { ts } from "../../model/syntax.js";
import type { TypeFacts } from "../../model/type-source.js";
import { unwrap } from "../../model/unwrap.js";
import type { RuleContext } from "../rule.js";
import { mayBePromise } from "./may-be-promise.js";
import { isOnlyPromise, isThenable } from "./promise-type.js";
import { report } from "./report.js";

/** Checks `expect(promise).toBe(value)`, in the test frameworks that have `resolves`. */
export function visitExpected(node: ts.CallExpression, context: RuleContext): void {
  const [actual] = node.arguments;
  if (!isExpect(node.expression) || actual === undefined || !mayBeAwaitable(actual)) return;
  const matcher = matcherOf(node);
  if (matcher === undefined || !matchesValues.has(matcher.name)) return;
  const type = context.typeOf(actual);
  const made = context.typeOf(node);
  context.decide(() => {
    if (!isAwaitable(type()) || !isExpectation(made())) return;
    // Whether two promises are the same may well be asked.
    const wanted = matcher.call.arguments.map((one) => context.typeOf(one)());
    if (wanted.some((one) => one.parts.some(isThenable))) return;
    if (matcher.call.arguments.some(isAsymmetric)) return;
    report(actual, `held against a value by \`${matcher.name}\``, "high", context);
  });
}

/** Checks `expect(value).toBe(promise)`. */
export function visitMatcher(node: ts.CallExpression, name: string, context: RuleContext): void {
  const [wanted] = node.arguments;
  if (!matchesValues.has(name) || wanted === undefined || !mayBeAwaitable(wanted)) return;
  const expectation = expectationOf(node);
  const actual = expectation?.arguments[0];
  if (expectation === undefined || actual === undefined) return;
  const type = context.typeOf(wanted);
  const made = context.typeOf(expectation);
  context.decide(() => {
    if (!isAwaitable(type()) || !isExpectation(made())) return;
    const parts = context.typeOf(actual)().parts;
    if (parts.some((part) => isThenable(part) || part.isAny || part.isUnknown)) return;
    report(wanted, `what a value is held against by \`${name}\``, "high", context);
  });
}

interface Matcher {
  readonly name: string;
  readonly call: ts.CallExpression;
}

// `expect(a).not.toBe(b)`; `resolves`, `rejects` and `eventually` wait for the promise.
function matcherOf(expectation: ts.CallExpression): Matcher | undefined {
  let at: ts.Expression = expectation;
  let name: string | undefined;
  for (;;) {
    const { parent } = at;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === at) {
      name = parent.name.text;
      if (name !== "not" && !matchesValues.has(name)) return undefined;
      at = parent;
    } else if (ts.isCallExpression(parent) && parent.expression === at && name !== undefined) {
      return { name, call: parent };
    } else return undefined;
  }
}

function expectationOf(matcher: ts.CallExpression): ts.CallExpression | undefined {
  let at = unwrap(matcher.expression);
  while (ts.isPropertyAccessExpression(at)) {
    if (/^(resolves|rejects|eventually)$/.test(at.name.text)) return undefined;
    at = unwrap(at.expression);
  }
  if (!ts.isCallExpression(at)) return undefined;
  return isExpect(at.expression) ? at : undefined;
}

// `expect`, and `expect.soft`, which lets the test go on.
function isExpect(expression: ts.Expression): boolean {
  const callee = unwrap(expression);
  if (ts.isIdentifier(callee)) return callee.text === "expect";
  const name = methodName(callee);
  return (
    name === "expect" ||
    (name === "soft" && ts.isPropertyAccessExpression(callee) && isExpect(callee.expression))
  );
}

// A list of promises is as little a list of their values as a promise is its value.
function mayBeAwaitable(expression: ts.Expression): boolean {
  const inner = unwrap(expression);
  if (!ts.isArrayLiteralExpression(inner)) return mayBePromise(inner);
  return inner.elements.some((element) => mayBePromise(element));
}

function isAwaitable(type: TypeFacts): boolean {
  if (isOnlyPromise(type) || type.parts.every(isThenable)) return true;
  const elements = type.parts.flatMap((part) => part.elements ?? []);
  return elements.some((element) => element.parts.some(isThenable));
}

function isExpectation(type: TypeFacts): boolean {
  return type.property("resolves") !== undefined || type.property("rejects") !== undefined;
}

// `expect.any(Promise)` and the like.
function isAsymmetric(expression: ts.Expression): boolean {
  return /^expect\s*\./.test(unwrap(expression).getText());
}

// Matchers that no promise meets, or any.
const matchesValues = new Set([
  "toBe",
  "toBeCloseTo",
  "toBeFalsy",
  "toBeGreaterThan",
  "toBeGreaterThanOrEqual",
  "toBeLessThan",
  "toBeLessThanOrEqual",
  "toBeNaN",
  "toBeNull",
  "toBeNullable",
  "toBeOneOf",
  "toBeUndefined",
  "toContain",
  "toContainEqual",
  "toEqual",
  "toHaveLength",
  "toMatch",
  "toMatchInlineSnapshot",
  "toMatchObject",
  "toMatchSnapshot",
  "toStrictEqual",
]);
