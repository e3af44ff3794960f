import { ts } from "./syntax.js";
import { unwrap } from "./unwrap.js";

/**
 * Tells whether a function is the body of a test or of a hook around tests, by the names that the test
 * runners agree on: every one of them waits for the promise that such a body returns.
 */
export function isTestBody(node: ts.Node): boolean {
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return false;
  // A body that takes `done` says by calling it that it has ended; it must not be async as well.
  if (node.parameters.some(({ name }) => /^(cb|callback|done|next)$/.test(name.getText()))) {
    return false;
  }
  const call = node.parent;
  if (!ts.isCallExpression(call) || !call.arguments.includes(node)) return false;
  let callee = unwrap(call.expression);
  // `test.each(table)("name", body)` and `test.only("name", body)`.
  if (ts.isCallExpression(callee)) callee = unwrap(callee.expression);
  if (ts.isTaggedTemplateExpression(callee)) callee = unwrap(callee.tag);
  while (ts.isPropertyAccessExpression(callee)) {
    if (runners.has(callee.name.text)) return true;
    if (!variants.has(callee.name.text)) return false;
    callee = unwrap(callee.expression);
  }
  return ts.isIdentifier(callee) && runners.has(callee.text);
}

const runners = new Set([
  "after",
  "afterAll",
  "afterEach",
  "before",
  "beforeAll",
  "beforeEach",
  "fit",
  "it",
  "specify",
  "test",
  "xit",
  "xtest",
]);

const variants = new Set([
  "concurrent",
  "each",
  "fail",
  "failing",
  "fixme",
  "only",
  "runIf",
  "sequential",
  "serial",
  "skip",
  "skipIf",
  "slow",
  "todo",
]);
