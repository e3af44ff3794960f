import { returnsNothing, returnsPromise } from "../../model/callbacks.js";
import { ts } from "../../model/syntax.js";
import type { TypeFacts, WellKnown } from "../../model/type-source.js";
import { mayBeFunction } from "./function-value.js";
import type { MisusedContext } from "./misused-promise.js";

/** Checks members that return a promise where what the class extends or implements returns nothing. */
export function checkHeritage(
  node: ts.ClassLikeDeclaration | ts.InterfaceDeclaration,
  context: MisusedContext,
): void {
  const bases = (node.heritageClauses ?? []).flatMap(({ types }) => types);
  if (bases.length === 0) return;
  const members = [...node.members].filter(
    (member) => member.name !== undefined && !isStatic(member) && mayReturnPromise(member),
  );
  if (members.length === 0) return;
  const heritage = bases.map((base) => context.typeOf(base));
  const names = members.flatMap(({ name }) => (name === undefined ? [] : (textOf(name) ?? [])));
  context.decide(() => {
    const inherited = heritage.map((base) => base());
    for (const base of inherited) base.expect(names);
    for (const member of members) {
      const { name } = member;
      if (name === undefined) continue;
      const dropping = inherited.filter((base) => returnsNothingIn(base, name));
      if (dropping.length === 0) continue;
      // Asked last, and of few: what a member returns may have to be inferred from its whole body.
      const type = context.typeOf(member);
      context.decide(() => {
        if (!returnsPromise(type())) return;
        for (const base of dropping) {
          context.report({
            at: member,
            message: `\`${name.getText()}\` returns a promise, but \`${base.text}\` says that it returns nothing, so whoever calls it by that type drops the promise. Change the declared return type, or handle rejections inside`,
            confidence: "medium",
          });
        }
      });
    }
  });
}

function returnsNothingIn(base: TypeFacts, name: ts.PropertyName): boolean {
  const inherited = memberOf(base, name) ?? memberOfInstance(base, name);
  if (inherited === undefined || !returnsNothing(inherited)) return false;
  return !inherited.parts.some((part) => part.signatures.some(({ isStub }) => isStub));
}

function memberOf(type: TypeFacts, name: ts.PropertyName): TypeFacts | undefined {
  if (ts.isComputedPropertyName(name)) {
    const symbol = /^Symbol\.(\w+)$/.exec(name.expression.getText())?.[1];
    if (symbol !== undefined) return type.symbolProperty(symbol as WellKnown);
  }
  const text = textOf(name);
  return text === undefined ? undefined : type.property(text);
}

function textOf(name: ts.PropertyName): string | undefined {
  if (ts.isPrivateIdentifier(name)) return undefined;
  if (!ts.isComputedPropertyName(name)) return name.text;
  return ts.isStringLiteralLike(name.expression) ? name.expression.text : undefined;
}

// An interface that extends the type of a class means what the class makes.
function memberOfInstance(type: TypeFacts, name: ts.PropertyName): TypeFacts | undefined {
  const [made] = type.constructSignatures;
  return made === undefined ? undefined : memberOf(made.returns, name);
}

// What is written out says so without a checker.
function mayReturnPromise(member: ts.ClassElement | ts.TypeElement): boolean {
  if (ts.isPropertyDeclaration(member) && member.initializer !== undefined) {
    if (!mayBeFunction(member.initializer)) return false;
  }
  const { type } = member as { readonly type?: ts.TypeNode };
  return type === undefined || !plain.has(type.kind);
}

const plain: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.BooleanKeyword,
  ts.SyntaxKind.NumberKeyword,
  ts.SyntaxKind.StringKeyword,
  ts.SyntaxKind.UndefinedKeyword,
  ts.SyntaxKind.VoidKeyword,
]);

function isStatic(member: ts.ClassElement | ts.TypeElement): boolean {
  return (
    ts.canHaveModifiers(member) &&
    (ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false)
  );
}
