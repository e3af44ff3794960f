import { takesTurns } from "../../model/effects/named-read.js";
import type { Access, Summary } from "../../model/effects/summary.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { isChange } from "../accesses.js";
import { lineOf } from "../control.js";
import { derivedIn } from "../derived-names.js";
import type { Obstacle } from "../hazard.js";
import { calledName, type Names } from "../names.js";
import type { SerialModel } from "../serial-model.js";
import { attemptOf } from "./attempt.js";
import type { DataLoop } from "./shape.js";
import type { Turn } from "./verdict.js";

/**
 * What the turns of a loop take away, each what its own item names: whichever goes first, the same is gone. Meant are turns
 * that keep their errors to themselves, entries of a cache, which can be had again, and what one command takes out of Redis.
 */
export interface Removals {
  /** Each turn takes the errors of its own, so that none of the others ever depended on it. */
  readonly keepsErrors: boolean;
  /** The calls that are only declared, and removals by their name. */
  readonly assumed: readonly Obstacle[];
}

/** Tells of a loop whose every await is such a removal, or only looks at what its item names. */
export function removalsOf(
  loop: DataLoop,
  turns: readonly Turn[],
  names: Names,
  model: SerialModel,
): Removals | undefined {
  if (loop.kind !== "for-of" || turns.length === 0) return undefined;
  const attempt = attemptOf(loop);
  const keepsErrors = attempt?.catchClause !== undefined && !throws(attempt.catchClause);
  if (attempt !== undefined && !keepsErrors) return undefined;
  const derived = derivedIn(loop, names);
  const isKeyed = ({ arguments: args }: ts.CallExpression): boolean =>
    args.some((one) => [...names.in(one).reads.keys()].some((name) => derived.has(name)));
  const isRemoval = (turn: Turn): boolean => {
    const { call } = turn.point;
    if (call === undefined || !ts.isCallExpression(call) || !isKeyed(call)) return false;
    if (!isNamedForRemoval(call, loop)) return false;
    if (!keepsErrors && !isOfCache(call, turn.summary)) return false;
    return onlyTakesAway(turn.summary) || isOnlyDeclared(turn, model);
  };
  // What is removed may be looked at before.
  const isLook = ({ point, summary }: Turn): boolean =>
    point.call !== undefined &&
    ts.isCallExpression(point.call) &&
    isKeyed(point.call) &&
    summary.unknown === undefined &&
    !summary.writes.some(isChange);
  const removing = turns.filter((turn) => isRemoval(turn));
  if (removing.length === 0) return undefined;
  if (!turns.every((turn) => removing.includes(turn) || isLook(turn))) return undefined;
  const assumed = removing.filter(({ summary }) => summary.unknown !== undefined).map(assumptionOn);
  return { keepsErrors, assumed };
}

function assumptionOn({ point }: Turn): Obstacle {
  const reason = `\`${point.title}\` on line ${lineOf(point.awaited)} is only declared, and taken for a removal by its name`;
  return { hazard: "unknown", tier: "suggests", at: point.call ?? point.awaited, reason };
}

// A failure that goes on ends the loop before the items behind it.
function throws(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isThrowStatement(node)) return true;
  return ts.forEachChild(node, (child) => throws(child) || undefined) ?? false;
}

const removal =
  /^(archive|clear|delete|del|destroy|evict|invalidate|purge|remove|revoke|unlink|unset)(?!\w*(And[A-Z]|Or[A-Z]|Then[A-Z]|Lock|Permit|Slot|Next|First|Last|Oldest|All($|[A-Z])))([A-Z]\w*)?$/;

// Settings and remotes of a repository of git stand in one file, which one program at a time may write.
const inOneFile = /^(delete|remove|unset)(Config|Remote|Branch|Ref|Worktree|Submodule)($|[A-Z])/;

function isNamedForRemoval(call: ts.CallExpression, loop: DataLoop): boolean {
  const callee = unwrap(call.expression);
  if (ts.isPropertyAccessExpression(callee) && takesTurns.test(lastName(callee.expression))) {
    return false;
  }
  const name = calledName(call);
  if (inOneFile.test(name)) return false;
  if (removal.test(name) || /^(hdel|srem|zrem)$/.test(name)) return true;
  const [command] = call.arguments;
  return name === "send" && command !== undefined && isDeleteCommand(command, loop);
}

// `client.send(new DeleteItemCommand({ Key: id }))`.
function isDeleteCommand(command: ts.Expression, loop: DataLoop): boolean {
  const made = ts.isIdentifier(command) ? initialValue(command.text, loop.inside) : command;
  return (
    made !== undefined &&
    ts.isNewExpression(made) &&
    /^Delete[A-Z]\w*Command$/.test(lastName(made.expression))
  );
}

function initialValue(name: string, inside: ts.Node): ts.Expression | undefined {
  if (ts.isFunctionLike(inside)) return undefined;
  if (
    ts.isVariableDeclaration(inside) &&
    ts.isIdentifier(inside.name) &&
    inside.name.text === name
  ) {
    return inside.initializer;
  }
  return ts.forEachChild(inside, (child) => initialValue(name, child));
}

// An entry of Redis, or of what is named for a cache.
function isOfCache(call: ts.CallExpression, { writes, unknown }: Summary): boolean {
  const callee = unwrap(call.expression);
  const name = calledName(call);
  if (ts.isPropertyAccessExpression(callee)) {
    const of = lastName(callee.expression);
    if (/[cC]ached?s?$/.test(of) || /^_?cache/.test(of)) return true;
  }
  const isOfRedis = ({ location }: Access): boolean =>
    location.kind === "resource" && location.system === "redis";
  return (
    /^(del|unlink|hdel|srem|zrem)$/.test(name) &&
    unknown === undefined &&
    writes.length > 0 &&
    writes.every((one) => one.isDirect && isOfRedis(one))
  );
}

// It changes what lies outside, in a database or behind an address, and nothing of the program's own.
function onlyTakesAway({ unknown, writes }: Summary): boolean {
  if (unknown !== undefined) return false;
  const changes = writes.filter(isChange);
  return (
    changes.length > 0 &&
    changes.every(
      ({ location }) =>
        location.kind === "resource" && (location.resource === "db" || location.resource === "net"),
    )
  );
}

// A function of a package or of an interface, which gives a promise.
function isOnlyDeclared({ point, summary }: Turn, model: SerialModel): boolean {
  const { call } = point;
  if (call === undefined || summary.unknown?.isDirect !== true) return false;
  if (summary.writes.some((one) => isChange(one) && one.guessed !== true)) return false;
  const { target, returns } = model.callOf(call)() ?? {};
  if (target === undefined || target.declarations.length === 0) return false;
  if (target.origin?.from === "lib" || returns === undefined) return false;
  return !returns.isAny && !returns.isUnknown && returns.thenable !== "none";
}

function lastName(expression: ts.Expression): string {
  const at = unwrap(expression);
  if (ts.isPropertyAccessExpression(at)) return at.name.text;
  return ts.isIdentifier(at) ? at.text : "";
}
