import { ts } from "../../model/syntax.js";

/** The text of some code in which names stand for awaits. */
export function changedText(root: ts.Node, names: ReadonlyMap<ts.Node, string>): string {
  const { text } = root.getSourceFile();
  const edits: { start: number; end: number; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    const name = names.get(node);
    if (name === undefined) {
      ts.forEachChild(node, visit);
      return;
    }
    let at: ts.Node = node;
    while (ts.isParenthesizedExpression(at.parent)) at = at.parent;
    const { parent } = at;
    const shorthand =
      ts.isPropertyAssignment(parent) &&
      parent.initializer === at &&
      ts.isIdentifier(parent.name) &&
      parent.name.text === name;
    const replaced = shorthand ? parent : at;
    edits.push({ start: replaced.getStart(), end: replaced.end, text: name });
  };
  visit(root);
  let result = "";
  let at = root.getStart();
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at, root.end);
}
