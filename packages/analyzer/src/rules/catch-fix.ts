import type { Fix, TextEdit } from "../finding.js";
import { ts } from "../model/syntax.js";
import type { TypeFacts } from "../model/type-source.js";
import { unwrap } from "../model/unwrap.js";
import { errorIdiom } from "./error-idiom.js";
import { wrapEdits } from "./fix-text.js";
import { insertAfter } from "./rule.js";

/**
 * Handles the rejection of a promise that nobody waits for, as the file does it elsewhere; none where it
 * does not. `joined` says that the expression is a list of promises.
 */
export function catchFixes(
  expression: ts.Expression,
  type: TypeFacts,
  joined: boolean,
): readonly Fix[] {
  const handler = errorIdiom(expression.getSourceFile());
  if (handler === undefined) return [];
  if (!joined && !type.parts.every((part) => part.property("catch") !== undefined)) return [];
  const caught = `.catch(${handler})`;
  return [
    {
      title: `Handle its rejection as elsewhere in the file, with ${caught}`,
      safety: "suggested",
      edits: joined
        ? appended(wrapEdits(expression, "Promise.all"), caught)
        : isCallLike(expression)
          ? [insertAfter(expression, caught)]
          : appended(wrapEdits(expression), caught),
    },
  ];
}

function appended(edits: readonly TextEdit[], text: string): TextEdit[] {
  return edits.map((edit, index) =>
    index === edits.length - 1 ? { ...edit, text: edit.text + text } : edit,
  );
}

// What a member can be taken from as it stands.
function isCallLike(expression: ts.Expression): boolean {
  return (
    ts.isCallExpression(expression) ||
    ts.isIdentifier(expression) ||
    ts.isPropertyAccessExpression(expression) ||
    ts.isElementAccessExpression(expression) ||
    ts.isNonNullExpression(expression) ||
    (ts.isParenthesizedExpression(expression) && unwrap(expression) !== expression)
  );
}
