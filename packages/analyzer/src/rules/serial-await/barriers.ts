import { ts } from "../../model/syntax.js";

/**
 * Tells whether code stands where order is meant even between reads: tests and user-interface
 * scripts, migrations and seeds, and callbacks of transactions.
 */
export function barrierAround(node: ts.Node): boolean {
  return isOrderedFile(node.getSourceFile().fileName) || isInTransaction(node);
}

function isOrderedFile(path: string): boolean {
  return (
    /[./](test|spec|e2e|stories|bench)\.[cm]?[jt]sx?$/.test(path) ||
    /\/(__tests__|__mocks__|tests?|specs?|e2e|cypress|playwright|migrations?|seeds?|seeders?)\//.test(
      path,
    )
  );
}

function isInTransaction(node: ts.Node): boolean {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    if (!ts.isArrowFunction(at) && !ts.isFunctionExpression(at)) continue;
    const { parent } = at;
    if (!ts.isCallExpression(parent)) continue;
    const callee = parent.expression;
    const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
    if (/transaction|\btx\b|runInBand|runExclusive|withLock|lock$/i.test(name)) return true;
  }
  return false;
}
