import { isOfRuntime, isRuntimeType } from "../../model/runtime-package.js";
import { isFromPackage } from "../../model/specifier.js";
import { ts } from "../../model/syntax.js";
import type { TypeFacts } from "../../model/type-source.js";
import { unwrap } from "../../model/unwrap.js";
import type { Rule, RuleContext } from "../rule.js";
import { type HeldRegion, mayHoldLock, regionOf, takingOf } from "./held-regions.js";

/** A wait for something foreign, or for the lock itself, by a task that holds the lock. */
export const awaitHoldingLock: Rule = {
  meta: {
    id: "await-holding-lock",
    summary:
      "A task that holds a lock waits for the same lock, or for something outside the program",
    severity: "error",
    presets: ["recommended", "strict"],
    fixSafety: "none",
    counterparts: [],
  },
  defaults: {},
  kinds: [ts.SyntaxKind.CallExpression],
  visit(node, context) {
    if (!ts.isCallExpression(node) || !mayHoldLock(context.file)) return;
    const region = regionOf(node);
    if (region === undefined) return;
    const type = context.typeOf(region.lock);
    context.decide(() => {
      if (isLock(type())) checkRegion(region, context);
    });
  },
};

// A semaphore lets several tasks past: to wait while it is held is what it is for.
function isLock(type: TypeFacts): boolean {
  return type.parts.some((part) => {
    const names = part.origins.filter(
      (one) => isOfRuntime(one) || isFromPackage(one, "async-mutex"),
    );
    return (
      names.some(({ name }) => name === "Lock" || name === "Mutex") &&
      !names.some(({ name }) => /Semaphore$/.test(name))
    );
  });
}

function checkRegion(region: HeldRegion, context: RuleContext): void {
  const identity = lockIdentity(region.lock, context);
  const foreign: ts.AwaitExpression[] = [];
  for (const root of region.nodes) {
    for (const node of ownNodes(root)) {
      if (ts.isAwaitExpression(node) && isForeign(node, context)) foreign.push(node);
      if (!ts.isCallExpression(node)) continue;
      const again = takesAgain(node, region.lock, identity, context, new Set());
      if (again === undefined) continue;
      context.report({
        at: node,
        message:
          again === node
            ? "This waits for the lock that it holds already, and so for ever. Take the lock once, and call what runs under it directly"
            : `\`${node.expression.getText()}\` waits for the lock that is held here, and so for ever. Call it before or after, or give it a form that expects the lock to be held`,
        related: [
          { at: region.taken, message: "The lock is taken here" },
          ...(again === node ? [] : [{ at: again, message: "It is waited for again here" }]),
        ],
      });
    }
  }
  for (const node of foreign) {
    context.report({
      at: node,
      message:
        "This waits for something outside the program while the lock is held: every task that wants the lock waits for it too. Wait before the lock is taken, and hold it only for what has to be done under it",
      confidence: "low",
      severity: "warning",
      related: [{ at: region.taken, message: "The lock is taken here" }],
    });
  }
}

/** The call that takes the lock again: this one, or one that it leads to. */
function takesAgain(
  call: ts.CallExpression,
  lock: ts.Expression,
  identity: unknown,
  context: RuleContext,
  seen: Set<ts.Node>,
): ts.CallExpression | undefined {
  const taking = takingOf(call);
  if (
    taking !== undefined &&
    lockIdentity(taking.lock, context) === identity &&
    identity !== undefined
  ) {
    return isSameOwner(taking.lock, lock) ? call : undefined;
  }
  // Calls of calls are followed where `this` stays what it is, or the lock has no owner.
  const callee = unwrap(call.expression);
  const ofThis =
    ts.isPropertyAccessExpression(callee) && callee.expression.kind === ts.SyntaxKind.ThisKeyword;
  if (!ofThis && !ts.isIdentifier(lock)) return undefined;
  const body = context.callOf(call)()?.body;
  if (body?.body === undefined || seen.has(body) || seen.size > farthest) return undefined;
  // Findings hold as long as what other files declare, and the inside of a function is no part of that.
  if (body.getSourceFile() !== context.file) return undefined;
  seen.add(body);
  for (const node of ownNodes(body.body)) {
    if (!ts.isCallExpression(node)) continue;
    const again = takesAgain(node, lock, identity, context, seen);
    if (again !== undefined) return again;
  }
  return undefined;
}

const farthest = 20;

// Two objects of one class have a lock each: only `this.lock` and a plain name are surely the same.
function isSameOwner(one: ts.Expression, other: ts.Expression): boolean {
  return one.getText() === other.getText();
}

function lockIdentity(lock: ts.Expression, context: RuleContext): unknown {
  const name = ts.isPropertyAccessExpression(lock) ? lock.name : lock;
  return context.symbolOf(name)()?.identity;
}

// What another function does, it may do when the lock is free again.
function* ownNodes(root: ts.Node): Iterable<ts.Node> {
  const open: ts.Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    const children: ts.Node[] = [];
    ts.forEachChild(node, (child) => {
      if (!ts.isFunctionLike(child) && !ts.isClassLike(child)) children.push(child);
    });
    open.push(...children.reverse());
  }
}

// Something of the runtime is part of the program's own order; a library is not.
function isForeign(node: ts.AwaitExpression, context: RuleContext): boolean {
  const awaited = unwrap(node.expression);
  if (!ts.isCallExpression(awaited)) return false;
  const facts = context.callOf(awaited)();
  const origin = facts?.target?.origin;
  if (origin === undefined || origin.from === "file" || isOfRuntime(origin)) return false;
  if (isFromPackage(origin, "async-mutex")) return false;
  const type = context.typeOf(awaited)();
  if (isRuntimeType(type) || !type.parts.some((part) => part.thenable !== "none")) return false;
  const callee = unwrap(awaited.expression);
  return !(
    origin.from === "lib" &&
    ts.isPropertyAccessExpression(callee) &&
    callee.expression.getText() === "Promise"
  );
}
