import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { type DataLoop, stepsBy } from "../loops/shape.js";
import { isDeclared } from "../names.js";

/** A loop that calls each item by a name and needs no count of its turns. */
export interface ItemLoop {
  readonly node: ts.ForOfStatement | ts.ForStatement;
  /** What goes over the items: `for (const item of items)`, or the same said with an index. */
  readonly item: ts.BindingName;
  readonly keyword: "const" | "let";
  /** The statements of a turn, but for one that only takes the item out of the list. */
  readonly body: readonly ts.Statement[];
  /** Where the loop's head ends. */
  readonly headEnd: number;
}

/** Reads a loop as one over items, or says what it would have to be. */
export function itemLoop(loop: DataLoop): ItemLoop | string {
  const { node } = loop;
  const body = loop.body.filter((part) => ts.isStatement(part));
  if (ts.isForOfStatement(node)) {
    const { initializer } = node;
    if (loop.item === undefined || !ts.isVariableDeclarationList(initializer)) {
      return "The loop assigns a variable of the code around it";
    }
    const keyword = keywordOf(initializer);
    return { node, item: loop.item, keyword, body, headEnd: node.statement.getStart() };
  }
  const other = "Write it as `for...of` first";
  if (loop.isPart === true) return `${other}: it goes over a part of the list`;
  if (!ts.isForStatement(node)) return other;
  const [first, ...rest] = body;
  const counter = counterFromZero(node);
  if (counter === undefined || first === undefined || !ts.isVariableStatement(first)) return other;
  const [taken, ...more] = first.declarationList.declarations;
  if (taken?.initializer === undefined || more.length > 0 || taken.type !== undefined) return other;
  if (!isItem(taken.initializer, loop.items, counter)) return other;
  if (rest.some((statement) => mentions(statement, counter))) {
    return "Write it as `for...of` first: its turns use their index";
  }
  const keyword = keywordOf(first.declarationList);
  return { node, item: taken.name, keyword, body: rest, headEnd: first.end };
}

// `i` of `for (let i = 0; ...; i++)`.
function counterFromZero({ initializer, incrementor }: ts.ForStatement): string | undefined {
  if (initializer === undefined || !ts.isVariableDeclarationList(initializer)) return undefined;
  const [declaration, ...others] = initializer.declarations;
  if (declaration?.initializer === undefined || others.length > 0) return undefined;
  if (!ts.isIdentifier(declaration.name) || declaration.initializer.getText() !== "0") {
    return undefined;
  }
  const name = declaration.name.text;
  return stepsBy(incrementor, name) ? name : undefined;
}

// `items[i]`, or `items[i]!`.
function isItem(node: ts.Expression, items: ts.Expression, counter: string): boolean {
  const at = unwrap(node);
  return (
    ts.isElementAccessExpression(at) &&
    at.questionDotToken === undefined &&
    at.expression.getText() === items.getText() &&
    at.argumentExpression.getText() === counter
  );
}

function mentions(node: ts.Node, name: string): boolean {
  if (ts.isIdentifier(node)) {
    const { parent } = node;
    const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node;
    return node.text === name && !isMember && !isDeclared(node);
  }
  return ts.forEachChild(node, (child) => mentions(child, name) || undefined) ?? false;
}

function keywordOf(list: ts.VariableDeclarationList): "const" | "let" {
  return (list.flags & ts.NodeFlags.Let) === 0 ? "const" : "let";
}
