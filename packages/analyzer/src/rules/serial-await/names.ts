import { ts } from "../../model/syntax.js";
import type { RuleContext } from "../rule.js";

/** What the identifiers in an expression stand for. */
export function* namesIn(node: ts.Node, context: RuleContext): Iterable<unknown> {
  const identifiers: ts.Identifier[] = [];
  const visit = (at: ts.Node): void => {
    if (ts.isIdentifier(at)) identifiers.push(at);
    ts.forEachChild(at, visit);
  };
  visit(node);
  for (const asked of identifiers.map((one) => context.symbolOf(one))) {
    const symbol = asked();
    if (symbol !== undefined) yield symbol.identity;
  }
}

/** What a declaration's name or destructuring pattern brings into scope. */
export function* namesOf(binding: ts.BindingName, context: RuleContext): Iterable<unknown> {
  if (ts.isIdentifier(binding)) {
    const symbol = context.symbolOf(binding)();
    if (symbol !== undefined) yield symbol.identity;
    return;
  }
  for (const element of binding.elements) {
    if (ts.isBindingElement(element)) yield* namesOf(element.name, context);
  }
}
