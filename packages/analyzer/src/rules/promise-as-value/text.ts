import type { ts } from "../../model/syntax.js";
import type { RuleContext } from "../rule.js";
import { hasText, isOnlyPromise } from "./promise-type.js";
import { flag } from "./report.js";
import { partsOfText, stringified } from "./text-places.js";

/** Checks what is put into text or JSON, one by one or as the members of a list. */
export function visitText(
  node: ts.TemplateExpression | ts.CallExpression,
  context: RuleContext,
): void {
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
