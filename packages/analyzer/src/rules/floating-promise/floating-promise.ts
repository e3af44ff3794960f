import type { Confidence, Fix, TextEdit } from "../../finding.js";
import { isAsync, mayAwait } from "../../model/enclosing-function.js";
import { givenBack } from "../../model/given-back.js";
import { handlesOwnErrors } from "../../model/own-errors.js";
import {
  borrowedMethod,
  borrowedMethodCall,
  methodName,
  type PromiseMethodCall,
  promiseMethodCall,
} from "../../model/rejection-handler.js";
import { isNamed, type Specifier, specifierList } from "../../model/specifier.js";
import { ts } from "../../model/syntax.js";
import type { TypeFacts } from "../../model/type-source.js";
import { unwrap } from "../../model/unwrap.js";
import { awaitFix, type FixOrRefusal } from "../await-fix.js";
import { catchFixes } from "../catch-fix.js";
import { awaitEdits, wrapEdits } from "../fix-text.js";
import { intendedFor, intentOf } from "../intent.js";
import { returnFixes } from "../return-fix.js";
import { type Rule, type RuleContext, spanOf } from "../rule.js";
import { hasReason, voidFix } from "../void-fix.js";

export interface FloatingPromiseOptions {
  /** Functions whose promise may be dropped. */
  readonly allowForKnownSafeCalls: readonly Specifier[];
  /** Types of promise that may be dropped. */
  readonly allowForKnownSafePromises: readonly Specifier[];
  /** Flag every thenable that can report a rejection, and not only promises. */
  readonly checkThenables: boolean;
  /** Let a function that is called where it is written drop its promise. */
  readonly ignoreIife: boolean;
  /** Let `void promise` say that the promise is dropped on purpose. */
  readonly ignoreVoid: boolean;
  /** Let it say so only where a comment beside it says why. */
  readonly voidNeedsReason: boolean;
}

/** A statement that makes a promise, or several, and drops it. */
export const floatingPromise: Rule<FloatingPromiseOptions> = {
  meta: {
    id: "floating-promise",
    summary: "A statement makes a promise and drops it, so that nobody sees its error or its end",
    severity: "error",
    presets: ["recommended", "strict"],
    fixSafety: "suggested",
    counterparts: ["@typescript-eslint/no-floating-promises"],
  },
  defaults: {
    allowForKnownSafeCalls: [],
    allowForKnownSafePromises: [],
    checkThenables: false,
    ignoreIife: false,
    ignoreVoid: true,
    voidNeedsReason: false,
  },
  options: {
    allowForKnownSafeCalls: {
      ...specifierList,
      description: "Functions whose promise may be dropped",
    },
    allowForKnownSafePromises: {
      ...specifierList,
      description: "Types of promise that may be dropped",
    },
    checkThenables: {
      type: "boolean",
      description: "Flag every thenable that can report a rejection, and not only promises",
    },
    ignoreIife: {
      type: "boolean",
      description: "Let a function that is called where it is written drop its promise",
    },
    ignoreVoid: {
      type: "boolean",
      description: "Let `void promise` say that the promise is dropped on purpose",
    },
    voidNeedsReason: {
      type: "boolean",
      description: "Let `void promise` say so only where a comment beside it says why",
    },
  },
  kinds: [ts.SyntaxKind.ExpressionStatement, ts.SyntaxKind.ArrowFunction],
  visit(node, context) {
    if (ts.isExpressionStatement(node)) {
      if (!(context.options.ignoreIife && isIife(node.expression)))
        check(node, node.expression, context);
    } else if (ts.isArrowFunction(node) && ts.isVoidExpression(node.body)) {
      // `() => void promise` drops it just as a statement does.
      check(node.body, node.body, context);
    }
  },
};

type Context = RuleContext<FloatingPromiseOptions>;
type Floating = {
  readonly kind: "promise" | "array" | "useless handler" | "no reason";
  readonly culprit: ts.Expression;
};

