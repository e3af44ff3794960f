import { ts } from "../syntax.js";

/** How a write initialises what it writes to. */
export interface LazyInit {
  /** The code that runs only while nothing has been written yet. */
  readonly region: readonly ts.Node[];
  /** Test and write are one step: nothing is awaited in between. */
  readonly sync: boolean;
}

/**
 * Tells whether an assignment gives its target a value only where it has none yet, by `??=` or by a
 * test before it: `if (!client) client = connect()`, `if (client) return client; client = ...`.
 */
export function lazyAssignment(write: ts.BinaryExpression): LazyInit | undefined {
  const { kind } = write.operatorToken;
  if (
    kind === ts.SyntaxKind.QuestionQuestionEqualsToken ||
    kind === ts.SyntaxKind.BarBarEqualsToken
  ) {
    return { region: [write], sync: !awaits(write.right) };
  }
  return kind === ts.SyntaxKind.EqualsToken ? testedBefore(write, write.left.getText()) : undefined;
}

/**
 * The name of the field or variable for whose sake a call is made: it runs only where that has no value yet, and is
 * there to give it one, as in `if (!this.client) await this.connect()`. Whether it does, its body says.
 */
export function filledWhereEmpty(call: ts.Node): string | undefined {
  for (const [statement, before] of around(call)) {
    if (ts.isIfStatement(statement) && isIn(call, statement.thenStatement)) {
      const target = emptinessOf(statement.expression);
      if (target !== undefined) return target;
    }
    for (const one of before) {
      const target = ts.isIfStatement(one) && leaves(one) ? presenceOf(one.expression) : undefined;
      if (target !== undefined) return target;
    }
  }
  return undefined;
}

/**
 * Tells whether a collection is asked for a key before the key is set. Who comes second may make the
 * value again, for the same key.
 */
export function isLazyEntry(write: ts.CallExpression, collection: string): boolean {
  const key = write.arguments[0]?.getText();
  if (key === undefined) return false;
  const tests = [`${collection}.has(${key})`, `${collection}.get(${key})`];
  for (const [statement, before] of around(write)) {
    const asking = ts.isIfStatement(statement) ? [statement.expression, ...before] : before;
    if (asking.some((one) => tests.some((test) => one.getText().includes(test)))) return true;
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

/** Tells whether a call makes a folder where there is none: `mkdir(path, { recursive: true })`. */
export function makesFolder(call: ts.CallExpression): boolean {
  const callee = call.expression;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
  if (/^(ensureDir|mkdirs|mkdirp)(Sync)?$/.test(name)) return true;
  const options = call.arguments[1];
  if (!/^mkdir(Sync)?$/.test(name) || options === undefined) return false;
  return (
    ts.isObjectLiteralExpression(options) &&
    options.properties.some(
      (one) =>
        ts.isPropertyAssignment(one) &&
        one.name.getText() === "recursive" &&
        one.initializer.kind === ts.SyntaxKind.TrueKeyword,
    )
  );
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

function testedBefore(write: ts.Node, target: string): LazyInit | undefined {
  for (const [statement, before] of around(write)) {
    if (ts.isIfStatement(statement) && isIn(write, statement.thenStatement)) {
      if (isEmptyTest(statement.expression, target)) {
        return { region: [statement.thenStatement], sync: !awaits(statement.thenStatement) };
      }
    }
    const names = [target, ...namesFor(target, before)];
    const index = before.findIndex(
      (one) =>
        ts.isIfStatement(one) &&
        names.some((name) => isPresentTest(one.expression, name)) &&
        leaves(one),
    );
    if (index >= 0) {
      const since = [...before.slice(index + 1), statement];
      return { region: since, sync: !since.some((one) => awaits(one)) };
    }
  }
  return undefined;
}

// `const known = this.clients[id]; if (known !== undefined) return known;`.
function namesFor(target: string, before: readonly ts.Statement[]): readonly string[] {
  return before.flatMap((one) =>
    ts.isVariableStatement(one) && (one.declarationList.flags & ts.NodeFlags.Const) !== 0
      ? one.declarationList.declarations.flatMap(({ name, initializer }) =>
          ts.isIdentifier(name) && initializer?.getText() === target ? [name.text] : [],
        )
      : [],
  );
}

// Each statement around a node, the innermost first, with the statements before it in its block.
function* around(node: ts.Node): Iterable<[ts.Statement, readonly ts.Statement[]]> {
  for (let at = node; at.parent !== undefined && !ts.isFunctionLike(at); at = at.parent) {
    const { parent } = at;
    if (ts.isStatement(at) && !ts.isBlock(at)) {
      const siblings: readonly ts.Statement[] =
        ts.isBlock(parent) || ts.isSourceFile(parent) ? parent.statements : [];
      yield [at, siblings.slice(0, Math.max(0, siblings.indexOf(at)))];
    }
  }
}

function isEmptyTest(test: ts.Expression, target: string): boolean {
  if (
    ts.isBinaryExpression(test) &&
    test.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
  ) {
    return [test.left, test.right].some((one) => isEmptyTest(one, target));
  }
  if (ts.isPrefixUnaryExpression(test) && test.operator === ts.SyntaxKind.ExclamationToken) {
    return test.operand.getText() === target;
  }
  return (
    ts.isBinaryExpression(test) &&
    /^={2,3}$/.test(test.operatorToken.getText()) &&
    (test.left.getText() === target || test.left.getText() === `typeof ${target}`) &&
    /^(null|undefined|"undefined"|'undefined')$/.test(test.right.getText())
  );
}

// What `!target` or `target === undefined` tests.
function emptinessOf(test: ts.Expression): string | undefined {
  const at = ts.isPrefixUnaryExpression(test)
    ? test.operand
    : ts.isBinaryExpression(test)
      ? test.left
      : undefined;
  return at !== undefined && isEmptyTest(test, at.getText()) ? lastNameOf(at) : undefined;
}

function presenceOf(test: ts.Expression): string | undefined {
  const at = ts.isBinaryExpression(test) ? test.left : test;
  return isPresentTest(test, at.getText()) ? lastNameOf(at) : undefined;
}

function lastNameOf(target: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(target)) return target.name.text;
  return ts.isIdentifier(target) ? target.text : undefined;
}

function isPresentTest(test: ts.Expression, target: string): boolean {
  return (
    test.getText() === target ||
    (ts.isBinaryExpression(test) &&
      /^!={1,2}$/.test(test.operatorToken.getText()) &&
      test.left.getText() === target)
  );
}

function leaves(statement: ts.IfStatement): boolean {
  const { thenStatement: then } = statement;
  const last = ts.isBlock(then) ? then.statements.at(-1) : then;
  return last !== undefined && ts.isReturnStatement(last);
}

function isIn(node: ts.Node, outer: ts.Node): boolean {
  return node.pos >= outer.pos && node.end <= outer.end;
}

function awaits(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node)) return true;
  if (ts.isFunctionLike(node)) return false;
  return ts.forEachChild(node, (child) => (awaits(child) ? true : undefined)) === true;
}
