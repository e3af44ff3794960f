import { returnsPromise } from "../model/callbacks.js";
import type { SemanticProgram } from "../model/checker.js";
import { defaultImportsOf, type Reference, referencesTo } from "../model/references.js";
import { ts } from "../model/syntax.js";
import type { SymbolFacts, TypeFacts, TypeSource } from "../model/type-source.js";
import { unwrap } from "../model/unwrap.js";

/** The calls of a function in a program, or why they cannot all be known. */
export type Callers =
  | { readonly calls: readonly ts.CallExpression[] }
  | { readonly reason: string };

/** What the search needs to know of a program. */
export interface Sources {
  readonly program: SemanticProgram;
  readonly types: TypeSource;
}

/** Finds all calls of a function, through imports and objects, unless one could be hidden. */
export function callersOf(owner: ts.FunctionLikeDeclaration, sources: Sources): Callers {
  if (ts.isCallExpression(outermost(owner).parent) && isCallee(outermost(owner))) {
    return { calls: [outermost(owner).parent as ts.CallExpression] };
  }
  const name = nameNode(owner);
  if (name === undefined)
    return { reason: "The function around it has no name to find its callers by" };
  const symbol = sources.types.answer(name.getSourceFile(), [{ ask: "symbol", node: name }])[0] as
    | SymbolFacts
    | undefined;
  if (symbol === undefined) return { reason: `What \`${name.text}\` stands for is not known` };
  if (symbol.declarations.length > 1) return { reason: `\`${name.text}\` has overloads` };
  const inherited = inheritedBy(owner, name.text, sources);
  if (inherited !== undefined) return { reason: inherited };
  const isMember = memberHolder(owner) !== undefined;
  const references = new Map<ts.Node, Reference>();
  const defaults = isDefault(owner)
    ? defaultImportsOf(symbol.identity, sources.program, sources.types)
    : [];
  for (const one of new Set([name.text, ...defaults])) {
    for (const reference of referencesTo(one, symbol.identity, sources.program, sources.types)) {
      references.set(reference.node, reference);
    }
  }
  references.delete(name);
  const calls: ts.CallExpression[] = [];
  for (const reference of references.values()) {
    const use = useOf(reference, isMember, sources);
    if (use === undefined) continue;
    if (typeof use === "string")
      return { reason: `\`${name.text}\` ${use} at ${placeOf(reference.node)}` };
    calls.push(use);
  }
  return { calls };
}

/** A place as a reason names it: the file's name and the line. */
export function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
  return `${file.fileName.slice(file.fileName.lastIndexOf("/") + 1)}:${line + 1}`;
}

function nameNode(
  owner: ts.FunctionLikeDeclaration,
): ts.Identifier | ts.PrivateIdentifier | undefined {
  const holder = outermost(owner).parent;
  const held =
    ts.isArrowFunction(owner) || ts.isFunctionExpression(owner)
      ? (isVariable(holder) && isConstant(holder)) ||
        ts.isPropertyAssignment(holder) ||
        (ts.isPropertyDeclaration(holder) && isReadonly(holder))
        ? holder.name
        : undefined
      : owner.name;
  return held !== undefined && (ts.isIdentifier(held) || ts.isPrivateIdentifier(held))
    ? held
    : undefined;
}

// The call that a reference makes, what else it does with the function, or nothing that matters.
function useOf(
  { doubtful, node, other }: Reference,
  isMember: boolean,
  sources: Sources,
): ts.CallExpression | string | undefined {
  const { parent } = node;
  const taken =
    isMember && ts.isBindingElement(parent) && (parent.propertyName ?? parent.name) === node;
  if (taken) return "may be taken out of its object";
  if (other !== undefined) {
    // What an object is known as may be an interface; a call through that reaches the function as well.
    const through = isMember && isAccess(node) && other.declarations.some(isSignature);
    return through ? "may be called through an interface" : undefined;
  }
  if (doubtful)
    return isMember && isAccess(node) ? "may be called on a value of unknown type" : undefined;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return undefined;
  if (ts.isImportClause(parent) || ts.isExportAssignment(parent)) return undefined;
  if (ts.isTypeQueryNode(parent) || ts.isTypeNode(parent)) return "has its type used";
  const access = isAccess(node)
    ? outermost(parent as ts.Expression)
    : outermost(node as ts.Expression);
  if (isCallee(access)) {
    const call = access.parent as ts.CallExpression;
    return isInLongerChain(call) ? "is called in a chain that may end before it" : call;
  }
  const expected = ts.isExpression(access)
    ? (sources.types.answer(access.getSourceFile(), [{ ask: "expected", node: access }])[0] as
        | TypeFacts
        | undefined)
    : undefined;
  return expected !== undefined && returnsPromise(expected) ? undefined : "is handed on as a value";
}

