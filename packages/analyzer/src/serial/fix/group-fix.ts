import type { Fix, FixSafety, TextEdit } from "../../finding.js";
import { ts } from "../../model/syntax.js";
import type { AwaitGraph, Step } from "../await-graph.js";
import { handsOnError, lineOf } from "../control.js";
import type { Group } from "../groups.js";
import { leftBehind, remembered } from "../left-behind.js";
import { calledName } from "../names.js";
import type { Point } from "../point.js";
import type { SerialModel } from "../serial-model.js";
import { declaredBy, holdsAwait } from "../units.js";
import { chainPart, chainStatements } from "./chain.js";
import { type FreshNames, freshNames } from "./fresh-names.js";
import {
  choiceText,
  type Gatherer,
  gathererOf,
  gatherText,
  indentAt,
  leadingComments,
  movedText,
  type Part,
  reindent,
  trailingComments,
} from "./gather-call.js";
import { changedText } from "./replaced-text.js";
import { slotsOf } from "./slots.js";

/** A fix, or why there is none. */
export type FixOutcome = { readonly fix: Fix } | { readonly refused: string };

/** The same fix in several forms, the preferred one first; or why there is none. */
export type FormsOutcome = { readonly fixes: readonly Fix[] } | { readonly refused: string };

/** Another way to gather than the file's own, to be chosen by a reader. */
export interface OtherForm {
  readonly gatherer: Gatherer;
  /** What errors and cancellation do in this form: the end of the fix's title. */
  readonly errors: string;
  /** What the form needs besides, such as an import. */
  readonly edits: readonly TextEdit[];
}

/**
 * One gather in place of several awaits. What a member needs and stands among them moves above it,
 * everything else stays below, in its order. Other forms follow the file's own, and are never safer
 * than it: what applies fixes by itself takes the first.
 */
export function fixGroup(
  group: Group,
  graph: AwaitGraph,
  model: SerialModel,
  others: readonly OtherForm[] = [],
): FormsOutcome {
  const { file } = model;
  const fresh = freshNames(model);
  const isForEffect = group.members.some(({ point }) => point?.dropped === true);
  const written =
    inArray(group, file) ??
    inExpression(group, fresh, file) ??
    inCalls(group, graph, file) ??
    (isForEffect ? { refused: "Put the calls next to each other first" } : undefined) ??
    inStatements(group, graph, fresh, file);
  if ("refused" in written) return written;
  const { start, end, write } = written;
  const own = gathererOf(file);
  const editOf = (gatherer: Gatherer): TextEdit => ({
    file: file.fileName,
    start,
    end,
    text: write(gatherer),
  });
  const safety = safetyOf(group, graph);
  const first: Fix = {
    title: titleOf(group, own, "and the first rejection is the one that is thrown"),
    safety,
    edits: [editOf(own)],
  };
  const rest = others
    // An import among the awaits is a part of what is written anew.
    .filter(({ edits }) => edits.every((edit) => edit.end <= start || edit.start >= end))
    .map(
      ({ gatherer, errors, edits }): Fix => ({
        title: titleOf(group, gatherer, errors),
        safety: safety === "safe" ? "suggested" : safety,
        edits: [...edits, editOf(gatherer)],
      }),
    );
  return { fixes: [first, ...rest] };
}

/** What takes the place of a stretch of the file, whichever way it gathers. */
interface Written {
  readonly start: number;
  readonly end: number;
  write(gatherer: Gatherer): string;
}

function titleOf(group: Group, { title }: Gatherer, errors: string): string {
  return isChained(group)
    ? `Run the ${group.chains.length} chains side by side with ${title}: all start at once, ${errors}`
    : `Gather them with ${title}: all start at once, ${errors}`;
}

function isChained({ chains }: Group): boolean {
  return chains.some((chain) => chain.length > 1);
}

function safetyOf(group: Group, graph: AwaitGraph): FixSafety {
  const { assumed, doubts } = group;
  if (doubts.some(({ hazard }) => hazard === "later-effect")) return "dangerous";
  const remembers = group.members.some(({ summary, code }) => remembered(summary, code));
  const same = !isChained(group) && !leavesLess(group, graph) && !remembers && !recurses(group);
  return doubts.length + assumed.length > 0 || !same ? "suggested" : "safe";
}

