import { gatherOf } from "../../model/gathers.js";
import { importsOf } from "../../model/imports.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { functionAround } from "../accesses.js";
import { lineOf } from "../control.js";
import { calledName } from "../names.js";
import type { Point } from "../point.js";
import type { DataLoop } from "./shape.js";

/** Code that is there for nothing but to have the turns of a loop run together, which they do not. */
export interface MeantTogether {
  readonly at: ts.Node;
  /** A sentence's part: what is meant, and where that is said. */
  readonly reason: string;
  /** The awaits to be left out, where that alone does it. */
  readonly needless: readonly ts.AwaitExpression[];
}

/** What says that a loop's turns are meant to run together, whatever they do. */
export function meantTogether(loop: DataLoop, points: readonly Point[]): MeantTogether | undefined {
  if (loop.kind === "reduce") return undefined;
  return gatheredLater(loop, points) ?? queued(loop, points);
}

// `for (...) tasks.push(await f()); await Promise.all(tasks)`: the gather gets what has been waited for.
function gatheredLater(loop: DataLoop, points: readonly Point[]): MeantTogether | undefined {
  const lists = points.map(({ awaited }) => listThatTakes(awaited));
  const [list] = lists;
  if (list === undefined || lists.some((one) => one !== list)) return undefined;
  const gather = gatherAfter(loop.node, list);
  if (gather === undefined) return undefined;
  const others = awaitsBetween(gather);
  const needless = points.map(({ awaited }) => awaited).filter(ts.isAwaitExpression);
  const starts = others.slice(0, others.length - 1).every((one) => needless.includes(one));
  return {
    at: gather,
    reason: `\`${gather.expression.getText()}\` on line ${lineOf(gather)} is there to wait for all of \`${list}\``,
    needless: starts ? needless : [],
  };
}

// The name of the list in `list.push(await f())` and `list.push(x ? await f() : await g())`.
function listThatTakes(awaited: ts.Node): string | undefined {
  let at: ts.Node = awaited;
  while (ts.isParenthesizedExpression(at.parent) || ts.isConditionalExpression(at.parent)) {
    if (ts.isConditionalExpression(at.parent) && at.parent.condition === at) return undefined;
    at = at.parent;
  }
  const call = at.parent;
  if (!ts.isCallExpression(call) || !call.arguments.includes(at as ts.Expression)) return undefined;
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== "push") return undefined;
  return ts.isIdentifier(callee.expression) ? callee.expression.text : undefined;
}

// The awaited `Promise.all(list)` behind a loop, in its own block or one around it.
function gatherAfter(loop: ts.Node, list: string): ts.CallExpression | undefined {
  for (let at = loop; at.parent !== undefined && !ts.isFunctionLike(at); at = at.parent) {
    const { parent } = at;
    if (!ts.isBlock(parent) && !ts.isSourceFile(parent)) continue;
    for (const statement of parent.statements) {
      if (statement.pos < at.end) continue;
      const found = findGather(statement, list);
      if (found !== undefined) return found;
    }
    if (declares(parent.statements, list)) return undefined;
  }
  return undefined;
}

function findGather(node: ts.Node, list: string): ts.CallExpression | undefined {
  if (ts.isFunctionLike(node)) return undefined;
  if (ts.isCallExpression(node) && ts.isAwaitExpression(node.parent)) {
    const [argument] = node.arguments;
    const isList = argument !== undefined && ts.isIdentifier(argument) && argument.text === list;
    if (isList && gatherOf(node) !== undefined) return node;
  }
  return ts.forEachChild(node, (child) => findGather(child, list));
}

function declares(statements: readonly ts.Statement[], name: string): boolean {
  return statements.some(
    (one) =>
      ts.isVariableStatement(one) &&
      one.declarationList.declarations.some(
        (declared) => ts.isIdentifier(declared.name) && declared.name.text === name,
      ),
  );
}

