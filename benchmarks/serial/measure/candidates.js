import { readdirSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/**
 * What a function was drawn for: `values` has two awaits whose results are kept, `guarded` two with an exit
 * between, `bare` one whose result is dropped, `loops` a loop with an await, `gathers` a gather.
 *
 * @typedef {"values" | "guarded" | "bare" | "loops" | "gathers"} Kind
 */

/**
 * The functions of a file that a reader should look at, by syntax alone. A function is listed once for each
 * kind, with its first and last line.
 *
 * @param {string} file
 * @param {string} text
 * @returns {{ kind: Kind, start: number, end: number }[]}
 */
export function candidatesOf(file, text) {
  if (!text.includes("await")) {
    return [];
  }
  const kind = /\.[jt]sx$/.test(file) ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind);
  /** @type {{ kind: Kind, start: number, end: number }[]} */
  const found = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isFunctionLike(node) && "body" in node && node.body) {
      const start = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      const end = source.getLineAndCharacterOfPosition(node.end).line + 1;
      for (const kind of kindsOf(/** @type {ts.Node} */ (node.body))) {
        found.push({ kind, start, end });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/**
 * The application's own sources: no tests, no migrations, nothing generated or vendored.
 *
 * @param {string} root
 * @returns {string[]} paths from the root, sorted
 */
export function sourceFilesOf(root) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.d)\.(m|c)?[jt]sx?$/.test(entry.name))
    .map((entry) =>
      path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"),
    )
    .filter((file) => !leftOut.test(file))
    .sort();
}

const leftOut =
  /(^|\/)(node_modules|dist|build|vendor|migrations?|seeds?|seeders?|tests?|__tests__|__mocks__|__fixtures__|fixtures|e2e|e2e-.*|integration-tests|playwright|cypress|examples?|docs?|generated|public|\.yarn|www)\/|[.-](test|spec|e2e|e2e-spec|stories|config|min|gen|generated)\.[a-z]+$/;

/**
 * @param {ts.Node} body
 * @returns {Set<Kind>}
 */
function kindsOf(body) {
  /** @type {Set<Kind>} */
  const kinds = new Set();
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isFunctionLike(node)) {
      return;
    }
    if (isLoop(node) && ownAwaits(node).length > 0) {
      kinds.add("loops");
    }
    if (isGather(node)) {
      kinds.add("gathers");
    }
    if (isAsyncReduce(node)) {
      kinds.add("loops");
    }
    if (ts.isBlock(node) || ts.isSourceFile(node) || ts.isCaseOrDefaultClause(node)) {
      for (const kind of pairsOf(node.statements)) {
        kinds.add(kind);
      }
    }
    if (ts.isStatement(node) && !ts.isBlock(node) && hasTwoInOneStatement(node)) {
      kinds.add("values");
    }
    ts.forEachChild(node, visit);
  };
  visit(body);
  return kinds;
}

/**
 * Two statements with awaits, of which the later names nothing that comes from the earlier.
 *
 * @param {readonly ts.Statement[]} statements
 * @returns {Set<Kind>}
 */
function pairsOf(statements) {
  /** @type {Set<Kind>} */
  const kinds = new Set();
  const awaiting = statements.filter((one) => isStraight(one) && ownAwaits(one).length > 0);
  for (const first of awaiting) {
    const derived = new Set();
    let seen = false;
    let exits = false;
    for (const later of statements) {
      exits ||= seen && mayExit(later);
      if (later === first) {
        seen = true;
        addNames(later, derived);
      } else if (seen && [...namesIn(later)].some((name) => derived.has(name))) {
        addNames(later, derived);
      } else if (seen && awaiting.includes(later)) {
        kinds.add(
          keepsResult(first) && keepsResult(later) ? (exits ? "guarded" : "values") : "bare",
        );
      }
    }
  }
  return kinds;
}

/** @param {ts.Statement} statement */
function mayExit(statement) {
  let found = false;
  /** @param {ts.Node} node */
  const visit = (node) => {
    found ||=
      ts.isThrowStatement(node) ||
      ts.isReturnStatement(node) ||
      ts.isBreakOrContinueStatement(node);
    if (!ts.isFunctionLike(node)) {
      ts.forEachChild(node, visit);
    }
  };
  if (!isStraight(statement)) {
    visit(statement);
  }
  return found;
}

/** @param {ts.Node} statement */
function isStraight(statement) {
  return (
    ts.isVariableStatement(statement) ||
    ts.isExpressionStatement(statement) ||
    ts.isReturnStatement(statement)
  );
}

/** @param {ts.Node} statement */
function keepsResult(statement) {
  return !(ts.isExpressionStatement(statement) && ts.isAwaitExpression(statement.expression));
}

/** @param {ts.Node} statement */
function hasTwoInOneStatement(statement) {
  if (!isStraight(statement)) {
    return false;
  }
  const awaits = ownAwaits(statement);
  return awaits.some((one) =>
    awaits.some((other) => one.end <= other.pos || (other !== one && other.end <= one.pos)),
  );
}

/**
 * @param {ts.Node} node
 * @param {Set<string>} names
 */
function addNames(node, names) {
  /** @param {ts.Node} inner */
  const visit = (inner) => {
    if (ts.isVariableDeclaration(inner) || ts.isBindingElement(inner)) {
      if (ts.isIdentifier(inner.name)) {
        names.add(inner.name.text);
      }
    }
    if (ts.isBinaryExpression(inner) && ts.isIdentifier(inner.left)) {
      names.add(inner.left.text);
    }
    ts.forEachChild(inner, visit);
  };
  visit(node);
}

/** @param {ts.Node} node */
function namesIn(node) {
  const names = new Set();
  /** @param {ts.Node} inner */
  const visit = (inner) => {
    if (
      ts.isIdentifier(inner) &&
      !(ts.isPropertyAccessExpression(inner.parent) && inner.parent.name === inner)
    ) {
      names.add(inner.text);
    }
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return names;
}

/**
 * The awaits of a node that belong to its own function.
 *
 * @param {ts.Node} node
 * @returns {ts.AwaitExpression[]}
 */
function ownAwaits(node) {
  /** @type {ts.AwaitExpression[]} */
  const found = [];
  /** @param {ts.Node} inner */
  const visit = (inner) => {
    if (ts.isFunctionLike(inner)) {
      return;
    }
    if (ts.isAwaitExpression(inner) && begins(inner.expression)) {
      found.push(inner);
    }
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return found;
}

/**
 * Whether an await begins an operation: what is awaited by its name began earlier, and a body that is read as
 * text or JSON is there already.
 *
 * @param {ts.Expression} expression
 */
function begins(expression) {
  return (
    !ts.isIdentifier(expression) &&
    !ts.isPropertyAccessExpression(expression) &&
    !/\.(json|text|formData)\(\)$/.test(expression.getText())
  );
}

/** @param {ts.Node} node */
function isLoop(node) {
  return ts.isIterationStatement(node, false);
}

/** @param {ts.Node} node */
function isGather(node) {
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.expression.getText() === "Promise" &&
    /^(all|allSettled)$/.test(node.expression.name.text)
  );
}

/** @param {ts.Node} node */
function isAsyncReduce(node) {
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    /^reduce(Right)?$/.test(node.expression.name.text) &&
    node.arguments.some(
      (one) =>
        (ts.isArrowFunction(one) || ts.isFunctionExpression(one)) &&
        one.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword),
    )
  );
}
