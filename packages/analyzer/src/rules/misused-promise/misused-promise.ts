import { ts } from "../../model/syntax.js";
import type { Rule, RuleContext } from "../rule.js";
import { checkArguments } from "./arguments.js";
import { checkCondition, checkLogical, checkPredicate } from "./conditionals.js";
import { checkHeritage } from "./heritage.js";
import { checkAssigned, checkReturned } from "./places.js";
import { checkSpread } from "./spreads.js";

/** Which places a function that returns a promise must not stand in, where nothing is expected back. */
export interface VoidReturnOptions {
  readonly arguments: boolean;
  readonly attributes: boolean;
  readonly inheritedMethods: boolean;
  readonly properties: boolean;
  readonly returns: boolean;
  readonly variables: boolean;
}

export interface MisusedPromiseOptions {
  /** Flag promises that stand where a truth value is wanted. */
  readonly checksConditionals: boolean;
  /** Flag promises spread into objects. */
  readonly checksSpreads: boolean;
  /** Flag functions whose promise nobody looks at; each kind of place can be left out by name. */
  readonly checksVoidReturn: boolean | Partial<VoidReturnOptions>;
}

export type MisusedContext = RuleContext<MisusedPromiseOptions>;

/** A promise where something else is wanted: a truth value, an object, or nothing at all. */
export const misusedPromise: Rule<MisusedPromiseOptions> = {
  meta: {
    id: "misused-promise",
    summary: "A promise stands where a truth value, an object, or nothing at all is wanted",
    severity: "error",
    presets: ["recommended", "strict"],
    fixSafety: "suggested",
    counterparts: ["@typescript-eslint/no-misused-promises"],
  },
  defaults: { checksConditionals: true, checksSpreads: true, checksVoidReturn: true },
  options: {
    checksConditionals: {
      type: "boolean",
      description: "Flag promises that stand where a truth value is wanted",
    },
    checksSpreads: { type: "boolean", description: "Flag promises spread into objects" },
    checksVoidReturn: {
      description:
        "Flag functions whose promise nobody looks at; each kind of place can be left out by name",
      anyOf: [
        { type: "boolean" },
        {
          type: "object",
          properties: Object.fromEntries(
            [
              "arguments",
              "attributes",
              "inheritedMethods",
              "properties",
              "returns",
              "variables",
            ].map((place) => [place, { type: "boolean", default: true }]),
          ),
          additionalProperties: false,
        },
      ],
    },
  },
  kinds: [
    ts.SyntaxKind.BinaryExpression,
    ts.SyntaxKind.CallExpression,
    ts.SyntaxKind.ClassDeclaration,
    ts.SyntaxKind.ClassExpression,
    ts.SyntaxKind.ConditionalExpression,
    ts.SyntaxKind.DoStatement,
    ts.SyntaxKind.ForStatement,
    ts.SyntaxKind.IfStatement,
    ts.SyntaxKind.InterfaceDeclaration,
    ts.SyntaxKind.JsxAttribute,
    ts.SyntaxKind.MethodDeclaration,
    ts.SyntaxKind.NewExpression,
    ts.SyntaxKind.PrefixUnaryExpression,
    ts.SyntaxKind.PropertyAssignment,
    ts.SyntaxKind.ReturnStatement,
    ts.SyntaxKind.ShorthandPropertyAssignment,
    ts.SyntaxKind.SpreadAssignment,
    ts.SyntaxKind.VariableDeclaration,
    ts.SyntaxKind.WhileStatement,
  ],
  visit(node, context) {
    const { checksConditionals, checksSpreads, checksVoidReturn } = context.options;
    if (checksConditionals) visitConditionals(node, context);
    if (checksSpreads && ts.isSpreadAssignment(node)) checkSpread(node, context);
    if (checksVoidReturn !== false) {
      const wanted = (place: keyof VoidReturnOptions): boolean =>
        checksVoidReturn === true || checksVoidReturn[place] !== false;
      visitVoidReturns(node, context, wanted);
    }
  },
};

function visitConditionals(node: ts.Node, context: MisusedContext): void {
  if (ts.isIfStatement(node) || ts.isWhileStatement(node) || ts.isDoStatement(node)) {
    checkCondition(node.expression, context);
  } else if (ts.isForStatement(node)) {
    if (node.condition !== undefined) checkCondition(node.condition, context);
  } else if (ts.isConditionalExpression(node)) {
    checkCondition(node.condition, context);
  } else if (ts.isPrefixUnaryExpression(node)) {
    if (node.operator === ts.SyntaxKind.ExclamationToken) checkCondition(node.operand, context);
  } else if (ts.isBinaryExpression(node)) {
    checkLogical(node, context);
  } else if (ts.isCallExpression(node)) {
    checkPredicate(node, context);
  }
}

function visitVoidReturns(
  node: ts.Node,
  context: MisusedContext,
  wanted: (place: keyof VoidReturnOptions) => boolean,
): void {
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    if (wanted("arguments")) checkArguments(node, context);
  } else if (ts.isClassLike(node) || ts.isInterfaceDeclaration(node)) {
    if (wanted("inheritedMethods")) checkHeritage(node, context);
  } else if (ts.isReturnStatement(node)) {
    if (wanted("returns")) checkReturned(node, context);
  } else {
    checkAssigned(node, context, wanted);
  }
}
