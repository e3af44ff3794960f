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
  const { keys } = indexOf(source);
  const known = keys.get(node);
  if (known !== undefined) return known;
  let owner: ts.Node = node;
  while (owner.parent !== undefined && !keys.has(owner)) owner = owner.parent;
  return `${keys.get(owner) ?? source.fileName}@${node.pos - owner.pos}:${node.kind}`;
}

/** The declaration of that key in a file as it is now. */
export function declarationOf(key: string, source: ts.SourceFile): ts.Node | undefined {
  return indexOf(source).nodes.get(key);
}

/** The file that a key's declaration stands in. */
export function fileOfKey(key: string): string {
  // A folder's name may have the same sign in it.
  const named = /^.*?\.[cm]?[jt]sx?(?=#)/.exec(key)?.[0];
  if (named !== undefined) return named;
  const at = key.indexOf("#");
  return at < 0 ? key : key.slice(0, at);
}

/** Tells whether a node is part of a tree; one that an edit put another in the place of is not. */
export function isInTree(node: ts.Node, source: ts.SourceFile): boolean {
  let at = node;
  while (at.parent !== undefined) at = at.parent;
  return at === source;
}

/** Tells whether one key's declaration stands inside another's. */
export function isKeyInside(key: string, outer: string): boolean {
  return key.startsWith(outer) && /^[.@~]/.test(key.slice(outer.length, outer.length + 1));
}

interface FileIndex {
  readonly keys: ReadonlyMap<ts.Node, string>;
  readonly nodes: ReadonlyMap<string, ts.Node>;
}

const indexes = new WeakMap<ts.SourceFile, FileIndex>();

function indexOf(source: ts.SourceFile): FileIndex {
  let known = indexes.get(source);
  if (known === undefined) {
    known = index(source);
    indexes.set(source, known);
  }
  return known;
}

// A stack of its own: generated sources nest deeper than the call stack reaches.
function index(source: ts.SourceFile): FileIndex {
  const keys = new Map<ts.Node, string>([[source, `${source.fileName}#`]]);
  const nodes = new Map<string, ts.Node>([[`${source.fileName}#`, source]]);
  const open: { node: ts.Node; path: string }[] = [{ node: source, path: `${source.fileName}#` }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node } = next;
    let { path } = next;
    const segment = segmentOf(node);
    if (segment !== undefined) {
      path = unused(path.endsWith("#") ? `${path}${segment}` : `${path}.${segment}`, nodes);
      keys.set(node, path);
      nodes.set(path, node);
    }
    const children: { node: ts.Node; path: string }[] = [];
    ts.forEachChild(node, (child) => {
      children.push({ node: child, path });
    });
    for (const child of children.reverse()) open.push(child);
  }
  return { keys, nodes };
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
  if (ts.isStringLiteral(name) || ts.isNumericLiteral(name)) return name.text;
  return undefined;
}
