import { ts } from "./compiler.js";

/**
 * Where a node stands, in words that keep no tree in memory: it is found again in any tree of the same text.
 */
export class NodeMark {
  readonly file: string;
  readonly pos: number;
  readonly end: number;
  readonly kind: ts.SyntaxKind;

  constructor(node: ts.Node) {
    this.file = node.getSourceFile().fileName;
    this.pos = node.pos;
    this.end = node.end;
    this.kind = node.kind;
  }

  /** The node in a tree of the text that it was marked in. */
  in(source: ts.SourceFile): ts.Node | undefined {
    const { kind } = this;
    return nodeBetween(source, this.pos, this.end, (node) => node.kind === kind);
  }
}

/** The outermost node of a tree that stands between two offsets and is of the wanted kind. */
export function nodeBetween(
  root: ts.Node,
  pos: number,
  end: number,
  isWanted: (node: ts.Node) => boolean,
): ts.Node | undefined {
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): boolean => {
    if (node.pos > pos || node.end < end) return false;
    if (node.pos === pos && node.end === end && isWanted(node)) {
      found = node;
      return true;
    }
    return ts.forEachChild(node, visit, (nodes) => within(nodes, pos, end, visit)) ?? false;
  };
  visit(root);
  return found;
}

// Long lists are searched by halves.
function within(
  nodes: ts.NodeArray<ts.Node>,
  pos: number,
  end: number,
  visit: (node: ts.Node) => boolean,
): boolean | undefined {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle] as ts.Node).end < end) low = middle + 1;
    else high = middle;
  }
  for (let index = low; index < nodes.length; index += 1) {
    const node = nodes[index] as ts.Node;
    if (node.pos > pos) return undefined;
    if (visit(node)) return true;
  }
  return undefined;
}
