import { awaitability } from "../../model/awaitability.js";
import { isAsync } from "../../model/enclosing-function.js";
import { ts } from "../../model/syntax.js";
import type { TypeFacts } from "../../model/type-source.js";
import type { Rule, RuleContext } from "../rule.js";
import { withoutAsync } from "./without-async.js";

/** A function that is async for no reason that can be seen in it. */
export const asyncWithoutAwait: Rule = {
  meta: {
    id: "async-without-await",
    summary: "An async function awaits nothing and returns no promise",
    severity: "suggestion",
    presets: ["strict"],
    fixSafety: "dangerous",
    counterparts: ["@typescript-eslint/require-await", "require-await"],
  },
  defaults: {},
  kinds: [
    ts.SyntaxKind.ArrowFunction,
    ts.SyntaxKind.FunctionDeclaration,
    ts.SyntaxKind.FunctionExpression,
    ts.SyntaxKind.MethodDeclaration,
  ],
  visit(node, context) {
    const declared = node as AsyncFunction;
    if (!isAsync(declared) || declared.body === undefined) return;
    if (ts.isBlock(declared.body) && declared.body.statements.length === 0) return;
    if (declared.type !== undefined && onlyThrows(declared.body)) return;
    if (declared.name !== undefined && isAskedByLanguage(declared.name)) return;
    const reasons = reasonsIn(declared);
    if (reasons.awaits) return;
    const types = reasons.values.map((value) => context.typeOf(value));
    const asked = askedFor(declared, context);
    context.decide(() => {
      if (types.some((type) => type().parts.some(({ thenable }) => thenable !== "none"))) return;
      if (reasons.delegates.some((one) => context.typeOf(one)().hasSymbol("asyncIterator"))) return;
      if (asked()) return;
      // `yield* load()`: what is missing there is `await`, and not to be mended by less of it.
      const isMissing = reasons.delegates.some((one) =>
        context
          .typeOf(one)()
          .parts.some(({ thenable }) => thenable !== "none"),
      );
      context.report({
        at: headOf(declared),
        message: `${nameOf(declared)} is async, but awaits nothing: its callers get a promise of what is there already. Remove \`async\`, or await what was meant`,
        confidence: "medium",
        ...(isMissing || types.some((type) => awaitability(type()) === "maybe")
          ? {}
          : withoutAsync(declared, nameNodeOf(declared))),
      });
    });
  },
};

// It says that it gives a promise, and its callers wait for the error.
function onlyThrows(body: ts.ConciseBody): boolean {
  const [only, ...others] = ts.isBlock(body) ? body.statements : [];
  return only !== undefined && others.length === 0 && ts.isThrowStatement(only);
}

// Who calls `[Symbol.asyncIterator]` and `[Symbol.asyncDispose]` waits.
function isAskedByLanguage(name: ts.Node): boolean {
  return (
    ts.isComputedPropertyName(name) &&
    /^Symbol\s*\.\s*async(?:Dispose|Iterator)$/.test(name.expression.getText())
  );
}

type AsyncFunction =
  | ts.ArrowFunction
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.MethodDeclaration;

interface Reasons {
  readonly awaits: boolean;
  /** What it returns, and what an async generator yields. */
  readonly values: readonly ts.Expression[];
  readonly delegates: readonly ts.Expression[];
}

function reasonsIn(declared: AsyncFunction): Reasons {
  const values: ts.Expression[] = [];
  const delegates: ts.Expression[] = [];
  let awaits = false;
  const visit = (node: ts.Node): void => {
    if (awaits || ts.isFunctionLike(node)) return;
    if (ts.isAwaitExpression(node)) awaits = true;
    if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) awaits = true;
    if (
      ts.isVariableDeclarationList(node) &&
      (node.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.AwaitUsing
    ) {
      awaits = true;
    }
    if (ts.isReturnStatement(node) && node.expression !== undefined) values.push(node.expression);
    if (ts.isYieldExpression(node) && node.expression !== undefined) {
      (node.asteriskToken === undefined ? values : delegates).push(node.expression);
    }
    ts.forEachChild(node, visit);
  };
  const { body } = declared;
  if (body !== undefined && !ts.isBlock(body)) values.push(body);
  if (body !== undefined) visit(body);
  return { awaits, values, delegates };
}

