import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";

/** An assignment whose value was read from its own target before an await. */
export interface StaleWrite {
  readonly assignment: ts.BinaryExpression;
  readonly target: ts.Identifier | ts.PropertyAccessExpression;
  /** Where the target is read. */
  readonly read: ts.Node;
  /** The await between the read and the write. */
  readonly awaited: ts.AwaitExpression;
  /** The local that keeps the value until then, where there is one. */
  readonly copy: ts.Identifier | undefined;
}

/** The assignments of a function, those of functions in it left out, that use a stale value. */
export function staleWrites(body: ts.FunctionLikeDeclaration): readonly StaleWrite[] {
  if (!("body" in body) || body.body === undefined) return [];
  const nodes = own(body.body);
  const awaits = nodes.filter(ts.isAwaitExpression);
  if (awaits.length === 0) return [];
  const found: StaleWrite[] = [];
  for (const node of nodes) {
    if (!ts.isBinaryExpression(node)) continue;
    const target = unwrap(node.left);
    if (!isPlainTarget(target)) continue;
    const write = inPlace(node, target) ?? throughCopy(node, target, nodes, awaits);
    if (write !== undefined) found.push(write);
  }
  return found;
}

// `total += await f()` reads the target first; so does `total = total + (await f())`.
function inPlace(
  assignment: ts.BinaryExpression,
  target: StaleWrite["target"],
): StaleWrite | undefined {
  const kind = assignment.operatorToken.kind;
  const inner = own(assignment.right);
  const awaits = inner.filter(ts.isAwaitExpression);
  const [first] = awaits;
  if (first === undefined) return undefined;
  if (compound.has(kind)) {
    return { assignment, target, read: assignment.left, awaited: first, copy: undefined };
  }
  if (kind !== ts.SyntaxKind.EqualsToken) return undefined;
  for (const read of inner) {
    if (!isSame(read, target)) continue;
    // What is handed to the awaited call is not lost: the call decides on it.
    const awaited = awaits.find((one) => read.end <= one.pos);
    if (awaited !== undefined && isSum(assignment.right, read)) {
      return { assignment, target, read, awaited, copy: undefined };
    }
  }
  return undefined;
}

// `const before = this.n; await f(); this.n = before + 1`.
function throughCopy(
  assignment: ts.BinaryExpression,
  target: StaleWrite["target"],
  nodes: readonly ts.Node[],
  awaits: readonly ts.AwaitExpression[],
): StaleWrite | undefined {
  if (assignment.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  const right = unwrap(assignment.right);
  // Putting back what was there before is meant to undo what happened meanwhile.
  if (ts.isIdentifier(right)) return undefined;
  const used = new Set(
    own(right)
      .filter(ts.isIdentifier)
      .map(({ text }) => text),
  );
  for (const node of nodes) {
    if (!ts.isVariableDeclaration(node) || node.initializer === undefined) continue;
    if (!ts.isIdentifier(node.name) || !used.has(node.name.text)) continue;
    if (node.end > assignment.pos || !isVisible(node, assignment)) continue;
    const read = readIn(node.initializer, target);
    if (read === undefined) continue;
    const awaited = awaits.find(
      (one) => node.end <= one.pos && one.end <= assignment.end && isOnTheWay(one, assignment),
    );
    if (awaited === undefined) continue;
    const last = awaits.filter((one) => node.end <= one.pos && one.end <= assignment.pos).at(-1);
    const looksAgain = nodes.some(
      (one) =>
        isSame(one, target) &&
        one !== assignment.left &&
        (last ?? awaited).end <= one.pos &&
        one.end <= assignment.end,
    );
    if (!looksAgain) return { assignment, target, read, awaited, copy: node.name };
  }
  return undefined;
}

const compound: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusEqualsToken,
  ts.SyntaxKind.MinusEqualsToken,
  ts.SyntaxKind.AsteriskEqualsToken,
  ts.SyntaxKind.SlashEqualsToken,
  ts.SyntaxKind.AmpersandEqualsToken,
  ts.SyntaxKind.BarEqualsToken,
  ts.SyntaxKind.CaretEqualsToken,
]);

function isPlainTarget(node: ts.Node): node is StaleWrite["target"] {
  if (ts.isIdentifier(node)) return true;
  if (!ts.isPropertyAccessExpression(node)) return false;
  const object = unwrap(node.expression);
  return object.kind === ts.SyntaxKind.ThisKeyword || isPlainTarget(object);
}

function isSame(node: ts.Node, target: StaleWrite["target"]): boolean {
  if (node === target || node.kind !== target.kind) return false;
  if (ts.isIdentifier(node) && isOnlyName(node)) return false;
  return text(node) === text(target);
}

function isOnlyName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isVariableDeclaration(parent) && parent.name === node)
  );
}

function text(node: ts.Node): string {
  return node.getText().replaceAll(/[\s!?]/g, "");
}

// The new value is made of the old one: a sum, a template, or a list or object that spreads it.
function isSum(whole: ts.Expression, read: ts.Node): boolean {
  for (let at = read.parent; at !== undefined && at.pos >= whole.pos; at = at.parent) {
    if (ts.isCallExpression(at) || ts.isNewExpression(at) || ts.isConditionalExpression(at)) {
      return false;
    }
    if (ts.isBinaryExpression(at) && isChoice(at.operatorToken.kind)) return false;
    if (at === whole) return true;
  }
  return read === whole;
}

function isChoice(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken ||
    kind === ts.SyntaxKind.CommaToken
  );
}

// The read that a copy is: the target itself, or a value made of it.
function readIn(initializer: ts.Expression, target: StaleWrite["target"]): ts.Node | undefined {
  for (const node of own(initializer)) {
    if (isSame(node, target) && isSum(initializer, node)) {
      // A field of it is another value.
      const { parent } = node;
      if (ts.isPropertyAccessExpression(parent) && parent.expression === node) return undefined;
      if (ts.isElementAccessExpression(parent) && parent.expression === node) return undefined;
      return node;
    }
  }
  return undefined;
}

// The declaration stands in a block around the assignment.
function isVisible(declaration: ts.Node, assignment: ts.Node): boolean {
  const block = declaration.parent.parent.parent;
  return block.pos <= assignment.pos && assignment.end <= block.end;
}

// An await in a branch that the assignment does not stand in may not have happened.
function isOnTheWay(awaited: ts.Node, assignment: ts.Node): boolean {
  for (let at = awaited.parent; at !== undefined; at = at.parent) {
    if (at.pos <= assignment.pos && assignment.end <= at.end) return true;
    if (ts.isIfStatement(at) || ts.isConditionalExpression(at) || ts.isCatchClause(at))
      return false;
  }
  return false;
}

/** A node and all in it, functions left out, in the order of the text. */
function own(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (one: ts.Node): void => {
    found.push(one);
    if (!ts.isFunctionLike(one) && !ts.isTypeNode(one)) ts.forEachChild(one, visit);
  };
  visit(node);
  return found;
}
