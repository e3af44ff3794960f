import { ts } from "../model/compiler.js";

/** A comment of a source: its stretch, and its text without the marks that make it one. */
export interface Comment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The comments of a text, in order; what only looks like one in a string or in JSX is none. */
export function commentsOf(file: string, text: string): readonly Comment[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found = new Map<number, Comment>();
  const add = (ranges: readonly ts.CommentRange[] | undefined): void => {
    for (const { pos, end, kind } of ranges ?? []) {
      const closing = kind === ts.SyntaxKind.MultiLineCommentTrivia ? 2 : 0;
      found.set(pos, { start: pos, end, text: text.slice(pos + 2, end - closing) });
    }
  };
  // A stack of its own: generated sources nest deeper than the call stack reaches.
  const open: ts.Node[] = [source];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === ts.SyntaxKind.JsxText) continue;
    const children = node.getChildren(source);
    if (children.length > 0) {
      open.push(...children);
      continue;
    }
    add(ts.getLeadingCommentRanges(text, node.pos));
    if (!closesJsx(node)) add(ts.getTrailingCommentRanges(text, node.end));
  }
  return [...found.values()].sort((a, b) => a.start - b.start);
}

// What follows these tokens is the text of an element, in which nothing is a comment.
function closesJsx({ kind, parent }: ts.Node): boolean {
  if (kind === ts.SyntaxKind.GreaterThanToken) {
    return (
      ts.isJsxOpeningLikeElement(parent) ||
      ts.isJsxClosingElement(parent) ||
      ts.isJsxOpeningFragment(parent) ||
      ts.isJsxClosingFragment(parent)
    );
  }
  return (
    kind === ts.SyntaxKind.CloseBraceToken &&
    ts.isJsxExpression(parent) &&
    !ts.isJsxAttribute(parent.parent)
  );
}
