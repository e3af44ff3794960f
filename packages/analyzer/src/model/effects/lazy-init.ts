import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";

/** How a write initialises what it writes to. */
export interface LazyInit {
  /** The code that runs only while nothing has been written yet. */
  readonly region: readonly ts.Node[];
  /** Test and write are one step: nothing is awaited in between. */
  readonly sync: boolean;
  /** What is old is made anew, so that somebody waits for it now and then. */
  readonly renews: boolean;
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
    return { region: [write], sync: !awaits(write.right), renews: false };
  }
  return kind === ts.SyntaxKind.EqualsToken ? testedBefore(write, write.left.getText()) : undefined;
}

/**
 * The name of the field or variable for whose sake a call is made: it runs only where that has no value yet, and is
 * there to give it one, as in `if (!this.client) await this.connect()`. Whether it does, its body says.
 */
export function filledWhereEmpty(call: ts.Node): string | undefined {
  for (const [statement, before] of around(call)) {
    if (ts.isIfStatement(statement)) {
      const { expression: test, thenStatement, elseStatement } = statement;
      const isElse = elseStatement !== undefined && isIn(call, elseStatement);
      const tested = isElse ? presenceOf(test) : emptinessOf(test);
      if (isElse && dependsOnCaller(call, call)) continue;
      if (tested !== undefined && isIn(call, isElse ? elseStatement : thenStatement)) return tested;
    }
    for (const one of before) {
      const target = ts.isIfStatement(one) && leaves(one) ? presenceOf(one.expression) : undefined;
      if (target !== undefined) return target;
    }
  }
  return undefined;
}

/**
 * What a function does as long as what it answers has not been loaded: `if (!this.isLoaded) return load(); return this.rows;`.
 * Who asks is mostly given what is there.
 */
export function untilLoaded(statement: ts.Node): ts.Node | undefined {
  if (!ts.isIfStatement(statement) || statement.elseStatement !== undefined) return undefined;
  const test = unwrap(statement.expression);
  if (!ts.isPrefixUnaryExpression(test) || test.operator !== ts.SyntaxKind.ExclamationToken) {
    return undefined;
  }
  const { parent: block, thenStatement } = statement;
  if (!loadedBefore.test(unwrap(test.operand).getText()) || !ts.isBlock(block)) return undefined;
  const [answer, ...more] = block.statements.slice(block.statements.indexOf(statement) + 1);
  if (!leaves(statement) || more.length > 0 || answer === undefined) return undefined;
  if (!ts.isReturnStatement(answer) || answer.expression === undefined) return undefined;
  const kept = unwrap(answer.expression);
  return ts.isPropertyAccessExpression(kept) || ts.isIdentifier(kept) ? thenStatement : undefined;
}

