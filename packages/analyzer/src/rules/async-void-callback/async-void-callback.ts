import type { Confidence } from "../../finding.js";
import { returnsPromise } from "../../model/callbacks.js";
import { isAsync } from "../../model/enclosing-function.js";
import { endsLater, handlesOwnErrors } from "../../model/own-errors.js";
import { ts } from "../../model/syntax.js";
import type { CallFacts } from "../../model/type-source.js";
import { unwrap } from "../../model/unwrap.js";
import type { FixOrRefusal } from "../await-fix.js";
import type { Rule, RuleContext } from "../rule.js";
import { forOfFix } from "./for-of-fix.js";
import { type Caller, callerOf } from "./known-callers.js";
import { accumulatorUse } from "./reducer.js";

/** An async function handed to what neither waits for it nor sees it fail. */
export const asyncVoidCallback: Rule = {
  meta: {
    id: "async-void-callback",
    summary: "An async function is handed to what neither waits for it nor sees it fail",
    severity: "error",
    presets: ["recommended", "strict"],
    fixSafety: "suggested",
    counterparts: ["@typescript-eslint/no-misused-promises", "no-async-promise-executor"],
    supersedes: ["misused-promise"],
  },
  defaults: {},
  kinds: [ts.SyntaxKind.CallExpression, ts.SyntaxKind.NewExpression],
  visit(node, context) {
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return;
    const caller = callerOf(node);
    if (caller === undefined) return;
    const argument = node.arguments?.[caller.argument];
    if (argument === undefined) return;
    const callback = unwrap(argument);
    if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return;
    if (!isAsync(callback) || callback.asteriskToken !== undefined) return;
    if (caller.kind === "reducer") checkReducer(node, argument, callback, context);
    else checkCallback(node, caller, argument, callback, context);
  },
};

type Callback = ts.ArrowFunction | ts.FunctionExpression;
type Call = ts.CallExpression | ts.NewExpression;

function checkCallback(
  call: Call,
  caller: Caller,
  argument: ts.Expression,
  callback: Callback,
  context: RuleContext,
): void {
  const asked = context.callOf(call);
  context.decide(() => {
    const known = knownOf(asked(), caller);
    if (known === "waits" || (known === "unknown" && caller.kind === "event")) return;
    context.report({
      at: argument,
      message: messageFor(caller),
      confidence: confidenceOf(known, callback),
      ...fixesFor(call, caller, callback, context),
    });
  });
}

// What a call's own types say of the callback that it takes.
function knownOf(
  call: CallFacts | undefined,
  { argument, kind }: Caller,
): "drops" | "unknown" | "waits" {
  if (kind === "executor") return call?.target?.origin?.from === "lib" ? "drops" : "waits";
  const { parameters = [] } = call ?? {};
  const parameter = parameters[argument] ?? parameters.at(-1);
  if (
    parameter === undefined ||
    parameter.type.parts.every((part) => part.isAny || part.isUnknown)
  ) {
    return "unknown";
  }
  if (returnsPromise(parameter.type)) return "waits";
  const returned = parameter.type.parts.flatMap((part) =>
    part.signatures.map((one) => one.returns),
  );
  // The library's own handlers may return anything, and it is dropped; elsewhere it may be used.
  const vague = returned.some((one) => one.isAny || one.isUnknown);
  return vague && call?.target?.origin?.from !== "lib" ? "unknown" : "drops";
}

function confidenceOf(known: "drops" | "unknown", callback: Callback): Confidence {
  // A function that catches its own errors loses none; only its end goes unseen. One that waits for
  // nothing is over when it returns: that it is async is the mistake, and has a rule of its own.
  if (handlesOwnErrors(callback) || !endsLater(callback)) return "low";
  return known === "drops" ? "high" : "medium";
}

function messageFor({ kind, name }: Caller): string {
  switch (kind) {
    case "each":
      return `\`${name}\` does not wait for this async callback: what follows runs before it has ended, and if it rejects, nobody handles the error. Use \`for...of\` with \`await\`, or \`await Promise.all(...)\` over a \`map\``;
    case "timer":
      return `\`${name}\` drops the promise of this async callback: if it rejects, nobody handles the error, which by default ends the process. Catch errors inside`;
    case "event":
      return `Whoever emits the event drops the promise of this async listener: if it rejects, nobody handles the error, which by default ends the process. Catch errors inside`;
    case "executor":
      return "What an async executor throws is lost: the promise that it should settle stays pending for ever. Do the waiting outside, and let `new Promise` wrap only what has callbacks";
    case "reducer":
      return "";
  }
}

function fixesFor(
  call: Call,
  { kind }: Caller,
  callback: Callback,
  context: RuleContext,
): Partial<FixOrRefusal> {
  if (kind !== "each" || !ts.isCallExpression(call)) return {};
  const { expression: list } = unwrap(call.expression) as ts.PropertyAccessExpression;
  return forOfFix(call, callback, context.typeOf(list)(), context);
}

function checkReducer(
  call: Call,
  argument: ts.Expression,
  callback: Callback,
  context: RuleContext,
): void {
  const use = accumulatorUse(callback);
  if (use === "first" || !ts.isCallExpression(call)) return;
  const callee = unwrap(call.expression) as ts.PropertyAccessExpression;
  const receiver = context.typeOf(callee.expression);
  context.decide(() => {
    if (!receiver().parts.every((part) => part.elements !== undefined)) return;
    context.report({
      at: argument,
      message:
        use === "never"
          ? "This async reducer never awaits what it was given so far, which is a promise: each step drops the step before it, and its error. Await the first parameter first, or use `for...of`"
          : "This async reducer awaits something else before what it was given so far: all steps start at once, and when a later one rejects first, nobody has handled it yet. Await the first parameter first, or use `for...of`",
      confidence: use === "never" ? "high" : "medium",
    });
  });
}
