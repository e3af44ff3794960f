import { ts } from "../../model/syntax.js";
import type { SerialModel } from "../serial-model.js";
import { reindent } from "./gather-call.js";
import type { ItemLoop } from "./item-loop.js";

/**
 * A turn that becomes a function of its item as it stands, its `try` included: of the code around it, it
 * changes at most one list, to which each way through it adds as the last that it does.
 */
export interface WholeTurn {
  /** The list that the turns fill, if they fill one. */
  readonly list: ts.Identifier | undefined;
  /** Each way through a turn adds one thing, so that what the turns bring is the list. */
  readonly addsOne: boolean;
  /** The calls that add to the list. */
  readonly pushes: readonly ts.CallExpression[];
  /** The function of the item; its code moves in by one step more where it gets `deeper`. */
  callback(indent: string, deeper: boolean): string;
}

/** Reads a turn as a function of its item, or says why it is none. */
export function wholeTurn(loop: ItemLoop, model: SerialModel): WholeTurn | string {
  const pushes = pushesIn(loop);
  const [first] = pushes;
  const list = first && listOf(first);
  if (list !== undefined) {
    const identity = model.symbolOf(list)()?.identity;
    for (const push of pushes) {
      if (model.symbolOf(listOf(push))()?.identity !== identity) {
        return "Its turns fill more than one list";
      }
      if (!isLast(push.parent as ts.Statement, loop)) {
        return `Its turns go on after they have added to \`${list.text}\``;
      }
    }
    const mentions = loop.body.reduce((sum, one) => sum + countOf(one, list.text), 0);
    if (mentions > pushes.length) return `Its turns use \`${list.text}\` while they fill it`;
  }
  const continues = continuesIn(loop.body);
  const isOne = ({ arguments: [one, ...more] }: ts.CallExpression): boolean =>
    one !== undefined && more.length === 0 && !ts.isSpreadElement(one);
  const ends = endsAdding(loop.body, pushes);
  const addsOne = ends && continues.length === 0 && pushes.every(isOne);
  const kind = list === undefined ? "nothing" : addsOne ? "one" : "several";
  return {
    list,
    addsOne,
    pushes,
    callback: (indent, deeper) => {
      const text = changed(loop, pushes, continues, kind, indent, !ends);
      return `async (${loop.item.getText()}) => {${deeper ? reindent(text) : text}}`;
    },
  };
}

function listOf({ expression }: ts.CallExpression): ts.Identifier {
  return (expression as ts.PropertyAccessExpression).expression as ts.Identifier;
}

// `list.push(...)` as a statement, of a list that is not the turn's own.
function pushesIn({ body }: ItemLoop): readonly ts.CallExpression[] {
  const found: ts.CallExpression[] = [];
  const own = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) own.add(node.name.text);
    if (ts.isCallExpression(node) && ts.isExpressionStatement(node.parent)) {
      const { expression } = node;
      if (
        ts.isPropertyAccessExpression(expression) &&
        expression.name.text === "push" &&
        expression.questionDotToken === undefined &&
        ts.isIdentifier(expression.expression)
      ) {
        found.push(node);
      }
    }
    ts.forEachChild(node, visit);
  };
  for (const one of body) visit(one);
  return found.filter((call) => !own.has(listOf(call).text));
}

// Nothing follows it in its turn, but a `continue`.
function isLast(statement: ts.Statement, loop: ItemLoop): boolean {
  for (let at: ts.Node = statement; ; at = at.parent) {
    const { parent } = at;
    if (parent === loop.node) return true;
    if (ts.isBlock(parent)) {
      const [next, ...others] = parent.statements.slice(
        parent.statements.indexOf(at as ts.Statement) + 1,
      );
      // What comes after a `continue` is never reached.
      if (next !== undefined && ts.isContinueStatement(next) && others.length === 0) return true;
      if (next !== undefined) return false;
      continue;
    }
    if (ts.isTryStatement(parent) && parent.finallyBlock === at) return false;
    if (!ts.isIfStatement(parent) && !ts.isTryStatement(parent) && !ts.isCatchClause(parent)) {
      return false;
    }
  }
}

function countOf(node: ts.Node, name: string): number {
  if (ts.isIdentifier(node)) {
    const { parent } = node;
    const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node;
    const isKey = ts.isPropertyAssignment(parent) && parent.name === node;
    return node.text === name && !isMember && !isKey ? 1 : 0;
  }
  let count = 0;
  ts.forEachChild(node, (child) => {
    count += countOf(child, name);
  });
  return count;
}

// The ends of the turn itself, those of loops in it left to these.
function continuesIn(body: readonly ts.Statement[]): readonly ts.ContinueStatement[] {
  const found: ts.ContinueStatement[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isIterationStatement(node, false)) return;
    if (ts.isContinueStatement(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  for (const one of body) visit(one);
  return found;
}

// Whether each way to the end of some statements adds to the list.
function endsAdding(
  statements: readonly ts.Statement[],
  pushes: readonly ts.CallExpression[],
): boolean {
  const last = statements.at(-1);
  if (last === undefined) return false;
  if (ts.isExpressionStatement(last)) return pushes.some((one) => one.parent === last);
  if (ts.isBlock(last)) return endsAdding(last.statements, pushes);
  if (ts.isIfStatement(last)) {
    const { thenStatement, elseStatement } = last;
    if (elseStatement === undefined) return false;
    return endsAdding([thenStatement], pushes) && endsAdding([elseStatement], pushes);
  }
  if (!ts.isTryStatement(last)) return false;
  const { tryBlock, catchClause } = last;
  if (!endsAdding(tryBlock.statements, pushes)) return false;
  return catchClause === undefined || endsAdding(catchClause.block.statements, pushes);
}

// The text of the turn in which what it adds is given back.
function changed(
  { node, headEnd }: ItemLoop,
  pushes: readonly ts.CallExpression[],
  continues: readonly ts.ContinueStatement[],
  kind: "nothing" | "one" | "several",
  indent: string,
  fallsThrough: boolean,
): string {
  const { text } = node.getSourceFile();
  const { statement } = node;
  const isBlock = ts.isBlock(statement);
  const start = isBlock ? Math.max(headEnd, statement.getStart() + 1) : statement.getStart();
  const end = isBlock ? statement.end - 1 : statement.end;
  const edits: { start: number; end: number; text: string }[] = [];
  for (const call of pushes) {
    const args = text.slice(call.arguments.pos, call.arguments.end);
    const one = args.trim();
    const value = kind === "one" ? one : `[${one}]`;
    const { parent } = call;
    edits.push({ start: parent.getStart(), end: parent.end, text: `return ${value};` });
  }
  for (const one of continues) {
    const { parent } = one;
    const before = ts.isBlock(parent)
      ? parent.statements[parent.statements.indexOf(one) - 1]
      : undefined;
    const isAfterPush = pushes.some((call) => call.parent === before);
    if (isAfterPush && before !== undefined)
      edits.push({ start: before.end, end: one.end, text: "" });
    else {
      const value = kind === "several" ? "return [];" : "return;";
      edits.push({ start: one.getStart(), end: one.end, text: value });
    }
  }
  edits.sort((one, other) => one.start - other.start);
  let result = "";
  let at = start;
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  result += text.slice(at, end);
  const last = kind === "several" && fallsThrough ? "return [];" : "";
  if (!isBlock) {
    return `\n${indent}  ${reindent(result)}\n${last === "" ? "" : `${indent}  ${last}\n`}${indent}`;
  }
  return last === "" ? result : `${result.trimEnd()}\n${indent}  ${last}\n${indent}`;
}