function check(at: ts.Node, expression: ts.Expression, context: Context): void {
  if (!mayFloat(at, expression, context.options)) return;
  ask(expression, context);
  context.decide(() => {
    const call = unwrap(expression);
    const floating =
      ts.isVoidExpression(call) && context.options.ignoreVoid
        ? withoutReason(call, context)
        : findFloating(expression, context);
    if (floating === undefined) return;
    if (ts.isCallExpression(call) && isKnownSafe(call, context)) return;
    context.report({
      at,
      message: messageFor(floating),
      confidence: confidenceOf(at, floating.culprit, context),
      ...(ts.isExpressionStatement(at) ? fixesFor(at, floating, context) : {}),
    });
  });
}

// Decides by syntax alone, so that the types of most statements are never asked for.
function mayFloat(
  at: ts.Node,
  expression: ts.Expression,
  options: FloatingPromiseOptions,
): boolean {
  const inner = unwrap(expression);
  if (ts.isBinaryExpression(inner)) return !isAssignment(inner);
  if (ts.isVoidExpression(inner)) {
    return !options.ignoreVoid || (options.voidNeedsReason && !hasReason(at));
  }
  return !(
    ts.isDeleteExpression(inner) ||
    ts.isPrefixUnaryExpression(inner) ||
    ts.isPostfixUnaryExpression(inner) ||
    ts.isLiteralExpression(inner)
  );
}

// Names every place that `findFloating` may want, so that all of them go into one batch.
function ask(expression: ts.Expression, context: Context): void {
  const inner = unwrap(expression);
  if (!ts.isVoidExpression(inner)) context.typeOf(expression);
  if (ts.isVoidExpression(inner)) {
    ask(inner.expression, context);
  } else if (ts.isBinaryExpression(inner)) {
    ask(inner.left, context);
    ask(inner.right, context);
  } else if (ts.isConditionalExpression(inner)) {
    ask(inner.whenTrue, context);
    ask(inner.whenFalse, context);
  }
}

function findFloating(expression: ts.Expression, context: Context): Floating | undefined {
  const inner = unwrap(expression);
  if (ts.isBinaryExpression(inner) && isAssignment(inner)) return undefined;
  if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.CommaToken) {
    return findFloating(inner.left, context) ?? findFloating(inner.right, context);
  }
  if (ts.isVoidExpression(inner)) {
    return context.options.ignoreVoid ? undefined : findFloating(inner.expression, context);
  }
  const type = context.typeOf(expression)();
  if (isPromiseArray(type, context.options)) return { kind: "array", culprit: expression };
  if (ts.isAwaitExpression(inner) || !isPromise(type, context.options)) return undefined;
  if (ts.isConditionalExpression(inner)) {
    return findFloating(inner.whenFalse, context) ?? findFloating(inner.whenTrue, context);
  }
  if (ts.isBinaryExpression(inner)) {
    return findFloating(inner.left, context) ?? findFloating(inner.right, context);
  }
  const kept = givenBack(inner);
  if (kept !== undefined) return isMade(kept) ? findFloating(kept, context) : undefined;
  const method = promiseMethodCall(inner) ?? borrowed(inner, context);
  if (method?.onRejected !== undefined) {
    const handles = context.typeOf(method.onRejected)().parts.every(isCallable);
    return handles ? undefined : { kind: "useless handler", culprit: expression };
  }
  if (method?.method === "finally") return findFloating(method.receiver, context);
  return { kind: "promise", culprit: expression };
}

function withoutReason(dropped: ts.VoidExpression, context: Context): Floating | undefined {
  const floating = findFloating(dropped.expression, context);
  return floating && { ...floating, kind: "no reason" };
}

// `const promiseThen = Promise.prototype.then` lends the method to `promiseThen.call(promise, ...)`.
function borrowed(expression: ts.Expression, context: Context): PromiseMethodCall | undefined {
  const method = borrowedMethod(expression);
  if (method === undefined) return undefined;
  if (!ts.isIdentifier(method)) return borrowedMethodCall(expression, methodName(method));
  const [declaration] = context.symbolOf(method)()?.declarations ?? [];
  return declaration === undefined
    ? undefined
    : borrowedMethodCall(expression, memberHeldBy(declaration));
}

