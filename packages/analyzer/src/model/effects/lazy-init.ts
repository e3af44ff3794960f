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
      const isFor = isElse ? !dependsOnCaller(call, call) : isIn(call, thenStatement);
      if (tested !== undefined && isFor) return tested;
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

function testedBefore(write: ts.Node, target: string): LazyInit | undefined {
  const own = testedAround(write, target);
  if (own !== undefined) return isPlaceholder(write, target) ? undefined : own;
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
    (ts.isIdentifier(node) && given.has(node.text) && !isMember(node)) ||
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

function isMember(name: ts.Identifier): boolean {
  return ts.isPropertyAccessExpression(name.parent) && name.parent.name === name;
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
  const callback = functionAround(node);
  const isCallback =
    callback !== undefined && (ts.isArrowFunction(callback) || ts.isFunctionExpression(callback));
  if (!isCallback) return undefined;
  const { parent: at } = callback;
  if (ts.isNewExpression(at)) return at.expression.getText() === "Promise" ? at : undefined;
  const isThen =
    ts.isCallExpression(at) &&
    ts.isPropertyAccessExpression(at.expression) &&
    at.expression.name.text === "then" &&
    at.arguments[0] === callback;
  return isThen ? at : undefined;
}

function testedAround(write: ts.Node, target: string): LazyInit | undefined {
  for (const [statement, before] of around(write)) {
    const names = [target, ...namesFor(target, before)];
    if (ts.isIfStatement(statement)) {
      const { expression: test, thenStatement, elseStatement } = statement;
      const isElse = elseStatement !== undefined && isIn(write, elseStatement);
      const region = isElse ? elseStatement : thenStatement;
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

// What is not nought, or no longer false, has gone on to another state.
const saysNothing = /^(null|undefined|"undefined"|'undefined'|""|'')$/;

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
