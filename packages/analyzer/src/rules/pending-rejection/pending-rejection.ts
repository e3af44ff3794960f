import type { Confidence } from "../../finding.js";
import { methodName } from "../../model/rejection-handler.js";
import { ts } from "../../model/syntax.js";
import { isTestBody } from "../../model/test-functions.js";
import type { TypeFacts } from "../../model/type-source.js";
import { unwrap } from "../../model/unwrap.js";
import { isLosable, makesAnew, neverRejects } from "../fresh-promise.js";
import { askedBy, hasStatements, usesOf } from "../held-promise.js";
import { intentOf } from "../intent.js";
import type { Rule, RuleContext } from "../rule.js";
import { awaitedBy, firstWait, isCaught, type Wait } from "./first-wait.js";
import { fixesFor } from "./fixes.js";
import { visitLoop } from "./loops.js";

/** A promise that is started, and left without a handler while something else is awaited. */
export const pendingRejection: Rule = {
  meta: {
    id: "pending-rejection",
    summary:
      "A promise has no handler yet while something else is awaited: its rejection ends the process",
    severity: "error",
    presets: ["recommended", "strict"],
    fixSafety: "suggested",
    counterparts: [],
  },
  defaults: {},
  kinds: [ts.SyntaxKind.ForOfStatement, ts.SyntaxKind.VariableDeclaration],
  visit(node, context) {
    if (ts.isForOfStatement(node)) visitLoop(node, context);
    else if (ts.isVariableDeclaration(node)) visitVariable(node, context);
  },
};

function visitVariable(node: ts.VariableDeclaration, context: RuleContext): void {
  const { initializer, name, parent: list } = node;
  if (!ts.isIdentifier(name) || initializer === undefined || !makesAnew(initializer)) return;
  if (!ts.isVariableDeclarationList(list) || list.declarations.at(-1) !== node) return;
  const statement = list.parent;
  if (!ts.isVariableStatement(statement)) return;
  const block = statement.parent;
  if (!hasStatements(block)) return;
  const rest = block.statements.slice(block.statements.indexOf(statement) + 1);
  // Without a wait in sight there is nothing to ask.
  if (!rest.some(mayWait)) return;
  const type = context.typeOf(initializer);
  context.decide(() => {
    if (!isLosable(type())) return;
    const uses = usesOf(name, block, context);
    if (uses === undefined || uses.consuming.size === 0) return;
    const wait = firstWait(rest, {
      asks: (condition) => askedBy(condition, uses.looking),
      handles: (one) => uses.consuming.has(one),
      waits: (operand) => context.typeOf(operand)().parts.some(takesTime),
    });
    if (wait === undefined || neverRejects(initializer, context)) return;
    // Where every path that waits leaves without it, it is not pending but lost.
    const [user] = [...uses.consuming].filter((one) => one.pos > wait.at.pos);
    if (user === undefined) return;
    context.report({
      at: name,
      message: `\`${name.text}\` has no handler yet while \`${short(awaitedBy(wait))}\` is awaited: if it rejects meanwhile, or that one throws, its rejection is unhandled and ends the process. Await both together, or handle it first`,
      confidence: isPlain(type()) ? confidenceOf(name, initializer, wait, user) : "low",
      related: [
        { at: wait.at, message: "This is awaited first" },
        { at: user, message: "Only here it gets a handler" },
      ],
      fixes: fixesFor(node, initializer),
    });
  });
}

// A class of promises may well give itself a handler.
function isPlain(type: TypeFacts): boolean {
  return type.parts.every((part) => part.isNullish || part.origins[0]?.from === "lib");
}

function takesTime(part: { readonly thenable: string; readonly isAny: boolean }): boolean {
  return part.thenable !== "none" || part.isAny;
}

function mayWait(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isAwaitExpression(node)) return true;
  if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) return true;
  return ts.forEachChild(node, mayWait) ?? false;
}

function short(node: ts.Node): string {
  const text = node.getText().replaceAll(/\s+/g, " ");
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}

function confidenceOf(
  name: ts.Identifier,
  made: ts.Expression,
  wait: Wait,
  user: ts.Node,
): Confidence {
  if (isSubscription(made) || isInTest(name) || intentOf(name, made) !== "unknown") {
    return "low";
  }
  // The error that the function handles is the one that gets away.
  return isCaught(user) && !wait.conditional ? "high" : "medium";
}

// A test that fails has told what it has to tell.
function isInTest(node: ts.Node): boolean {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    if (isTestBody(at)) return true;
  }
  return false;
}

// What is awaited in between brings the event about: to listen first is right.
function isSubscription(made: ts.Expression): boolean {
  const call = unwrap(made);
  if (!ts.isCallExpression(call)) return false;
  const callee = unwrap(call.expression);
  const name = ts.isIdentifier(callee) ? callee.text : (methodName(callee) ?? "");
  return /^(once|on|next|waitFor\w*|waitUntil\w*|until\w*|listen\w*|race\w*)$/.test(name);
}
