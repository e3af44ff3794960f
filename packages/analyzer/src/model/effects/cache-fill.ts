import { ts } from "../syntax.js";
import { around } from "./lazy-init.js";

/**
 * Tells whether a call puts an entry into a collection that has been asked for it, or into one that calls itself a
 * cache, or takes out what it has put in so, once it has come.
 */
export function isMadeOnce(call: ts.Node): boolean {
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
  const { name, expression } = call.expression;
  const collection = expression.getText();
  if (name.text === "delete") return endsLazyEntry(call, collection);
  if (name.text !== "set") return false;
  const value = call.arguments[1];
  return isLazyEntry(call, collection) || (value !== undefined && isCacheFill(collection, value));
}

/**
 * Tells whether a collection is asked for a key before the key is set. Who comes second may make the
 * value again, for the same key.
 */
function isLazyEntry(write: ts.CallExpression, collection: string): boolean {
  const key = write.arguments[0]?.getText();
  if (key === undefined) return false;
  const asks = (node: ts.Node): boolean =>
    (ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      /^(has|get)$/.test(node.expression.name.text) &&
      node.expression.expression.getText() === collection &&
      node.arguments[0]?.getText() === key) ||
    ts.forEachChild(node, (child) => asks(child) || undefined) === true;
  for (const [statement, before] of around(write)) {
    const asking = ts.isIfStatement(statement) ? [statement.expression, ...before] : before;
    if (asking.some((one) => one.getText().includes(collection) && asks(one))) return true;
  }
  return false;
}

/**
 * Tells whether a write fills something that calls itself a cache: whoever fills it last has the
 * same value to put there as whoever came first. To empty one is no filling.
 */
export function isCacheFill(target: string, value: ts.Expression): boolean {
  const isEmpty =
    value.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(value) && value.text === "undefined") ||
    (ts.isNewExpression(value) && (value.arguments ?? []).length === 0) ||
    (ts.isObjectLiteralExpression(value) && value.properties.length === 0) ||
    (ts.isArrayLiteralExpression(value) && value.elements.length === 0);
  return !isEmpty && isCacheName(target);
}

/**
 * Tells whether a call takes away an entry that the same function puts there where there is none, once what is on its
 * way has come: `pending.set(key, promise)`, then `pending.delete(key)`.
 */
function endsLazyEntry(call: ts.CallExpression, collection: string): boolean {
  const key = call.arguments[0]?.getText();
  let owner: ts.Node = call;
  while (owner.parent !== undefined && !isNamedFunction(owner)) owner = owner.parent;
  const visit = (node: ts.Node): boolean =>
    (ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      node.expression.name.text === "set" &&
      node.expression.expression.getText() === collection &&
      node.arguments[0]?.getText() === key &&
      isLazyEntry(node, collection)) ||
    ts.forEachChild(node, (child) => visit(child) || undefined) === true;
  return key !== undefined && visit(owner);
}

function isNamedFunction(node: ts.Node): boolean {
  return ts.isFunctionLike(node) && !ts.isArrowFunction(node) && !ts.isFunctionExpression(node);
}

/** Tells whether something calls itself a cache. */
export function isCacheName(target: string): boolean {
  return /(^|[._#])(cache[ds]?|memo)($|[A-Z_[])|[a-z](Cache|Cached)($|[A-Z[])/.test(target);
}

/**
 * Tells whether a call looks into a store for a key that the same function puts there where it finds
 * nothing, or puts it there: `cache.get(key)`, then `cache.set(key, value)`. Who comes second may make the
 * value again, for the same key.
 */
export function isCacheAside(call: ts.CallExpression): boolean {
  const own = keyedCall(call);
  if (own === undefined) return false;
  let owner: ts.Node = call;
  while (owner.parent !== undefined && !ts.isFunctionLike(owner)) owner = owner.parent;
  let looks = false;
  let fills = false;
  const visit = (node: ts.Node): void => {
    if (looks && fills) return;
    const one = ts.isCallExpression(node) ? keyedCall(node) : undefined;
    if (one?.target === own.target) {
      if (one.does === "looks") looks = true;
      // What fills before it has looked is no cache.
      else if (looks) fills = true;
    }
    ts.forEachChild(node, visit);
  };
  visit(owner);
  return looks && fills;
}

function keyedCall(
  call: ts.CallExpression,
): { readonly does: "looks" | "fills"; readonly target: string } | undefined {
  const callee = call.expression;
  const [key] = call.arguments;
  if (!ts.isPropertyAccessExpression(callee) || key === undefined) return undefined;
  const { text } = callee.name;
  const does = /^(get|getItem|getJSON|hget|has|match)$/.test(text)
    ? "looks"
    : /^(set|setex|psetex|setEx|setItem|setJSON|hset|put|add)$/.test(text)
      ? "fills"
      : undefined;
  if (does === undefined) return undefined;
  return { does, target: `${callee.expression.getText()} ${key.getText()}` };
}
