import type { Fix } from "../../finding.js";
import { coroutineFunctions } from "../../model/coroutine-functions.js";
import { enclosingFunction } from "../../model/enclosing-function.js";
import { importsFrom, importsOf } from "../../model/imports.js";
import { runnerOf } from "../../model/runner-of.js";
import { isOfRuntime, isRuntimeType, runtimeSpecifier } from "../../model/runtime-package.js";
import { ts } from "../../model/syntax.js";
import type { CallFacts, Origin } from "../../model/type-source.js";
import { unwrap } from "../../model/unwrap.js";
import { wrapEdits } from "../fix-text.js";
import { importEdits } from "../import-edits.js";
import type { Rule, RuleContext } from "../rule.js";
import { givesSignal, signalFix } from "./signal-fix.js";
import { sleepFix, timerPromise } from "./sleep-fix.js";
import { type SignalPlace, signalPlace } from "./takes-signal.js";

/** An await in a task that a cancellation of the task cannot end. */
export const uncancellableAwait: Rule = {
  meta: {
    id: "uncancellable-await",
    summary: "A task waits for a foreign promise, which a cancellation or a timeout cannot end",
    severity: "warning",
    presets: ["recommended", "strict"],
    fixSafety: "suggested",
    counterparts: [],
  },
  defaults: {},
  kinds: [ts.SyntaxKind.AwaitExpression],
  visit(node, context) {
    if (!ts.isAwaitExpression(node)) return;
    const owner = enclosingFunction(node);
    if (owner === undefined || !importsFrom(context.file, runtimeSpecifier)) return;
    context.looksAround();
    if (!coroutineFunctions(context.file).has(owner)) return;
    const awaited = unwrap(node.expression);
    if (ts.isNewExpression(awaited)) visitNew(node, awaited, context);
    else if (ts.isCallExpression(awaited)) visitCall(node, awaited, context);
  },
};

function visitNew(node: ts.AwaitExpression, made: ts.NewExpression, context: RuleContext): void {
  const type = context.typeOf(made);
  context.decide(() => {
    if (!type().isPromise || isRuntimeType(type())) return;
    const duration = timerPromise(made);
    if (duration === undefined) {
      report(node, "This waits for a promise", "low", wrapFix(node, context), context);
      return;
    }
    const fix = sleepFix(node.expression, duration);
    context.report({
      at: node,
      message:
        "A cancellation or a timeout of the task cannot end this wait, which goes on until its timer fires. Use the runtime's `sleep`",
      confidence: "medium",
      fixes: fix === undefined ? [] : [fix],
    });
  });
}

function visitCall(node: ts.AwaitExpression, call: ts.CallExpression, context: RuleContext): void {
  const asked = context.callOf(call);
  const type = context.typeOf(call);
  context.decide(() => {
    const facts = asked();
    if (isOfRuntime(facts?.target?.origin) || isRuntimeType(type())) return;
    const origins = originsOf(call, facts, context);
    const place = signalPlace(calledName(call, context), origins);
    if (place !== undefined) {
      reportSignal(node, call, place, context);
      return;
    }
    if (!isForeign(facts, origins) || !type().parts.some((part) => part.thenable !== "none"))
      return;
    if (combines(call, facts) || isCleanUp(node) || isOfEndingRequest(call)) return;
    report(node, "This waits for another library", "low", wrapFix(node, context), context);
  });
}

function reportSignal(
  node: ts.AwaitExpression,
  call: ts.CallExpression,
  place: SignalPlace,
  context: RuleContext,
): void {
  if (givesSignal(call, place) !== "no") return;
  const fix = signalFix(call, place);
  context.report({
    at: node,
    message: `\`${call.expression.getText()}\` takes an AbortSignal and got none: a cancellation or a timeout of the task cannot end this wait, and the work goes on. Pass it \`cancelSignal()\``,
    confidence: "medium",
    fixes: fix === undefined ? [] : [fix],
  });
}

function report(
  node: ts.AwaitExpression,
  what: string,
  confidence: "low",
  fixes: readonly Fix[],
  context: RuleContext,
): void {
  context.report({
    at: node,
    message: `${what} that knows nothing of the task: a cancellation or a timeout takes effect only when it has ended. Wrap it with \`wrapFuture\`, which ends the wait at once`,
    confidence,
    fixes,
  });
}

function wrapFix(node: ts.AwaitExpression, context: RuleContext): readonly Fix[] {
  const imports = importEdits(context.file, "wrapFuture", "@awaitwise/runtime");
  if (imports === undefined) return [];
  const edits = [...imports, ...wrapEdits(node.expression, "wrapFuture")];
  return [{ title: "Wait for it with wrapFuture", safety: "suggested", edits }];
}

// Where the types are not there, the import says what is called.
function originsOf(
  call: ts.CallExpression,
  facts: CallFacts | undefined,
  { file }: RuleContext,
): readonly Origin[] {
  const origin = facts?.target?.origin;
  if (origin !== undefined) return [origin];
  const callee = unwrap(call.expression);
  const root = ts.isPropertyAccessExpression(callee) ? unwrap(callee.expression) : callee;
  const imported = ts.isIdentifier(root) ? importsOf(file).get(root.text) : undefined;
  if (imported === undefined || imported.module.startsWith(".")) return [];
  const from = { package: imported.module.replace(/^node:/, "") };
  return [{ name: imported.name, from, file: "" }];
}

function calledName(call: ts.CallExpression, { file }: RuleContext): string {
  const callee = unwrap(call.expression);
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  if (!ts.isIdentifier(callee)) return "";
  return importsOf(file).get(callee.text)?.name ?? callee.text;
}

// The project's own functions are looked at where they stand.
function isForeign(facts: CallFacts | undefined, origins: readonly Origin[]): boolean {
  return facts?.body === undefined && origins.some(({ from }) => from !== "file");
}

// What a `finally` puts in order is to be done to the end.
function isCleanUp(node: ts.Node): boolean {
  for (let at = node; !ts.isFunctionLike(at) && at.parent !== undefined; at = at.parent) {
    if (ts.isTryStatement(at.parent) && at.parent.finallyBlock === at) return true;
  }
  return false;
}

// `(await fetch(url, { signal })).json()`: the signal of a request ends the reading of its answer too.
function isOfEndingRequest(call: ts.CallExpression): boolean {
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee) || !bodyReaders.has(callee.name.text)) return false;
  const response = unwrap(callee.expression);
  return (ts.isIdentifier(response) ? valuesOf(response) : [response]).some(
    (value) =>
      ts.isAwaitExpression(value) &&
      ts.isCallExpression(unwrap(value.expression)) &&
      givesSignal(unwrap(value.expression) as ts.CallExpression, {
        argument: 1,
        property: "signal",
      }) === "yes",
  );
}

const bodyReaders = new Set(["arrayBuffer", "blob", "bytes", "formData", "json", "text"]);

// What a name is declared with in the function around it.
function valuesOf(name: ts.Identifier): ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.initializer !== undefined) {
      if (node.name.getText() === name.text) found.push(unwrap(node.initializer));
    }
    ts.forEachChild(node, visit);
  };
  visit(runnerOf(name));
  return found;
}

// `Promise.all` and `then` wait for what they are given.
function combines(call: ts.CallExpression, facts: CallFacts | undefined): boolean {
  const callee = unwrap(call.expression);
  return (
    facts?.target?.origin?.from === "lib" &&
    ts.isPropertyAccessExpression(callee) &&
    /^(?:all|allSettled|any|catch|finally|race|reject|resolve|then|try)$/.test(callee.name.text)
  );
}
