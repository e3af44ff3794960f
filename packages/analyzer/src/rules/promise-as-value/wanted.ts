import { enclosingFunction } from "../../model/enclosing-function.js";
import { ts } from "../../model/syntax.js";
import type { ParameterFacts, SignatureFacts, TypeFacts } from "../../model/type-source.js";
import { unwrap } from "../../model/unwrap.js";
import type { RuleContext } from "../rule.js";
import { isDoubtful, takesPromises } from "./handed-on.js";
import { mayBePromise } from "./may-be-promise.js";
import { isOnlyPromise, isThenable } from "./promise-type.js";
import { report } from "./report.js";

/** The kinds of node that say of an expression in them which type they take. */
export const wantingKinds: readonly ts.SyntaxKind[] = [
  ts.SyntaxKind.ArrayLiteralExpression,
  ts.SyntaxKind.ArrowFunction,
  ts.SyntaxKind.BinaryExpression,
  ts.SyntaxKind.CallExpression,
  ts.SyntaxKind.JsxExpression,
  ts.SyntaxKind.NewExpression,
  ts.SyntaxKind.Parameter,
  ts.SyntaxKind.PropertyAssignment,
  ts.SyntaxKind.PropertyDeclaration,
  ts.SyntaxKind.ReturnStatement,
  ts.SyntaxKind.ShorthandPropertyAssignment,
  ts.SyntaxKind.VariableDeclaration,
];

/**
 * Flags a promise where its surroundings take its value and would not take it: the compiler says so
 * itself where it is asked.
 */
export function visitWanted(node: ts.Node, context: RuleContext): void {
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) visitArguments(node, context);
  else if (ts.isArrayLiteralExpression(node)) {
    for (const element of node.elements) {
      if (!ts.isSpreadElement(element)) checkPlace(element, "in this list", context);
    }
  } else {
    const place = placeIn(node);
    if (place !== undefined) checkPlace(place.value, place.where, context);
  }
}

interface Place {
  readonly value: ts.Expression;
  readonly where: string;
}

function placeIn(node: ts.Node): Place | undefined {
  if (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isPropertyDeclaration(node)) {
    const { initializer, type } = node;
    if (initializer === undefined || (type === undefined && !isInJavaScript(node)))
      return undefined;
    return { value: initializer, where: `in \`${node.name.getText()}\`` };
  }
  if (ts.isBinaryExpression(node)) {
    // In plain JavaScript what is stored says itself what the place holds.
    return stores.has(node.operatorToken.kind) && !isInJavaScript(node)
      ? { value: node.right, where: `in \`${short(node.left)}\`` }
      : undefined;
  }
  if (ts.isPropertyAssignment(node)) {
    return { value: node.initializer, where: `in \`${node.name.getText()}\`` };
  }
  if (ts.isShorthandPropertyAssignment(node)) {
    return { value: node.name, where: `in \`${node.name.text}\`` };
  }
  if (ts.isReturnStatement(node)) {
    return node.expression && { value: node.expression, where: "as what this function returns" };
  }
  if (ts.isArrowFunction(node)) {
    const { body } = node;
    return ts.isBlock(body) ? undefined : { value: body, where: "as what this function returns" };
  }
  if (ts.isJsxExpression(node)) {
    return node.expression && { value: node.expression, where: "in this element" };
  }
  return undefined;
}

function visitArguments(node: ts.CallExpression | ts.NewExpression, context: RuleContext): void {
  for (const [index, argument] of (node.arguments ?? []).entries()) {
    // What comes after a spread is at an index nobody knows.
    if (ts.isSpreadElement(argument)) return;
    for (const value of valuesOf(argument)) {
      const type = context.typeOf(value);
      context.decide(() => {
        if (!type().parts.some(isThenable)) return;
        const chosen = parameterAt(context.callOf(node)()?.parameters ?? [], index)?.type;
        const where = "as this argument";
        if (chosen === undefined) {
          // Of a function nobody knows, nobody knows what it takes.
          if (context.typeOf(node.expression)().isAny && !takesPromises(node)) {
            doubt(value, type(), where, context);
          }
          return;
        }
        if (isOpen(chosen) || isBareParameter(node, index)) {
          if (wantsValue(type(), chosen)) decide(value, type(), chosen, where, context);
          else if (!takesPromises(node)) doubt(value, type(), where, context);
          return;
        }
        // Where no overload takes the promise, the chosen one need not be the one that was meant.
        const meant = type().isAssignableTo(chosen) ? undefined : overloadFor(node, index, type());
        decide(value, type(), meant ?? chosen, where, context);
      });
    }
  }

  // Such a parameter becomes what it is given.
  function isBareParameter(call: ts.CallExpression | ts.NewExpression, index: number): boolean {
    const declared = signaturesOf(call, context).map((one) => parameterAt(one.parameters, index));
    return declared.length > 0 && declared.every((one) => one?.type.isUnknown === true);
  }

  function overloadFor(
    call: ts.CallExpression | ts.NewExpression,
    index: number,
    type: TypeFacts,
  ): TypeFacts | undefined {
    const wanted = signaturesOf(call, context).flatMap(
      ({ parameters }) => parameterAt(parameters, index)?.type ?? [],
    );
    if (wanted.some((one) => isOpen(one) || type.isAssignableTo(one))) return undefined;
    return wanted.find((one) => type.awaited.isAssignableTo(one));
  }
}

/** The signatures as they are declared, whatever the call makes of their type parameters. */
function signaturesOf(
  call: ts.CallExpression | ts.NewExpression,
  context: RuleContext,
): readonly SignatureFacts[] {
  return context
    .typeOf(call.expression)()
    .parts.flatMap((part) =>
      ts.isNewExpression(call) ? part.constructSignatures : part.signatures,
    );
}

