import { ts } from "../model/compiler.js";
import { dataLoop } from "../serial/loops/shape.js";

/** Where an await stands among the loops of its function. */
export interface AwaitPlace {
  readonly start: number;
  readonly end: number;
  /** The loops around it in its function, from the outermost; each runs it once a turn, or more. */
  readonly loops: readonly ts.Node[];
  /** Of these, the loops whose every turn comes to it, and no more than once. */
  readonly sureIn: ReadonlySet<ts.Node>;
  /** The forks that it stands behind, and on which side. */
  readonly sides: ReadonlyMap<ts.Node, ts.Node>;
}

/** The awaits of a source and the loops that they stand in. */
export interface LoopPlaces {
  /** By where each begins. */
  readonly awaits: ReadonlyMap<number, AwaitPlace>;
  /** The loop that is written there. */
  loopAt(start: number, end: number): ts.Node | undefined;
}

/** What is known at a place of the walk. */
interface Around {
  readonly loops: readonly ts.Node[];
  readonly sureIn: ReadonlySet<ts.Node>;
  readonly sides: ReadonlyMap<ts.Node, ts.Node>;
}

const NOWHERE: Around = { loops: [], sureIn: new Set(), sides: new Map() };

/** Looks a source through for its awaits. */
export function loopPlaces(source: ts.SourceFile): LoopPlaces {
  const awaits = new Map<number, AwaitPlace>();
  const loops: ts.Node[] = [];
  const visit = (node: ts.Node, around: Around): void => {
    if (ts.isAwaitExpression(node)) {
      const start = node.getStart(source);
      awaits.set(start, { start, end: node.end, ...around });
    }
    if (isLoop(node)) loops.push(node);
    ts.forEachChild(node, (child) => {
      visit(child, within(child, node, around));
    });
  };
  visit(source, NOWHERE);
  return {
    awaits,
    loopAt: (start, end) =>
      loops.find((loop) => loop.getStart(source) === start && loop.end === end),
  };
}

function isLoop(node: ts.Node): boolean {
  if (ts.isIterationStatement(node, false)) return true;
  const shape = ts.isCallExpression(node) ? dataLoop(node) : undefined;
  return shape !== undefined && "items" in shape;
}

/** What holds for a child of a node, where `around` holds for the node. */
function within(child: ts.Node, parent: ts.Node, around: Around): Around {
  if (ts.isFunctionLike(parent)) return NOWHERE;
  if (ts.isIterationStatement(parent, false)) {
    if (isOnce(child, parent)) return around;
    // What the loop around this one does once, its turns do again and again.
    return { ...around, loops: [...around.loops, parent], sureIn: new Set([parent]) };
  }
  if (isSkipped(child, parent)) return { ...around, sureIn: new Set() };
  const side = sideOf(child, parent);
  if (side === undefined) return around;
  return { ...around, sureIn: new Set(), sides: new Map(around.sides).set(side.fork, child) };
}

/** Whether a loop does that part once, before its first turn. */
function isOnce(child: ts.Node, loop: ts.IterationStatement): boolean {
  if (ts.isForOfStatement(loop) || ts.isForInStatement(loop)) return child === loop.expression;
  return ts.isForStatement(loop) && child === loop.initializer;
}

/** Whether a turn that has awaited something may be over before it comes to that statement. */
function isSkipped(child: ts.Node, parent: ts.Node): boolean {
  if (!ts.isBlock(parent)) return false;
  const before = parent.statements.slice(0, parent.statements.indexOf(child as ts.Statement));
  const last = before.findLastIndex((one) => mayContinue(one));
  return before.slice(0, last + 1).some(mayAwait);
}

function mayAwait(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  return (
    ts.isAwaitExpression(node) ||
    (ts.forEachChild(node, (child) => mayAwait(child) || undefined) ?? false)
  );
}

function mayContinue(node: ts.Node, isInner = false): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isContinueStatement(node)) return !isInner || node.label !== undefined;
  const inner = isInner || ts.isIterationStatement(node, false);
  return ts.forEachChild(node, (child) => mayContinue(child, inner) || undefined) ?? false;
}

/** The fork that a child is one side of: what stands behind it is not always reached. */
function sideOf(child: ts.Node, parent: ts.Node): { readonly fork: ts.Node } | undefined {
  const forks =
    (ts.isIfStatement(parent) && child !== parent.expression) ||
    (ts.isConditionalExpression(parent) && child !== parent.condition) ||
    (ts.isBinaryExpression(parent) &&
      child === parent.right &&
      /^(&&|\|\||\?\?)=?$/.test(parent.operatorToken.getText())) ||
    ts.isCatchClause(parent);
  if (forks) return { fork: parent };
  // A clause of a `switch` may fall through into the next: its side is its own.
  return ts.isCaseOrDefaultClause(parent) ? { fork: parent } : undefined;
}
