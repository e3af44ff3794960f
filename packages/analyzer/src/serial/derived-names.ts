import { ts } from "../model/syntax.js";
import type { DataLoop } from "./loops/shape.js";
import { identifiersOf, type Names } from "./names.js";

/** The names of a loop's item, and of what a turn makes of it. */
export function derivedIn(loop: DataLoop, names: Names): ReadonlySet<unknown> {
  const derived = new Set<unknown>(loop.item === undefined ? [] : names.boundBy(loop.item));
  if (loop.kind === "index") {
    for (const counter of loop.counters) {
      if (ts.isIdentifier(counter)) for (const name of names.boundBy(counter)) derived.add(name);
    }
  }
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isVariableDeclaration(node) && node.initializer !== undefined) {
      const from = [...names.in(node.initializer).reads.keys()];
      if (from.some((name) => derived.has(name))) {
        for (const one of identifiersOf(node.name)) {
          for (const name of names.boundBy(one)) derived.add(name);
        }
      }
    }
    ts.forEachChild(node, visit);
  };
  for (const part of loop.body) visit(part);
  return derived;
}