// The member of an object that a constant was made from.
function memberHeldBy(declaration: ts.Node): string | undefined {
  if (ts.isBindingElement(declaration)) {
    const name = declaration.propertyName ?? declaration.name;
    return ts.isIdentifier(name) && isConstant(declaration.parent.parent) ? name.text : undefined;
  }
  return isConstant(declaration) && declaration.initializer !== undefined
    ? methodName(unwrap(declaration.initializer))
    : undefined;
}

function isConstant(node: ts.Node): node is ts.VariableDeclaration {
  return ts.isVariableDeclaration(node) && (node.parent.flags & ts.NodeFlags.Const) !== 0;
}

// What has a name was there before the statement.
function isMade(expression: ts.Expression): boolean {
  const inner = unwrap(expression);
  return ts.isCallExpression(inner) || ts.isNewExpression(inner);
}

function isCallable(part: TypeFacts): boolean {
  return part.isAny || part.signatures.length > 0;
}

function isAssignment({ operatorToken }: ts.BinaryExpression): boolean {
  return (
    operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    operatorToken.kind <= ts.SyntaxKind.LastAssignment
  );
}

function isPromise(type: TypeFacts, options: FloatingPromiseOptions): boolean {
  if (isNamed(type.origins, options.allowForKnownSafePromises)) return false;
  return type.parts.some(
    (part) =>
      (part.isPromise || (options.checkThenables && part.thenable === "rejecting")) &&
      !isNamed(part.origins, [...ownRules, ...options.allowForKnownSafePromises]),
  );
}

// What is wrong with these is not that an error is lost; each has a rule of its own.
const ownRules: readonly Specifier[] = [
  { from: "package", name: ["Coroutine", "Task"], package: "@awaitwise/runtime" },
];

function isPromiseArray(type: TypeFacts, options: FloatingPromiseOptions): boolean {
  return type.parts.some((part) => part.elements?.some((element) => isPromise(element, options)));
}

function isIife(expression: ts.Expression): boolean {
  const call = unwrap(expression);
  if (!ts.isCallExpression(call)) return false;
  const callee = unwrap(call.expression);
  return ts.isArrowFunction(callee) || ts.isFunctionExpression(callee);
}

// The test runner of Node awaits what its functions return by itself.
const knownSafeCalls: readonly Specifier[] = [
  {
    from: "package",
    package: "node:test",
    name: ["describe", "it", "only", "skip", "suite", "test", "todo"],
  },
];

function isKnownSafe(call: ts.CallExpression, context: Context): boolean {
  const target = context.callOf(call)()?.target;
  const origins = [
    ...(target?.origin === undefined ? [] : [target.origin]),
    ...context.typeOf(call.expression)().origins,
  ];
  return isNamed(origins, [...knownSafeCalls, ...context.options.allowForKnownSafeCalls]);
}

function messageFor({ kind }: Floating): string {
  switch (kind) {
    case "promise":
      return "This promise is dropped: if it rejects, nobody handles the error, and what follows does not wait for it. Await it, return it, or handle its rejection; `void` says that dropping it is meant";
    case "array":
      return "These promises are dropped: if one rejects, nobody handles the error, and what follows does not wait for them. Await them together with `Promise.all`";
    case "useless handler":
      return "The rejection handler of this promise is not a function, so a rejection goes unhandled. Give it a function, or await the promise";
    case "no reason":
      return "`void` says that dropping this promise is meant, and nothing says why. Say so in a comment beside it, or await the promise";
  }
}

// Methods of arrays and maps that give back what was in them: whoever put it there still has it.
const givesBack = new Set(["copyWithin", "fill", "pop", "reverse", "shift", "sort", "splice"]);

function confidenceOf(at: ts.Node, culprit: ts.Expression, context: Context): Confidence {
  if (intentOf(at, culprit) === "fire and forget") return "low";
  // What an awaited call brings may hold promises that somebody else takes care of.
  if (ts.isAwaitExpression(unwrap(culprit)) && holdsOthers(context.typeOf(culprit)())) return "low";
  // A function that awaits, or catches what it calls, means to see the end of it; one that can do
  // neither may have started it on purpose.
  const sees = mayAwait(at, context.topLevelAwait) !== "no" || isCaught(at);
  const missed = sees ? "high" : "medium";
  const call = unwrap(culprit);
  if (!ts.isCallExpression(call)) return missed;
  const callee = unwrap(call.expression);
  if (ts.isPropertyAccessExpression(callee) && givesBack.has(callee.name.text)) return "low";
  // A function that catches its own errors loses none; only its end goes unseen.
  return losesNone(call, context) || tellsByCallback(call, context) ? "low" : missed;
}

