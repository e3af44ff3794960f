import ts from "typescript";
import { randomNumbers } from "../../setup/random.js";

/**
 * What takes the place of a stretch of a text.
 *
 * @typedef {{ readonly start: number, readonly end: number, readonly text: string }} Edit
 */

/**
 * One way of breaking a source: the edit that does it at a node, or `undefined` where it cannot be done.
 *
 * @typedef {(node: ts.Node, pick: (below: number) => number) => Edit | undefined} Mutation
 */

/**
 * The ways, by their names. What comes out of them need not compile, and often does not.
 *
 * @type {Readonly<Record<string, Mutation>>}
 */
export const mutations = {
  "await deleted": (node) =>
    ts.isAwaitExpression(node) ? cut(node.getStart(), node.expression.getStart()) : undefined,
  "await added": (node) =>
    ts.isCallExpression(node) && !ts.isAwaitExpression(node.parent)
      ? put(node.getStart(), "await ")
      : undefined,
  "async dropped": (node) => {
    const async = modifiersOf(node).find(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
    return async === undefined ? undefined : cut(async.getStart(), async.end + 1);
  },
  "async added": (node) => {
    if (modifiersOf(node).some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)) return undefined;
    if (ts.isMethodDeclaration(node)) return put(node.name.getStart(), "async ");
    const isPlain =
      ts.isArrowFunction(node) || (ts.isFunctionExpression(node) && !node.asteriskToken);
    return isPlain ? put(node.getStart(), "async ") : undefined;
  },
  "return type dropped": (node) => {
    if (!ts.isFunctionLike(node) || node.type === undefined) return undefined;
    const colon = node.getSourceFile().text.lastIndexOf(":", node.type.getStart());
    return cut(colon, node.type.end);
  },
  "return type replaced": (node, pick) =>
    ts.isFunctionLike(node) && node.type !== undefined ? otherType(node.type, pick) : undefined,
  "type replaced": (node, pick) => {
    const has = ts.isParameter(node) || ts.isPropertyDeclaration(node);
    const type =
      has || ts.isPropertySignature(node) || ts.isVariableDeclaration(node) ? node.type : undefined;
    return type === undefined ? undefined : otherType(type, pick);
  },
  "type dropped": (node) => {
    const has = ts.isParameter(node) || ts.isVariableDeclaration(node);
    if (!has || node.type === undefined) return undefined;
    const mark = ts.isParameter(node) ? node.questionToken : node.exclamationToken;
    return cut((mark ?? node.name).end, node.type.end);
  },
  "call made optional": (node) =>
    ts.isCallExpression(node) && !node.questionDotToken
      ? put(node.expression.end, "?.")
      : undefined,
  "member made optional": (node) =>
    (ts.isPropertySignature(node) || ts.isMethodSignature(node)) && !node.questionToken
      ? put(node.name.end, "?")
      : undefined,
  "argument removed": (node, pick) => {
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined;
    const all = node.arguments ?? [];
    const at = pick(all.length);
    const [one, next] = [all[at], all[at + 1]];
    return one && cut(one.getStart(), next?.getStart() ?? one.end);
  },
  "argument doubled": (node, pick) => {
    if (!ts.isCallExpression(node)) return undefined;
    const one = node.arguments[pick(node.arguments.length)];
    return one && put(one.getStart(), `${one.getText()}, `);
  },
  "argument replaced": (node, pick) => {
    if (!ts.isCallExpression(node)) return undefined;
    const one = node.arguments[pick(node.arguments.length)];
    const others = [
      "async () => {}",
      "undefined",
      "Promise.resolve(1)",
      "(x) => x.y",
      "[]",
      "nope",
    ];
    return one && put(one.getStart(), others[pick(others.length)] ?? "", one.end);
  },
  "import broken": (node) =>
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier && put(node.moduleSpecifier.end - 1, "-gone")
      : undefined,
  "name imported renamed": (node) =>
    ts.isImportSpecifier(node) ? put((node.propertyName ?? node.name).end, "Gone") : undefined,
  "member renamed": (node) => {
    const has =
      ts.isPropertyAccessExpression(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isPropertySignature(node);
    return has && ts.isIdentifier(node.name) ? put(node.name.end, "Renamed") : undefined;
  },
  "function renamed": (node) =>
    ts.isFunctionDeclaration(node) && node.name ? put(node.name.end, "Renamed") : undefined,
  "type arguments removed": (node) => {
    const has =
      ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTypeReferenceNode(node);
    const all = has ? node.typeArguments : undefined;
    return all && cut(all.pos - 1, all.end + 1);
  },
  "type parameters removed": (node) => {
    const has = ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isInterfaceDeclaration(node);
    const all = has ? node.typeParameters : undefined;
    return all && cut(all.pos - 1, all.end + 1);
  },
  "return dropped": (node) =>
    ts.isReturnStatement(node) && node.expression
      ? cut(node.getStart(), node.expression.getStart())
      : undefined,
  "return added": (node) =>
    ts.isExpressionStatement(node) ? put(node.getStart(), "return ") : undefined,
  "void dropped": (node) =>
    ts.isVoidExpression(node) ? cut(node.getStart(), node.expression.getStart()) : undefined,
  "value cast": (node, pick) => {
    if (!ts.isCallExpression(node) && !ts.isIdentifier(node)) return undefined;
    if (!isValue(node)) return undefined;
    const type = ["any", "unknown", "Promise<void>", "never"][pick(4)];
    return put(node.getStart(), `(${node.getText()} as ${type})`, node.end);
  },
  "value put into an array": (node) =>
    ts.isCallExpression(node) && isValue(node)
      ? put(node.getStart(), `[${node.getText()}]`, node.end)
      : undefined,
  "chained call dropped": (node) =>
    ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)
      ? cut(node.expression.expression.end, node.end)
      : undefined,
  "then chained": (node) =>
    ts.isCallExpression(node) ? put(node.end, ".then((it) => it)") : undefined,
  "statement removed": (node) =>
    ts.isStatement(node) && ts.isBlock(node.parent) ? cut(node.getStart(), node.end) : undefined,
  "statement doubled": (node) =>
    ts.isExpressionStatement(node) ? put(node.getStart(), `${node.getText()}\n`) : undefined,
  "heritage removed": (node) => (ts.isHeritageClause(node) ? cut(node.pos, node.end) : undefined),
  "token removed": (node) =>
    node.kind < ts.SyntaxKind.FirstAssignment && node.end > node.getStart()
      ? cut(node.getStart(), node.end)
      : undefined,
};

