import type { Confidence } from "../../finding.js";
import { ts } from "../../model/syntax.js";
import { neverRejects } from "../fresh-promise.js";
import { intentOf } from "../intent.js";
import type { RuleContext } from "../rule.js";
import { fixesFor, type How } from "./fixes.js";
import type { Leak } from "./paths.js";

/** Reports a promise where the variable that holds it is declared. */
export function report(
  node: ts.VariableDeclaration,
  initializer: ts.Expression,
  how: How,
  leaks: readonly Leak[],
  context: RuleContext,
): void {
  const name = node.name.getText();
  const [leak] = leaks;
  context.report({
    at: node.name,
    message: messageFor(name, how, leak),
    confidence: confidenceOf(node.name, initializer, how, context),
    related: leak === undefined ? [] : relatedTo(leak),
    ...fixesFor(node, initializer, how, context),
  });
}

/** Reports a promise that was put where nothing takes it from again. */
export function reportStored(
  made: ts.Expression,
  name: string,
  looked: boolean,
  context: RuleContext,
): void {
  context.report({
    at: made,
    message: messageFor(name, looked ? "looked at" : "unused", undefined),
    confidence: confidenceOf(made, made, looked ? "looked at" : "unused", context),
  });
}

function messageFor(name: string, how: How, leak: Leak | undefined): string {
  const loss = "if it rejects, nobody handles the error, and nothing waits for it";
  switch (how) {
    case "unused":
      return `\`${name}\` holds a promise that nothing uses: ${loss}. Await it, or say with \`void\` that dropping it is meant`;
    case "looked at":
      return `\`${name}\` holds a promise that is looked at and never awaited, handed on or handled: ${loss}. Await it`;
    case "some paths":
      return `\`${name}\` holds a promise, and on ${leak === undefined ? "some path" : pathTo(leak)} nobody awaits, returns or handles it: there, ${loss}. Start it after that, or handle its rejection`;
  }
}

/** Names the way on which it is left. */
export function pathTo({ at, kind }: Leak): string {
  const { line } = at
    .getSourceFile()
    .getLineAndCharacterOfPosition(kind === "end" ? at.end : at.getStart());
  switch (kind) {
    case "return":
    case "throw":
      return `the way to the \`${kind}\` of line ${line + 1}`;
    case "break":
    case "continue":
      return `the way to the \`${kind}\` of line ${line + 1}`;
    case "end":
      return "the way to the end of its block";
  }
}

/** Shows where it is left. */
export function relatedTo({ at, kind }: Leak): { at: ts.Node; message: string }[] {
  return kind === "end" ? [] : [{ at, message: "Here it is left behind" }];
}

function confidenceOf(
  at: ts.Node,
  made: ts.Expression,
  how: How,
  context: RuleContext,
): Confidence {
  const named = ts.isIdentifier(at) && at.text.startsWith("_");
  if (named || intentOf(at, made) === "fire and forget" || neverRejects(made, context))
    return "low";
  return how === "some paths" ? "medium" : "high";
}