// The awaits of the function up to a gather, from where its list is declared.
function awaitsBetween(gather: ts.CallExpression): readonly ts.AwaitExpression[] {
  const [list] = gather.arguments;
  const found: ts.AwaitExpression[] = [];
  let from = Number.POSITIVE_INFINITY;
  const visit = (node: ts.Node): void => {
    if (node.pos > gather.pos) return;
    if (
      ts.isVariableDeclaration(node) &&
      ts.isIdentifier(node.name) &&
      node.name.text === list?.getText()
    ) {
      from = node.end;
    }
    ts.forEachChild(node, (child) => {
      if (!ts.isFunctionLike(child)) visit(child);
    });
    if (ts.isAwaitExpression(node) && node.pos >= from) found.push(node);
  };
  visit(functionAround(gather));
  return found.sort((one, other) => one.pos - other.pos);
}

// `const queue = new PQueue({ concurrency: 3 }); for (...) await queue.add(() => f())`, where nothing
// else is put into it: what lets three run at a time never has more than one.
function queued(loop: DataLoop, points: readonly Point[]): MeantTogether | undefined {
  const names = points.map(({ call }) =>
    call !== undefined && ts.isCallExpression(call) ? receiverOf(call) : undefined,
  );
  const [name] = names;
  if (name === undefined || names.some((one) => one !== name)) return undefined;
  const owner = functionAround(loop.node);
  const made = limiterNamed(name, owner);
  if (made === undefined || isFilledElsewhere(name, owner, loop.node)) return undefined;
  const count = limitOf(made);
  if (count === undefined || count < 2) return undefined;
  return {
    at: made,
    reason: `\`${name}\` of line ${lineOf(made)} is there to let ${Number.isFinite(count) ? count : "several"} run at a time`,
    needless: [],
  };
}

// `queue` of `queue.add(work)`, `limit` of `limit(work)`.
function receiverOf(call: ts.CallExpression): string | undefined {
  const callee = unwrap(call.expression);
  const [work] = call.arguments;
  if (work === undefined || !(ts.isArrowFunction(work) || ts.isFunctionExpression(work))) {
    return undefined;
  }
  if (ts.isIdentifier(callee)) return callee.text;
  if (!ts.isPropertyAccessExpression(callee) || calledName(call) !== "add") return undefined;
  return ts.isIdentifier(callee.expression) ? callee.expression.text : undefined;
}

// What makes the limiter of that name in a function: `new PQueue(...)`, `pLimit(...)`.
function limiterNamed(
  name: string,
  owner: ts.Node,
): ts.NewExpression | ts.CallExpression | undefined {
  let found: ts.NewExpression | ts.CallExpression | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.name.text === name) {
      const value = node.initializer === undefined ? undefined : unwrap(node.initializer);
      const isMade =
        value !== undefined && (ts.isNewExpression(value) || ts.isCallExpression(value));
      const module = isMade
        ? importsOf(node.getSourceFile()).get(value.expression.getText())?.module
        : undefined;
      if (isMade && (module === "p-queue" || module === "p-limit")) found = value;
    }
    ts.forEachChild(node, (child) => {
      if (!ts.isFunctionLike(child)) visit(child);
    });
  };
  visit(owner);
  return found;
}

// How many a limiter lets run at a time; p-queue's own default is no limit. A pace is kept on purpose.
function limitOf({ expression, arguments: args }: ts.NewExpression | ts.CallExpression) {
  const [argument] = args ?? [];
  if (argument === undefined) return /queue/i.test(expression.getText()) ? Infinity : undefined;
  const at = unwrap(argument);
  if (ts.isNumericLiteral(at)) return Number(at.text);
  if (!ts.isObjectLiteralExpression(at)) return undefined;
  const options = new Map(
    at.properties.map((one) => [
      one.name?.getText(),
      ts.isPropertyAssignment(one) ? one.initializer : undefined,
    ]),
  );
  if (options.has("interval") || options.has("intervalCap")) return undefined;
  const limit = options.get("concurrency");
  return limit !== undefined && ts.isNumericLiteral(limit) ? Number(limit.text) : undefined;
}

function isFilledElsewhere(name: string, owner: ts.Node, loop: ts.Node): boolean {
  const visit = (node: ts.Node): boolean => {
    if (node === loop) return false;
    if (ts.isCallExpression(node) && receiverOf(node) === name) return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(owner);
}
