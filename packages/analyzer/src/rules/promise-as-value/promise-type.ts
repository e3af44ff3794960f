import { ts } from "../../model/syntax.js";
import type { TypeFacts } from "../../model/type-source.js";
import { unwrap } from "../../model/unwrap.js";

/** Tells whether a type, apart from null and undefined, is a promise and nothing else. */
export function isOnlyPromise(type: TypeFacts): boolean {
  const parts = type.parts.filter((part) => !part.isNullish);
  return parts.length > 0 && parts.every(isPromise);
}

/** Tells whether one part of a type can be awaited. */
export function isThenable(part: TypeFacts): boolean {
  return part.thenable !== "none";
}

/** What the promises of a type bring. */
export function broughtBy(type: TypeFacts): TypeFacts | undefined {
  return type.parts.find(isPromise)?.awaited;
}

/** Tells whether no promise of a type has a member of that name. */
export function lacks(type: TypeFacts, name: string): boolean {
  return type.parts.every((part) => part.isNullish || part.property(name) === undefined);
}

/** Tells whether a promise of a type says itself what it is as text, as a number or in JSON. */
export function hasText(type: TypeFacts): boolean {
  return type.parts.some((part) =>
    ["toJSON", "toString", "valueOf"].some((name) =>
      part.property(name)?.origins.some(({ from }) => from !== "lib"),
    ),
  );
}

/** Tells whether an expression is a call, or a constant that holds what a call gave. */
export function isFreshCall(expression: ts.Expression): boolean {
  const inner = unwrap(expression);
  if (ts.isCallExpression(inner)) return true;
  if (!ts.isIdentifier(inner)) return false;
  for (let at: ts.Node = inner; at.parent !== undefined; at = at.parent) {
    const statements = "statements" in at.parent ? (at.parent as ts.Block).statements : [];
    for (const statement of statements) {
      if (!ts.isVariableStatement(statement)) continue;
      for (const { initializer, name } of statement.declarationList.declarations) {
        if (!ts.isIdentifier(name) || name.text !== inner.text) continue;
        const constant = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
        return constant && initializer !== undefined && ts.isCallExpression(unwrap(initializer));
      }
    }
    if (ts.isFunctionLike(at.parent) && declares(at.parent, inner.text)) return false;
  }
  return false;
}

function declares({ parameters }: ts.SignatureDeclaration, name: string): boolean {
  return parameters.some(({ name: bound }) => bound.getText() === name);
}

// A thenable that is no promise may well have a text or a number of its own.
function isPromise(part: TypeFacts): boolean {
  return (
    part.isPromise ||
    part.origins.some(({ from, name }) => from === "lib" && name === "PromiseLike")
  );
}
