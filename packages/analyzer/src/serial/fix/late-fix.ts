import type { Fix } from "../../finding.js";
import { ts } from "../../model/syntax.js";
import type { LateUse } from "../late.js";
import { declaredBy } from "../units.js";
import {
  type Gatherer,
  gathererOf,
  gatherText,
  indentAt,
  type Part,
  reindent,
} from "./gather-call.js";
import type { FormsOutcome, OtherForm } from "./group-fix.js";

/**
 * The await and the waiting that follows it, gathered: the latter as an async function of its own. Other
 * forms follow the file's own.
 */
export function fixLate(
  { step, past }: LateUse,
  file: ts.SourceFile,
  others: (how: { readonly runsFunctions: boolean }) => readonly OtherForm[] = () => [],
): FormsOutcome {
  const { statement } = step.unit;
  const other = past.unit.statement;
  const awaited = step.point?.awaited;
  const declaration = awaited === undefined ? undefined : declaredBy(awaited);
  if (awaited !== undefined && !ts.isAwaitExpression(awaited)) {
    return { refused: "It is awaited under a condition" };
  }
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
  const { text } = file;
  const indent = indentAt(text, statement.getStart());
  const keyword = (list.flags & ts.NodeFlags.Const) !== 0 ? "const" : "let";
  const comments = text.slice(other.getFullStart(), other.getStart());
  const lead = /\/[/*]/.test(comments) ? `${comments.trim()}\n${indent}` : "";
  const value = gatherable(other);
  if (value === undefined && declares(other)) {
    return { refused: "What it declares would be out of sight of the code below" };
  }
  const body = reindent(`${lead}${other.getText()}`, "    ");
  const start = statement.getStart();
  const parts: readonly Part[] = [
    {
      text: reindent(awaited?.expression.getText() ?? ""),
      isFunction: false,
      lead: [],
      trail: [],
    },
    value?.part ?? {
      text: `async () => {\n${indent}    ${body}\n${indent}  }`,
      isFunction: true,
      lead: [],
      trail: [],
    },
  ];
  const head = `${keyword} [${declaration.name.getText()}${value === undefined ? "" : `, ${value.name}`}] = await `;
  const fixOf = (gatherer: Gatherer, errors: string, edits: Fix["edits"]): Fix => ({
    title: `Gather both with ${gatherer.title}: both start at once, ${errors}`,
    safety: "suggested",
    edits: [
      ...edits,
      {
        file: file.fileName,
        start,
        end: other.end,
        text: `${gatherText(head, parts, gatherer, indent)};`,
      },
    ],
  });
  return {
    fixes: [
      fixOf(gathererOf(file), "and the first rejection is the one that is thrown", []),
      ...others({ runsFunctions: parts.some(({ isFunction }) => isFunction) })
        // An import among the two is a part of what is written anew.
        .filter(({ edits }) => edits.every((edit) => edit.end <= start || edit.start >= other.end))
        .map(({ gatherer, errors, edits }) => fixOf(gatherer, errors, edits)),
    ],
  };
}

// `const x = known ?? (await f())` is a value that a function of its own makes.
function gatherable(
  statement: ts.Statement,
): { readonly name: string; readonly part: Part } | undefined {
  if (!ts.isVariableStatement(statement)) return undefined;
  const { declarations, flags } = statement.declarationList;
  const [declaration, ...others] = declarations;
  if (declaration?.initializer === undefined || others.length > 0) return undefined;
  if ((flags & ts.NodeFlags.Const) === 0 || declaration.type !== undefined) return undefined;
  const { text } = statement.getSourceFile();
  if (/\/[/*]/.test(statement.getText())) return undefined;
  const lead = (ts.getLeadingCommentRanges(text, statement.pos) ?? []).map(({ pos, end }) =>
    text.slice(pos, end),
  );
  const name = declaration.name.getText();
  const whole = `async () => ${reindent(declaration.initializer.getText())}`;
  return { name, part: { text: whole, isFunction: true, lead, trail: [] } };
}

function declares(statement: ts.Statement): boolean {
  return (
    ts.isVariableStatement(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement)
  );
}

function isDeclaredIn(place: ts.Node, statement: ts.Node): boolean {
  const { parent } = place;
  return (
    (ts.isVariableDeclaration(parent) || ts.isBindingElement(parent) || ts.isParameter(parent)) &&
    parent.name === place &&
    place.pos >= statement.pos
  );
}
