import { isPlainList } from "../../model/plain-list.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { lineOf } from "../control.js";
import type { Obstacle } from "../hazard.js";
import type { SerialModel } from "../serial-model.js";
import type { DataLoop } from "./shape.js";

/**
 * What keeps the turns of a `for await` in order: it draws from an asynchronous iterator, unless its items are known to be
 * those of a plain list, which it waits for in vain.
 */
export function drawnOneByOne({ node, items }: DataLoop, model: SerialModel): Obstacle | undefined {
  if (!ts.isForOfStatement(node) || node.awaitModifier === undefined) return undefined;
  const type = model.typeOf(items)();
  if (isPlainList(type) || (type.isAny && isListByForm(items))) return undefined;
  return {
    hazard: "protocol",
    tier: "blocks",
    at: node,
    reason: `line ${lineOf(node)} draws from an asynchronous iterator, one item after another`,
  };
}

// `files.sort().filter(isText)`, whatever `files` is: nothing but a list is sorted, and what is left of it are its own items.
function isListByForm(items: ts.Expression): boolean {
  for (let at = unwrap(items); ts.isCallExpression(at); ) {
    const callee = unwrap(at.expression);
    if (!ts.isPropertyAccessExpression(callee)) return false;
    if (onlyOfLists.test(callee.name.text)) return true;
    if (callee.name.text !== "filter") return false;
    at = unwrap(callee.expression);
  }
  return false;
}

const onlyOfLists = /^(concat|flat|reverse|slice|sort|splice|split|toReversed|toSorted|toSpliced)$/;
