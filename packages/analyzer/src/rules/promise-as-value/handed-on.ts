import { enclosingFunction, isAsync } from "../../model/enclosing-function.js";
import { methodName } from "../../model/rejection-handler.js";
import { ts } from "../../model/syntax.js";
import type { TypeFacts } from "../../model/type-source.js";
import { unwrap } from "../../model/unwrap.js";
import type { RuleContext } from "../rule.js";
import { isOnlyPromise } from "./promise-type.js";

/**
 * Whether a promise that is handed on where anything is taken may have been meant for its value: an
 * async function does so with a promise that it just made, and speaks of promises nowhere near.
 */
export function isDoubtful(value: ts.Expression, type: TypeFacts, context: RuleContext): boolean {
  if (!isOnlyPromise(type) || !isKeptSomewhere(value)) return false;
  const owner = enclosingFunction(value);
  const waits = owner === undefined ? context.topLevelAwait : isAsync(owner);
  return waits && !speaksOfPromises(value);
}

// An element, a property or an argument; what is stored or returned whole is another's matter.
function isKeptSomewhere(value: ts.Expression): boolean {
  let at: ts.Node = value.parent;
  while (ts.isExpression(at) && unwrap(at) !== at) at = at.parent;
  return (
    // A list that has a name is there to be joined.
    (ts.isArrayLiteralExpression(at) && !ts.isVariableDeclaration(at.parent)) ||
    ts.isPropertyAssignment(at) ||
    ts.isShorthandPropertyAssignment(at) ||
    ts.isCallExpression(at) ||
    ts.isNewExpression(at)
  );
}

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
  if (promised.test(callee.getText()) || keeps.has(name)) return true;
  // What asserts something of a value, or of a promise, is looked at by its name.
  return /then|await|race|resolve|reject|equal|match|^(all|any|use)$|^to[A-Z]/i.test(name);
}

const keeps = new Set(["add", "enqueue", "expect", "push", "set", "unshift"]);
