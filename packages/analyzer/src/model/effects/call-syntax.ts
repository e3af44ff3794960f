import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";

/** A call in one of its forms. */
export type CallLike = ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;

export function isCallLike(node: ts.Node): node is CallLike {
  return (
    ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node)
  );
}

export function calleeOf(call: CallLike): ts.Expression {
  return unwrap(ts.isTaggedTemplateExpression(call) ? call.tag : call.expression);
}

/** What a call hands over; of a template, its values. */
export function argumentsOf(call: CallLike): readonly ts.Expression[] {
  if (!ts.isTaggedTemplateExpression(call)) return call.arguments ?? [];
  return ts.isTemplateExpression(call.template)
    ? call.template.templateSpans.map(({ expression }) => expression)
    : [];
}

/** Tells whether an expression is what a call calls. */
export function isCallee(node: ts.Expression): boolean {
  let at: ts.Node = node;
  while (ts.isParenthesizedExpression(at.parent) || ts.isNonNullExpression(at.parent)) {
    at = at.parent;
  }
  const { parent } = at;
  return (
    ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === at) ||
    (ts.isTaggedTemplateExpression(parent) && parent.tag === at)
  );
}

export function functionsAmong(args: readonly ts.Expression[]): readonly ts.Expression[] {
  return args.filter((one) => isFunctionLiteral(one));
}

export function isFunctionLiteral(expression: ts.Expression): boolean {
  const at = unwrap(expression);
  return ts.isArrowFunction(at) || ts.isFunctionExpression(at);
}

/** Tells whether an expression is a literal, which leads to no object. */
export function isPlain(expression: ts.Expression): boolean {
  const at = unwrap(expression);
  return (
    ts.isStringLiteralLike(at) ||
    ts.isTemplateExpression(at) ||
    ts.isNumericLiteral(at) ||
    at.kind === ts.SyntaxKind.TrueKeyword ||
    at.kind === ts.SyntaxKind.FalseKeyword ||
    at.kind === ts.SyntaxKind.NullKeyword
  );
}

/** Tells whether a function is handed to a promise for the case that it fails. */
export function isRejectionHandler(run: ts.Expression): boolean {
  const { parent } = run;
  if (!ts.isCallExpression(parent)) return false;
  const callee = unwrap(parent.expression);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  return (
    (callee.name.text === "catch" && parent.arguments[0] === run) ||
    (callee.name.text === "then" && parent.arguments[1] === run)
  );
}
