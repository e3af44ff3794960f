import { enclosingFunction } from "../model/enclosing-function.js";
import { ts } from "../model/syntax.js";

/** A function, as far as it matters to whoever counts its awaits. */
export interface FunctionAround {
  /** Where its declaration begins and ends. */
  readonly start: number;
  readonly end: number;
  /** How many awaits its own body has, those of functions in it left out. */
  readonly awaits: number;
}

/** The function whose body runs what stands at an offset; `undefined` at the top level of a file. */
export function functionAround(source: ts.SourceFile, offset: number): FunctionAround | undefined {
  const declared = enclosingFunction(nodeAt(source, offset));
  if (declared === undefined) return undefined;
  return { start: declared.getStart(source), end: declared.end, awaits: awaitsIn(declared) };
}

function nodeAt(source: ts.SourceFile, offset: number): ts.Node {
  let at: ts.Node = source;
  for (let next: ts.Node | undefined = at; next !== undefined; ) {
    at = next;
    next = ts.forEachChild(at, (child) =>
      child.getStart(source) <= offset && offset < child.end ? child : undefined,
    );
  }
  return at;
}

function awaitsIn({ body }: ts.FunctionLikeDeclaration): number {
  let count = 0;
  const open: ts.Node[] = body === undefined ? [] : [body];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (ts.isAwaitExpression(node)) count += 1;
    ts.forEachChild(node, (child) => {
      if (!ts.isFunctionLike(child)) open.push(child);
    });
  }
  return count;
}
