import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";
import type { Answers } from "./answers.js";

/**
 * What is known of a method that is called on a value without a type. Packages that are not installed
 * give such values everywhere, and most of them are rows, records and lists of these.
 */
export interface UntypedMethod {
  /** It changes what it is called on. */
  readonly changes: boolean;
}

/**
 * Answers what a method of that name does on a value of type `any`: for names that nothing but the
 * language's own strings, lists, dates and promises have, and for others where the value is `isData`.
 */
export function untypedMethod(name: string, isData: () => boolean): UntypedMethod | undefined {
  if (languageOnly.has(name)) return { changes: false };
  if (changesList.has(name)) return { changes: true };
  if (!shared.has(name) && !changing.has(name)) return undefined;
  return isData() ? { changes: changing.has(name) } : undefined;
}

/** Tells whether a method of that name runs a function that it is given. */
export function runsArguments(name: string): boolean {
  return running.has(name);
}

const running = new Set(
  (
    "map filter flatMap reduce reduceRight every findIndex then catch finally find findLast forEach some " +
    "sort toSorted replace replaceAll"
  ).split(" "),
);

const languageOnly = new Set(
  (
    "map filter flatMap reduce reduceRight every findIndex includes indexOf lastIndexOf " +
    "then catch finally toString valueOf hasOwnProperty toJSON " +
    "split trim trimStart trimEnd toLowerCase toUpperCase toLocaleLowerCase toLocaleUpperCase " +
    "startsWith endsWith charAt charCodeAt codePointAt padStart padEnd localeCompare normalize " +
    "substring substr replace replaceAll match matchAll slice concat join flat some toSorted toReversed " +
    "toFixed toPrecision toLocaleString toISOString getTime getFullYear getMonth getDate getDay getHours getMinutes getSeconds " +
    "toLocaleDateString toLocaleTimeString toDateString toUTCString " +
    // Numbers and dates of the libraries for them, whose methods make new ones.
    "plus minus times mul dividedBy toNumber isZero gte lte gt lt isBefore isAfter isSame diff " +
    "startOf endOf toDate toISO toJSDate toMillis"
  ).split(" "),
);

const makesData = new Set(
  (
    "split trim trimStart trimEnd toLowerCase toUpperCase padStart padEnd substring substr replaceAll matchAll " +
    "toFixed toISOString toLocaleString toLocaleDateString toLocaleTimeString flatMap"
  ).split(" "),
);

const shared = new Set(
  "at entries find findLast forEach get has keys search values test".split(" "),
);

// What nothing but a list has, and changes it.
const changesList = new Set("push unshift pop shift sort splice reverse".split(" "));

const changing = new Set("add clear delete fill set".split(" "));

/**
 * Follows a value back to where it comes from: `fromOutside` tells whether a call brings plain data
 * into the program, such as rows of a query or the body of a response.
 */
export function isData(
  expression: ts.Expression,
  answers: Answers,
  fromOutside: (call: ts.CallLikeExpression) => boolean,
): boolean {
  const seen = new Set<ts.Node>();
  const data = (node: ts.Expression): boolean => {
    const at = unwrap(node);
    if (seen.has(at) || seen.size > 40) return false;
    seen.add(at);
    if (ts.isAwaitExpression(at)) return data(at.expression);
    if (ts.isPropertyAccessExpression(at)) return data(at.expression);
    if (ts.isElementAccessExpression(at)) return data(at.expression);
    if (ts.isObjectLiteralExpression(at) || ts.isArrayLiteralExpression(at)) return true;
    if (ts.isStringLiteralLike(at) || ts.isTemplateExpression(at)) return true;
    if (ts.isConditionalExpression(at)) return data(at.whenTrue) && data(at.whenFalse);
    if (ts.isBinaryExpression(at)) return data(at.left) || data(at.right);
    if (ts.isCallExpression(at)) {
      const callee = unwrap(at.expression);
      if (fromOutside(at)) return true;
      // Whatever these are called on, what they answer is a string or a list of its own.
      if (ts.isPropertyAccessExpression(callee) && makesData.has(callee.name.text)) return true;
      return (
        ts.isPropertyAccessExpression(callee) &&
        (languageOnly.has(callee.name.text) || shared.has(callee.name.text)) &&
        data(callee.expression)
      );
    }
    return ts.isIdentifier(at) && named(at);
  };
  const named = (name: ts.Identifier): boolean => {
    let [at] = answers.symbol(name)?.declarations ?? [];
    while (at !== undefined && ts.isBindingElement(at)) at = at.parent.parent;
    if (at === undefined) return false;
    if (ts.isVariableDeclaration(at)) {
      const loop = at.parent.parent;
      if (loop !== undefined && ts.isForOfStatement(loop) && loop.initializer === at.parent) {
        return data(loop.expression);
      }
      return at.initializer !== undefined && data(at.initializer);
    }
    return ts.isParameter(at) && isElement(at);
  };
  // What a callback is handed by a method of a list is one of its elements.
  const isElement = (parameter: ts.ParameterDeclaration): boolean => {
    const call = parameter.parent.parent;
    if (!ts.isCallExpression(call)) return false;
    const callee = unwrap(call.expression);
    return ts.isPropertyAccessExpression(callee) && data(callee.expression);
  };
  return data(expression);
}
