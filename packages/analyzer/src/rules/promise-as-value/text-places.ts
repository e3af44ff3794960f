import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";

/** An expression that is turned into text or a number, and how. */
export interface TextPlace {
  readonly expression: ts.Expression;
  readonly how: string;
}

/** What a template or a call turns into text, one expression at a time. */
export function* partsOfText(node: ts.TemplateExpression | ts.CallExpression): Iterable<TextPlace> {
  if (ts.isTemplateExpression(node)) {
    // A tag gets the values as they are.
    if (ts.isTaggedTemplateExpression(node.parent)) return;
    for (const { expression } of node.templateSpans) {
      yield { expression, how: "put into text, which then says `[object Promise]`" };
    }
    return;
  }
  const [argument] = node.arguments;
  if (argument === undefined) return;
  const callee = unwrap(node.expression);
  if (isJson(callee)) {
    for (const expression of jsonValues(argument)) {
      yield { expression, how: "written as JSON, where a promise is `{}`" };
    }
  } else if (ts.isIdentifier(callee) && conversions.has(callee.text)) {
    yield { expression: argument, how: `converted by \`${callee.text}\`` };
  }
}

/** A list whose members a call turns into text. */
export interface StringifiedList extends TextPlace {
  /** The expression that has to be a list for the call to mean that. */
  readonly of: ts.Expression | undefined;
}

/** The list whose members a call turns into text, where it is one: JSON, or `join`. */
export function stringified(
  node: ts.TemplateExpression | ts.CallExpression,
): StringifiedList | undefined {
  if (ts.isTemplateExpression(node)) return undefined;
  const callee = unwrap(node.expression);
  const [argument] = node.arguments;
  if (isJson(callee) && argument !== undefined && !ts.isArrayLiteralExpression(unwrap(argument))) {
    return ts.isObjectLiteralExpression(unwrap(argument))
      ? undefined
      : { expression: argument, how: "written as JSON, where a promise is `{}`", of: undefined };
  }
  if (ts.isPropertyAccessExpression(callee) && callee.name.text === "join") {
    const { expression } = callee;
    return { expression, how: "joined as text", of: expression };
  }
  return undefined;
}

const conversions = new Set(["BigInt", "Number", "String", "parseFloat", "parseInt"]);

function isJson(callee: ts.Expression): boolean {
  return (
    ts.isPropertyAccessExpression(callee) &&
    callee.name.text === "stringify" &&
    ts.isIdentifier(callee.expression) &&
    callee.expression.text === "JSON"
  );
}

function* jsonValues(expression: ts.Expression): Iterable<ts.Expression> {
  const inner = unwrap(expression);
  if (ts.isObjectLiteralExpression(inner)) {
    for (const property of inner.properties) {
      if (ts.isPropertyAssignment(property)) yield* jsonValues(property.initializer);
      else if (ts.isShorthandPropertyAssignment(property)) yield property.name;
    }
  } else if (ts.isArrayLiteralExpression(inner)) {
    for (const element of inner.elements) {
      if (!ts.isSpreadElement(element)) yield* jsonValues(element);
    }
  } else yield expression;
}
