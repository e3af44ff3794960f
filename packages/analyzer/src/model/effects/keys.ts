import { ts } from "../syntax.js";

/**
 * Names declarations by the names that they stand in (`/app/store.ts#Store.load.user`), so that what
 * is known of a function can be found again when the file it stands in was parsed anew. What has no
 * name is counted among its like.
 */
export function keyOf(node: ts.Node): string {
  const source = node.getSourceFile();
  // A declaration file is not edited function by function; its declarations are told apart by place.
  if (source.isDeclarationFile) return `${source.fileName}#${node.pos}`;
  const { paths } = outermostIn(source);
  let outermost: ts.Node | undefined;
  for (let at = node; at !== undefined; at = at.parent) if (paths.has(at)) outermost = at;
  if (outermost === undefined) {
    return node === source ? `${source.fileName}#` : `${source.fileName}#${placeIn(source, node)}`;
  }
  const path = paths.get(outermost) ?? "";
  if (node === outermost) return path;
  const { keys } = innerOf(outermost);
  for (let at = node; at !== outermost; at = at.parent) {
    const rest = keys.get(at);
    if (rest === undefined) continue;
    return at === node ? `${path}${rest}` : `${path}${rest}${placeIn(at, node)}`;
  }
  return `${path}${placeIn(outermost, node)}`;
}

function placeIn(owner: ts.Node, node: ts.Node): string {
  return `@${node.pos - owner.pos}:${node.kind}`;
}

/** The declaration of that key in a file as it is now. */
export function declarationOf(key: string, source: ts.SourceFile): ts.Node | undefined {
  if (key === `${source.fileName}#`) return source;
  const { nodes } = outermostIn(source);
  const own = nodes.get(key);
  if (own !== undefined) return own;
  const end = key.indexOf(".", source.fileName.length);
  const outermost = end < 0 ? undefined : nodes.get(key.slice(0, end));
  return outermost === undefined ? undefined : innerOf(outermost).nodes.get(key.slice(end));
}

/** The file that a key's declaration stands in. */
export function fileOfKey(key: string): string {
  // A folder's name may have the same sign in it.
  const named = /^.*?\.[cm]?[jt]sx?(?=#)/.exec(key)?.[0];
  if (named !== undefined) return named;
  const at = key.indexOf("#");
  return at < 0 ? key : key.slice(0, at);
}

/** Tells whether what a key names stands in something else: its name goes on behind that of its statement. */
export function isInnerKey(key: string): boolean {
  return /[.@~]/.test(key.slice(fileOfKey(key).length));
}

/** Tells whether a node is part of a tree; one that an edit put another in the place of is not. */
export function isInTree(node: ts.Node, source: ts.SourceFile): boolean {
  let at = node;
  while (at.parent !== undefined) at = at.parent;
  return at === source;
}

/** The statement of a file's top level that a node stands in. */
export function statementOf(node: ts.Node): ts.Statement | undefined {
  let at = node;
  while (at.parent !== undefined && !ts.isSourceFile(at.parent)) at = at.parent;
  return at.parent === undefined ? undefined : (at as ts.Statement);
}

/** Tells whether one key's declaration stands inside another's. */
export function isKeyInside(key: string, outer: string): boolean {
  return key.startsWith(outer) && /^[.@~]/.test(key.slice(outer.length, outer.length + 1));
}

/** The named declarations of a file that stand in no other, by their keys. */
interface Outermost {
  readonly paths: ReadonlyMap<ts.Node, string>;
  readonly nodes: ReadonlyMap<string, ts.Node>;
}

function outermostIn(source: ts.SourceFile): Outermost {
  let known = files.get(source);
  if (known === undefined) {
    const paths = new Map<ts.Node, string>();
    const nodes = new Map<string, ts.Node>();
    for (const statement of source.statements) {
      for (const node of outermostOf(statement)) {
        const path = unused(`${source.fileName}#${segmentOf(node)}`, nodes);
        paths.set(node, path);
        nodes.set(path, node);
      }
    }
    known = { paths, nodes };
    files.set(source, known);
  }
  return known;
}

const files = new WeakMap<ts.SourceFile, Outermost>();

// Most statements are declarations, which need not be looked into.
function outermostOf(statement: ts.Statement): readonly ts.Node[] {
  if (segmentOf(statement) !== undefined) return [statement];
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations;
  let known = statements.get(statement);
  if (known === undefined) {
    const found: ts.Node[] = [];
    goThrough(statement, (node) => {
      const isNamed = segmentOf(node) !== undefined;
      if (isNamed) found.push(node);
      return !isNamed;
    });
    known = found;
    statements.set(statement, known);
  }
  return known;
}

// What an edit leaves alone moves into the new tree as it is.
const statements = new WeakMap<ts.Statement, readonly ts.Node[]>();

/** The named declarations inside of one, by the rest of their keys. */
interface Inner {
  readonly keys: ReadonlyMap<ts.Node, string>;
  readonly nodes: ReadonlyMap<string, ts.Node>;
}

function innerOf(outermost: ts.Node): Inner {
  let known = inners.get(outermost);
  if (known === undefined) {
    const keys = new Map<ts.Node, string>();
    const nodes = new Map<string, ts.Node>();
    goThrough(outermost, (node, path) => {
      const segment = node === outermost ? undefined : segmentOf(node);
      if (segment === undefined) return path;
      const own = unused(`${path}.${segment}`, nodes);
      keys.set(node, own);
      nodes.set(own, node);
      return own;
    });
    known = { keys, nodes };
    inners.set(outermost, known);
  }
  return known;
}

const inners = new WeakMap<ts.Node, Inner>();

// Goes through a tree in its order; what `visit` answers is handed to the visits below, none where it
// is false. A stack of its own: generated sources nest deeper than the call stack reaches.
function goThrough(root: ts.Node, visit: (node: ts.Node, above: string) => string | boolean): void {
  const open: { node: ts.Node; above: string }[] = [{ node: root, above: "" }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const answer = visit(next.node, next.above);
    if (answer === false) continue;
    const above = answer === true ? next.above : answer;
    const children: ts.Node[] = [];
    ts.forEachChild(next.node, (child) => {
      children.push(child);
    });
    for (const child of children.reverse()) open.push({ node: child, above });
  }
}

function unused(path: string, nodes: ReadonlyMap<string, ts.Node>): string {
  if (!nodes.has(path)) return path;
  let count = 2;
  while (nodes.has(`${path}~${count}`)) count += 1;
  return `${path}~${count}`;
}

function segmentOf(node: ts.Node): string | undefined {
  if (ts.isFunctionLike(node)) {
    const prefix = ts.isGetAccessor(node) ? "get " : ts.isSetAccessor(node) ? "set " : "";
    return prefix + (nameText(node.name) ?? (ts.isConstructorDeclaration(node) ? "new" : "()"));
  }
  if (ts.isClassLike(node)) return nameText(node.name) ?? "class";
  if (
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isPropertySignature(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isModuleDeclaration(node)
  ) {
    return nameText(node.name) ?? "{}";
  }
  return undefined;
}

function nameText(name: ts.Node | undefined): string | undefined {
  if (name === undefined) return undefined;
  if (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) return name.text;
  // A name that is no word must not look like several.
  if (ts.isStringLiteral(name))
    return /^[\w$]+$/.test(name.text)
      ? name.text
      : JSON.stringify(name.text).replaceAll(".", "\\u002e");
  if (ts.isNumericLiteral(name)) return name.text.replaceAll(".", "_");
  return undefined;
}
