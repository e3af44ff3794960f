import ts from "typescript";

/** @import { Await, Verdict } from "./types.js" */

/**
 * Every `await` of a project's own sources, and whether deleting it could matter.
 *
 * @param {ts.Program} program
 * @param {string} directory
 * @returns {Await[]}
 */
export function awaitsOf(program, directory) {
  const checker = program.getTypeChecker();
  /** @type {Await[]} */
  const found = [];
  for (const source of program.getSourceFiles()) {
    if (source.isDeclarationFile || !source.fileName.startsWith(`${directory}/`)) continue;
    if (source.fileName.includes("/node_modules/")) continue;
    const visit = (/** @type {ts.Node} */ node) => {
      if (ts.isAwaitExpression(node)) {
        const start = node.getStart(source);
        found.push({
          file: source.fileName,
          start,
          instead: insteadOf(node, source),
          line: source.getLineAndCharacterOfPosition(start).line + 1,
          place: ts.SyntaxKind[outer(node).parent.kind] ?? "",
          text: outer(node).parent.getText(source).replaceAll(/\s+/g, " ").slice(0, 120),
          verdict: verdictOn(node, checker),
          handled: isHandled(node.expression),
        });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

/**
 * Says what deleting an await changes, by the compiler's types alone.
 *
 * @param {ts.AwaitExpression} node
 * @param {ts.TypeChecker} checker
 * @returns {Verdict}
 */
export function verdictOn(node, checker) {
  const type = checker.getTypeAtLocation(node.expression);
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return "type unknown";
  if (!isThenable(type, checker)) return "not a promise";
  if (isReturned(node) || isOnlyReturned(node, checker)) return "returned all the same";
  const value = outer(node);
  if (isJoined(value)) return "a promise is as welcome";
  if (!ts.isExpressionStatement(value.parent)) {
    const expected = checker.getContextualType(value);
    if (expected !== undefined && isWelcome(type, expected, checker)) {
      return "a promise is as welcome";
    }
  }
  return "matters";
}

/**
 * `promise.catch(handler)` and `promise.then(handler, handler)`.
 *
 * @param {ts.Expression} awaited
 * @returns {boolean}
 */
function isHandled(awaited) {
  if (!ts.isCallExpression(awaited) || !ts.isPropertyAccessExpression(awaited.expression)) {
    return false;
  }
  const { text } = awaited.expression.name;
  const given = awaited.arguments.length;
  if (text === "finally") return isHandled(awaited.expression.expression);
  return (text === "catch" && given > 0) || (text === "then" && given > 1);
}

/**
 * @param {ts.Type} type
 * @param {ts.TypeChecker} checker
 * @returns {boolean}
 */
function isThenable(type, checker) {
  const real = checker.getBaseConstraintOfType(type) ?? type;
  const parts = real.isUnion() ? real.types : [real];
  return parts.some((part) => {
    const then = checker.getPropertyOfType(checker.getApparentType(part), "then");
    return then !== undefined && checker.getTypeOfSymbol(then).getCallSignatures().length > 0;
  });
}

/**
 * Where a value and a promise of it are both named in the expected type, what takes it waits itself:
 * `Promise.all([await a])`, `resolve(await b)`.
 *
 * @param {ts.Type} type
 * @param {ts.Type} expected
 * @param {ts.TypeChecker} checker
 * @returns {boolean}
 */
function isWelcome(type, expected, checker) {
  const parts = expected.isUnion() ? expected.types : [expected];
  return (
    parts.some((part) => !(part.flags & ts.TypeFlags.Any) && isThenable(part, checker)) &&
    checker.isTypeAssignableTo(type, expected)
  );
}

/**
 * `Promise.all([await a])` and its like take any value, and wait for what can be waited for.
 *
 * @param {ts.Expression} value
 * @returns {boolean}
 */
function isJoined(value) {
  const list = value.parent;
  if (!ts.isArrayLiteralExpression(list) || !ts.isCallExpression(list.parent)) return false;
  return /^Promise\s*\.\s*(all|allSettled|any|race)$/.test(list.parent.expression.getText());
}

/**
 * An async function gives the same promise for `return await x` and `return x`, unless a `try` or
 * `using` around it sees the rejection or the end first; an async generator awaits what it yields.
 *
 * @param {ts.AwaitExpression} node
 * @returns {boolean}
 */
function isReturned(node) {
  let at = /** @type {ts.Node} */ (outer(node));
  while (
    ts.isAwaitExpression(at.parent) ||
    ts.isParenthesizedExpression(at.parent) ||
    (ts.isConditionalExpression(at.parent) && at.parent.condition !== at) ||
    (ts.isBinaryExpression(at.parent) &&
      at.parent.right === at &&
      (at.parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ||
        at.parent.operatorToken.kind === ts.SyntaxKind.BarBarToken ||
        at.parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ||
        at.parent.operatorToken.kind === ts.SyntaxKind.CommaToken))
  ) {
    at = at.parent;
    if (ts.isAwaitExpression(at)) return true;
  }
  const { parent } = at;
  if (ts.isArrowFunction(parent)) return parent.body === at;
  if (ts.isYieldExpression(parent)) return true;
  return ts.isReturnStatement(parent) && !isSeenAround(parent);
}

/**
 * `const value = await x; return value;`, and `let value; value = await x; return value as Y;`, where
 * nothing else reads `value`.
 *
 * @param {ts.AwaitExpression} node
 * @param {ts.TypeChecker} checker
 * @returns {boolean}
 */
function isOnlyReturned(node, checker) {
  const declaration = holderOf(outer(node), checker);
  if (declaration === undefined) return false;
  const symbol = checker.getSymbolAtLocation(declaration.name);
  const { text } = declaration.name;
  /** @type {ts.Identifier[]} */
  const uses = [];
  const visit = (/** @type {ts.Node} */ at) => {
    if (ts.isIdentifier(at) && at.text === text && at !== declaration.name) uses.push(at);
    ts.forEachChild(at, visit);
  };
  visit(declaration.parent.parent.parent);
  const own = uses.filter((use) => symbolOf(use, checker) === symbol);
  const reads = own.filter((use) => !isStored(use));
  return (
    reads.length > 0 &&
    reads.every((use) => {
      const { parent } = outer(use);
      return (
        ts.isReturnStatement(parent) &&
        !isSeenAround(parent) &&
        runnerOf(parent) === runnerOf(node) &&
        runnerOf(parent) === runnerOf(declaration)
      );
    })
  );
}

/**
 * @param {ts.Identifier} use
 * @param {ts.TypeChecker} checker
 * @returns {ts.Symbol | undefined} of `{ value }`, that of the variable
 */
function symbolOf(use, checker) {
  const { parent } = use;
  if (ts.isShorthandPropertyAssignment(parent)) {
    return checker.getShorthandAssignmentValueSymbol(parent);
  }
  return ts.isExportSpecifier(parent)
    ? checker.getExportSpecifierLocalTargetSymbol(parent)
    : checker.getSymbolAtLocation(use);
}

/**
 * The variable of its function that gets a value and nothing else.
 *
 * @param {ts.Expression} value
 * @param {ts.TypeChecker} checker
 * @returns {(ts.VariableDeclaration & { name: ts.Identifier }) | undefined}
 */
function holderOf(value, checker) {
  const { parent } = value;
  const found = ts.isVariableDeclaration(parent)
    ? parent
    : isStored(value, "right") && ts.isExpressionStatement(parent.parent)
      ? checker.getSymbolAtLocation(/** @type {ts.BinaryExpression} */ (parent).left)
          ?.valueDeclaration
      : undefined;
  if (found === undefined || !ts.isVariableDeclaration(found)) return undefined;
  const isLocal = ts.isVariableStatement(found.parent.parent) && ts.isIdentifier(found.name);
  return isLocal ? /** @type {any} */ (found) : undefined;
}

/**
 * @param {ts.Expression} node
 * @param {"left" | "right"} side
 * @returns {boolean} whether it is that side of `a = b`
 */
function isStored(node, side = "left") {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    parent[side] === node
  );
}

/**
 * @param {ts.Node} node
 * @returns {ts.Node} the function that runs it
 */
function runnerOf(node) {
  let at = node.parent;
  while (!ts.isFunctionLike(at) && !ts.isSourceFile(at)) at = at.parent;
  return at;
}

/**
 * @param {ts.ReturnStatement} statement
 * @returns {boolean}
 */
function isSeenAround(statement) {
  for (
    let at = /** @type {ts.Node} */ (statement);
    !ts.isFunctionLike(at) && at.parent !== undefined;
    at = at.parent
  ) {
    const { parent } = at;
    if (ts.isTryStatement(parent)) {
      if (parent.tryBlock === at) return true;
      if (parent.catchClause === at && parent.finallyBlock !== undefined) return true;
    }
    if (ts.isBlock(parent) && parent.statements.some(isUsing)) return true;
  }
  return false;
}

/**
 * @param {ts.Statement} statement
 * @returns {boolean}
 */
function isUsing(statement) {
  return (
    ts.isVariableStatement(statement) &&
    (statement.declarationList.flags & ts.NodeFlags.Using) === ts.NodeFlags.Using
  );
}

/**
 * @param {ts.Expression} node
 * @returns {ts.Expression} with the parentheses and assertions around it
 */
function outer(node) {
  let at = node;
  while (
    ts.isParenthesizedExpression(at.parent) ||
    ts.isAsExpression(at.parent) ||
    ts.isNonNullExpression(at.parent) ||
    ts.isSatisfiesExpression(at.parent)
  ) {
    at = at.parent;
  }
  return at;
}

/**
 * Where a statement starts with the keyword and ends the one before by that alone, a semicolon keeps
 * them apart: `f()` and `await (g())` in two lines would become one call.
 *
 * @param {ts.AwaitExpression} node
 * @param {ts.SourceFile} source
 * @returns {string}
 */
function insteadOf(node, source) {
  let at = /** @type {ts.Node} */ (node);
  while (!ts.isStatement(at) && at.parent.getStart(source) === node.getStart(source))
    at = at.parent;
  const joins = /^[[(`/+-]/.test(source.text.slice(node.expression.getStart(source)));
  return ts.isExpressionStatement(at) && joins ? ";    " : "     ";
}
