import { returnsNothing, returnsPromise } from "../../model/callbacks.js";
import { methodName } from "../../model/rejection-handler.js";
import { ts } from "../../model/syntax.js";
import type { SignatureFacts, TypeFacts } from "../../model/type-source.js";
import { unwrap } from "../../model/unwrap.js";
import type { Asked } from "../rule.js";
import { confidenceIn } from "./callback-confidence.js";
import { mayBeFunction } from "./function-value.js";
import type { MisusedContext } from "./misused-promise.js";

/** Checks arguments that return a promise, in parameters whose callbacks are to return nothing. */
export function checkArguments(
  call: ts.CallExpression | ts.NewExpression,
  context: MisusedContext,
): void {
  const args = (call.arguments ?? []).map((argument, index) => ({ argument, index }));
  const callbacks = args.filter(({ argument }) => mayBeFunction(argument));
  if (callbacks.length === 0) return;
  const waits = isFinally(call, context);
  const asked = callbacks.map(({ argument, index }) => ({
    argument,
    index,
    type: context.typeOf(argument),
  }));
  context.decide(() => {
    if (waits()) return;
    for (const { argument, index, type } of asked) {
      if (!returnsPromise(type())) continue;
      // Few arguments get here; what is expected of them is asked for all of them at once.
      const callee = context.typeOf(call.expression);
      const expected = context.expectedOf(argument);
      context.decide(() => {
        if (!wantsNothing(signaturesOf(callee(), call), index, expected())) return;
        context.report({
          at: argument,
          message: `The promise of this callback is dropped: what it is handed to expects nothing back, so it neither waits for it nor handles its rejection. Handle the rejection inside, or hand it to something that waits`,
          confidence: takesBack(call, context) ? "low" : confidenceIn(argument),
        });
      });
    }
  });
}

// A listener that is taken away is not called there: what is wrong, if anything, is where it was given.
function takesBack(call: ts.CallExpression | ts.NewExpression, context: MisusedContext): boolean {
  const name = methodName(unwrap(call.expression));
  if (name === undefined || !/^(off|remove(Event)?Listener)$/.test(name)) return false;
  return ts.isCallExpression(call) && context.callOf(call)()?.target?.origin?.from !== "file";
}

// `finally` waits for the promise that its callback returns.
function isFinally(
  call: ts.CallExpression | ts.NewExpression,
  context: MisusedContext,
): Asked<boolean> {
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee) && !ts.isElementAccessExpression(callee)) {
    return () => false;
  }
  if (ts.isPropertyAccessExpression(callee) && callee.name.text !== "finally") return () => false;
  const receiver = context.typeOf(callee.expression);
  const name = ts.isElementAccessExpression(callee)
    ? context.typeOf(callee.argumentExpression)
    : undefined;
  return () =>
    (name === undefined || name().literal === "finally") &&
    receiver().parts.some((part) => part.isPromise);
}

// Any overload that takes a promise makes one welcome, whichever of them the checker chose.
function wantsNothing(
  signatures: readonly SignatureFacts[],
  index: number,
  expected: TypeFacts | undefined,
): boolean {
  const types = signatures.flatMap(({ parameters }) => {
    const parameter = parameters[index] ?? parameters.at(-1);
    if (parameter === undefined) return [];
    const reaches = index < parameters.length || parameter.rest;
    return reaches ? [parameter.type] : [];
  });
  if (expected !== undefined && types.length > 0) types.push(expected);
  return !types.some(returnsPromise) && types.some(returnsNothing);
}

function signaturesOf(
  callee: TypeFacts,
  call: ts.CallExpression | ts.NewExpression,
): readonly SignatureFacts[] {
  return callee.parts.flatMap((part) =>
    ts.isNewExpression(call) ? part.constructSignatures : part.signatures,
  );
}