const loadedBefore =
  /(^|\.)[_#]*(is|has|was)?(initiali[sz]ed|loaded|ready|cached|hydrated|populated)$/i;

/** Tells whether something is kept to show to a service who asks: it is got anew where there is none. */
export function isCredential(name: string): boolean {
  return /token|auth|session|credential|jwt|cookie|login/i.test(name);
}

/**
 * Tells whether a call puts an entry into a collection that has been asked for it, or into one that calls itself a
 * cache, or takes out what it has put in so, once it has come.
 */
export function isMadeOnce(call: ts.Node): boolean {
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
  const { name, expression } = call.expression;
  const collection = expression.getText();
  if (name.text === "delete") return endsLazyEntry(call, collection);
  if (name.text !== "set") return false;
  const value = call.arguments[1];
  return isLazyEntry(call, collection) || (value !== undefined && isCacheFill(collection, value));
}

/**
 * Tells whether a collection is asked for a key before the key is set. Who comes second may make the
 * value again, for the same key.
 */
function isLazyEntry(write: ts.CallExpression, collection: string): boolean {
  const key = write.arguments[0]?.getText();
  if (key === undefined) return false;
  const asks = (node: ts.Node): boolean =>
    (ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      /^(has|get)$/.test(node.expression.name.text) &&
      node.expression.expression.getText() === collection &&
      node.arguments[0]?.getText() === key) ||
    ts.forEachChild(node, (child) => asks(child) || undefined) === true;
  for (const [statement, before] of around(write)) {
    const asking = ts.isIfStatement(statement) ? [statement.expression, ...before] : before;
    if (asking.some((one) => one.getText().includes(collection) && asks(one))) return true;
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

/**
 * Tells whether a call takes away an entry that the same function puts there where there is none, once what is on its
 * way has come: `pending.set(key, promise)`, then `pending.delete(key)`.
 */
function endsLazyEntry(call: ts.CallExpression, collection: string): boolean {
  const key = call.arguments[0]?.getText();
  let owner: ts.Node = call;
  while (owner.parent !== undefined && !isNamedFunction(owner)) owner = owner.parent;
  const visit = (node: ts.Node): boolean =>
    (ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      node.expression.name.text === "set" &&
      node.expression.expression.getText() === collection &&
      node.arguments[0]?.getText() === key &&
      isLazyEntry(node, collection)) ||
    ts.forEachChild(node, (child) => visit(child) || undefined) === true;
  return key !== undefined && visit(owner);
}

function isNamedFunction(node: ts.Node): boolean {
  return ts.isFunctionLike(node) && !ts.isArrowFunction(node) && !ts.isFunctionExpression(node);
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
  if (isPlaceholder(write, target)) return undefined;
  const own = testedAround(write, target);
  if (own !== undefined) return own;
  for (let at = continuationAround(write); at !== undefined; at = continuationAround(at)) {
    const tested = testedAround(at, target);
    if (tested !== undefined) {
      return dependsOnCaller(at, at) ? undefined : { ...tested, sync: false };
    }
  }
  return undefined;
}

/**
 * Tells whether what is written stands there only until what the same function waits for, without `await`, has come:
 * `this.rows = {}` before `.then((rows) => { this.rows = rows; })`. Who comes in between finds it. To take it away again is
 * no filling.
 */
export function isPlaceholder(write: ts.Node, target: string): boolean {
  const owner = functionAround(write);
  const visit = (node: ts.Node): boolean =>
    (ts.isBinaryExpression(node) &&
      node.pos > write.end &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      node.left.getText() === target &&
      functionAround(node) !== owner &&
      !/^(null|undefined)$/.test(node.right.getText())) ||
    ts.forEachChild(node, (child) => visit(child) || undefined) === true;
  return owner !== undefined && visit(owner);
}

// A value that the function makes of what it is given, or of what it has waited for, is the first caller's, whoever that is.
function dependsOnCaller(at: ts.Node, region: ts.Node): boolean {
  const owner = functionAround(at);
  if (owner === undefined) return false;
  const given = new Set(owner.parameters.flatMap(({ name }) => namesIn(name)));
  const mentions = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && given.has(node.text) && !isMemberName(node)) ||
    ts.forEachChild(node, (child) => mentions(child) || undefined) === true;
  const collect = (node: ts.Node): void => {
    if (node.pos >= region.pos) return;
    if (ts.isVariableDeclaration(node) && node.initializer !== undefined) {
      const { initializer } = node;
      if (awaits(initializer) || mentions(initializer)) {
        for (const name of namesIn(node.name)) given.add(name);
      }
    }
    if (!ts.isFunctionLike(node) || node === owner) ts.forEachChild(node, collect);
  };
  collect(owner);
  return mentions(region);
}

function isMemberName({ parent, text }: ts.Identifier): boolean {
  return (
    ts.isPropertyAccessExpression(parent) &&
    parent.name.text === text &&
    parent.expression.getText() !== text
  );
}

function namesIn(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((one) => (ts.isBindingElement(one) ? namesIn(one.name) : []));
}

function functionAround(node: ts.Node): ts.SignatureDeclaration | undefined {
  let at = node.parent;
  while (at !== undefined && !ts.isFunctionLike(at)) at = at.parent;
  return at;
}

// What goes on once what is waited for has come: the callback of `then`, and what a new promise runs.
function continuationAround(node: ts.Node): ts.Node | undefined {
  const at = functionAround(node);
  if (at === undefined || !(ts.isArrowFunction(at) || ts.isFunctionExpression(at)))
    return undefined;
  const { parent } = at;
  if (ts.isNewExpression(parent))
    return parent.expression.getText() === "Promise" ? parent : undefined;
  if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(parent.expression))
    return undefined;
  return parent.arguments[0] === at && parent.expression.name.text === "then" ? parent : undefined;
}

function testedAround(write: ts.Node, target: string): LazyInit | undefined {
  for (const [statement, before] of around(write)) {
    const names = [target, ...namesFor(target, before)];
    if (ts.isIfStatement(statement)) {
      const { expression: test, thenStatement, elseStatement } = statement;
      const isElse = elseStatement !== undefined && isIn(write, elseStatement);
      const region = isElse ? elseStatement : thenStatement;
      // What is not nought, or no longer false, has gone on to another state.
      if (isElse && /[!=]==?\s*(-?\d|false|true)/.test(test.getText())) continue;
      const tells = isElse ? isPresentTest : isEmptyTest;
      const isTold = isIn(write, region) && names.some((name) => tells(test, name));
      // Where it stands there by another way than `if (!target)`, it is nobody's in particular.
      const isPlain = !isElse && isEmptyTest(test, target) && !/\btypeof\b/.test(test.getText());
      if (isTold && (isPlain || !dependsOnCaller(write, region))) {
        return { region: [region], sync: !awaits(region), renews: looksAtAge(test) };
      }
    }
    const index = before.findIndex(
      (one) =>
        ts.isIfStatement(one) &&
        names.some((name) => isPresentTest(one.expression, name)) &&
        leaves(one),
    );
    if (index >= 0) {
      const since = [...before.slice(index + 1), statement];
      const renews = looksAtAge((before[index] as ts.IfStatement).expression);
      return { region: since, sync: !since.some((one) => awaits(one)), renews };
    }
  }
  return undefined;
}

// `const known = this.clients[id]; if (known !== undefined) return known;`, and `let known` until it is given another.
function namesFor(target: string, before: readonly ts.Statement[]): readonly string[] {
  return before.flatMap((one, index) =>
    ts.isVariableStatement(one) && (isConst(one) || index === before.length - 1)
      ? one.declarationList.declarations.flatMap(({ name, initializer }) =>
          ts.isIdentifier(name) && initializer?.getText() === target ? [name.text] : [],
        )
      : [],
  );
}

function isConst({ declarationList }: ts.VariableStatement): boolean {
  return (declarationList.flags & ts.NodeFlags.Const) !== 0;
}

/** Each statement around a node, the innermost first, with the statements before it in its block. */
export function* around(node: ts.Node): Iterable<[ts.Statement, readonly ts.Statement[]]> {
  for (let at = node; at.parent !== undefined && !ts.isFunctionLike(at); at = at.parent) {
    const { parent } = at;
    if (ts.isStatement(at) && !ts.isBlock(at)) {
      const siblings: readonly ts.Statement[] =
        ts.isBlock(parent) || ts.isSourceFile(parent) ? parent.statements : [];
      yield [at, siblings.slice(0, Math.max(0, siblings.indexOf(at)))];
    }
  }
}

// `!target`, or `!target || Date.now() > target.expiresAt`: it has no value, or an old one.
function isEmptyTest(test: ts.Expression, target: string): boolean {
  // A second test that has to hold as well leaves it empty all the same.
  const both = partsOf(test, ts.SyntaxKind.AmpersandAmpersandToken);
  if (both.length > 1) return both.some((one) => isEmptyTest(one, target));
  const parts = partsOf(test, ts.SyntaxKind.BarBarToken);
  return (
    parts.every((one) => emptyIn(one) !== undefined || isAboutAge(one) || isEmpty(one, target)) &&
    parts.some((one) => isEmpty(one, target) || (isAboutAge(one) && mentions(one, target)))
  );
}

function isEmpty(test: ts.Expression, target: string): boolean {
  if (ts.isPrefixUnaryExpression(test) && test.operator === ts.SyntaxKind.ExclamationToken) {
    const operand = unwrap(test.operand);
    return operand.getText() === target || asksForKey(operand, target);
  }
  if (!ts.isBinaryExpression(test)) return false;
  const operator = test.operatorToken.getText();
  // `typeof target !== "boolean"`: it is no value of that kind yet.
  if (/^!={1,2}$/.test(operator) && test.left.getText() === `typeof ${target}`) {
    return ts.isStringLiteral(test.right) && test.right.text !== "undefined";
  }
  return (
    /^={2,3}$/.test(operator) &&
    (test.left.getText() === target || test.left.getText() === `typeof ${target}`) &&
    /^(null|undefined|"undefined"|'undefined')$/.test(test.right.getText())
  );
}

// What `!target` or `target === undefined` tests.
function emptinessOf(test: ts.Expression): string | undefined {
  for (const one of partsOf(test, ts.SyntaxKind.BarBarToken)) {
    const target = emptyIn(one);
    if (target !== undefined && isEmptyTest(test, target.getText())) return lastNameOf(target);
  }
  return undefined;
}

function emptyIn(test: ts.Expression): ts.Expression | undefined {
  const at = ts.isPrefixUnaryExpression(test)
    ? test.operand
    : ts.isBinaryExpression(test)
      ? test.left
      : undefined;
  return at !== undefined && isEmpty(test, at.getText()) ? at : undefined;
}

function presenceOf(test: ts.Expression): string | undefined {
  const [first = test] = partsOf(test, ts.SyntaxKind.AmpersandAmpersandToken);
  const at = ts.isBinaryExpression(first) ? first.left : first;
  return isPresentTest(test, at.getText()) ? lastNameOf(at) : undefined;
}

function lastNameOf(target: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(target)) return target.name.text;
  return ts.isIdentifier(target) ? target.text : undefined;
}

