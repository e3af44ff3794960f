import type { Fix } from "../../finding.js";
import { mayAwait } from "../../model/enclosing-function.js";
import { ts } from "../../model/syntax.js";
import type { TypeFacts } from "../../model/type-source.js";
import { insertAfter, insertBefore, type RuleContext } from "../rule.js";

/** Joins what a variable collects: where it is made, or after everything was put into it. */
export function joinFix(
  node: ts.VariableDeclaration,
  filled: boolean,
  type: TypeFacts,
  context: RuleContext,
): Fix[] {
  const { initializer, name } = node;
  const statement = node.parent.parent;
  if (initializer === undefined || mayAwait(node, context.topLevelAwait) === "no") return [];
  const title = "Await them with Promise.all";
  if (!filled) {
    if (node.type !== undefined || !isIterableOfPromises(type)) return [];
    return [
      {
        title,
        safety: "suggested",
        edits: [insertBefore(initializer, "await Promise.all("), insertAfter(initializer, ")")],
      },
    ];
  }
  const block = statement.parent;
  if (!ts.isBlock(block) && !ts.isSourceFile(block)) return [];
  const last = block.statements.at(-1);
  if (last === undefined || last === statement) return [];
  const text = file(last).text;
  const start = last.getStart();
  const indent = /[^\S\n]*$/.exec(text.slice(0, start))?.[0] ?? "";
  const members = isIterableOfPromises(type) ? name.getText() : `${name.getText()}.values()`;
  const join = `await Promise.all(${members});`;
  return [
    {
      title,
      safety: "suggested",
      edits: [
        ts.isReturnStatement(last) || ts.isThrowStatement(last)
          ? insertBefore(last, `${join}\n${indent}`)
          : insertAfter(last, `\n${indent}${join}`),
      ],
    },
  ];
}

// A map gives pairs.
function isIterableOfPromises(type: TypeFacts): boolean {
  return type.parts.every((part) => part.origins.every(({ name }) => name !== "Map"));
}

function file(node: ts.Node): ts.SourceFile {
  return node.getSourceFile();
}