function parameterAt(
  parameters: readonly ParameterFacts[],
  index: number,
): ParameterFacts | undefined {
  const last = parameters.at(-1);
  return parameters[index] ?? (last?.rest === true ? last : undefined);
}

function checkPlace(place: ts.Expression, where: string, context: RuleContext): void {
  for (const value of valuesOf(place)) {
    const type = context.typeOf(value);
    context.decide(() => {
      if (!type().parts.some(isThenable)) return;
      decide(value, type(), context.expectedOf(value)(), where, context);
    });
  }
}

function decide(
  value: ts.Expression,
  type: TypeFacts,
  expected: TypeFacts | undefined,
  where: string,
  context: RuleContext,
): void {
  if (expected?.isVoid) return;
  const sure = type.parts.every((part) => part.isNullish || isThenable(part));
  if (expected !== undefined && (isItsOwn(expected, type) || wantsValue(type, expected))) {
    report(value, `wanted for its value ${where}`, "high", context, sure);
  } else if (
    expected === undefined ||
    isOpen(expected) ||
    isInferredFrom(value, type, expected, context)
  ) {
    doubt(value, type, where, context);
  }
}

function doubt(value: ts.Expression, type: TypeFacts, where: string, context: RuleContext): void {
  if (!isDoubtful(value, type, context)) return;
  const sure = isOnlyPromise(type);
  report(value, `handed on ${where}, where anything is taken`, "low", context, sure);
}

// The compiler would take what the promise brings and not the promise. What may be missing is for a
// place to say that takes a value: an optional property is written without its `undefined`.
function wantsValue(type: TypeFacts, expected: TypeFacts): boolean {
  if (expected.isAny || expected.parts.some(isThenable)) return false;
  if (type.isAssignableTo(expected)) return false;
  const brought = type.awaited.parts.filter((part) => !part.isNullish);
  return brought.length === 0
    ? type.awaited.isAssignableTo(expected)
    : brought.every((part) => part.isAssignableTo(expected));
}

// Where a bare type parameter is wanted, it is what the promise brings and not what it is.
function isItsOwn(expected: TypeFacts, type: TypeFacts): boolean {
  if (expected.parts.some(isThenable)) return false;
  const brought = type.parts.flatMap((part) =>
    part.isPromise ? part.arguments.map(({ identity }) => identity) : [],
  );
  return expected.parts.some(
    (part) => part.isUnknown && part.text !== "unknown" && brought.includes(part.identity),
  );
}

// What may stand for anything says nothing about what is wanted.
function isOpen(type: TypeFacts): boolean {
  return type.parts.some((part) => part.isAny || part.isUnknown || part.indexed?.isAny === true);
}

// A generic call that is given a list, an object or a function expects of it what it finds there.
function isInferredFrom(
  value: ts.Expression,
  type: TypeFacts,
  expected: TypeFacts,
  context: RuleContext,
): boolean {
  const promises = type.parts.filter(isThenable);
  const own = promises.every(({ identity }) =>
    expected.parts.some((part) => part.identity === identity),
  );
  const argument = own ? argumentAround(value) : undefined;
  if (argument === undefined) return false;
  const call = argument.parent as ts.CallExpression | ts.NewExpression;
  const index = call.arguments?.indexOf(argument) ?? -1;
  const chosen = parameterAt(context.callOf(call)()?.parameters ?? [], index)?.type;
  return signaturesOf(call, context).every(
    ({ parameters }) => parameterAt(parameters, index)?.type.identity !== chosen?.identity,
  );
}

// The argument whose type is made from a value that stands in it, or that it returns.
function argumentAround(value: ts.Expression): ts.Expression | undefined {
  let at: ts.Node = value;
  for (;;) {
    const { parent } = at;
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
      // What is an argument as it is, its parameter has been asked about.
      return parent.expression === at || at === value ? undefined : (at as ts.Expression);
    }
    if (ts.isReturnStatement(parent)) {
      const owner = enclosingFunction(parent);
      if (owner === undefined || owner.type !== undefined) return undefined;
      at = owner;
    } else if (ts.isArrowFunction(parent)) {
      if (parent.type !== undefined) return undefined;
      at = parent;
    } else if (isPartOfValue(parent)) at = parent;
    else return undefined;
  }
}

function isPartOfValue(node: ts.Node): boolean {
  return (
    ts.isArrayLiteralExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node) ||
    ts.isConditionalExpression(node) ||
    ts.isParenthesizedExpression(node)
  );
}

/** The expressions that a place may get its value from, as far as they may be promises. */
function* valuesOf(expression: ts.Expression): Iterable<ts.Expression> {
  const inner = unwrap(expression);
  if (ts.isConditionalExpression(inner)) {
    yield* valuesOf(inner.whenTrue);
    yield* valuesOf(inner.whenFalse);
  } else if (ts.isBinaryExpression(inner)) {
    const { kind } = inner.operatorToken;
    if (kind === ts.SyntaxKind.CommaToken || kind === ts.SyntaxKind.AmpersandAmpersandToken) {
      yield* valuesOf(inner.right);
    } else if (kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken) {
      yield* valuesOf(inner.left);
      yield* valuesOf(inner.right);
    }
  } else if (inner === expression || ts.isParenthesizedExpression(expression)) {
    // An assertion says itself which type it is to have.
    if (mayBePromise(inner)) yield inner;
  }
}

function isInJavaScript(node: ts.Node): boolean {
  return (node.flags & ts.NodeFlags.JavaScriptFile) !== 0;
}

function short(node: ts.Node): string {
  const text = node.getText().replaceAll(/\s+/g, " ");
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}

const stores = new Set([
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
]);
