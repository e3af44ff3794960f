import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import type { RuleContext } from "../rule.js";

/** Who else may change some state while a function waits. */
export interface Sharing {
  /** Who it is, in words that end a sentence. */
  readonly who: string;
  /** Others are under way for certain. */
  readonly certain: boolean;
  /** Nothing shows that there are others. */
  readonly doubtful: boolean;
}

/** Tells who shares what an assignment writes; `undefined` where the function has it for itself. */
export function sharingOf(
  target: ts.Identifier | ts.PropertyAccessExpression,
  body: ts.FunctionLikeDeclaration,
  context: RuleContext,
): Sharing | undefined {
  const root = rootOf(target);
  if (root.kind === ts.SyntaxKind.ThisKeyword) return sharingOfThis(body);
  const declaration = context.symbolOf(root)()?.declarations[0];
  if (declaration === undefined) return undefined;
  return sharingOfDeclaration(declaration, target, body, context, 0);
}

function sharingOfDeclaration(
  declaration: ts.Node,
  target: ts.Node,
  body: ts.FunctionLikeDeclaration,
  context: RuleContext,
  depth: number,
): Sharing | undefined {
  const owner = functionAround(declaration);
  if (owner === undefined) {
    return { who: "every call of this function shares it", certain: false, doubtful: false };
  }
  if (owner === body) {
    // A variable of the function itself is its own; an object that it names may not be.
    const alias = ts.isIdentifier(target) ? undefined : aliased(declaration);
    if (alias === undefined || depth > 3) return undefined;
    if (alias.kind === ts.SyntaxKind.ThisKeyword) return sharingOfThis(body);
    const next = context.symbolOf(alias)()?.declarations[0];
    return next === undefined
      ? undefined
      : sharingOfDeclaration(next, target, body, context, depth + 1);
  }
  if (runsForEachItem(body)) {
    return { who: "the calls for the other items share it", certain: true, doubtful: false };
  }
  // A function that is handed on or called by name most often runs once at a time.
  return { who: "every call of this function shares it", certain: false, doubtful: true };
}

// An object's methods can be called while one of them waits.
function sharingOfThis(body: ts.FunctionLikeDeclaration): Sharing {
  if (runsForEachItem(body)) {
    return { who: "the calls for the other items share it", certain: true, doubtful: false };
  }
  return { who: "every call on the same object shares it", certain: false, doubtful: false };
}

// The function runs once for each item of a list, all at the same time.
function runsForEachItem(body: ts.Node): boolean {
  const call = body.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== body) return false;
  const callee = unwrap(call.expression);
  return ts.isPropertyAccessExpression(callee) && /^(map|flatMap|forEach)$/.test(callee.name.text);
}

// `const self = this` and `const state = this.state` name what is there already.
function aliased(declaration: ts.Node): ts.Node | undefined {
  if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined) {
    return undefined;
  }
  const at = unwrap(declaration.initializer);
  if (at.kind === ts.SyntaxKind.ThisKeyword) return at;
  return ts.isPropertyAccessExpression(at) ? rootOf(at) : undefined;
}

function rootOf(target: ts.Expression): ts.Node {
  let at = unwrap(target);
  while (ts.isPropertyAccessExpression(at)) at = unwrap(at.expression);
  return at;
}

function functionAround(node: ts.Node): ts.Node | undefined {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (ts.isFunctionLike(at)) return at;
  }
  return undefined;
}
