import type { Confidence } from "../../finding.js";
import { methodName } from "../../model/rejection-handler.js";
import { isFromPackage } from "../../model/specifier.js";
import { ts } from "../../model/syntax.js";
import type { Origin } from "../../model/type-source.js";
import { unwrap } from "../../model/unwrap.js";
import type { RuleContext } from "../rule.js";
import { visitExpected, visitMatcher } from "./expectations.js";
import { mayBePromise } from "./may-be-promise.js";
import { hasText, isOnlyPromise, isThenable } from "./promise-type.js";
import { report } from "./report.js";

/**
 * Checks calls whose parameters take anything, and for which a promise is never what was meant: what
 * prints, compares, copies, or sends a value.
 */
export function visitKnownCall(node: ts.CallExpression, context: RuleContext): void {
  const callee = unwrap(node.expression);
  const name = ts.isIdentifier(callee) ? callee.text : methodName(callee);
  if (name === undefined || node.arguments.length === 0) return;
  visitExpected(node, context);
  visitMatcher(node, name, context);
  const known = knownCalls.find((one) => one.names.has(name));
  if (known === undefined) return;
  const asked = node.arguments.slice(0, known.arguments).filter(mayBePromise);
  if (asked.length === 0) return;
  const types = asked.map((argument) => context.typeOf(argument));
  context.decide(() => {
    asked.forEach((argument, index) => {
      const type = types[index]?.();
      if (type === undefined || !isOnlyPromise(type) || hasText(type)) return;
      const target = context.callOf(node)()?.target;
      if (target?.origin === undefined || !known.isFrom(target.origin)) return;
      // Two promises may well be compared with one another.
      if (known.compares && othersMayBePromises(node, argument, context)) return;
      report(argument, known.how, known.confidence, context);
    });
  });
}

function othersMayBePromises(
  { arguments: all }: ts.CallExpression,
  argument: ts.Expression,
  context: RuleContext,
): boolean {
  return all.slice(0, 2).some((one) => {
    if (one === argument) return false;
    const { isAny, parts } = context.typeOf(one)();
    return isAny || parts.some(isThenable);
  });
}

interface KnownCall {
  readonly names: ReadonlySet<string>;
  /** How many of the first arguments are taken for their values. */
  readonly arguments: number;
  readonly how: string;
  readonly confidence: Confidence;
  readonly compares?: boolean;
  isFrom(origin: Origin): boolean;
}

function isOwn({ from }: Origin): boolean {
  return from === "file";
}

function isAssertion(origin: Origin): boolean {
  return ["assert", "assert/strict", "test", "chai"].some((name) => isFromPackage(origin, name));
}

const knownCalls: readonly KnownCall[] = [
  {
    names: new Set(["debug", "dir", "error", "info", "log", "table", "trace", "warn"]),
    arguments: Number.POSITIVE_INFINITY,
    how: "printed, as `Promise { <pending> }`",
    confidence: "medium",
    isFrom: (origin) =>
      origin.from === "lib" || isFromPackage(origin, "console") || isFromPackage(origin, "node"),
  },
  {
    names: new Set([
      "deepEqual",
      "deepStrictEqual",
      "doesNotMatch",
      "equal",
      "match",
      "notDeepEqual",
      "notDeepStrictEqual",
      "notEqual",
      "notStrictEqual",
      "partialDeepStrictEqual",
      "strictEqual",
    ]),
    arguments: 2,
    how: "compared with a value",
    confidence: "high",
    compares: true,
    isFrom: isAssertion,
  },
  {
    names: new Set(["entries", "getOwnPropertyNames", "keys", "values"]),
    arguments: 1,
    how: "asked for its properties, of which it has none",
    confidence: "high",
    isFrom: ({ from }) => from === "lib",
  },
  {
    names: new Set(["postMessage", "structuredClone"]),
    arguments: 1,
    how: "copied, which no promise can be",
    confidence: "high",
    isFrom: (origin) => !isOwn(origin),
  },
  {
    names: new Set(["json", "send"]),
    arguments: 1,
    how: "sent, as `{}`",
    confidence: "medium",
    isFrom: (origin) =>
      origin.from === "lib" || sending.some((name) => isFromPackage(origin, name)),
  },
];

const sending = [
  "express",
  "express-serve-static-core",
  "fastify",
  "next",
  "polka",
  "restify",
  "undici-types",
];
