import { ts } from "./syntax.js";

/** The function, field, static block or file whose body runs `node`. */
export function runnerOf(node: ts.Node): ts.Node {
  let at = node.parent;
  while (
    !ts.isFunctionLike(at) &&
    !ts.isClassStaticBlockDeclaration(at) &&
    !ts.isPropertyDeclaration(at) &&
    !ts.isSourceFile(at)
  ) {
    at = at.parent;
  }
  return at;
}
