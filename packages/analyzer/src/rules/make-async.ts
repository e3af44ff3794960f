import type { TextEdit } from "../finding.js";
import { returnsPromise } from "../model/callbacks.js";
import { ts } from "../model/syntax.js";
import { isTestBody } from "../model/test-functions.js";
import { unwrap } from "../model/unwrap.js";
import { insertAfter, type RuleContext, spanOf } from "./rule.js";

/**
 * The edits that make a function async, or why it cannot be; `byCallers` says that it could, if its
 * callers awaited it.
 */
export type MadeAsync =
  | { readonly edits: readonly TextEdit[] }
  | { readonly reason: string; readonly byCallers: boolean };

/** What there has to be known of types. */
export type TypeQuestions = Pick<RuleContext, "expectedOf" | "typeOf">;

/**
 * Makes a function async where nobody can tell the difference: it returned a promise before, or what
 * it is handed to waits for one.
 */
export function makeAsyncUnseen(
  owner: ts.FunctionLikeDeclaration,
  context: TypeQuestions,
): MadeAsync {
  const never = neverAsync(owner);
  if (never !== undefined) return { reason: never, byCallers: false };
  const returned = context
    .typeOf(owner)()
    .parts.flatMap((part) => part.signatures);
  const promised =
    returned.length > 0 &&
    returned.every(({ returns }) => returns.parts.every((part) => part.isPromise));
  if (promised) {
    return owner.type === undefined || isPromiseNode(owner.type)
      ? { edits: asyncEdits(owner) }
      : {
          reason: `${nameOf(owner)} says that it returns another type of promise`,
          byCallers: false,
        };
  }
  if (ts.isArrowFunction(owner) || ts.isFunctionExpression(owner)) {
    const expected = context.expectedOf(owner)();
    const known = expected?.parts.some((part) => part.signatures.length > 0) === true;
    if (known ? returnsPromise(expected) : isTestBody(owner)) return { edits: asyncEdits(owner) };
    if (known || (ts.isCallExpression(owner.parent) && owner.parent.expression !== owner)) {
      return {
        reason: `What the ${kindOf(owner)} around it is handed to is not known to wait`,
        byCallers: false,
      };
    }
  }
  return {
    reason: `${nameOf(owner)} is not async, and so its callers would have to await it too`,
    byCallers: true,
  };
}

/** Why a function can be async in no program, or `undefined` where it can. */
export function neverAsync(owner: ts.FunctionLikeDeclaration): string | undefined {
  if (ts.isConstructorDeclaration(owner)) return "A constructor cannot wait";
  if (ts.isGetAccessorDeclaration(owner)) return "A getter cannot wait";
  if (ts.isSetAccessorDeclaration(owner)) return "A setter cannot wait";
  if (owner.asteriskToken !== undefined) {
    return "A generator that awaits would be an asynchronous one, which is iterated in another way";
  }
  if (owner.type !== undefined && ts.isTypePredicateNode(owner.type)) {
    return `${nameOf(owner)} narrows a type, which an async function cannot`;
  }
  return (owner.flags & ts.NodeFlags.JavaScriptFile) !== 0 && hasOtherJsDocReturn(owner)
    ? `${nameOf(owner)} says in its comment that it returns no promise`
    : undefined;
}

/** Puts `async` before a function, and its declared result into a promise. */
export function asyncEdits(owner: ts.FunctionLikeDeclaration): TextEdit[] {
  const file = owner.getSourceFile();
  const modifiers = ts.canHaveModifiers(owner) ? ts.getModifiers(owner) : undefined;
  const decorators = ts.canHaveDecorators(owner) ? ts.getDecorators(owner) : undefined;
  const after = Math.max(modifiers?.at(-1)?.end ?? -1, decorators?.at(-1)?.end ?? -1);
  const start = after < 0 ? owner.getStart(file) : startOfToken(file, after);
  const { type } = owner;
  const edits: TextEdit[] = [{ file: file.fileName, start, end: start, text: "async " }];
  if (type !== undefined && !isPromiseNode(type)) {
    const span = spanOf(type);
    edits.push({ ...span, end: span.start, text: "Promise<" }, insertAfter(type, ">"));
  }
  return edits;
}

/** A function's name as a sentence can begin with it. */
export function nameOf(owner: ts.FunctionLikeDeclaration): string {
  const { name } = owner;
  if (name !== undefined && !ts.isComputedPropertyName(name)) return `\`${name.getText()}\``;
  const { parent } = owner;
  if (
    (ts.isVariableDeclaration(parent) ||
      ts.isPropertyAssignment(parent) ||
      ts.isPropertyDeclaration(parent)) &&
    unwrap(parent.initializer ?? (parent.name as ts.Expression)) === owner
  ) {
    return `\`${parent.name.getText()}\``;
  }
  return `The ${kindOf(owner)} around it`;
}

function kindOf(owner: ts.FunctionLikeDeclaration): string {
  return ts.isMethodDeclaration(owner) ? "method" : "function";
}

function isPromiseNode(type: ts.TypeNode): boolean {
  return (
    ts.isTypeReferenceNode(type) &&
    ts.isIdentifier(type.typeName) &&
    type.typeName.text === "Promise"
  );
}

function hasOtherJsDocReturn(owner: ts.FunctionLikeDeclaration): boolean {
  const type = ts.getJSDocReturnType(owner);
  return type !== undefined && !isPromiseNode(type);
}

// Comments may stand between the modifiers and what they modify.
function startOfToken(file: ts.SourceFile, after: number): number {
  const scanner = ts.createScanner(
    ts.ScriptTarget.Latest,
    true,
    file.languageVariant,
    file.text,
    undefined,
    after,
  );
  scanner.scan();
  return scanner.getTokenStart();
}
