import type { Confidence } from "../../finding.js";
import { returnsNothing, returnsPromise } from "../../model/callbacks.js";
import { isPlainValue } from "../../model/plain-value.js";
import { ts } from "../../model/syntax.js";
import type { TypeFacts } from "../../model/type-source.js";
import type { Asked } from "../rule.js";
import { confidenceIn } from "./callback-confidence.js";
import { mayBeFunction } from "./function-value.js";
import type { MisusedContext, VoidReturnOptions } from "./misused-promise.js";

/** Checks variables, properties and attributes that are to hold a function that returns nothing. */
export function checkAssigned(
  node: ts.Node,
  context: MisusedContext,
  wanted: (place: keyof VoidReturnOptions) => boolean,
): void {
  if (ts.isBinaryExpression(node)) {
    if (node.operatorToken.kind === ts.SyntaxKind.EqualsToken && wanted("variables")) {
      checkPlace(node.right, () => context.typeOf(node.left), "variable", context);
    }
  } else if (ts.isVariableDeclaration(node)) {
    if (wanted("variables")) checkDeclaration(node, context);
  } else if (ts.isPropertyAssignment(node)) {
    if (wanted("properties")) {
      checkPlace(node.initializer, () => context.expectedOf(node.initializer), "property", context);
    }
  } else if (ts.isShorthandPropertyAssignment(node)) {
    if (wanted("properties")) {
      checkPlace(node.name, () => context.expectedOf(node.name), "property", context);
    }
  } else if (ts.isMethodDeclaration(node)) {
    if (wanted("properties")) checkMethod(node, context);
  } else if (ts.isJsxAttribute(node)) {
    const value = node.initializer;
    if (value === undefined || !ts.isJsxExpression(value) || !wanted("attributes")) return;
    const { expression } = value;
    if (expression === undefined) return;
    checkPlace(expression, () => context.expectedOf(expression), "attribute", context, "low");
  }
}

/** Checks a function that is returned where one that returns nothing is expected. */
export function checkReturned(node: ts.ReturnStatement, context: MisusedContext): void {
  const { expression } = node;
  if (expression === undefined) return;
  checkPlace(expression, () => context.expectedOf(expression), "return value", context);
}

function checkPlace(
  value: ts.Expression,
  ask: () => Asked<TypeFacts | undefined>,
  place: string,
  context: MisusedContext,
  confidence: Confidence = confidenceIn(value),
): void {
  if (!mayBeFunction(value)) return;
  const type = context.typeOf(value);
  context.decide(() => {
    if (!returnsPromise(type())) return;
    // Few values get here; what is expected of them is asked for all of them at once.
    const expected = ask();
    context.decide(() => {
      const wantedType = expected();
      if (wantedType === undefined || !returnsNothing(wantedType)) return;
      context.report({ at: value, message: messageFor(place), confidence });
    });
  });
}

function checkDeclaration(node: ts.VariableDeclaration, context: MisusedContext): void {
  const { initializer, type: annotation } = node;
  if (initializer === undefined) return;
  checkDisposal(node, initializer, context);
  if (annotation === undefined || isOfValues(annotation)) return;
  checkPlace(initializer, () => context.typeOf(node.name), "variable", context);
}

// `using` calls a disposal that it does not wait for.
function checkDisposal(
  node: ts.VariableDeclaration,
  initializer: ts.Expression,
  context: MisusedContext,
): void {
  const kind = node.parent.flags & ts.NodeFlags.BlockScoped;
  const using = kind === ts.NodeFlags.Using;
  if (!using && (node.type === undefined || isOfValues(node.type))) return;
  if (isPlainValue(initializer)) return;
  const type = context.typeOf(initializer);
  const declared = context.typeOf(node.name);
  context.decide(() => {
    const disposal = type().symbolProperty("dispose");
    if (disposal === undefined || !returnsPromise(disposal)) return;
    const wanted = declared().symbolProperty("dispose");
    if (!using && (wanted === undefined || !returnsNothing(wanted))) return;
    context.report({
      at: initializer,
      message:
        "The disposal of this returns a promise that nobody waits for. Use `await using` and `Symbol.asyncDispose`",
    });
  });
}

// What is said to be of such a type is no function, and nothing disposes of it.
function isOfValues(type: ts.TypeNode): boolean {
  return (
    ts.isArrayTypeNode(type) ||
    ts.isTupleTypeNode(type) ||
    ts.isLiteralTypeNode(type) ||
    type.kind === ts.SyntaxKind.StringKeyword ||
    type.kind === ts.SyntaxKind.NumberKeyword ||
    type.kind === ts.SyntaxKind.BooleanKeyword
  );
}

function checkMethod(node: ts.MethodDeclaration, context: MisusedContext): void {
  const { name, parent } = node;
  if (!ts.isObjectLiteralExpression(parent) || ts.isComputedPropertyName(name)) return;
  if (ts.isPrivateIdentifier(name)) return;
  const type = context.typeOf(node);
  context.decide(() => {
    if (!returnsPromise(type())) return;
    const expected = context.expectedOf(parent);
    const member = expected()
      ?.parts.map((part) => part.property(name.text))
      .find((one) => one !== undefined);
    if (member === undefined || !returnsNothing(member)) return;
    context.report({
      at: node.type ?? node.name,
      message: messageFor("property"),
      confidence: "medium",
    });
  });
}

function messageFor(place: string): string {
  return `This function returns a promise, but what calls this ${place} expects nothing back, so it neither waits for the promise nor handles its rejection. Handle the rejection inside, or change the declared type`;
}
