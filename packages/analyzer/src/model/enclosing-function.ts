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

/**
 * Tells whether `await` may stand where `node` stands, as the code is; `topLevel` says whether the
 * file may await outside functions.
 */
export function mayAwait(node: ts.Node, topLevel: boolean): "async function" | "top level" | "no" {
  for (let at = node, { parent } = node; parent !== undefined; at = parent, { parent } = parent) {
    if (ts.isFunctionLike(parent)) {
      // Parameters and decorators of an async function cannot await.
      const inBody = "body" in parent && parent.body === at;
      return inBody && isAsync(parent) ? "async function" : "no";
    }
    if (ts.isPropertyDeclaration(parent) || ts.isClassStaticBlockDeclaration(parent)) return "no";
    if (ts.isModuleBlock(parent)) return "no";
    if (ts.isSourceFile(parent)) return topLevel ? "top level" : "no";
  }
  return "no";
}

/** Tells whether a function carries `async`. */
export function isAsync(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node)?.some((one) => one.kind === ts.SyntaxKind.AsyncKeyword) ?? false)
  );
}

/** The function around a node that no other function is around, or the node itself if it is that. */
export function outermostFunction(node: ts.Node): ts.Node | undefined {
  let found: ts.Node | undefined;
  for (let at = node; at !== undefined; at = at.parent) if (ts.isFunctionLike(at)) found = at;
  return found;
}