// A function that calls itself goes over a list or a tree: nobody knows how much would run at once.
function recurses({ members }: Group): boolean {
  return members.some(({ point }) => {
    if (point?.call === undefined) return false;
    const name = calledName(point.call);
    let at: ts.Node = point.call;
    for (; at.parent !== undefined; at = at.parent) {
      if (ts.isFunctionLike(at) && nameOf(at) === name) return true;
    }
    return false;
  });
}

function nameOf(declaration: ts.SignatureDeclaration): string | undefined {
  const { parent } = declaration;
  const name = declaration.name ?? (ts.isVariableDeclaration(parent) ? parent.name : undefined);
  return name?.getText();
}

// `this.a = await f(); this.b = await g();` has set the one where the other fails; gathered, neither.
function leavesLess({ members }: Group, { steps }: AwaitGraph): boolean {
  const first = Math.min(...members.map(({ index }) => index));
  const last = Math.max(...members.map(({ index }) => index));
  return steps.slice(first, last).some(
    (step) =>
      !members.includes(step) &&
      // The first one's error is handed on only if the others answer.
      (handsOnError(step.unit.node) ||
        (leftBehind(step.summary, step.code) ?? remembered(step.summary, step.code)) !== undefined),
  );
}

// `[await f(), await g()]` is what `Promise.all` gives back.
function inArray({ members, chains }: Group, file: ts.SourceFile): Written | undefined {
  const [first] = members;
  const array = first?.point?.awaited.parent;
  if (array === undefined || !ts.isArrayLiteralExpression(array)) return undefined;
  if (array.elements.length !== members.length || chains.length !== members.length)
    return undefined;
  const points = members.map(({ point }) => point as Point);
  if (!array.elements.every((element) => points.some(({ awaited }) => awaited === element)))
    return undefined;
  if (/\/[/*]/.test(file.text.slice(array.getStart(), array.end))) return undefined;
  const indent = indentAt(file.text, array.getStart());
  const parts = points.map((point) => partOf(point, indent));
  return {
    start: array.getStart(),
    end: array.end,
    write: (gatherer) => gatherText("await ", parts, gatherer, indent),
  };
}

// `async () => f(await a(), await b())` becomes a block.
function inExpression(
  group: Group,
  fresh: FreshNames,
  file: ts.SourceFile,
): Written | { refused: string } | undefined {
  const [first] = group.members;
  if (first === undefined || first.unit.statement !== undefined) return undefined;
  const { node } = first.unit;
  if (!ts.isArrowFunction(node.parent))
    return { refused: "They run under a condition inside an expression: take it apart first" };
  if (isChained(group))
    return { refused: "The chains are parts of one expression: take it apart first" };
  const points = group.members.map(({ point }) => point as Point);
  if (/\/[/*]/.test(node.getText())) return { refused: "Comments in the expression would be lost" };
  const slots = slotsOf(points, new Set(), fresh);
  const indent = indentAt(file.text, node.getStart());
  const inner = `${indent}  `;
  const body = ts.isParenthesizedExpression(node) ? node.expression : node;
  const head = `const [${slots.pattern.join(", ")}] = await `;
  const parts = points.map((point) => partOf(point, inner));
  const result = changedText(body, slots.names);
  return {
    start: node.getStart(),
    end: node.end,
    write: (gatherer) =>
      `{\n${inner}${gatherText(head, parts, gatherer, inner)};\n${inner}return ${reindent(result)};\n${indent}}`,
  };
}

// `await f(); await g();`, of which nothing uses what they bring.
function inCalls(group: Group, graph: AwaitGraph, file: ts.SourceFile): Written | undefined {
  const { text } = file;
  const statements = statementsOf(group, graph);
  const points = group.members.map(({ point }) => point as Point);
  const [first] = statements;
  const last = statements.at(-1);
  if (first === undefined || last === undefined || statements.length !== points.length) return;
  if (!points.every(({ awaited }) => isWholeStatement(awaited, statements))) return;
  const indent = indentAt(text, first.getStart());
  const parts = points.map((point, index) => {
    const own = statements[index] as ts.Statement;
    return partOf(
      point,
      indent,
      own === first ? [] : leadingComments(own, text),
      own === last ? [] : trailingComments(own, text),
    );
  });
  const end = text[last.end - 1] === ";" ? ";" : "";
  return {
    start: first.getStart(),
    end: last.end,
    write: (gatherer) => `${gatherText("await ", parts, gatherer, indent)}${end}`,
  };
}

function isWholeStatement(awaited: ts.Node, statements: readonly ts.Statement[]): boolean {
  let { parent } = awaited;
  while (ts.isParenthesizedExpression(parent)) parent = parent.parent;
  return ts.isExpressionStatement(parent) && statements.includes(parent);
}

// `const one = make(), two = await load()` before `await load(one)`: what the other needs stands in the statement that is replaced.
function besideMember(
  { members }: Group,
  graph: AwaitGraph,
  isChained: (statement: ts.Statement) => boolean,
): ts.Node | undefined {
  const holds = (step: Step, member: Step): boolean =>
    member.unit.statement === step.unit.statement && member.unit !== step.unit;
  return graph.steps.find(
    (step) =>
      step.point === undefined &&
      step.unit.statement !== undefined &&
      !isChained(step.unit.statement) &&
      !members.some(({ unit }) => unit === step.unit) &&
      members.some((member) => holds(step, member)) &&
      members.some((member) => member.index > step.index && graph.ordered(step, member)),
  )?.code;
}

function inStatements(
  group: Group,
  graph: AwaitGraph,
  fresh: FreshNames,
  file: ts.SourceFile,
): Written | { refused: string } {
  const { text } = file;
  const statements = statementsOf(group, graph);
  const [first] = statements;
  const last = statements.at(-1);
  if (first === undefined || last === undefined)
    return { refused: "The awaits stand in no statement" };
  const chained = new Map<ts.Statement, readonly Step[]>();
  for (const chain of group.chains) {
    if (chain.length < 2) continue;
    const own = chainStatements(chain, graph, statements);
    if (own === undefined)
      return { refused: "A chain is more than declarations: write it as an async function first" };
    for (const statement of own) chained.set(statement, chain);
  }
  const singles = group.chains.filter((chain) => chain.length === 1).flat();
  const whole = wholeDeclarations(singles, statements);
  const consumed = (statement: ts.Statement): boolean =>
    chained.has(statement) || declarationsOf(statement).some((one) => whole.has(one));
  const isPre = (statement: ts.Statement): boolean =>
    !consumed(statement) &&
    !group.members.some(({ unit }) => unit.statement === statement) &&
    graph.steps.some(
      (step) =>
        step.unit.statement === statement &&
        group.members.some((member) => member.index > step.index && graph.ordered(step, member)) &&
        // What uses what a member brings stays below, though only doubt puts it before another.
        !group.members.some(
          (member) => member.index < step.index && graph.ordered(member, step, true),
        ),
    );
  const lost = statements.find(
    (statement) => consumed(statement) && !chained.has(statement) && hasInnerComment(statement),
  );
  if (lost !== undefined) return { refused: "A comment inside a declaration would be lost" };
  const renewal = statements.find((one) => graph.renewals.has(one) && isPre(one));
  if (renewal !== undefined) {
    return {
      refused: `Give the value that line ${lineOf(renewal)} assigns a name of its own first`,
    };
  }
  const beside = besideMember(group, graph, (one) => chained.has(one));
  if (beside !== undefined) {
    return {
      refused: `Give what line ${lineOf(beside)} declares beside an await a declaration of its own first`,
    };
  }
  if (statements.some((one) => consumed(one) && isExported(one)))
    return { refused: "An exported declaration has to stay one of its own" };
  const indent = indentAt(text, first.getStart());
  const heads = group.chains.map((chain) => chain[0] as Step);
  const slots = slotsOf(
    heads.filter((step) => singles.includes(step)).map(({ point }) => point as Point),
    whole,
    fresh,
  );
  const pattern: string[] = [];
  const parts: Part[] = [];
  let single = 0;
  for (const chain of group.chains) {
    const [head] = chain;
    const point = head?.point;
    if (head === undefined || point === undefined) continue;
    if (chain.length > 1) {
      const made = chainPart(
        [...chained].filter(([, of]) => of === chain).map(([statement]) => statement),
        graph,
        indent,
      );
      if (made === undefined) return { refused: "Nothing of a chain is used after it" };
      pattern.push(made.pattern);
      parts.push(made.part);
      continue;
    }
    pattern.push(slots.pattern[single] ?? "");
    single += 1;
    const { statement } = head.unit;
    const own = statement !== undefined && consumed(statement);
    parts.push(
      partOf(
        point,
        indent,
        own && statement !== first ? leadingComments(statement, text) : [],
        own && statement !== last ? trailingComments(statement, text) : [],
      ),
    );
  }
  const typed = isChained(group) ? "" : slots.type;
  const head = `${slots.keyword} [${pattern.join(", ")}]${typed} = await `;
  const pre = statements.filter(isPre);
  const kept = statements.filter((one) => !consumed(one) && !isPre(one));
  const above = pre.map((one) => withComments(one, one === first, text, indent));
  const below = [
    ...slots.below.map((line) => `${indent}${line}`),
    ...kept.map((one) => withComments(one, one === first, text, indent, slots.names)),
  ];
  const terminated = text[last.end - 1] === ";";
  return {
    start: first.getStart(),
    end: last.end,
    write: (gatherer) => {
      const gathered = `${gatherText(head, parts, gatherer, indent)};`;
      const all = indented([...above, gathered, ...below], indent);
      return terminated || !all.endsWith(";") || kept.length > 0 ? all : all.slice(0, -1);
    },
  };
}

// The first line stands where the statements stood, which are indented already.
function indented(lines: readonly string[], indent: string): string {
  return lines
    .map((line, index) =>
      index === 0
        ? line.trimStart()
        : line.startsWith(indent) || line.startsWith("\n")
          ? line
          : `${indent}${line}`,
    )
    .join("\n");
}

// A statement as it stands, its comments and the empty line before it included.
function withComments(
  statement: ts.Statement,
  isFirst: boolean,
  text: string,
  indent: string,
  names: ReadonlyMap<ts.Node, string> = new Map(),
): string {
  const body = changedText(statement, names);
  if (isFirst) return body;
  const trivia = text.slice(statement.getFullStart(), statement.getStart());
  const lead = trivia.replace(/^[^\n]*\n/, "").replace(/[ \t]*$/, "");
  return lead.trim() === ""
    ? `${/\n[ \t]*\n/.test(trivia) ? "\n" : ""}${indent}${body}`
    : `${lead}${indent}${body}`;
}

/** The statements from the first member's to the last member's. */
function statementsOf({ members }: Group, graph: AwaitGraph): readonly ts.Statement[] {
  const first = members[0]?.unit.statement;
  const last = members.at(-1)?.unit.statement;
  const all = [...new Set(graph.steps.flatMap(({ unit }) => unit.statement ?? []))];
  if (first === undefined || last === undefined) return [];
  return all.slice(all.indexOf(first), all.indexOf(last) + 1);
}

// The declarations that can go into the pattern: those of statements that declare nothing else.
function wholeDeclarations(
  singles: readonly Step[],
  statements: readonly ts.Statement[],
): ReadonlySet<ts.VariableDeclaration> {
  const gathered = new Set(
    singles.flatMap(({ point }) => (point === undefined ? [] : (declaredBy(point.awaited) ?? []))),
  );
  return new Set(
    statements.flatMap((statement) => {
      const declarations = declarationsOf(statement);
      return declarations.every((one) => gathered.has(one)) ? declarations : [];
    }),
  );
}

function declarationsOf(statement: ts.Statement): readonly ts.VariableDeclaration[] {
  return ts.isVariableStatement(statement) &&
    (statement.declarationList.flags & ts.NodeFlags.BlockScoped) !== 0
    ? statement.declarationList.declarations
    : [];
}

function isExported(statement: ts.Statement): boolean {
  return ts.isVariableStatement(statement) && (statement.modifiers?.length ?? 0) > 0;
}

/** What is gathered for one await; one with awaits in its operand is a function of its own. */
function partOf(
  point: Point,
  indent: string,
  lead: readonly string[] = [],
  trail: readonly string[] = [],
): Part {
  if (!ts.isAwaitExpression(point.awaited)) {
    const inner = `${indent}  `;
    const text = `async () => ${movedText(point.awaited, inner)}`;
    return { text, isFunction: true, value: choiceText(point.awaited, inner), lead, trail };
  }
  const text = movedText(point.awaited.expression, `${indent}  `);
  const isFunction = holdsAwait(point.operand);
  const body = ts.isObjectLiteralExpression(point.operand) ? `(${text})` : text;
  return { text: isFunction ? `async () => ${body}` : text, isFunction, lead, trail };
}

// A comment inside a declaration but outside the awaited expression would have no place.
function hasInnerComment(statement: ts.Statement): boolean {
  const { text } = statement.getSourceFile();
  let at = statement.getStart();
  for (const { initializer } of declarationsOf(statement)) {
    if (initializer === undefined) continue;
    const moved = ts.isAwaitExpression(initializer) ? initializer.expression : initializer;
    if (/\/[/*]/.test(text.slice(at, moved.getStart()))) return true;
    at = moved.end;
  }
  return /\/[/*]/.test(text.slice(at, statement.end));
}
