import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";
import { readingSql } from "./library/decide.js";

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
    if (isKnex(callee)) return saidBy(words, node);
    if (!ts.isPropertyAccessExpression(callee)) return undefined;
    words.push(callee.name.text);
    at = unwrap(callee.expression);
  }
  return isKnex(at) && words.length > 0 ? saidBy(words, node) : undefined;
}

/** Tells whether some code may hold such a statement. */
export const mayBuildStatement = /\bknex\b[\s\S]*\.(toString|toQuery)\(\)/;

const writesOut = /^(toString|toQuery)$/;

function isKnex(node: ts.Node): boolean {
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  return ts.isIdentifier(name) && name.text === "knex";
}

function saidBy(words: readonly string[], whole: ts.Node): string | undefined {
  if (words.some((word) => changing.test(word))) return "update built";
  return words.some(isTold) || holdsChange(whole) ? undefined : "select * from built";
}

// What is written in SQL, or by a function, is not told by the words of the builder.
function isTold(word: string): boolean {
  return word === "raw" || word === "modify" || word.startsWith("with");
}

// `whereRaw("id = nextval('ids')")`: a text that is put in may change something.
function holdsChange(node: ts.Node): boolean {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
    return !readingSql.isPart(node.getText());
  }
  return ts.forEachChild(node, (child) => holdsChange(child) || undefined) ?? false;
}

const changing =
  /^(insert|upsert|update|del|delete|truncate|increment|decrement|into|merge|onConflict|returning|forUpdate|forShare|forNoKeyUpdate|forKeyShare)$/;
