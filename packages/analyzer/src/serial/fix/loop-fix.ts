import type { FixSafety, TextEdit } from "../../finding.js";
import { mayHoldPromises } from "../../model/plain-list.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { leftBehind, remembered } from "../left-behind.js";
import type { DataLoop } from "../loops/shape.js";
import type { LoopVerdict } from "../loops/verdict.js";
import { calledName, Names } from "../names.js";
import { restSummary } from "../rest-summary.js";
import type { SerialModel } from "../serial-model.js";
import { isDropped } from "../units.js";
import { indentAt, reindent } from "./gather-call.js";
import type { FixOutcome } from "./group-fix.js";
import { type ItemLoop, itemLoop } from "./item-loop.js";
import { movability } from "./moved-turns.js";
import { turnBeginning } from "./turn-beginning.js";
import { allAtOnce, type TurnRunner, turnRunner } from "./turn-runner.js";
import { wholeTurn } from "./whole-turn.js";

/**
 * A loop's awaits side by side: all at once where there are known to be few, else as many at a time as
 * a limiter lets through or a batch holds. What the turns do with the results stays in the order of the
 * items.
 */
export function fixLoop(loop: DataLoop, verdict: LoopVerdict, model: SerialModel): FixOutcome {
  const { meant } = verdict;
  if (meant !== undefined && meant.needless.length > 0) return withoutAwaits(meant.needless, model);
  const over = itemLoop(loop);
  if (typeof over === "string") return { refused: over };
  if (waitsForItems(loop, model)) {
    return { refused: "an item may be a promise, which the loop waits for" };
  }
  const runner = meant === undefined ? turnRunner(loop, over.item, model) : allAtOnce(loop, model);
  const change = changeOf(over, runner, model);
  if (typeof change === "string") return { refused: change };
  const { refused, certain } = movability(change, over, verdict, model);
  if (refused !== undefined) return { refused };
  const known =
    certain &&
    meant === undefined &&
    !verdict.hasOwnFiles &&
    !verdict.hasOwnJobs &&
    verdict.removals === undefined &&
    verdict.doubts.length + verdict.assumed.length === 0;
  const remembers = verdict.awaits.some(({ point, summary }) => remembered(summary, point.awaited));
  const same = !isInTry(loop.node) && !leavesLess(loop, verdict, model) && !remembers;
  const safe = runner.safety === "safe" && known && same;
  const safety: FixSafety = safe ? "safe" : "suggested";
  return {
    fix: {
      title: `${runner.title}: ${outcomeOf(verdict)}`,
      safety,
      edits: [change.edit],
    },
  };
}

// `for await` over what may hold anything.
function waitsForItems({ node, items }: DataLoop, model: SerialModel): boolean {
  const waits = ts.isForOfStatement(node) && node.awaitModifier !== undefined;
  return waits && mayHoldPromises(model.typeOf(items)());
}

function outcomeOf({ removals }: LoopVerdict): string {
  const order = "the results keep the order of the items";
  if (removals?.keepsErrors === true) return `${order}, and each turn still takes its own errors`;
  const first = `${order}, and the first rejection is the one that is thrown`;
  return removals === undefined ? first : `${first}, while the others still remove what is theirs`;
}

// `list.push(f())` in place of `list.push(await f())`, where a gather waits for the list.
function withoutAwaits(needless: readonly ts.AwaitExpression[], model: SerialModel): FixOutcome {
  const edits = needless.map((awaited): TextEdit => {
    const start = awaited.getStart();
    return { file: model.file.fileName, start, end: awaited.expression.getStart(), text: "" };
  });
  return {
    fix: {
      title:
        "Leave the awaits out: the gather waits for all, and the first rejection is the one that is thrown",
      safety: "suggested",
      edits,
    },
  };
}

// The smallest change first: the results as the list, the awaits before the rest of the turns, the turns as they are.
function changeOf(loop: ItemLoop, runner: TurnRunner, model: SerialModel): LoopChange | string {
  const collected = collecting(loop, runner, model);
  if (collected !== undefined) return collected;
  const brings = loop.body.some((one) => holdsUsedAwait(one));
  const early = brings ? beforehand(loop, runner, model) : undefined;
  if (early !== undefined && typeof early !== "string") return early;
  const whole = asItStands(loop, runner, model);
  return typeof whole === "string" && early !== undefined && !loop.body.some(ts.isTryStatement)
    ? early
    : whole;
}

