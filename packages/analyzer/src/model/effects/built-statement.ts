import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";

/**
 * What a statement of SQL does that Knex writes out and somebody else runs, as the words that it begins with:
 * `knex("users").where("id", id).toString()` reads. `undefined` where that is none of Knex's, or is told by other words.
 */
export function builtStatement(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) || node.arguments.length > 0) return undefined;
  const last = unwrap(node.expression);
  if (!ts.isPropertyAccessExpression(last) || !writesOut.test(last.name.text)) return undefined;
  const words: string[] = [];
  let at = unwrap(last.expression);
  while (ts.isCallExpression(at)) {
    const callee = unwrap(at.expression);
    if (isKnex(callee)) return words.some(isTold) ? undefined : beginning(words);
    if (!ts.isPropertyAccessExpression(callee)) return undefined;
    words.push(callee.name.text);
    at = unwrap(callee.expression);
  }
  return isKnex(at) && words.length > 0 && !words.some(isTold) ? beginning(words) : undefined;
}

/** Tells whether some code may hold such a statement. */
export const mayBuildStatement = /\bknex\b[\s\S]*\.(toString|toQuery)\(\)/;

const writesOut = /^(toString|toQuery)$/;

function isKnex(node: ts.Node): boolean {
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  return ts.isIdentifier(name) && name.text === "knex";
}

// What is written in SQL, or by a function, is not told by the words of the builder.
function isTold(word: string): boolean {
  return word === "raw" || word === "modify" || word.startsWith("with");
}

function beginning(words: readonly string[]): string {
  return words.some((word) => changing.test(word)) ? "update built" : "select * from built";
}

const changing =
  /^(insert|upsert|update|del|delete|truncate|increment|decrement|into|merge|onConflict|returning|forUpdate|forShare|forNoKeyUpdate|forKeyShare)$/;
