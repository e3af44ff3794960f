import { ts } from "./syntax.js";

/** The function whose body runs `node`, or `undefined` at the top level of a file. */
export function enclosingFunction(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (ts.isFunctionLike(at)) return at as ts.FunctionLikeDeclaration;
    // A field's initializer and a static block run apart from the function around the class.
    if (ts.isPropertyDeclaration(at) || ts.isClassStaticBlockDeclaration(at)) return undefined;
  }
  return undefined;
}

/** Tells whether `await` may stand where `node` stands, as the code is. */
export function mayAwait(node: ts.Node): boolean {
  for (let at = node, { parent } = node; parent !== undefined; at = parent, { parent } = parent) {
    if (ts.isFunctionLike(parent)) {
      // Parameters and decorators of an async function cannot await.
      return isAsync(parent) && "body" in parent && parent.body === at;
    }
    if (ts.isPropertyDeclaration(parent) || ts.isClassStaticBlockDeclaration(parent)) return false;
    if (ts.isModuleBlock(parent)) return false;
    if (ts.isSourceFile(parent)) return ts.isExternalModule(parent);
  }
  return false;
}

/** Tells whether a function carries `async`. */
export function isAsync(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node)?.some((one) => one.kind === ts.SyntaxKind.AsyncKeyword) ?? false)
  );
}