/**
 * A text changed at some places that a seed draws: first the ways, so that rare ones happen too, then the
 * places. Fewer where the text has not so many.
 *
 * @param {string} file its name, which says how it is parsed
 * @param {string} text
 * @param {number} seed
 * @param {number} count
 * @returns {{ readonly text: string, readonly done: readonly string[] }} with the ways that were taken
 */
export function mutate(file, text, seed, count) {
  const random = randomNumbers(seed);
  const pick = (/** @type {number} */ below) => Math.floor(random() * below);
  const nodes = nodesOf(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  const names = Object.keys(mutations);
  /** @type {Edit[]} */
  const edits = [];
  /** @type {string[]} */
  const done = [];
  for (let tries = 0; edits.length < count && tries < count * 8; tries += 1) {
    const name = names[pick(names.length)] ?? "";
    const found = editFor(/** @type {Mutation} */ (mutations[name]), nodes, pick);
    const isFree = edits.every(
      ({ start, end }) => found && (found.end < start || end < found.start),
    );
    if (found === undefined || !isFree) continue;
    edits.push(found);
    done.push(name);
  }
  edits.sort((a, b) => b.start - a.start);
  const changed = edits.reduce(
    (so, { start, end, text: by }) => so.slice(0, start) + by + so.slice(end),
    text,
  );
  return { text: changed, done };
}

/**
 * @param {Mutation} mutation
 * @param {readonly ts.Node[]} nodes
 * @param {(below: number) => number} pick
 */
function editFor(mutation, nodes, pick) {
  // From a place that is drawn on to the next where it can be done.
  const from = pick(nodes.length);
  for (let step = 0; step < nodes.length; step += 1) {
    const node = nodes[(from + step) % nodes.length];
    const edit = node && mutation(node, pick);
    if (edit !== undefined) return edit;
  }
  return undefined;
}

/** @param {ts.SourceFile} source */
function nodesOf(source) {
  /** @type {ts.Node[]} */
  const found = [];
  const visit = (/** @type {ts.Node} */ node) => {
    found.push(node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return found;
}

/**
 * @param {ts.TypeNode} type
 * @param {(below: number) => number} pick
 */
function otherType(type, pick) {
  const text = type.getText();
  const others = [
    `Promise<${text}>`,
    `PromiseLike<${text}>`,
    `${text} | Promise<${text}>`,
    `(${text})[]`,
    "Promise<void>",
    "any",
    "unknown",
    "void",
    "never",
    "string",
    "Gone",
  ];
  return put(type.getStart(), others[pick(others.length)] ?? "", type.end);
}

/** @param {ts.Node} node an expression that is neither assigned to nor a name that something else gives */
function isValue({ parent }) {
  return (
    ts.isCallExpression(parent) ||
    ts.isReturnStatement(parent) ||
    ts.isExpressionStatement(parent) ||
    ts.isAwaitExpression(parent) ||
    ts.isArrowFunction(parent)
  );
}

/** @param {ts.Node} node */
function modifiersOf(node) {
  return ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
}

/**
 * @param {number} start
 * @param {number} end
 * @returns {Edit}
 */
function cut(start, end) {
  return { start, end, text: "" };
}

/**
 * @param {number} start
 * @param {string} text
 * @param {number} end
 * @returns {Edit}
 */
function put(start, text, end = start) {
  return { start, end, text };
}