// A method that stands for one of a base class or an interface is called as that.
function inheritedBy(
  owner: ts.FunctionLikeDeclaration,
  name: string,
  { types }: Sources,
): string | undefined {
  const holder = memberHolder(owner);
  const file = owner.getSourceFile();
  if (holder !== undefined && ts.isObjectLiteralExpression(holder)) {
    const expected = types.answer(file, [{ ask: "expected", node: holder }])[0] as
      | TypeFacts
      | undefined;
    const member = expected?.parts
      .map((part) => part.property(name))
      .find((one) => one !== undefined);
    return member !== undefined && !returnsPromise(member)
      ? `What the object with \`${name}\` is made for does not expect a promise of it`
      : undefined;
  }
  if (holder === undefined) return undefined;
  for (const base of holder.heritageClauses?.flatMap((clause) => clause.types) ?? []) {
    const type = types.answer(file, [{ ask: "type", node: base }])[0] as TypeFacts | undefined;
    if (type === undefined || type.isAny)
      return `What the class of \`${name}\` extends is not known`;
    const member = type.property(name);
    if (member !== undefined && !returnsPromise(member)) {
      return `\`${name}\` stands for the member of \`${base.getText()}\`, which expects no promise`;
    }
  }
  return undefined;
}

// The class or object that a function is a member of.
function memberHolder(
  owner: ts.FunctionLikeDeclaration,
): ts.ClassLikeDeclaration | ts.ObjectLiteralExpression | undefined {
  const member = ts.isMethodDeclaration(owner) ? owner : outermost(owner).parent;
  const { parent } = member;
  if (ts.isMethodDeclaration(member) || ts.isPropertyDeclaration(member)) {
    return ts.isClassLike(parent) || ts.isObjectLiteralExpression(parent) ? parent : undefined;
  }
  return ts.isPropertyAssignment(member) ? member.parent : undefined;
}

function outermost(expression: ts.Node): ts.Node {
  let at = expression;
  while (
    ts.isExpression(at.parent) &&
    (ts.isParenthesizedExpression(at.parent) || ts.isNonNullExpression(at.parent)) &&
    unwrap(at.parent) === unwrap(at as ts.Expression)
  ) {
    at = at.parent;
  }
  return at;
}

function isCallee(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression === node;
}

function isAccess(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
}

// `(await a?.f()).b` would read a member of what may be missing.
function isInLongerChain(call: ts.CallExpression): boolean {
  return (
    ts.isOptionalChain(call) &&
    ts.isOptionalChain(call.parent) &&
    (call.parent as { expression?: ts.Node }).expression === call
  );
}

function isSignature(node: ts.Node): boolean {
  const inside = !node.getSourceFile().fileName.includes("/node_modules/");
  return inside && (ts.isMethodSignature(node) || ts.isPropertySignature(node) || isAbstract(node));
}

function isAbstract(node: ts.Node): boolean {
  return hasModifier(node, ts.SyntaxKind.AbstractKeyword);
}

function isDefault(owner: ts.FunctionLikeDeclaration): boolean {
  const exported = owner
    .getSourceFile()
    .statements.some((one) => ts.isExportAssignment(one) && ts.isIdentifier(one.expression));
  return exported || hasModifier(owner, ts.SyntaxKind.DefaultKeyword);
}

function isReadonly(node: ts.PropertyDeclaration): boolean {
  return hasModifier(node, ts.SyntaxKind.ReadonlyKeyword);
}

function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((one) => one.kind === kind) ?? false)
  );
}

function isVariable(node: ts.Node): node is ts.VariableDeclaration {
  return ts.isVariableDeclaration(node);
}

function isConstant(node: ts.VariableDeclaration): boolean {
  return node.type === undefined && (node.parent.flags & ts.NodeFlags.Const) !== 0;
}
