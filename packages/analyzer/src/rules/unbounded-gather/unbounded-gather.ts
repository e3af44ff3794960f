import { type Gather, gatherOf, type Mapped, mappedBefore } from "../../model/gathers.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { isSmall } from "../../serial/fix/turn-runner.js";
import { surroundingObstacle } from "../../serial/surroundings.js";
import type { Rule, RuleContext } from "../rule.js";
import { isOfAnyNumber } from "./any-number.js";
import { boundedFix } from "./bounded-fix.js";

/** A gather that starts as many calls as there happen to be items. */
export const unboundedGather: Rule = {
  meta: {
    id: "unbounded-gather",
    summary: "A gather starts a call for each item of a collection of any size, all at once",
    severity: "suggestion",
    presets: ["strict"],
    fixSafety: "suggested",
    counterparts: [],
  },
  defaults: {},
  kinds: [ts.SyntaxKind.CallExpression],
  visit(node, context) {
    const gather = gatherOf(node as ts.CallExpression);
    if (gather === undefined) return;
    const mapped = gather.mapped ?? mappedBefore(gather);
    if (mapped === undefined || !isOfAnyNumber(mapped.items)) return;
    context.decide(() => {
      const obstacle = surroundingObstacle(gather.call);
      if (obstacle?.hazard === "test" || obstacle?.hazard === "one-off-script") return;
      if (isBounded(mapped.items, context)) return;
      judge(gather, mapped, context);
    });
  },
};

function judge(gather: Gather, mapped: Mapped, context: RuleContext): void {
  const summary = context.summaryOf(mapped.body ?? mapped.call);
  if (summary.latency.kind !== "io" || isLimited(mapped.callback, context)) return;
  const { fix, refused } = boundedFix(gather, mapped, context);
  const origin = summary.latency.origin;
  const items = short(mapped.items);
  context.report({
    at: gather.call.expression,
    message: `This starts a call that waits for ${summary.latency.what || "something outside the program"} for each of \`${items}\`, all at once, however many there are. Let only so many run at a time`,
    confidence: "medium",
    group: [gather.call],
    related:
      origin === undefined || isInside(origin.at, gather.call)
        ? []
        : [{ at: origin.at, message: `Each call waits here for ${summary.latency.what}` }],
    ...(fix === undefined ? {} : { fixes: [fix] }),
    ...(refused === undefined
      ? {}
      : { refusals: [{ title: "Limit how many run at a time", reason: refused }] }),
  });
}

// Few by what is written, by their type, or because they were cut to size.
function isBounded(items: ts.Expression, context: RuleContext): boolean {
  const at = unwrap(items);
  if (isSmall(at, context)) return true;
  if (/(^|[^a-z])(chunk|batch|page|slice)(e?s)?([^a-z]|$)/i.test(words(at))) return true;
  if (ts.isCallExpression(at) && ts.isPropertyAccessExpression(at.expression)) {
    const { name, expression } = at.expression;
    if (name.text === "slice" || name.text === "splice") return at.arguments.length === 2;
    const object = unwrap(expression);
    // What is mapped or filtered is no more than it was; the keys of an object that is written out
    // are as few as its text.
    if (/^(map|filter|sort|toSorted|reverse|concat|entries|keys|values)$/.test(name.text)) {
      return isObjectFunction(object)
        ? isWrittenOut(at.arguments[0], context)
        : isBounded(object, context);
    }
  }
  return isWrittenOut(at, context);
}

// `await find({ take: 20 })`, `rows.slice(0, 50)`: a page, however many there are in all.
function isAskedForFew(value: ts.Expression): boolean {
  const at = ts.isAwaitExpression(value) ? unwrap(value.expression) : value;
  if (!ts.isCallExpression(at)) return false;
  return /\b(limit|take|pageSize|perPage|maxResults|LIMIT)\b|\.slice\([^()]*,/.test(at.getText());
}

function isObjectFunction(object: ts.Expression): boolean {
  return ts.isIdentifier(object) && object.text === "Object";
}

// A constant whose elements or properties stand in the code.
function isWrittenOut(expression: ts.Expression | undefined, context: RuleContext): boolean {
  const at = expression === undefined ? undefined : unwrap(expression);
  if (at === undefined) return false;
  if (ts.isArrayLiteralExpression(at)) return !at.elements.some((one) => ts.isSpreadElement(one));
  if (ts.isObjectLiteralExpression(at)) {
    return !at.properties.some((one) => ts.isSpreadAssignment(one));
  }
  if (!ts.isIdentifier(at)) return false;
  const [declaration, ...others] = context.symbolOf(at)()?.declarations ?? [];
  if (declaration === undefined || others.length > 0 || !ts.isVariableDeclaration(declaration)) {
    return false;
  }
  const isConstant = (declaration.parent.flags & ts.NodeFlags.Const) !== 0;
  const value = declaration.initializer;
  if (!isConstant || value === undefined) return false;
  const inner = unwrap(value);
  if (isAskedForFew(inner)) return true;
  // An empty list is filled later.
  if (ts.isArrayLiteralExpression(inner) && inner.elements.length === 0) return false;
  return isWrittenOut(inner, context);
}

// Something in the function lets only so many run at a time.
function isLimited(work: ts.Node, context: RuleContext): boolean {
  if (ts.isCallExpression(work) && isLimiter(work, context)) return true;
  let limited = false;
  const visit = (node: ts.Node): void => {
    if (limited) return;
    if (ts.isCallExpression(node) && isLimiter(node, context)) limited = true;
    else ts.forEachChild(node, visit);
  };
  visit(work);
  return limited;
}

function isLimiter(call: ts.CallExpression, context: RuleContext): boolean {
  const hazards = context.libraryCall(call)?.hazards ?? [];
  if (hazards.includes("limiter") || hazards.includes("lock")) return true;
  // Loaders and limiters of the project's own are known by their names.
  return /(limit|limiter|throttle|semaphore|queue|dataloader|loader)s?\b/i.test(
    call.expression.getText().split("(")[0] ?? "",
  );
}

function words(node: ts.Node): string {
  return node.getText().replaceAll(/([a-z])([A-Z])/g, "$1 $2");
}

function isInside(node: ts.Node, outer: ts.Node): boolean {
  return (
    node.getSourceFile() === outer.getSourceFile() && outer.pos <= node.pos && node.end <= outer.end
  );
}

function short(node: ts.Node): string {
  const text = node.getText().replaceAll(/\s+/g, " ");
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}
