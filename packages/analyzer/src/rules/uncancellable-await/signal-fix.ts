import type { Fix, TextEdit } from "../../finding.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { importEdits } from "../import-edits.js";
import { insertAfter, insertBefore, replace } from "../rule.js";
import type { SignalPlace } from "./takes-signal.js";

/**
 * Whether a call was given a signal: `no` where the place for it is empty or seen whole, `unknown`
 * where it stands elsewhere.
 */
export function givesSignal(
  call: ts.CallExpression,
  { argument, property }: SignalPlace,
): "no" | "unknown" | "yes" {
  if (call.arguments.some((one) => ts.isSpreadElement(one))) return "unknown";
  const options = call.arguments[argument < 0 ? call.arguments.length - 1 : argument];
  if (options === undefined) return "no";
  const inner = unwrap(options);
  // What is last in a pipeline may be a stream.
  if (!ts.isObjectLiteralExpression(inner)) {
    return argument < 0 || isEncoding(inner) || isNothing(inner) ? "no" : "unknown";
  }
  if (inner.properties.some((one) => ts.isSpreadAssignment(one))) return "unknown";
  return inner.properties.some((one) => one.name?.getText() === property) ? "yes" : "no";
}

/** Hands the task's own signal to a call. */
export function signalFix(call: ts.CallExpression, place: SignalPlace): Fix | undefined {
  const imports = importEdits(call.getSourceFile(), "cancelSignal", "@awaitwise/runtime");
  const given = argumentEdits(call, place);
  if (imports === undefined || given === undefined) return undefined;
  return {
    title: "Pass it the task's cancelSignal()",
    safety: "suggested",
    edits: [...imports, ...given],
  };
}

function argumentEdits(
  call: ts.CallExpression,
  { argument, property }: SignalPlace,
): readonly TextEdit[] | undefined {
  const entry = `${property}: cancelSignal()`;
  const { arguments: given } = call;
  const index = argument < 0 ? given.length - 1 : argument;
  const options = given[index];
  const inner = options === undefined ? undefined : unwrap(options);
  if (inner !== undefined && ts.isObjectLiteralExpression(inner)) {
    const last = inner.properties.at(-1);
    if (last === undefined) return [replace(inner, `{ ${entry} }`)];
    const [first] = inner.properties;
    return first === undefined ? undefined : [insertBefore(first, `${entry}, `)];
  }
  if (argument >= 0 && inner !== undefined) {
    if (isEncoding(inner)) return [replace(inner, `{ encoding: ${inner.getText()}, ${entry} }`)];
    return isNothing(inner) ? [replace(inner, `{ ${entry} }`)] : undefined;
  }
  const missing = argument < 0 ? 0 : argument - given.length;
  const last = given.at(-1);
  if (last === undefined) return undefined;
  return [insertAfter(last, `${", undefined".repeat(Math.max(missing, 0))}, { ${entry} }`)];
}

function isEncoding(expression: ts.Expression): boolean {
  return ts.isStringLiteralLike(expression);
}

function isNothing(expression: ts.Expression): boolean {
  return (
    expression.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(expression) && expression.text === "undefined")
  );
}
