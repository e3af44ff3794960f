import { ts } from "../../model/syntax.js";
import { lineOf } from "../control.js";
import type { Obstacle } from "../hazard.js";
import { isDeclared, type Names, type NameUse } from "../names.js";
import { holdsAwait } from "../units.js";
import { CarriedFields } from "./carried-fields.js";
import type { DataLoop } from "./shape.js";
import type { Turn } from "./verdict.js";

/** An await, or a condition that decides whether one is reached. */
interface Decisive {
  readonly code: ts.Node;
  readonly use: NameUse;
}

/** Names one await, or what decides about one, that uses a value which an earlier turn has left. */
export function carriedState(
  loop: DataLoop,
  turns: readonly Turn[],
  names: Names,
): Obstacle | undefined {
  const fields = fieldsOf(loop, names);
  const carried = carriedNames(loop, names, fields);
  for (const { code, use } of decisive(loop, turns, names)) {
    const left = turns.some(({ point }) => point.awaited === code)
      ? undefined
      : fields.leftFor(code, false);
    if (left !== undefined) {
      return {
        hazard: "recurrence",
        tier: "blocks",
        at: code,
        reason: `line ${lineOf(code)} asks for what line ${lineOf(left)} leaves in an earlier turn`,
      };
    }
    for (const [name, place] of use.reads) {
      const source = carried.get(name);
      if (source === undefined) continue;
      return {
        hazard: "recurrence",
        tier: "blocks",
        at: place,
        reason: `line ${lineOf(code)} uses \`${place.getText()}\`, which line ${lineOf(source)} changes in an earlier turn`,
      };
    }
  }
  return undefined;
}

// What is declared by a turn, or is its item, is another object in each.
function fieldsOf(loop: DataLoop, names: Names): CarriedFields {
  const own = ownNames(loop, names);
  return new CarriedFields(loop, (name) =>
    [...names.in(name).reads.keys()].some((one) => own.has(one)),
  );
}

function ownNames(loop: DataLoop, names: Names): Set<unknown> {
  const own = new Set<unknown>(loop.item === undefined ? [] : names.boundBy(loop.item));
  for (const { writes } of loop.body.map((statement) => names.in(statement))) {
    for (const [name, place] of writes)
      if (ts.isIdentifier(place) && isDeclared(place)) own.add(name);
  }
  return own;
}

/** The names that hold what an earlier turn has left, each with the place that leaves it. */
function carriedNames(
  loop: DataLoop,
  names: Names,
  fields: CarriedFields,
): ReadonlyMap<unknown, ts.Node> {
  const own = ownNames(loop, names);
  const carried = new Map<unknown, ts.Node>();
  const uses = loop.body.map((statement) => names.in(statement));
  for (const { writes } of uses) {
    for (const [name, place] of writes) if (!own.has(name)) carried.set(name, place);
  }
  if (loop.kind === "reduce") {
    const [before] = loop.counters;
    if (before !== undefined)
      for (const name of names.boundBy(before as ts.BindingName)) carried.set(name, before);
  }
  // What is made of a carried value, or under a condition that asks for one, is carried as well.
  const pieces = loop.body.flatMap((part) => piecesOf(part, []));
  for (const { parts } of pieces) {
    for (const part of parts) {
      const left = fields.leftFor(part);
      if (left === undefined) continue;
      for (const name of names.in(part).writes.keys()) {
        if (!carried.has(name)) carried.set(name, left);
      }
    }
  }
  for (let before = -1; before < carried.size; ) {
    before = carried.size;
    for (const { parts, conditions } of pieces) {
      const reads = [...parts, ...conditions].flatMap((part) => [...names.in(part).reads.keys()]);
      const from = reads.find((name) => carried.has(name));
      if (from === undefined) continue;
      const source = carried.get(from) as ts.Node;
      for (const part of parts) {
        for (const name of names.in(part).writes.keys()) {
          if (!carried.has(name)) carried.set(name, source);
        }
      }
    }
  }
  return carried;
}

/** The smallest pieces of a turn that make something of something. */
interface Piece {
  readonly parts: readonly ts.Node[];
  /** What decides whether they run. */
  readonly conditions: readonly ts.Node[];
}

function piecesOf(node: ts.Node, conditions: readonly ts.Node[]): readonly Piece[] {
  const below = (inner: readonly (ts.Node | undefined)[], more: readonly ts.Node[] = []): Piece[] =>
    inner.flatMap((one) => (one === undefined ? [] : piecesOf(one, [...conditions, ...more])));
  if (ts.isBlock(node)) return below(node.statements);
  if (ts.isVariableStatement(node)) return below(node.declarationList.declarations);
  if (ts.isIfStatement(node)) {
    const { expression, thenStatement, elseStatement } = node;
    return [...below([expression]), ...below([thenStatement, elseStatement], [expression])];
  }
  if (ts.isTryStatement(node)) {
    return below([node.tryBlock, node.catchClause?.block, node.finallyBlock]);
  }
  if (ts.isForOfStatement(node) || ts.isForInStatement(node)) {
    const { initializer, expression, statement } = node;
    const head: Piece = { parts: [initializer, expression], conditions };
    return [head, ...below([statement], [expression])];
  }
  if (ts.isForStatement(node)) {
    const { initializer, condition, incrementor, statement } = node;
    const test = condition === undefined ? [] : [condition];
    return [...below([initializer]), ...below([condition, incrementor, statement], test)];
  }
  if (ts.isWhileStatement(node) || ts.isDoStatement(node)) {
    return below([node.expression, node.statement], [node.expression]);
  }
  return [{ parts: [node], conditions }];
}

// What an await is called with, and what decides whether it is reached.
function decisive(loop: DataLoop, turns: readonly Turn[], names: Names): readonly Decisive[] {
  const conditions: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isIfStatement(node) && decidesAwait(node, turns)) conditions.push(node.expression);
    if (ts.isConditionalExpression(node) && holdsAwait(node)) conditions.push(node.condition);
    if (ts.isSwitchStatement(node) && holdsAwait(node)) conditions.push(node.expression);
    ts.forEachChild(node, visit);
  };
  for (const statement of loop.body) visit(statement);
  return [
    ...turns.map(({ point, names: use }) => ({ code: point.awaited, use })),
    ...conditions.map((code) => ({ code, use: names.in(code) })),
  ];
}

/** Tells whether a condition decides about an await: one in its branches, or one that they skip. */
export function decidesAwait(node: ts.IfStatement, turns: readonly Turn[]): boolean {
  if (holdsAwait(node)) return true;
  return turns.some(({ point }) => point.awaited.pos > node.end) && skips(node);
}

function skips(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  return (
    ts.isContinueStatement(node) ||
    (ts.forEachChild(node, (child) => skips(child) || undefined) ?? false)
  );
}
