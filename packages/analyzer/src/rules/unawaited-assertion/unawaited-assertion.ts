import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { awaitFix } from "../await-fix.js";
import { awaitEdits } from "../fix-text.js";
import { returnFixes } from "../return-fix.js";
import type { Rule, RuleContext } from "../rule.js";
import { type Chain, chainOf } from "./chain.js";
import { isTestingLibraryQuery, type Step, stepByName, stepByType } from "./step.js";

/** A step of a test that takes time, and that the test does not wait for. */
export const unawaitedAssertion: Rule = {
  meta: {
    id: "unawaited-assertion",
    summary:
      "A test does not wait for an assertion or a step of its own, and passes whatever comes",
    severity: "error",
    presets: ["recommended", "strict"],
    fixSafety: "suggested",
    counterparts: [
      "jest/valid-expect",
      "playwright/missing-playwright-await",
      "testing-library/await-async-events",
      "testing-library/await-async-queries",
      "testing-library/await-async-utils",
      "vitest/valid-expect",
    ],
    supersedes: ["floating-promise"],
  },
  defaults: {},
  kinds: [ts.SyntaxKind.ExpressionStatement, ts.SyntaxKind.CallExpression],
  visit(node, context) {
    if (ts.isExpressionStatement(node)) visitStatement(node, context);
    else if (ts.isCallExpression(node)) visitExpect(node, context);
  },
};

function visitStatement(statement: ts.ExpressionStatement, context: RuleContext): void {
  const chain = chainOf(statement.expression);
  if (chain === undefined || !mayBeStep(chain)) return;
  const step = findStep(statement.expression, chain, context);
  context.decide(() => {
    const found = step();
    if (found === undefined) return;
    const { fixes, refusals } = awaitFix(
      statement,
      awaitEdits(statement.expression),
      { title: "Await it", safety: "safe" },
      context,
    );
    context.report({
      at: statement,
      message: messageFor(found),
      confidence: found.confidence,
      fixes: [...fixes, ...returnFixes(statement, context)],
      refusals,
    });
  });
}

// `expect(screen.findByText("x")).toBeVisible()` looks at the promise and not at the element.
function visitExpect(call: ts.CallExpression, context: RuleContext): void {
  const callee = unwrap(call.expression);
  const [argument, ...others] = call.arguments;
  if (!ts.isIdentifier(callee) || callee.text !== "expect") return;
  if (argument === undefined || others.length > 0) return;
  const chain = chainOf(argument);
  if (chain === undefined || !/^find(?:All)?By[A-Z]/.test(chain.names.at(-1) ?? "")) return;
  const whole = chainAround(call);
  if (whole.some((name) => /^(?:resolves|rejects|toBeInstanceOf)$/.test(name))) return;
  const step = findStep(argument, chain, context);
  context.decide(() => {
    if (step()?.kind !== "query") return;
    const { fixes, refusals } = awaitFix(
      argument,
      awaitEdits(argument),
      { title: "Await the query", safety: "safe" },
      context,
    );
    context.report({
      at: argument,
      message:
        "This query gives a promise, and the assertion looks at the promise instead of the element. Await the query",
      fixes,
      refusals,
    });
  });
}

function chainAround(call: ts.CallExpression): string[] {
  const names: string[] = [];
  let at: ts.Node = call;
  while (ts.isPropertyAccessExpression(at.parent) && at.parent.expression === at) {
    names.push(at.parent.name.text);
    at = at.parent;
  }
  return names;
}

// By syntax alone: most statements are no step of any test.
function mayBeStep({ called, names }: Chain): boolean {
  const last = names.at(-1) ?? "";
  if (/^(?:then|catch|finally)$/.test(last)) return false;
  return called || names[0] === "expect";
}

function findStep(
  expression: ts.Expression,
  chain: Chain,
  context: RuleContext,
): () => Step | undefined {
  const type = context.typeOf(expression);
  const inner = unwrap(expression);
  return () => {
    const known = type();
    if (known.isAny) return stepByName(chain, context.file);
    if (!known.parts.some((part) => part.thenable !== "none")) return undefined;
    const call = ts.isCallExpression(inner) ? context.callOf(inner)() : undefined;
    const step = stepByType(chain, known, call);
    if (step !== undefined) return step;
    return isTestingLibraryQuery(chain, context.file)
      ? { kind: "query", confidence: "high" }
      : undefined;
  };
}

function messageFor({ kind }: Step): string {
  switch (kind) {
    case "assertion":
      return "Nobody waits for this asynchronous assertion: the test has ended before it is checked, and passes whatever comes of it. Await it";
    case "query":
      return "Nobody waits for this query: the test goes on before the element is there, and passes where it never comes. Await it";
    case "action":
      return "Nobody waits for this asynchronous step: what follows runs before it is done, and its error is lost. Await it";
  }
}
