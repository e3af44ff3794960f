import { ts } from "../../model/syntax.js";
import type { LateUse } from "../late.js";
import { declaredBy } from "../units.js";
import { gathererOf, gatherText, indentAt, reindent } from "./gather-call.js";
import type { FixOutcome } from "./group-fix.js";

/** The await and the waiting that follows it, gathered: the latter as an async function of its own. */
export function fixLate({ step, past }: LateUse, file: ts.SourceFile): FixOutcome {
  const { statement } = step.unit;
  const other = past.unit.statement;
  const declaration = step.point === undefined ? undefined : declaredBy(step.point.awaited);
  if (statement === undefined || other === undefined || declaration === undefined) {
    return { refused: "Give what it brings a name of its own first" };
  }
  const list = declaration.parent;
  if (!ts.isVariableDeclarationList(list) || list.declarations.length > 1) {
    return { refused: "Give it a declaration of its own first" };
  }
  if (!ts.isVariableStatement(statement) || statement.modifiers !== undefined || declaration.type) {
    return { refused: "An exported or annotated declaration has to stay one of its own" };
  }
  const [assigned] = [...past.names.writes.values()].filter((place) => !isDeclaredIn(place, other));
  if (assigned !== undefined) {
    return {
      refused: `It assigns \`${assigned.getText()}\`, of which the compiler would lose track in a function of its own`,
    };
  }
  const block = statement.parent;
  if (!ts.isBlock(block) && !ts.isSourceFile(block))
    return { refused: "The awaits stand in no block" };
  if (block.statements.indexOf(other) !== block.statements.indexOf(statement) + 1) {
    return { refused: "Bring the two next to each other first" };
  }
  const gatherer = gathererOf(file);
  const { text } = file;
  const indent = indentAt(text, statement.getStart());
  const keyword = (list.flags & ts.NodeFlags.Const) !== 0 ? "const" : "let";
  const comments = text.slice(other.getFullStart(), other.getStart());
  const lead = /\/[/*]/.test(comments) ? `${comments.trim()}\n${indent}` : "";
  const body = reindent(`${lead}${other.getText()}`, "    ");
  const gathered = gatherText(
    `${keyword} [${declaration.name.getText()}] = await `,
    [
      {
        text: reindent(step.point?.awaited.expression.getText() ?? ""),
        isFunction: false,
        lead: [],
        trail: [],
      },
      {
        text: `async () => {\n${indent}    ${body}\n${indent}  }`,
        isFunction: true,
        lead: [],
        trail: [],
      },
    ],
    gatherer,
    indent,
  );
  return {
    fix: {
      title: `Gather both with ${gatherer.title}: both start at once, and the first rejection is the one that is thrown`,
      safety: "suggested",
      edits: [
        { file: file.fileName, start: statement.getStart(), end: other.end, text: `${gathered};` },
      ],
    },
  };
}

function isDeclaredIn(place: ts.Node, statement: ts.Node): boolean {
  const { parent } = place;
  return (
    (ts.isVariableDeclaration(parent) || ts.isBindingElement(parent) || ts.isParameter(parent)) &&
    parent.name === place &&
    place.pos >= statement.pos
  );
}