function holdsUsedAwait(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isAwaitExpression(node)) return !isDropped(node);
  return ts.forEachChild(node, (child) => holdsUsedAwait(child) || undefined) ?? false;
}

// What the turns before the one that fails have left for others to see is not done any more.
function leavesLess({ body }: DataLoop, { awaits }: LoopVerdict, model: SerialModel): boolean {
  const awaited = awaits.map(({ point }) => point.awaited);
  return body.some((statement) => {
    const summary = restSummary(statement, awaited, model);
    return (leftBehind(summary, statement) ?? remembered(summary, statement)) !== undefined;
  });
}

interface LoopChange {
  readonly edit: TextEdit;
  /** What of a turn runs apart from the rest of it. */
  readonly moved: readonly ts.Node[];
  /** Calls whose effect stays in the order of the turns, wherever their arguments are made. */
  readonly kept?: readonly ts.CallExpression[];
}

// `all.push(...)` as the last thing of each turn: the results themselves are the list.
function collecting(
  loop: ItemLoop,
  runner: TurnRunner,
  model: SerialModel,
): LoopChange | undefined {
  const { file } = model;
  const last = loop.body.at(-1);
  if (last === undefined || !ts.isExpressionStatement(last)) return undefined;
  const call = last.expression;
  if (!ts.isCallExpression(call) || calledName(call) !== "push") return undefined;
  const callee = call.expression;
  const [pushed, ...more] = call.arguments;
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression))
    return undefined;
  if (pushed === undefined || more.length > 0 || ts.isSpreadElement(pushed)) return undefined;
  const before = loop.body.slice(0, -1);
  if (before.some((statement) => !ts.isVariableStatement(statement))) return undefined;
  const names = new Names(model);
  const list = callee.expression;
  const identity = model.symbolOf(list)()?.identity;
  if (before.some((one) => names.in(one).reads.has(identity))) return undefined;
  if (
    names.in(pushed).reads.has(identity) ||
    hasComment(file.text.slice(loop.node.getStart(), loop.node.end))
  )
    return undefined;
  const moved = [...before, pushed];
  const indent = indentAt(file.text, loop.node.getStart());
  const inner = runner.batches === undefined ? indent : `${indent}  `;
  const gathered = runner.write(callbackOf(loop, pushed, inner));
  const { end } = loop.node;
  const added = `${list.text}.push(...(await ${gathered}));`;
  const editFrom = (start: number, text: string): LoopChange => ({
    edit: { file: file.fileName, start, end, text },
    moved,
  });
  if (runner.batches !== undefined) {
    return editFrom(loop.node.getStart(), runner.batches(added, indent));
  }
  const declared = declarationBefore(loop, list);
  if (declared !== undefined) {
    return editFrom(declared.statement.getStart(), `${headOf(declared)} = await ${gathered};`);
  }
  return editFrom(loop.node.getStart(), added);
}

function callbackOf(loop: ItemLoop, result: ts.Expression, indent: string): string {
  const head = `(${loop.item.getText()}) =>`;
  const before = loop.body.slice(0, -1);
  const plain = unwrap(result);
  if (before.length === 0 && ts.isAwaitExpression(plain) && plain === result) {
    return `${head} ${reindent(plain.expression.getText())}`;
  }
  const value = result.getText();
  const wrapped = ts.isObjectLiteralExpression(result) ? `(${value})` : value;
  if (before.length === 0) return `async ${head} ${wrapped}`;
  const lines = [...before.map((statement) => statement.getText()), `return ${value};`];
  return `async ${head} {\n${lines.map((line) => `${indent}  ${line}`).join("\n")}\n${indent}}`;
}

interface Declared {
  readonly statement: ts.VariableStatement;
  readonly declaration: ts.VariableDeclaration;
}

// `const all: T[]`.
function headOf({ statement, declaration }: Declared): string {
  const type = declaration.type === undefined ? "" : `: ${declaration.type.getText()}`;
  const keyword = statement.declarationList.getText().split(/\s/)[0];
  return `${keyword} ${declaration.name.getText()}${type}`;
}