// `target`, or `target && Date.now() < target.expiresAt`: it has a value, and no old one.
function isPresentTest(test: ts.Expression, target: string): boolean {
  const parts = partsOf(test, ts.SyntaxKind.AmpersandAmpersandToken);
  return (
    parts.every(
      (one) =>
        isPresent(one, target) || isAboutAge(one) || (isSomething(one) && parts.some(isAboutAge)),
    ) && parts.some((one) => isPresent(one, target) || (isAboutAge(one) && mentions(one, target)))
  );
}

function isPresent(test: ts.Expression, target: string): boolean {
  return (
    test.getText() === target ||
    asksForKey(test, target) ||
    (ts.isBinaryExpression(test) &&
      /^!={1,2}$/.test(test.operatorToken.getText()) &&
      test.left.getText() === target &&
      saysNothing.test(test.right.getText()))
  );
}

const saysNothing = /^(null|undefined|"undefined"|'undefined'|""|''|-1|0|false)$/;

function partsOf(
  test: ts.Expression,
  operator: ts.SyntaxKind.BarBarToken | ts.SyntaxKind.AmpersandAmpersandToken,
): readonly ts.Expression[] {
  const at = unwrap(test);
  if (!ts.isBinaryExpression(at) || at.operatorToken.kind !== operator) return [at];
  return [...partsOf(at.left, operator), ...partsOf(at.right, operator)];
}