// What gives a promise only where it got no callback, and got one that takes the error.
function tellsByCallback(call: ts.CallExpression, context: Context): boolean {
  const last = call.arguments.at(-1);
  const callback = last === undefined ? undefined : unwrap(last);
  if (callback === undefined) return false;
  if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return false;
  const [error] = callback.parameters;
  if (error === undefined || !/^_?(?:e|er|err|error)\d?$/i.test(error.name.getText())) return false;
  return context
    .typeOf(call)()
    .parts.some((part) => part.isNullish || part.isVoid);
}

function losesNone(call: ts.CallExpression, context: Context): boolean {
  const callee = unwrap(call.expression);
  const body =
    ts.isArrowFunction(callee) || ts.isFunctionExpression(callee)
      ? callee
      : context.callOf(call)()?.body;
  return body !== undefined && isAsync(body) && handlesOwnErrors(body);
}

// What the code itself says of a promise that is dropped, for a reader who agrees.
function reasonFor(at: ts.Node, culprit: ts.Expression, context: Context): string {
  const intended = intendedFor(at, culprit);
  if (intended !== undefined) return intended;
  const call = unwrap(culprit);
  return ts.isCallExpression(call) && losesNone(call, context)
    ? "it handles its own errors"
    : "fire and forget";
}

function holdsOthers(type: TypeFacts): boolean {
  return type.parts.some((part) => part.elements?.some((one) => !one.parts.some(isThenable)));
}

function isThenable(part: TypeFacts): boolean {
  return part.thenable !== "none";
}

function isCaught(node: ts.Node): boolean {
  for (let at = node; !ts.isFunctionLike(at) && at.parent !== undefined; at = at.parent) {
    const { parent } = at;
    if (ts.isTryStatement(parent) && parent.tryBlock === at && parent.catchClause !== undefined) {
      return true;
    }
  }
  return false;
}

function fixesFor(
  statement: ts.ExpressionStatement,
  { kind, culprit }: Floating,
  context: Context,
): FixOrRefusal {
  const { expression } = statement;
  const inner = unwrap(expression);
  const waits = ts.isVoidExpression(inner) ? undefined : operandAround(expression, culprit);
  const awaited = awaitFix(
    statement,
    waits === undefined
      ? [replaceVoid(inner as ts.VoidExpression)]
      : kind === "array"
        ? wrapEdits(waits, "await Promise.all")
        : awaitEdits(waits),
    {
      title: kind === "array" ? "Await them with Promise.all" : "Await it",
      safety: confidenceOf(statement, culprit, context) === "high" ? "safe" : "suggested",
    },
    context,
  );
  const fixes: Fix[] = [...awaited.fixes];
  if (waits === expression) fixes.push(...returnFixes(statement, context));
  if (waits === expression && kind !== "useless handler") {
    fixes.push(...catchFixes(expression, context.typeOf(expression)(), kind === "array"));
  }
  if (context.options.ignoreVoid && !ts.isVoidExpression(inner)) {
    const reason = reasonFor(statement, culprit, context);
    fixes.push(voidFix(statement, { title: "Say with void that dropping it is meant", reason }));
  }
  return { fixes, refusals: awaited.refusals };
}

// Of `a(), b()` only the operand that drops a promise is awaited; everything else is awaited whole.
function operandAround(expression: ts.Expression, culprit: ts.Expression): ts.Expression {
  const inner = unwrap(expression);
  if (
    !ts.isBinaryExpression(inner) ||
    inner.operatorToken.kind !== ts.SyntaxKind.CommaToken ||
    inner === culprit
  ) {
    return expression;
  }
  return operandAround(culprit.pos < inner.left.end ? inner.left : inner.right, culprit);
}

function replaceVoid(expression: ts.VoidExpression): TextEdit {
  const { file, start } = spanOf(expression);
  return { file, start, end: start + "void".length, text: "await" };
}
