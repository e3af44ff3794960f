import { ts } from "../../model/syntax.js";
import type { Rule, RuleContext } from "../rule.js";
import { visitAssertion } from "./assertions.js";
import { visitBinary } from "./comparisons.js";
import { visitKnownCall } from "./known-calls.js";
import {
  visitAssignedPattern,
  visitCallee,
  visitIterated,
  visitMember,
  visitPattern,
  visitUsing,
} from "./members.js";
import { flag } from "./report.js";
import { visitText } from "./text.js";
import { visitThrown } from "./thrown.js";
import { visitWanted, wantingKinds } from "./wanted.js";

/** A promise used as if it were the value that it brings. */
export const promiseAsValue: Rule = {
  meta: {
    id: "promise-as-value",
    summary: "A promise is used as if it were the value that it brings",
    severity: "error",
    presets: ["recommended", "strict"],
    fixSafety: "suggested",
    counterparts: [],
  },
  defaults: {},
  kinds: [
    ...new Set([
      ts.SyntaxKind.AsExpression,
      ts.SyntaxKind.BinaryExpression,
      ts.SyntaxKind.CallExpression,
      ts.SyntaxKind.ElementAccessExpression,
      ts.SyntaxKind.ForInStatement,
      ts.SyntaxKind.ForOfStatement,
      ts.SyntaxKind.NewExpression,
      ts.SyntaxKind.PostfixUnaryExpression,
      ts.SyntaxKind.PrefixUnaryExpression,
      ts.SyntaxKind.PropertyAccessExpression,
      ts.SyntaxKind.SpreadElement,
      ts.SyntaxKind.SwitchStatement,
      ts.SyntaxKind.TaggedTemplateExpression,
      ts.SyntaxKind.TemplateExpression,
      ts.SyntaxKind.ThrowStatement,
      ts.SyntaxKind.TypeAssertionExpression,
      ts.SyntaxKind.VariableDeclaration,
      ...wantingKinds,
    ]),
  ],
  visit(node, context) {
    visitUse(node, context);
    visitWanted(node, context);
  },
};

function visitUse(node: ts.Node, context: RuleContext): void {
  if (ts.isBinaryExpression(node)) {
    visitBinary(node, context);
    visitAssignedPattern(node, context);
  } else if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    visitMember(node, context);
  } else if (ts.isCallExpression(node)) {
    visitText(node, context);
    visitKnownCall(node, context);
    visitCallee(node.expression, context);
  } else if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) {
    visitAssertion(node, context);
  } else if (ts.isTemplateExpression(node)) visitText(node, context);
  else if (ts.isNewExpression(node)) visitCallee(node.expression, context);
  else if (ts.isTaggedTemplateExpression(node)) visitCallee(node.tag, context);
  else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    if (node.operator !== ts.SyntaxKind.ExclamationToken) {
      flag(node.operand, "calculated with", context);
    }
  } else if (ts.isSwitchStatement(node)) flag(node.expression, "compared with values", context);
  else if (ts.isSpreadElement(node)) visitIterated(node.expression, "iterator", context);
  else if (ts.isForOfStatement(node)) {
    const way = node.awaitModifier === undefined ? "iterator" : "asyncIterator";
    visitIterated(node.expression, way, context);
  } else if (ts.isForInStatement(node)) flag(node.expression, "asked for its keys", context);
  else if (ts.isThrowStatement(node)) visitThrown(node.expression, context);
  else if (ts.isVariableDeclaration(node)) visitDeclaration(node, context);
}

function visitDeclaration(node: ts.VariableDeclaration, context: RuleContext): void {
  const { initializer, name, parent } = node;
  if (initializer === undefined) return;
  if (!ts.isIdentifier(name)) visitPattern(name, initializer, context);
  else if ((parent.flags & ts.NodeFlags.Using) === ts.NodeFlags.Using) {
    visitUsing(initializer, context);
  }
}
