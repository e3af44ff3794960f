import type { FixSafety } from "../../finding.js";
import { awaitability } from "../../model/awaitability.js";
import { enclosingFunction, isAsync } from "../../model/enclosing-function.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import type { FixOrRefusal } from "../await-fix.js";
import { awaitEdits, removeWord } from "../fix-text.js";
import type { Rule, RuleContext } from "../rule.js";
import { handlerAround } from "./handler-around.js";

export interface UnawaitedReturnOptions {
  /** What is asked of a returned promise where no handler is around it. */
  readonly elsewhere: "any" | "await" | "no-await" | "suggest-no-await";
  /** What is asked of it where one is. */
  readonly inside: "await" | "no-await";
}

/** A promise that leaves a `try` before the handler around it could see it reject. */
export const unawaitedReturnInTry: Rule<UnawaitedReturnOptions> = {
  meta: {
    id: "unawaited-return-in-try",
    summary: "A promise is returned out of a try, catch or using that is there to see it end",
    severity: "error",
    presets: ["recommended", "strict"],
    fixSafety: "suggested",
    counterparts: ["@typescript-eslint/return-await", "no-return-await"],
  },
  defaults: { elsewhere: "suggest-no-await", inside: "await" },
  options: {
    elsewhere: {
      enum: ["any", "await", "no-await", "suggest-no-await"],
      description: "What is asked of a returned promise where no handler is around it",
    },
    inside: {
      enum: ["await", "no-await"],
      description: "What is asked of a returned promise where a handler is around it",
    },
  },
  kinds: [ts.SyntaxKind.ReturnStatement, ts.SyntaxKind.ArrowFunction],
  visit(node, context) {
    const returned = ts.isReturnStatement(node)
      ? node.expression
      : ts.isArrowFunction(node) && !ts.isBlock(node.body)
        ? node.body
        : undefined;
    if (returned === undefined) return;
    const owner = ts.isArrowFunction(node) ? node : enclosingFunction(node);
    if (owner === undefined || !isAsync(owner) || owner.asteriskToken !== undefined) return;
    for (const one of possibleResults(returned)) check(one, owner, context);
  },
};

function check(
  returned: ts.Expression,
  owner: ts.FunctionLikeDeclaration,
  context: RuleContext<UnawaitedReturnOptions>,
): void {
  const { inside, elsewhere } = context.options;
  const handler = handlerAround(returned, owner);
  const wanted = handler === undefined ? elsewhere : inside;
  const inner = unwrap(returned);
  if (ts.isAwaitExpression(inner)) {
    if (wanted === "await" || wanted === "any") return;
    const asked = wanted === "no-await";
    const type = context.typeOf(inner.expression);
    context.decide(() => {
      if (awaitability(type()) !== "always") return;
      context.report({
        at: returned,
        message: asked
          ? "The configuration asks that promises be returned as they are here, and this one is awaited. Remove the `await`"
          : "Nothing around this `await` sees the promise end, and whoever called gets the same without it. Remove it, or keep it for the function's place in stack traces",
        // It does no harm, and many write it so on purpose.
        ...(asked ? {} : { confidence: "low" as const, severity: "suggestion" as const }),
        ...withoutAwait(returned, inner, handler === undefined ? "suggested" : "dangerous"),
      });
    });
    return;
  }
  if (wanted !== "await") return;
  const type = context.typeOf(returned);
  context.decide(() => {
    if (awaitability(type()) !== "always") return;
    context.report({
      at: returned,
      message:
        handler === undefined
          ? "The configuration asks that returned promises be awaited. Await it"
          : `This promise leaves before it has ended, so ${handler.because}. Await it`,
      related: handler === undefined ? [] : [{ at: handler.at, message: handler.what }],
      fixes: [
        {
          title: "Await it",
          safety: "suggested",
          edits: awaitEdits(returned),
        },
      ],
    });
  });
}

function withoutAwait(
  returned: ts.Expression,
  awaited: ts.AwaitExpression,
  safety: FixSafety,
): Partial<FixOrRefusal> {
  const title = "Remove the await";
  for (let at: ts.Node = awaited; at !== returned; at = at.parent) {
    if (!ts.isAsExpression(at.parent) && !ts.isTypeAssertionExpression(at.parent)) continue;
    return { refusals: [{ title, reason: "The type that is asserted here is that of the value" }] };
  }
  return { fixes: [{ title, safety, edits: [removeWord(awaited.getChildAt(0))] }] };
}

// Of `a ? b : c` either may be what is returned.
function possibleResults(expression: ts.Expression): ts.Expression[] {
  const inner = unwrap(expression);
  return ts.isConditionalExpression(inner)
    ? [...possibleResults(inner.whenTrue), ...possibleResults(inner.whenFalse)]
    : [expression];
}
