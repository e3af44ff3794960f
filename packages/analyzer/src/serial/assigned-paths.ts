import { ts } from "../model/syntax.js";
import { isAssignmentOperator } from "./names.js";

/**
 * What some code sets a field of while it is a field itself, and other code uses as a whole: `req.body` of
 * `req.body.key = key`, then `save(JSON.stringify(req.body))`. The place that uses it, or nothing.
 */
export function usesAssigned(assigning: ts.Node, using: ts.Node): ts.Node | undefined {
  const paths = pathsIn(assigning);
  if (paths.size === 0) return undefined;
  const uses = usesIn(using);
  for (const path of paths) {
    const use = uses.get(path);
    if (use !== undefined) return use;
  }
  return undefined;
}

const known = new WeakMap<ts.Node, ReadonlySet<string>>();
const used = new WeakMap<ts.Node, ReadonlyMap<string, ts.Node>>();

function pathsIn(root: ts.Node): ReadonlySet<string> {
  let paths = known.get(root);
  if (paths === undefined) {
    const found = new Set<string>();
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node)) return;
      if (ts.isBinaryExpression(node) && isAssignmentOperator(node.operatorToken.kind)) {
        for (let at: ts.Node = node.left; isPath(at); at = at.expression) {
          if (isPath(at.expression)) found.add(at.expression.getText());
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(root);
    paths = found;
    known.set(root, paths);
  }
  return paths;
}

function isPath(node: ts.Node): node is ts.PropertyAccessExpression | ts.ElementAccessExpression {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

// As a whole: a field that is taken out of it is another matter.
function usesIn(root: ts.Node): ReadonlyMap<string, ts.Node> {
  let uses = used.get(root);
  if (uses === undefined) {
    const found = new Map<string, ts.Node>();
    const visit = (node: ts.Node): void => {
      const isPart = isPath(node) && isPath(node.parent) && node.parent.expression === node;
      if (isPath(node) && !isPart) {
        const text = node.getText();
        if (!found.has(text)) found.set(text, node);
      }
      ts.forEachChild(node, visit);
    };
    visit(root);
    uses = found;
    used.set(root, uses);
  }
  return uses;
}
