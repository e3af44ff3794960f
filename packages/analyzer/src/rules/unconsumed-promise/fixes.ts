import type { Fix } from "../../finding.js";
import { ts } from "../../model/syntax.js";
import { awaitFix, type FixOrRefusal } from "../await-fix.js";
import { awaitEdits, prefixEdits } from "../fix-text.js";
import { intendedFor } from "../intent.js";
import { insertAfter, type RuleContext, spanOf } from "../rule.js";
import { reasonEdits } from "../void-fix.js";

/** What becomes of a promise that a variable holds. */
export type How = "unused" | "looked at" | "some paths";

/** Awaiting it where it is made, dropping it on purpose, or letting it fail unseen where it is left. */
export function fixesFor(
  node: ts.VariableDeclaration,
  made: ts.Expression,
  how: How,
  context: RuleContext,
): FixOrRefusal {
  if (how === "some paths") return { fixes: handled(node), refusals: [] };
  const awaited =
    node.type === undefined
      ? awaitFix(made, awaitEdits(made), { title: "Await it", safety: "suggested" }, context)
      : { fixes: [], refusals: [] };
  return how === "looked at"
    ? awaited
    : { ...awaited, fixes: [...awaited.fixes, ...dropped(node, made)] };
}

// `const unused = f()` becomes `void f()`.
function dropped(node: ts.VariableDeclaration, made: ts.Expression): Fix[] {
  const list = node.parent;
  if (!ts.isVariableDeclarationList(list) || list.declarations.length > 1) return [];
  const statement = list.parent;
  if (!ts.isVariableStatement(statement)) return [];
  const { file, start } = spanOf(statement);
  return [
    {
      title: "Say with void that dropping it is meant",
      safety: "suggested",
      edits: [
        { file, start, end: made.getStart(), text: "" },
        ...prefixEdits(made, "void "),
        ...reasonEdits(statement, intendedFor(statement, made) ?? "fire and forget"),
      ],
    },
  ];
}

function handled(node: ts.VariableDeclaration): Fix[] {
  const statement = node.parent.parent;
  const { text } = statement.getSourceFile();
  const indent = /[^\S\n]*$/.exec(text.slice(0, statement.getStart()))?.[0] ?? "";
  return [
    {
      title: "Ignore its rejection where nobody awaits it",
      safety: "suggested",
      edits: [insertAfter(statement, `\n${indent}${node.name.getText()}.catch(() => {});`)],
    },
  ];
}