// `token`, `token !== undefined`.
function isSomething(test: ts.Expression): boolean {
  const at = ts.isBinaryExpression(test) ? unwrap(test.left) : test;
  return lastNameOf(at) !== undefined && isPresent(test, at.getText());
}

function mentions(test: ts.Expression, target: string): boolean {
  return test.getText().includes(target);
}

// A comparison with the clock: what is old is got anew, by whoever comes.
function isAboutAge(test: ts.Expression): boolean {
  const at = unwrap(test);
  return (
    ts.isBinaryExpression(at) &&
    /^[<>]=?$/.test(at.operatorToken.getText()) &&
    /\bnew Date\(\)|\b(Date|performance)\.now\(\)|\bnow\b|expir(es?|ed|y|ation)|ttl\b|max_?age\b/i.test(
      at.getText(),
    )
  );
}

function looksAtAge(test: ts.Expression): boolean {
  const operators = [ts.SyntaxKind.BarBarToken, ts.SyntaxKind.AmpersandAmpersandToken] as const;
  return operators.some((operator) => partsOf(test, operator).some(isAboutAge));
}

// `key in table`, of the entry `table[key]`.
function asksForKey(test: ts.Expression, target: string): boolean {
  const at = unwrap(test);
  return (
    ts.isBinaryExpression(at) &&
    at.operatorToken.kind === ts.SyntaxKind.InKeyword &&
    target === `${at.right.getText()}[${at.left.getText()}]`
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
