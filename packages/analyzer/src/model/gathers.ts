import { constantBefore } from "./declared-before.js";
import { importsOf } from "./imports.js";
import { ts } from "./syntax.js";
import { unwrap } from "./unwrap.js";

/** A call that waits for several things side by side. */
export interface Gather {
  readonly call: ts.CallExpression;
  /** What it is called where it stands: `Promise.all`. */
  readonly name: string;
  /** Whether it answers with what each has brought, or gives up with the first error. */
  readonly kind: "all" | "allSettled";
  /** What runs side by side, where it is written out one by one. */
  readonly members: readonly ts.Expression[];
  /** What runs once for each item of a collection. */
  readonly mapped: Mapped | undefined;
}

/** `items.map(callback)`, or `Array.from(items, callback)`. */
export interface Mapped {
  readonly call: ts.CallExpression;
  readonly items: ts.Expression;
  readonly callback: ts.Expression;
  /** The function, where it is written in place. */
  readonly body: ts.ArrowFunction | ts.FunctionExpression | undefined;
}

/** The gather that a call is: of `Promise`, or of the runtime. */
export function gatherOf(call: ts.CallExpression): Gather | undefined {
  const kind = kindOf(call);
  if (kind === undefined) return undefined;
  const name = call.expression.getText();
  if (kind === "gather") return runtimeGather(call, name);
  const [argument, ...others] = call.arguments;
  if (argument === undefined || others.length > 0) return undefined;
  const at = unwrap(argument);
  if (ts.isArrayLiteralExpression(at)) {
    const [only, ...more] = at.elements;
    const spread =
      only !== undefined && more.length === 0 && ts.isSpreadElement(only)
        ? mappedIn(only.expression)
        : undefined;
    return { call, name, kind, members: plain(at.elements), mapped: spread };
  }
  return { call, name, kind, members: [], mapped: mappedIn(at) };
}

function runtimeGather(call: ts.CallExpression, name: string): Gather {
  const [first, ...others] = call.arguments;
  const list = first === undefined ? undefined : unwrap(first);
  if (list !== undefined && ts.isArrayLiteralExpression(list)) {
    return { call, name, kind: "all", members: plain(list.elements), mapped: undefined };
  }
  const mapped =
    first !== undefined && others.length === 0
      ? mappedIn(ts.isSpreadElement(first) ? first.expression : first)
      : undefined;
  return { call, name, kind: "all", members: plain(call.arguments), mapped };
}

// What an element that is spread holds is not written out.
function plain(elements: readonly ts.Expression[]): readonly ts.Expression[] {
  return elements.filter((one) => !ts.isSpreadElement(one) && !ts.isOmittedExpression(one));
}

function kindOf({ expression }: ts.CallExpression): Gather["kind"] | "gather" | undefined {
  const callee = unwrap(expression);
  if (ts.isPropertyAccessExpression(callee)) {
    const { name } = callee;
    return ts.isIdentifier(callee.expression) &&
      callee.expression.text === "Promise" &&
      (name.text === "all" || name.text === "allSettled")
      ? name.text
      : undefined;
  }
  if (!ts.isIdentifier(callee)) return undefined;
  const known = importsOf(callee.getSourceFile()).get(callee.text);
  return known?.name === "gather" && known.module === "@awaitwise/runtime" ? "gather" : undefined;
}

/** The mapping that a gather waits for, where its list has a name: `const calls = items.map(...); await Promise.all(calls)`. */
export function mappedBefore({ call }: Gather): Mapped | undefined {
  const [argument] = call.arguments;
  const name = argument === undefined ? undefined : unwrap(argument);
  if (name === undefined || !ts.isIdentifier(name)) return undefined;
  const made = constantBefore(name);
  return made === undefined ? undefined : mappedIn(made);
}

/** The mapping that an expression is, if it is one. */
export function mappedIn(expression: ts.Expression): Mapped | undefined {
  const call = unwrap(expression);
  if (!ts.isCallExpression(call)) return undefined;
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  if (callee.name.text === "map" || callee.name.text === "flatMap") {
    const [callback] = call.arguments;
    return callback === undefined ? undefined : mapped(call, callee.expression, callback);
  }
  const [items, callback] = call.arguments;
  return callee.getText() === "Array.from" && items !== undefined && callback !== undefined
    ? mapped(call, items, callback)
    : undefined;
}

function mapped(call: ts.CallExpression, items: ts.Expression, callback: ts.Expression): Mapped {
  const at = unwrap(callback);
  const body = ts.isArrowFunction(at) || ts.isFunctionExpression(at) ? at : undefined;
  return { call, items, callback, body };
}
