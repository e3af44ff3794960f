import { ts } from "../../model/syntax.js";
import { type Awaited, awaitsOf } from "../units.js";

/** What is gathered, with the comments that belong to it. */
export interface Part {
  /** The text of an expression whose value can be awaited. */
  readonly text: string;
  /** Statements around `text` that have to run first make it an async function of its own. */
  readonly isFunction: boolean;
  /** The same where a value that is no promise may stand among the promises. */
  readonly value?: string;
  readonly lead: readonly string[];
  readonly trail: readonly string[];
}

/** How a file gathers: the runtime's `gather` where it imports that, `Promise.all` otherwise. */
export interface Gatherer {
  readonly title: string;
  readonly open: string;
  readonly close: string;
  /** The runtime calls a function itself; `Promise.all` takes what it gives back. */
  readonly takesFunctions: boolean;
}

/** The language's own way. */
export const promiseAll: Gatherer = {
  title: "Promise.all",
  open: "Promise.all([",
  close: "])",
  takesFunctions: false,
};

/** The runtime's way, by the name that `gather` has in the file. */
export function runtimeGather(name: string): Gatherer {
  return { title: name, open: `${name}(`, close: ")", takesFunctions: true };
}

/** The way in which a file's own code would gather. */
export function gathererOf(file: ts.SourceFile): Gatherer {
  const name = importedName(file, "@awaitwise/runtime", "gather");
  return name === undefined ? promiseAll : runtimeGather(name);
}

/** What a file calls an export of a module, where it imports it by name or the whole module as one. */
export function importedName(
  file: ts.SourceFile,
  module: string,
  name: string,
): string | undefined {
  for (const statement of file.statements) {
    if (
      !ts.isImportDeclaration(statement) ||
      !ts.isStringLiteral(statement.moduleSpecifier) ||
      statement.moduleSpecifier.text !== module
    ) {
      continue;
    }
    const { namedBindings: bindings, phaseModifier } = statement.importClause ?? {};
    if (bindings === undefined || phaseModifier === ts.SyntaxKind.TypeKeyword) continue;
    if (ts.isNamespaceImport(bindings)) return `${bindings.name.text}.${name}`;
    const found = bindings.elements.find(
      (one) => !one.isTypeOnly && (one.propertyName ?? one.name).text === name,
    );
    if (found !== undefined) return found.name.text;
  }
  return undefined;
}

/** `head` with the gathered parts, on one line where they fit, else on one each. */
export function gatherText(
  head: string,
  parts: readonly Part[],
  gatherer: Gatherer,
  indent: string,
): string {
  const { open, close, takesFunctions } = gatherer;
  const texts = parts.map(({ text, isFunction, value }) => {
    if (takesFunctions) return text;
    return value ?? (isFunction ? `(${text})()` : text);
  });
  const oneLine = `${head}${open}${texts.join(", ")}${close}`;
  const plain = parts.every(({ lead, trail }) => lead.length + trail.length === 0);
  if (plain && indent.length + oneLine.length < 100 && !oneLine.includes("\n")) return oneLine;
  const inner = `${indent}  `;
  const lines = parts.flatMap(({ lead, trail }, index) => [
    ...lead.map((comment) => `${inner}${comment}`),
    `${inner}${texts[index]},${trail.map((comment) => ` ${comment}`).join("")}`,
  ]);
  return `${head}${open}\n${lines.join("\n")}\n${indent}${close}`;
}

/** The white space before the line that `offset` stands on. */
export function indentAt(text: string, offset: number): string {
  const line = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, offset))?.[0] ?? "";
}

/** Inner lines of some code move in with it by `by`; those of a template are left alone. */
export function reindent(text: string, by = "  "): string {
  return text.includes("`") ? text : text.replaceAll("\n", `\n${by}`);
}

/**
 * The text of a node that moves to a line of its own, indented by `indent`: its inner lines keep their
 * distance from the first.
 */
export function movedText(node: ts.Node, indent: string): string {
  return reindented(node.getText(), node, indent);
}

function reindented(text: string, node: ts.Node, indent: string): string {
  if (text.includes("`") || !text.includes("\n")) return text;
  const source = node.getSourceFile();
  const from = indentAt(source.text, node.getStart(source));
  return text
    .split("\n")
    .map((line, index) =>
      index > 0 && line.startsWith(from) ? `${indent}${line.slice(from.length)}` : line,
    )
    .join("\n");
}

/** The text of a choice whose branches are no longer awaited, moved as {@link movedText} moves it. */
export function choiceText(choice: Awaited, indent: string): string {
  const start = choice.getStart();
  let text = choice.getText();
  for (const awaited of [...awaitsOf(choice)].reverse()) {
    const { parent } = awaited;
    const from = awaited.getStart() - start;
    const to = awaited.end - start;
    const operand = text.slice(from + "await".length, to).trimStart();
    // A call needs none of the parentheses that an `await` needs behind `&&`; a comment in them stays in them.
    const isBare =
      ts.isParenthesizedExpression(parent) &&
      text.slice(parent.getStart() - start + 1, from).trim() === "" &&
      text.slice(to, parent.end - start - 1).trim() === "";
    const whole = isBare ? parent : awaited;
    text = text.slice(0, whole.getStart() - start) + operand + text.slice(whole.end - start);
  }
  return reindented(text, choice, indent);
}

export function leadingComments(node: ts.Node, text: string): string[] {
  return (ts.getLeadingCommentRanges(text, node.pos) ?? []).map(({ pos, end }) =>
    text.slice(pos, end),
  );
}

export function trailingComments(node: ts.Node, text: string): string[] {
  return (ts.getTrailingCommentRanges(text, node.end) ?? []).map(({ pos, end }) =>
    text.slice(pos, end),
  );
}