// Where an interface, a base class or the place it is written for asks for a promise, `async` is
// the plain way to make one.
function askedFor(declared: AsyncFunction, context: RuleContext): () => boolean {
  const member = memberOf(declared);
  const asked = ts.isClassLike(member.parent)
    ? askedByBases(member, member.parent, context)
    : never;
  if (ts.isMethodDeclaration(declared) && ts.isObjectLiteralExpression(declared.parent)) {
    const { name } = declared;
    const expected = context.expectedOf(declared.parent);
    return () =>
      ts.isIdentifier(name) &&
      (expected()?.parts.some((part) => asksPromise(part.property(name.text))) ?? false);
  }
  if (ts.isFunctionDeclaration(declared) || ts.isMethodDeclaration(declared)) return asked;
  const expected = context.expectedOf(declared);
  const call = calledAt(declared);
  const made = call === undefined ? undefined : context.expectedOf(call);
  const taker = takerOf(declared);
  const takerType = taker === undefined ? undefined : context.typeOf(taker);
  return () =>
    asked() ||
    // What is handed to somebody unknown may be asked for all the same.
    (takerType?.().isAny ?? false) ||
    (made?.()?.parts.some(
      (part) => part.hasSymbol("asyncIterator") || awaitability(part) === "always",
    ) ??
      false) ||
    (expected()?.parts.some((part) =>
      part.signatures.some(({ returns }) => awaitability(returns) === "always"),
    ) ??
      false);
}

const never = (): boolean => false;

// A method, or the field or property that holds a function.
function memberOf(declared: AsyncFunction): ts.Node {
  const { parent } = declared;
  return ts.isPropertyDeclaration(parent) && parent.initializer === declared ? parent : declared;
}

function askedByBases(member: ts.Node, owner: ts.ClassLikeDeclaration, context: RuleContext) {
  const name = (member as ts.MethodDeclaration | ts.PropertyDeclaration).name;
  const bases = (owner.heritageClauses ?? []).flatMap(({ types }) => types);
  const asked = bases.map((base) => context.typeOf(base));
  return () =>
    ts.isIdentifier(name) && asked.some((base) => asksPromise(base().property(name.text)));
}

// `(async function* () { ... })()`: what it is made for.
function calledAt(declared: ts.Expression): ts.CallExpression | undefined {
  let at = declared;
  while (ts.isParenthesizedExpression(at.parent)) at = at.parent;
  const { parent } = at;
  return ts.isCallExpression(parent) && parent.expression === at ? parent : undefined;
}

// Who is called with the function, or with an object that holds it.
function takerOf(declared: ts.Expression): ts.Expression | undefined {
  let at: ts.Node = declared;
  while (
    ts.isPropertyAssignment(at.parent) ||
    ts.isObjectLiteralExpression(at.parent) ||
    ts.isArrayLiteralExpression(at.parent) ||
    ts.isParenthesizedExpression(at.parent)
  ) {
    at = at.parent;
  }
  const { parent } = at;
  return (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== at
    ? parent.expression
    : undefined;
}

function asksPromise(member: TypeFacts | undefined): boolean {
  return (
    member?.parts.some((part) =>
      part.signatures.some(({ returns }) => awaitability(returns) !== "never"),
    ) ?? false
  );
}

function headOf(declared: AsyncFunction): { file: string; start: number; end: number } {
  const file = declared.getSourceFile();
  const word = asyncWord(declared);
  const end = ts.isArrowFunction(declared)
    ? declared.equalsGreaterThanToken.end
    : (declared.name?.end ?? word.end);
  return { file: file.fileName, start: word.getStart(file), end };
}

function asyncWord(declared: AsyncFunction): ts.Node {
  const word = ts.getModifiers(declared)?.find((one) => one.kind === ts.SyntaxKind.AsyncKeyword);
  return word ?? declared;
}

function nameNodeOf(declared: AsyncFunction): ts.Node | undefined {
  const { parent } = declared;
  return (
    declared.name ??
    (ts.isVariableDeclaration(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isPropertyDeclaration(parent)
      ? parent.name
      : undefined)
  );
}

function nameOf(declared: AsyncFunction): string {
  const name = nameNodeOf(declared);
  return name === undefined ? "This function" : `\`${name.getText()}\``;
}
