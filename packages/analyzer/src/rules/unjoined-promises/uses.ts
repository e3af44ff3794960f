import { ts } from "../../model/syntax.js";

/** How a collection is used where it is only ever filled and counted. */
export interface Uses {
  /** What is put into it, after it is made. */
  readonly added: readonly ts.Expression[];
}

/**
 * Looks at everything in `scope` that has the name: if one use could hand on a member or the
 * collection itself, the answer is `others`. By name alone, so that a doubt is one.
 */
export function usesOf(
  name: ts.Identifier | ts.PrivateIdentifier,
  scope: ts.Node,
): Uses | "others" {
  const added: ts.Expression[] = [];
  const open: ts.Node[] = [scope];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (
      (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) &&
      node.text === name.text &&
      node !== name &&
      !isMemberName(node)
    ) {
      const put = putBy(node);
      if (put === undefined) return "others";
      added.push(...put);
    }
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
  }
  return { added };
}

// In `list.map` and `{ map: 1 }` the name is a member's.
function isMemberName(node: ts.Identifier | ts.PrivateIdentifier): boolean {
  const { parent } = node;
  if (!ts.isIdentifier(node)) return false;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isMethodDeclaration(parent) && parent.name === node)
  );
}

// `list.push(a)` and `list.length` as a statement or a number; anything else may hand members on.
function putBy(name: ts.Identifier | ts.PrivateIdentifier): readonly ts.Expression[] | undefined {
  const field = ts.isPrivateIdentifier(name);
  if (field && !ts.isPropertyAccessExpression(name.parent)) return undefined;
  const held = field ? name.parent : name;
  const member = held.parent;
  if (!ts.isPropertyAccessExpression(member) || member.expression !== held) return undefined;
  if (counts.has(member.name.text)) return [];
  const call = member.parent;
  if (!fills.has(member.name.text) || !ts.isCallExpression(call) || call.expression !== member) {
    return undefined;
  }
  // What `add` and `set` give back is the collection.
  if (!ts.isExpressionStatement(call.parent)) return undefined;
  if (call.arguments.some((one) => ts.isSpreadElement(one))) return undefined;
  return member.name.text === "set" ? call.arguments.slice(1, 2) : call.arguments;
}

const counts = new Set(["length", "size"]);

const fills = new Set(["add", "push", "set", "unshift"]);
