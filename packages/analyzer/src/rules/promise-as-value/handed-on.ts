import { isValueOrPromise } from "../../model/awaitability.js";
import { enclosingFunction, isAsync } from "../../model/enclosing-function.js";
import { methodName } from "../../model/rejection-handler.js";
import { runnerOf } from "../../model/runner-of.js";
import { ts } from "../../model/syntax.js";
import type { TypeFacts } from "../../model/type-source.js";
import { unwrap } from "../../model/unwrap.js";
import { referencesIn } from "../../model/variable-uses.js";
import type { RuleContext } from "../rule.js";
import { isTested } from "./is-tested.js";
import { isOnlyPromise } from "./promise-type.js";

/**
 * Whether a promise that is handed on where anything is taken may have been meant for its value: an
 * async function does so with a promise that it just made, and speaks of promises nowhere near.
 */
export function isDoubtful(value: ts.Expression, type: TypeFacts, context: RuleContext): boolean {
  if (!isOnlyPromise(type) && !isValueOrPromise(type)) return false;
  if (!isKeptSomewhere(value)) return false;
  const owner = enclosingFunction(value);
  const waits = owner === undefined ? context.topLevelAwait : isAsync(owner);
  return waits && !speaksOfPromises(value) && !isTested(value);
}

// An element, a property, an argument, or what has a name of a type of its own; what is returned
// whole is another's matter.
function isKeptSomewhere(value: ts.Expression): boolean {
  let at: ts.Node = value.parent;
  while (ts.isExpression(at) && (unwrap(at) !== at || ts.isConditionalExpression(at))) {
    at = at.parent;
  }
  if (ts.isVariableDeclaration(at)) return !isWaitedFor(at.name);
  if (ts.isBinaryExpression(at)) return !isWaitedFor(at.left);
  return (
    (ts.isArrayLiteralExpression(at) && !isListOfPromises(at)) ||
    ts.isPropertyAssignment(at) ||
    ts.isShorthandPropertyAssignment(at) ||
    ts.isCallExpression(at) ||
    ts.isNewExpression(at)
  );
}

// A list that has a name is there to be joined; one that is dropped or gone through has rules of its own.
function isListOfPromises({ parent }: ts.ArrayLiteralExpression): boolean {
  return (
    ts.isVariableDeclaration(parent) ||
    ts.isExpressionStatement(parent) ||
    ts.isForOfStatement(parent)
  );
}

// Whether what holds a promise is awaited somewhere in its function, returned, or handled.
function isWaitedFor(holder: ts.Node): boolean {
  const owner = runnerOf(holder);
  if (ts.isIdentifier(holder)) return referencesIn(owner, holder.text).some(isWait);
  // Of a member, others may take care.
  return true;
}

// `await Promise.all(list)` and `for await (const one of list)` wait for what is in a list.
function isWait(reference: ts.Expression): boolean {
  let at: ts.Node = reference;
  while (ts.isExpression(at.parent)) {
    const { parent } = at;
    if (ts.isAwaitExpression(parent)) return true;
    if (ts.isPropertyAccessExpression(parent) && promiseMethods.has(parent.name.text)) return true;
    if (ts.isCallExpression(parent)) return parent.expression !== at && takesPromises(parent);
    if (ts.isObjectLiteralExpression(parent) || ts.isFunctionLike(parent)) return false;
    at = parent;
  }
  return (
    ts.isReturnStatement(at.parent) ||
    (ts.isForOfStatement(at.parent) && at.parent.expression === at)
  );
}

const promiseMethods = new Set(["catch", "finally", "then"]);

// The names on the way to the statement, and of what the value is kept in.
function speaksOfPromises(value: ts.Expression): boolean {
  if (ts.isIdentifier(value) && promised.test(value.text)) return true;
  for (let at: ts.Node = value.parent; !ts.isFunctionLike(at); at = at.parent) {
    if (ts.isPropertyAssignment(at) || ts.isVariableDeclaration(at)) {
      if (promised.test(at.name.getText())) return true;
    }
    if ((ts.isCallExpression(at) || ts.isNewExpression(at)) && takesPromises(at)) return true;
    if (ts.isStatement(at) || ts.isSourceFile(at)) break;
  }
  return false;
}

const promised = /promise|pending|deferred?|task|job|settled|inflight|running|wait/i;

/** Tells by its name whether a function is there for promises, or only puts away what it is given. */
export function takesPromises(call: ts.CallExpression | ts.NewExpression): boolean {
  const callee = unwrap(call.expression);
  const name = ts.isIdentifier(callee) ? callee.text : (methodName(callee) ?? "");
  if (promised.test(callee.getText()) || keepsAnother(callee, name)) return true;
  // What asserts something of a value, or of a promise, is looked at by its name.
  return /then|await|race|resolve|reject|equal|match|gather|shield|completed|^(all|any|use)$|^to[A-Z]/i.test(
    name,
  );
}

// A list of the function's own is joined where it is, or is none of promises.
function keepsAnother(callee: ts.Expression, name: string): boolean {
  if (!keeps.has(name)) return false;
  if (!ts.isPropertyAccessExpression(callee) || !/^(push|unshift)$/.test(name)) return true;
  const list = unwrap(callee.expression);
  return !ts.isIdentifier(list) || !isDeclaredIn(list) || isWaitedFor(list);
}

function isDeclaredIn(list: ts.Identifier): boolean {
  for (let at: ts.Node = list; at.parent !== undefined; at = at.parent) {
    const statements = "statements" in at.parent ? (at.parent as ts.Block).statements : [];
    for (const statement of statements) {
      if (!ts.isVariableStatement(statement)) continue;
      if (statement.declarationList.declarations.some(({ name }) => name.getText() === list.text)) {
        return statement.modifiers === undefined;
      }
    }
  }
  return false;
}

// Whoever looks a thing up by itself means the thing.
const keeps = new Set([
  "add",
  "delete",
  "enqueue",
  "expect",
  "has",
  "includes",
  "indexOf",
  "push",
  "set",
  "unshift",
]);
