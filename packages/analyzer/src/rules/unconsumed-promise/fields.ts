import { ts } from "../../model/syntax.js";
import { useOf } from "../../model/variable-uses.js";
import { isLosable, makesAnew } from "../fresh-promise.js";
import type { RuleContext } from "../rule.js";
import { reportStored } from "./report.js";

/** Checks a promise that is put into a field which only its class can see, and which it never reads. */
export function visitField(
  node: ts.PropertyDeclaration | ts.BinaryExpression,
  context: RuleContext,
): void {
  const stored = ts.isPropertyDeclaration(node) ? declared(node) : assigned(node);
  if (stored === undefined) return;
  const { made, name } = stored;
  const owner = classAround(node);
  if (owner === undefined || !isPrivate(name, owner)) return;
  const type = context.typeOf(made);
  context.decide(() => {
    if (!isLosable(type())) return;
    context.looksAround();
    const uses = accessesOf(name.text, owner);
    if (uses === undefined || uses.includes("consumes")) return;
    reportStored(made, name.text, uses.includes("looks"), context);
  });
}

type FieldName = ts.Identifier | ts.PrivateIdentifier;

function declared({ initializer, name }: ts.PropertyDeclaration) {
  return initializer !== undefined && isFieldName(name) && makesAnew(initializer)
    ? { made: initializer, name }
    : undefined;
}

function assigned({ left, operatorToken, parent, right }: ts.BinaryExpression) {
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isExpressionStatement(parent)) {
    return undefined;
  }
  if (!ts.isPropertyAccessExpression(left) || !makesAnew(right)) return undefined;
  if (left.expression.kind !== ts.SyntaxKind.ThisKeyword) return undefined;
  return isFieldName(left.name) ? { made: right, name: left.name } : undefined;
}

function isFieldName(name: ts.Node): name is FieldName {
  return ts.isIdentifier(name) || ts.isPrivateIdentifier(name);
}

function classAround(node: ts.Node): ts.ClassLikeDeclaration | undefined {
  for (let at: ts.Node | undefined = node.parent; at !== undefined; at = at.parent) {
    if (ts.isClassLike(at)) return at;
    if (ts.isFunctionDeclaration(at) || ts.isFunctionExpression(at)) return undefined;
  }
  return undefined;
}

function isPrivate(name: FieldName, owner: ts.ClassLikeDeclaration): boolean {
  if (ts.isPrivateIdentifier(name)) return true;
  return owner.members.some(
    (member) =>
      ts.isPropertyDeclaration(member) &&
      member.name.getText() === name.text &&
      (member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword) ?? false),
  );
}

// By name alone, so that a field of another object with that name counts as this one.
function accessesOf(
  name: string,
  owner: ts.ClassLikeDeclaration,
): ("consumes" | "looks" | "stores")[] | undefined {
  const found: ("consumes" | "looks" | "stores")[] = [];
  const open: ts.Node[] = [owner];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (ts.isPropertyAccessExpression(node) && node.name.text === name) found.push(useOf(node));
    // What takes the object apart, or reaches in by a key, may take the field.
    else if (ts.isBindingElement(node) && (node.propertyName ?? node.name).getText() === name) {
      return undefined;
    } else if (ts.isStringLiteralLike(node) && node.text === name) return undefined;
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
  }
  return found;
}
