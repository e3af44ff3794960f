import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";

/** When an async reducer awaits its accumulator: before all else, later, or not at all. */
export function accumulatorUse(
  callback: ts.ArrowFunction | ts.FunctionExpression,
): "first" | "later" | "never" {
  const name = callback.parameters[0]?.name;
  if (name === undefined || !ts.isIdentifier(name)) return "never";
  const awaited = [...awaitsIn(callback.body)];
  // A step that hands the accumulator on, to `then` or to another function, leaves it to that.
  if (awaited.length === 0) return mentions(callback.body, name.text) ? "first" : "never";
  const index = awaited.findIndex((one) => mentions(unwrap(one), name.text));
  return index === 0 ? "first" : index < 0 ? "never" : "later";
}

// In the order in which they run: what stands inside an awaited expression is awaited before it.
function* awaitsIn(node: ts.Node): Iterable<ts.Expression> {
  if (ts.isFunctionLike(node)) return;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  for (const child of children) yield* awaitsIn(child);
  if (ts.isAwaitExpression(node)) yield node.expression;
}

function mentions(node: ts.Node, name: string): boolean {
  if (ts.isIdentifier(node)) return node.text === name;
  return ts.forEachChild(node, (child) => mentions(child, name) || undefined) ?? false;
}
