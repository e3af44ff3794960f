import type { Fix, Refusal, TextEdit } from "../../finding.js";
import { isAsync } from "../../model/enclosing-function.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { removeWord } from "../fix-text.js";
import { insertBefore } from "../rule.js";

const title = "Remove async: its callers then get the value itself";

/** Takes `async` from a function, and the awaits of its callers in the file with it. */
export function withoutAsync(
  declared: ts.FunctionLikeDeclaration,
  name: ts.Node | undefined,
): { readonly fixes: readonly Fix[]; readonly refusals: readonly Refusal[] } {
  const refused = (reason: string) => ({ fixes: [], refusals: [{ title, reason }] });
  // What is made where it is used, or used in the file, is made for that use.
  const generator = declared.asteriskToken !== undefined;
  if (generator && (name === undefined || usesOf(name as ts.Identifier).length > 0)) {
    return refused("A generator that is not async is iterated in another way");
  }
  const edits = [...ownEdits(declared)];
  if (name !== undefined && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name))) {
    for (const use of usesOf(name)) {
      const awaited = awaitOf(use);
      if (awaited === undefined) {
        const { line } = use.getSourceFile().getLineAndCharacterOfPosition(use.getStart());
        return refused(`Line ${line + 1} may rely on its promise`);
      }
      if (awaited !== "none") edits.push(removeWord(awaited.getChildAt(0)));
    }
  }
  return { fixes: [{ title, safety: "dangerous", edits }], refusals: [] };
}

function* ownEdits(declared: ts.FunctionLikeDeclaration): Iterable<TextEdit> {
  const word = ts.canHaveModifiers(declared)
    ? ts.getModifiers(declared)?.find((one) => one.kind === ts.SyntaxKind.AsyncKeyword)
    : undefined;
  if (word !== undefined) yield removeWord(word);
  const { type } = declared;
  if (type === undefined || !ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName))
    return;
  if (declared.asteriskToken !== undefined && type.typeName.text.startsWith("Async")) {
    const { file, start } = insertBefore(type.typeName, "");
    yield { file, start, end: start + "Async".length, text: "" };
  }
  const [argument, ...others] = type.typeArguments ?? [];
  if (type.typeName.text === "Promise" && argument !== undefined && others.length === 0) {
    const { end, file, start } = insertBefore(type, "");
    yield { file, start, end: Math.max(end, argument.getStart()), text: "" };
    yield { file, start: argument.end, end: type.end, text: "" };
  }
}

// By name alone: what has the same name and is something else is taken for it, and so refused.
function usesOf(name: ts.Identifier | ts.PrivateIdentifier): ts.Node[] {
  const found: ts.Node[] = [];
  const open: ts.Node[] = [name.getSourceFile()];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (
      (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) &&
      node.text === name.text &&
      node !== name
    ) {
      found.push(node);
    }
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
  }
  return found;
}

/** The await that a use stands under; `none` where the use needs no promise; else `undefined`. */
function awaitOf(use: ts.Node): ts.AwaitExpression | "none" | undefined {
  const { parent } = use;
  if (ts.isExportSpecifier(parent)) return "none";
  const callee = ts.isPropertyAccessExpression(parent) && parent.name === use ? parent : use;
  const call = callee.parent;
  if (!ts.isCallExpression(call) || call.expression !== callee) return undefined;
  let at: ts.Node = call;
  while (ts.isParenthesizedExpression(at.parent) || ts.isAsExpression(at.parent)) at = at.parent;
  const { parent: around } = at;
  if (ts.isAwaitExpression(around) && unwrap(around.expression) === call) return around;
  if (ts.isExpressionStatement(around) || ts.isVoidExpression(around)) return "none";
  return isReturnedByAsync(at) ? "none" : undefined;
}

// An async function gives its callers a promise of either.
function isReturnedByAsync(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isArrowFunction(parent) && parent.body === node) return isAsync(parent);
  if (!ts.isReturnStatement(parent)) return false;
  let at: ts.Node = parent;
  while (!ts.isFunctionLike(at) && !ts.isSourceFile(at)) at = at.parent;
  return isAsync(at);
}
