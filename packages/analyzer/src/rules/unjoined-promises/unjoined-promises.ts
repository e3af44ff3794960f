import type { Confidence } from "../../finding.js";
import { promiseMethodCall } from "../../model/rejection-handler.js";
import { ts } from "../../model/syntax.js";
import type { TypeFacts } from "../../model/type-source.js";
import { unwrap } from "../../model/unwrap.js";
import type { Rule, RuleContext } from "../rule.js";
import { joinFix } from "./join-fix.js";
import { type Uses, usesOf } from "./uses.js";
import { valueUses } from "./value-uses.js";

/** Promises that are collected, and that nothing waits for. */
export const unjoinedPromises: Rule = {
  meta: {
    id: "unjoined-promises",
    summary: "Promises are collected and never joined, so that nobody waits for them",
    severity: "error",
    presets: ["recommended", "strict"],
    fixSafety: "suggested",
    counterparts: [],
  },
  defaults: {},
  kinds: [
    ts.SyntaxKind.ForOfStatement,
    ts.SyntaxKind.PropertyDeclaration,
    ts.SyntaxKind.VariableDeclaration,
  ],
  visit(node, context) {
    if (ts.isForOfStatement(node)) visitLoop(node, context);
    else if (ts.isVariableDeclaration(node)) visitVariable(node, context);
    else if (ts.isPropertyDeclaration(node)) visitField(node, context);
  },
};

function visitVariable(node: ts.VariableDeclaration, context: RuleContext): void {
  const { initializer, name } = node;
  if (initializer === undefined || !ts.isIdentifier(name)) return;
  const list = node.parent;
  // What a file exports or declares for all may be joined elsewhere.
  if (!ts.isVariableStatement(list.parent) || list.parent.modifiers !== undefined) return;
  const scope = list.parent.parent;
  if (ts.isSourceFile(scope) && !ts.isExternalModule(scope)) return;
  if (!mayHold(initializer)) return;
  const uses = usesOf(name, scope);
  if (uses === "others") return;
  checkHeld(node, name, uses, context);
}

// A private field is seen whole in its class.
function visitField(node: ts.PropertyDeclaration, context: RuleContext): void {
  const { initializer, name, parent } = node;
  if (initializer === undefined || !ts.isPrivateIdentifier(name) || !mayHold(initializer)) return;
  const uses = usesOf(name, parent);
  if (uses === "others") return;
  checkHeld(node, name, uses, context);
}

function mayHold(initializer: ts.Expression): boolean {
  const inner = unwrap(initializer);
  return (
    ts.isArrayLiteralExpression(inner) || ts.isCallExpression(inner) || ts.isNewExpression(inner)
  );
}

function checkHeld(
  node: ts.VariableDeclaration | ts.PropertyDeclaration,
  name: ts.Identifier | ts.PrivateIdentifier,
  uses: Uses,
  context: RuleContext,
): void {
  const type = context.typeOf(name);
  const added = uses.added.map((one) => ({ one, type: context.typeOf(one) }));
  context.decide(() => {
    // An empty literal takes its type from what is put into it.
    const empty = added.length > 0 && membersOf(type()).every((one) => one.isAny || one.isNever);
    const members = empty ? added.map((one) => one.type()) : membersOf(type());
    if (members.length === 0 || !members.every(isPromise)) return;
    context.report({
      at: name,
      message: `\`${name.text}\` collects promises that nothing joins: nobody waits for them, and if one rejects, nobody handles the error. Await them with \`Promise.all\``,
      confidence: confidenceOf(added.map(({ one }) => one)),
      fixes: ts.isVariableDeclaration(node) ? joinFix(node, added.length > 0, type(), context) : [],
    });
  });
}

// Where each of them has its own handler, no error is lost.
function confidenceOf(added: readonly ts.Expression[]): Confidence {
  const handled = added.filter((one) => promiseMethodCall(unwrap(one))?.onRejected !== undefined);
  return added.length > 0 && handled.length === added.length ? "low" : "high";
}

function visitLoop(node: ts.ForOfStatement, context: RuleContext): void {
  const { awaitModifier, expression, initializer, statement } = node;
  if (awaitModifier !== undefined || !ts.isVariableDeclarationList(initializer)) return;
  const [declared] = initializer.declarations;
  if (declared === undefined || !ts.isIdentifier(declared.name)) return;
  const taken = valueUses(declared.name.text, statement);
  if (taken === undefined) return;
  const type = context.typeOf(expression);
  const { text } = declared.name;
  context.decide(() => {
    const members = type().parts.flatMap((part) => part.elements ?? []);
    if (members.length === 0 || !members.every(isPromise)) return;
    // A class of promises may have members of its own.
    if (taken.some((name) => members.some((one) => one.property(name) !== undefined))) return;
    context.report({
      at: expression,
      message: `This is a list of promises and not of their values, and the loop uses \`${text}\` as a value. Loop over \`await Promise.all(...)\` of it`,
    });
  });
}

/** What a list, a set or a map holds. */
function membersOf(type: TypeFacts): readonly TypeFacts[] {
  return type.parts.flatMap((part) => {
    if (part.elements !== undefined) return part.elements;
    const holds = part.origins.some(
      ({ from, name }) => from === "lib" && (name === "Map" || name === "Set"),
    );
    return holds ? part.arguments.slice(-1) : [];
  });
}

function isPromise(type: TypeFacts): boolean {
  return type.parts.length > 0 && type.parts.every((part) => part.isPromise);
}
