import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { isAssignmentOperator } from "../names.js";
import type { DataLoop } from "./shape.js";

/** A place in an object from outside of a loop to which each turn gives a value: `state.token`, `tokens[i]`. */
interface CarriedField {
  readonly at: ts.Node;
  readonly object: string;
  /** The name of the field, or what stands between the brackets; of a map the key. */
  readonly key: string;
  readonly isEntry: boolean;
}

/** The places by which a turn leaves something for the next in an object that is not the turn's own. */
export class CarriedFields {
  readonly #fields: readonly CarriedField[];

  /** `isOwn` tells whether a name is declared by the turn. */
  constructor(loop: DataLoop, isOwn: (name: ts.Identifier) => boolean) {
    const found: CarriedField[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node)) return;
      const target = targetOf(node);
      const field = target === undefined ? undefined : fieldOf(target);
      if (field !== undefined && !isOwnObject(target as ts.Expression, isOwn)) found.push(field);
      ts.forEachChild(node, visit);
    };
    for (const part of loop.body) visit(part);
    this.#fields = found;
  }

  /** Where a turn leaves what some code of it finds there from an earlier one; entries only by another key. */
  leftFor(code: ts.Node, withEntries = true): ts.Node | undefined {
    if (this.#fields.length === 0) return undefined;
    let source: ts.Node | undefined;
    const visit = (node: ts.Node): void => {
      if (source !== undefined || ts.isFunctionLike(node)) return;
      const read = ts.isExpression(node) && !isTarget(node) ? fieldOf(node) : undefined;
      if (read !== undefined) source = this.#sourceOf(read, withEntries)?.at;
      ts.forEachChild(node, visit);
    };
    visit(code);
    return source;
  }

  #sourceOf(read: CarriedField, withEntries: boolean): CarriedField | undefined {
    return this.#fields.find((one) => {
      if (one.object !== read.object || one.isEntry !== read.isEntry) return false;
      if (one.isEntry) return withEntries && one.key !== read.key;
      return one.key === read.key && read.at.pos < one.at.pos;
    });
  }
}

// `state.token = ...`, `tokens[i] = ...`, `known.set("last", ...)`.
function targetOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isBinaryExpression(node) && isAssignmentOperator(node.operatorToken.kind)) {
    return unwrap(node.left);
  }
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const { operator } = node;
    const steps =
      operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
    return steps ? unwrap(node.operand) : undefined;
  }
  return ts.isCallExpression(node) && entryOf(node, "set") !== undefined ? node : undefined;
}

function isTarget(node: ts.Expression): boolean {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    parent.left === node
  );
}

function fieldOf(at: ts.Expression): CarriedField | undefined {
  if (ts.isPropertyAccessExpression(at)) {
    if (ts.isCallExpression(at.parent) && at.parent.expression === at) return undefined;
    return { at, object: wordsOf(at.expression), key: at.name.text, isEntry: false };
  }
  if (ts.isElementAccessExpression(at)) {
    const key = wordsOf(at.argumentExpression);
    return { at, object: wordsOf(at.expression), key, isEntry: true };
  }
  if (!ts.isCallExpression(at)) return undefined;
  const entry = entryOf(at, "set") ?? entryOf(at, "get");
  return entry === undefined ? undefined : { at, ...entry, isEntry: false };
}

// A key that is the same in each turn: `known.get("last")`.
function entryOf(
  call: ts.CallExpression,
  name: "get" | "set",
): Pick<CarriedField, "object" | "key"> | undefined {
  const callee = unwrap(call.expression);
  const [key] = call.arguments;
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== name) return undefined;
  if (key === undefined || !ts.isStringLiteralLike(unwrap(key))) return undefined;
  return { object: wordsOf(callee.expression), key: `get ${wordsOf(key)}` };
}

function isOwnObject(target: ts.Expression, isOwn: (name: ts.Identifier) => boolean): boolean {
  let at: ts.Expression = target;
  for (;;) {
    at = unwrap(at);
    if (ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at)) at = at.expression;
    else if (ts.isCallExpression(at)) at = at.expression;
    else return ts.isIdentifier(at) ? isOwn(at) : at.kind !== ts.SyntaxKind.ThisKeyword;
  }
}

function wordsOf(node: ts.Node): string {
  return node.getText().replaceAll(/[\s!?]/g, "");
}
