import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";
import { isConstant } from "./access-syntax.js";
import type { Answers } from "./answers.js";
import { isFunctionLiteral } from "./call-syntax.js";
import type { Flow } from "./facts.js";
import { anything, type ValueFlow } from "./value-flow.js";

/** What `pool.query.bind(pool)` binds, and to what. */
export interface Binding {
  readonly method: ts.Expression;
  readonly object: ts.Expression;
}

/** Reads a call as one that binds a method and hands it nothing else: whoever calls what it answers calls the method. */
export function bindingOf(node: ts.Node): Binding | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const callee = unwrap(node.expression);
  const [object, ...others] = node.arguments;
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== "bind") return undefined;
  if (object === undefined || others.length > 0) return undefined;
  return { method: unwrap(callee.expression), object };
}

/** The same of what a name stands for: `const query = pool.query.bind(pool)`, `{ query: pool.query.bind(pool) }`. */
export function boundBy(declaration: ts.Node): Binding | undefined {
  if (
    ts.isVariableDeclaration(declaration)
      ? !isConstant(declaration)
      : !ts.isPropertyAssignment(declaration)
  ) {
    return undefined;
  }
  const { initializer } = declaration as ts.VariableDeclaration | ts.PropertyAssignment;
  return initializer && bindingOf(unwrap(initializer));
}

/**
 * What a function that is called by a name, or handed on, sees as `this`: what it was bound to, and anything where that is not
 * told. Functions that stand in place have the `this` of the code around them, and those that are declared have none.
 */
export function boundTo(value: ts.Expression, flow: ValueFlow, answers: Answers): readonly Flow[] {
  const at = unwrap(value);
  if (isFunctionLiteral(at)) return [];
  if (ts.isPropertyAccessExpression(at)) return flow.of(at.expression);
  const inPlace = bindingOf(at);
  if (inPlace !== undefined) return flow.of(inPlace.object);
  const [declared] = ts.isIdentifier(at) ? (answers.symbol(at)?.declarations ?? []) : [];
  if (declared === undefined || ts.isFunctionDeclaration(declared)) return [];
  if (ts.isVariableDeclaration(declared) && isFunctionIn(declared)) return [];
  const object = boundBy(declared)?.object;
  return object !== undefined && ts.isIdentifier(object) ? flow.of(object) : anything;
}

function isFunctionIn({ initializer }: ts.VariableDeclaration): boolean {
  return initializer !== undefined && isFunctionLiteral(unwrap(initializer));
}
