import type { Fix } from "../../finding.js";
import { ts } from "../../model/syntax.js";
import type { RuleContext } from "../rule.js";
import type { Member } from "./member.js";

/**
 * One declaration instead of several: `const [a, b] = await Promise.all([f(), g()])`, or the
 * runtime's `gather` where the file imports it. Names, patterns, declared types and comments
 * survive; where a member's type or `let` cannot stand in the common pattern, it gets a
 * declaration of its own below.
 */
export function fixGroup(group: readonly Member[], context: RuleContext): Fix[] {
  const [first] = group;
  const last = group.at(-1);
  if (first === undefined || last === undefined || group.some(hasInnerComment)) return [];
  const text = context.file.text;
  const indent = indentAt(text, first.statement.getStart());
  const gather = importedGather(context.file);
  const slots = slotsOf(group, context.file);
  const inner = `${indent}  `;
  const calls = group.map((member, index) => ({
    lead: index === 0 ? [] : leadingComments(member.statement, text),
    text: reindent(member.awaited.expression.getText()),
    trail: index === group.length - 1 ? [] : trailingComments(member.statement, text),
  }));
  const [open, close] = gather === undefined ? ["Promise.all([", "])"] : [`${gather}(`, ")"];
  const head = `${slots.keyword} [${slots.pattern.join(", ")}]${slots.type} = await ${open}`;
  const oneLine = `${head}${calls.map((call) => call.text).join(", ")}${close};`;
  const fits =
    indent.length + oneLine.length <= 100 &&
    !oneLine.includes("\n") &&
    calls.every(({ lead, trail }) => lead.length + trail.length === 0);
  const lines = calls.flatMap((call) => [
    ...call.lead.map((comment) => `${inner}${comment}`),
    `${inner}${call.text},${call.trail.map((comment) => ` ${comment}`).join("")}`,
  ]);
  const gathered = fits ? oneLine : `${head}\n${lines.join("\n")}\n${indent}${close};`;
  const end = last.statement.end;
  const terminated = text[end - 1] === ";";
  const all = [gathered, ...slots.below.map((line) => `${indent}${line}`)].join("\n");
  return [
    {
      title: `Gather them with ${gather ?? "Promise.all"}: all start at once, and the first rejection is the one that is thrown`,
      safety: "safe",
      edits: [
        {
          file: context.file.fileName,
          start: first.statement.getStart(),
          end,
          text: terminated ? all : all.slice(0, -1),
        },
      ],
    },
  ];
}

interface Slots {
  readonly keyword: "const" | "let";
  readonly pattern: readonly string[];
  /** The declared type of the whole pattern, with its colon. */
  readonly type: string;
  readonly below: readonly string[];
}

function slotsOf(group: readonly Member[], file: ts.SourceFile): Slots {
  const keywords = new Set(group.map(keywordOf));
  const typed = group.filter(({ declaration }) => declaration.type !== undefined);
  if (keywords.size === 1 && (typed.length === 0 || typed.length === group.length)) {
    const types = typed.map(({ declaration }) => declaration.type?.getText());
    return {
      keyword: keywords.has("let") ? "let" : "const",
      pattern: group.map(({ binding }) => binding.getText()),
      type: types.length === 0 ? "" : `: [${types.join(", ")}]`,
      below: [],
    };
  }
  const pattern: string[] = [];
  const below: string[] = [];
  for (const member of group) {
    const { binding, declaration } = member;
    if (keywordOf(member) === "const" && declaration.type === undefined) {
      pattern.push(binding.getText());
      continue;
    }
    const name = freshName(ts.isIdentifier(binding) ? binding.text : "loaded", file, pattern);
    pattern.push(name);
    const type = declaration.type === undefined ? "" : `: ${declaration.type.getText()}`;
    below.push(`${keywordOf(member)} ${binding.getText()}${type} = ${name};`);
  }
  return { keyword: "const", pattern, type: "", below };
}

function keywordOf({ statement }: Member): "const" | "let" {
  return (statement.declarationList.flags & ts.NodeFlags.Const) !== 0 ? "const" : "let";
}

function freshName(base: string, file: ts.SourceFile, taken: readonly string[]): string {
  for (let count = 1; ; count += 1) {
    const name = `${base}Result${count === 1 ? "" : count}`;
    if (!taken.includes(name) && !new RegExp(`\\b${name}\\b`).test(file.text)) return name;
  }
}

function importedGather(file: ts.SourceFile): string | undefined {
  for (const statement of file.statements) {
    if (
      !ts.isImportDeclaration(statement) ||
      !ts.isStringLiteral(statement.moduleSpecifier) ||
      statement.moduleSpecifier.text !== "@awaitwise/runtime"
    ) {
      continue;
    }
    const bindings = statement.importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings)) continue;
    const found = bindings.elements.find((one) => (one.propertyName ?? one.name).text === "gather");
    if (found !== undefined) return found.name.text;
  }
  return undefined;
}

// A comment inside a declaration but outside the call would have no place in the new text.
function hasInnerComment({ statement, awaited }: Member): boolean {
  const text = statement.getSourceFile().text;
  const before = text.slice(statement.getStart(), awaited.expression.getStart());
  const after = text.slice(awaited.expression.end, statement.end);
  return /\/[/*]/.test(before) || /\/[/*]/.test(after);
}

function leadingComments(statement: ts.Statement, text: string): string[] {
  return (ts.getLeadingCommentRanges(text, statement.pos) ?? []).map(({ pos, end }) =>
    text.slice(pos, end),
  );
}

function trailingComments(statement: ts.Statement, text: string): string[] {
  return (ts.getTrailingCommentRanges(text, statement.end) ?? []).map(({ pos, end }) =>
    text.slice(pos, end),
  );
}

function indentAt(text: string, offset: number): string {
  const line = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, offset))?.[0] ?? "";
}

// Inner lines of a call move in with it.
function reindent(text: string): string {
  return text.includes("`") ? text : text.replaceAll("\n", "\n  ");
}
