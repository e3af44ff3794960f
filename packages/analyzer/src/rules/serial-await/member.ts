import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";

/** One statement of a serial group: `const binding = await call`. */
export interface Member {
  readonly statement: ts.VariableStatement;
  readonly declaration: ts.VariableDeclaration;
  readonly binding: ts.BindingName;
  readonly awaited: ts.AwaitExpression;
  readonly call: ts.CallExpression;
}

/**
 * Takes a statement apart where it does nothing but bind the awaited result of one call. A bare
 * `await f();` is no member: what nobody uses the result of is done for its effect, or is a guard.
 */
export function memberOf(statement: ts.Statement): Member | undefined {
  if (!ts.isVariableStatement(statement) || statement.modifiers !== undefined) return undefined;
  const { declarations, flags } = statement.declarationList;
  const [declaration, ...others] = declarations;
  const initializer = declaration?.initializer;
  if (declaration === undefined || initializer === undefined || others.length > 0) return undefined;
  // `using` disposes of what it binds, and `var` reaches beyond its block.
  const kind = flags & ts.NodeFlags.BlockScoped;
  if (kind !== ts.NodeFlags.Const && kind !== ts.NodeFlags.Let) return undefined;
  if (!ts.isAwaitExpression(initializer)) return undefined;
  const call = unwrap(initializer.expression);
  if (!ts.isCallExpression(call) || isGuard(call)) return undefined;
  return { statement, declaration, binding: declaration.name, awaited: initializer, call };
}

// The name of a function that is there to throw when something is not as it should be.
function isGuard(call: ts.CallExpression): boolean {
  const callee = unwrap(call.expression);
  const name = ts.isPropertyAccessExpression(callee)
    ? callee.name.text
    : ts.isIdentifier(callee)
      ? callee.text
      : "";
  return /^(require|assert|ensure|check|verify|validate|authorize|authenticate)([A-Z_]|$)/.test(
    name,
  );
}