// `const all: T[] = [];` right before the loop.
function declarationBefore(loop: ItemLoop, list: ts.Identifier): Declared | undefined {
  const block = loop.node.parent;
  if (!ts.isBlock(block) && !ts.isSourceFile(block)) return undefined;
  const index = block.statements.indexOf(loop.node);
  const statement = block.statements[index - 1];
  if (statement === undefined || !ts.isVariableStatement(statement)) return undefined;
  const [declaration, ...others] = statement.declarationList.declarations;
  if (declaration === undefined || others.length > 0 || statement.modifiers !== undefined)
    return undefined;
  if (!ts.isIdentifier(declaration.name) || declaration.name.text !== list.text) return undefined;
  const { initializer } = declaration;
  const empty =
    initializer !== undefined &&
    ts.isArrayLiteralExpression(initializer) &&
    initializer.elements.length === 0;
  const between = loop.node.getSourceFile().text.slice(statement.end, loop.node.getStart());
  return empty && between.trim() === "" ? { statement, declaration } : undefined;
}

/** `await ...map(async (item) => { ... })`: the turns as they are, what they add to a list given back. */
function asItStands(loop: ItemLoop, runner: TurnRunner, model: SerialModel): LoopChange | string {
  const { node, headEnd, body } = loop;
  const { text, fileName } = model.file;
  const start = node.getStart();
  if (hasComment(text.slice(start, headEnd))) return "A comment of the loop would be lost";
  const turn = wholeTurn(loop, model);
  if (typeof turn === "string") return turn;
  const indent = indentAt(text, start);
  const isBatched = runner.batches !== undefined;
  const gathered = runner.write(turn.callback(indent, isBatched));
  const { list, addsOne, pushes } = turn;
  const editFrom = (from: number, changed: string): LoopChange => ({
    edit: { file: fileName, start: from, end: node.end, text: changed },
    moved: body,
    kept: pushes,
  });
  if (list === undefined) {
    const statement = `await ${gathered};`;
    return editFrom(start, runner.batches?.(statement, indent) ?? statement);
  }
  const results = addsOne ? `await ${gathered}` : `(await ${gathered}).flat()`;
  const added = `${list.text}.push(...${addsOne ? `(${results})` : results});`;
  if (runner.batches !== undefined) return editFrom(start, runner.batches(added, indent));
  const declared = declarationBefore(loop, list);
  if (declared === undefined) return editFrom(start, added);
  return editFrom(declared.statement.getStart(), `${headOf(declared)} = ${results};`);
}

/**
 * `for (const [item, value] of await ...(async (item) => [item, await f(item)] as const))`: the turns
 * begin with what they wait for, and the rest of them is left as it is.
 */
function beforehand(loop: ItemLoop, runner: TurnRunner, model: SerialModel): LoopChange | string {
  const { node, headEnd } = loop;
  const { text, fileName } = model.file;
  const start = node.getStart();
  if (hasComment(text.slice(start, headEnd))) return "A comment of the loop would be lost";
  const beginning = turnBeginning(loop, model);
  if (typeof beginning === "string") return beginning;
  const indent = indentAt(text, start);
  const inner = runner.batches === undefined ? indent : `${indent}  `;
  const { keyword, names, rest } = beginning;
  const head = `for (${keyword} [${names.join(", ")}] of await ${runner.write(beginning.callback(inner))}) {`;
  const body = rest === "" ? "" : `\n${indent}  ${rest}`;
  const whole = `${head}${body}\n${indent}}`;
  const changed = runner.batches === undefined ? whole : runner.batches(reindent(whole), indent);
  return {
    edit: { file: fileName, start, end: node.end, text: changed },
    moved: beginning.moved,
  };
}

function hasComment(text: string): boolean {
  return /\/[/*]/.test(text);
}

function isInTry(node: ts.Node): boolean {
  for (
    let at: ts.Node | undefined = node;
    at !== undefined && !ts.isFunctionLike(at);
    at = at.parent
  ) {
    if (ts.isTryStatement(at)) return true;
  }
  return false;
}
