import type { Summary } from "../../model/effects/summary.js";
import { ts } from "../../model/syntax.js";
import { isChange } from "../accesses.js";
import { lineOf } from "../control.js";
import { type Obstacle, obstacle } from "../hazard.js";
import { isDiagnostic, isForOperators } from "../log-line.js";
import { calledName } from "../names.js";
import { hazardOf } from "../order.js";
import type { SerialModel } from "../serial-model.js";
import { holdsAwait, isForEffect } from "../units.js";
import type { DataLoop } from "./shape.js";

/** What a statement of a turn does beside its awaits that the turns behind it may be meant to wait for. */
export function* besideAwaits(
  statement: ts.Node,
  summary: Summary,
  loop: DataLoop,
  model: SerialModel,
): Iterable<Obstacle> {
  yield* progressIn(statement, summary, loop);
  yield* changesIn(statement, summary);
  yield* unknownIn(statement, summary, loop, model);
}

/** Names of what puts something into a collection. */
export const fills: ReadonlySet<string> = new Set(["add", "append", "push", "set", "unshift"]);

function* progressIn(statement: ts.Node, summary: Summary, loop: DataLoop): Iterable<Obstacle> {
  const log = summary.writes.find(
    ({ location, at, through }) =>
      location.kind === "resource" &&
      location.resource === "stdio" &&
      !isDiagnostic(at.parent) &&
      !isForOperators(at) &&
      // What is said of a turn that failed, or of an item that is passed over, tells of a fault.
      !isInCatch(through[0] ?? at, loop) &&
      !isOfPassedOver(through[0] ?? at, loop),
  );
  if (log !== undefined) {
    yield obstacle("progress", "suggests", log.at, `line ${lineOf(statement)} tells of progress`);
  }
  const call = findCall(statement, (name) =>
    /^(on|set|report|update|emit)?progress|^(emit|dispatch)$/i.test(name),
  );
  if (call !== undefined) {
    yield obstacle("progress", "suggests", call, `line ${lineOf(call)} tells of progress`);
  }
}

function isInCatch(node: ts.Node, loop: DataLoop): boolean {
  for (let at = node; at.parent !== undefined && at !== loop.inside; at = at.parent) {
    if (ts.isCatchClause(at)) return true;
  }
  return false;
}

// `if (user.isSuspended) { log.warn(user.name); continue; }`, before anything is waited for.
function isOfPassedOver(node: ts.Node, loop: DataLoop): boolean {
  if (!ts.isCallExpression(node) || !/^(warn|warning|error)$/.test(calledName(node))) return false;
  for (let at: ts.Node = node; at.parent !== undefined && at !== loop.inside; at = at.parent) {
    if (!ts.isBlock(at) || !ts.isIfStatement(at.parent)) continue;
    const last = at.statements.at(-1);
    return last !== undefined && ts.isContinueStatement(last) && !holdsAwait(at.parent);
  }
  return false;
}

// What a turn changes beside its own awaits, in loops within too, is done in the order of the turns.
function* changesIn(statement: ts.Node, { writes }: Summary): Iterable<Obstacle> {
  const change = writes.find((one) => isChange(one) && one.location.kind === "resource");
  if (change === undefined) return;
  const reason = `line ${lineOf(statement)} changes something at each turn`;
  yield obstacle(hazardOf(change.location), "blocks", change.at, reason);
}

// What an unknown function does at each turn may be meant to come before the next await.
function* unknownIn(
  statement: ts.Node,
  { unknown }: Summary,
  loop: DataLoop,
  model: SerialModel,
): Iterable<Obstacle> {
  if (unknown === undefined || ts.isVariableStatement(statement)) return;
  const call = findCall(
    statement,
    (name, at) =>
      isForEffect(at) &&
      !fills.has(name) &&
      // `context.log(...)` of a turn that failed tells of a fault, whoever takes the line.
      !(isInCatch(at, loop) && logs.test(name)) &&
      model.summaryOf(at).unknown !== undefined,
  );
  if (call === undefined) return;
  yield obstacle(
    "unknown",
    "suggests",
    unknown.at,
    `line ${lineOf(call)} does at each turn what is not known to be independent of the next`,
  );
}

const logs =
  /^(alert|crit|critical|debug|emerg|err|error|info|log|notice|trace|verbose|warn|warning)$/;

function findCall(
  node: ts.Node,
  wanted: (name: string, call: ts.CallExpression) => boolean,
): ts.CallExpression | undefined {
  if (ts.isFunctionLike(node)) return undefined;
  if (ts.isCallExpression(node) && wanted(calledName(node), node)) return node;
  return ts.forEachChild(node, (child) => findCall(child, wanted));
}
