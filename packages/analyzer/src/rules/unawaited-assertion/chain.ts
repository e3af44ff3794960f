import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";

/** A chain of members and calls, such as `expect(page).not.toBeVisible()`, taken apart. */
export interface Chain {
  /** The name that it begins with. */
  readonly root: ts.Identifier;
  /** That name and those of the members after it, in order: `expect`, `not`, `toBeVisible`. */
  readonly names: readonly string[];
  /** The call of the root itself, where the chain begins with one. */
  readonly first: ts.CallExpression | undefined;
  /** Whether the last member is called, and not only read. */
  readonly called: boolean;
}

/** Takes a chain apart, or answers `undefined` for any other expression. */
export function chainOf(expression: ts.Expression): Chain | undefined {
  const names: string[] = [];
  let first: ts.CallExpression | undefined;
  let at = unwrap(expression);
  const called = ts.isCallExpression(at);
  for (;;) {
    if (ts.isCallExpression(at)) {
      const callee = unwrap(at.expression);
      if (ts.isIdentifier(callee)) first = at;
      at = callee;
    } else if (ts.isPropertyAccessExpression(at)) {
      names.unshift(at.name.text);
      at = unwrap(at.expression);
    } else if (ts.isIdentifier(at)) {
      return { root: at, names: [at.text, ...names], first, called };
    } else return undefined;
  }
}
