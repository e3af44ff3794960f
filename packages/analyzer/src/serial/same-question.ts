import { isOutside } from "../model/effects/location.js";
import type { Access } from "../model/effects/summary.js";
import { ts } from "../model/syntax.js";
import { unwrap } from "../model/unwrap.js";
import type { Step } from "./await-graph.js";
import { lineOf } from "./control.js";
import { type Obstacle, obstacle } from "./hazard.js";
import { isFilledWith, sharedFills } from "./kept-answer.js";

/**
 * Finds that two awaits wait for the same thing, asked twice in the same words, and that who brings it keeps it:
 * `fullNameOf(id)` and `ownerOf(id)`, each of which loads the same project, or a setting by its key from all that are
 * loaded. What the first has brought answers the second at once; side by side they would gain nothing.
 */
export function sameQuestion(from: Step, to: Step): Obstacle | undefined {
  if (from.point?.call === undefined || to.point?.call === undefined) return undefined;
  // The ways have to be looked for: most awaits keep nothing that another keeps as well.
  const fills = sharedFills(from.summary, to.summary);
  if (fills.length === 0 || !meansTheSame(from, to)) return undefined;
  const first = waitsOf(from);
  const second = waitsOf(to);
  if (first === undefined || second === undefined) return undefined;
  const isAnswered = (one: Way, all: readonly Way[]): boolean =>
    all.some((other) => isSameWay(one, other));
  if (!first.every((one) => isAnswered(one, second))) return undefined;
  if (!second.every((one) => isAnswered(one, first))) return undefined;
  if (!fills.some((fill) => isFilledWith(fill, first.flat()))) return undefined;
  return obstacle(
    "no-gain",
    "blocks",
    to.code,
    `line ${lineOf(to.code)} asks for the same as line ${lineOf(from.code)}, which is kept`,
  );
}

// A variable that is given another value in between is another name.
function meansTheSame(from: Step, to: Step): boolean {
  const names = new Map([...from.names.reads].map(([identity, at]) => [at.getText(), identity]));
  return [...to.names.reads].every(([identity, at]) => {
    const known = names.get(at.getText());
    return known === undefined || known === identity;
  });
}

/** The calls by which a wait is reached, the outermost first, and the place of it. */
type Way = readonly ts.Node[];

// Each place outside of the program that a step asks, by the way that leads there; `undefined` where it asks none further down.
function waitsOf({ summary, point }: Step): readonly Way[] | undefined {
  if (summary.latency.kind !== "io" || summary.unknown !== undefined) return undefined;
  const asked = [...summary.reads, ...summary.writes].filter(isAsked);
  if (asked.length === 0) return undefined;
  const call = point?.call as ts.Node;
  const ways = asked.map(({ through, at }) => {
    const way = [...through, at];
    return way[0] === call ? way : [call, ...way];
  });
  return ways.every((way) => way.length > 1) ? ways : undefined;
}

function isAsked({ location, guessed, isDirect }: Access): boolean {
  return guessed !== true && !isDirect && location.kind === "resource" && isOutside(location);
}

// Both come to the same code, and enter it by calls with the same arguments, or by some of which nothing goes on.
function isSameWay(one: Way, other: Way): boolean {
  let common = 0;
  while (
    common < Math.min(one.length, other.length) - 1 &&
    one[one.length - 1 - common] === other[other.length - 1 - common]
  ) {
    common += 1;
  }
  if (common === 0) return false;
  const entry = one[one.length - 1 - common];
  const otherEntry = other[other.length - 1 - common];
  if (entry === undefined || otherEntry === undefined) return false;
  if (!ts.isCallExpression(entry) || !ts.isCallExpression(otherEntry)) return false;
  const next = one[one.length - common] as ts.Node;
  if (!isAllOfIt(one, common) || !isAllOfIt(other, common)) return false;
  const at = one.length - 1 - common;
  const otherAt = other.length - 1 - common;
  if (receiverOf(one, at) !== receiverOf(other, otherAt)) return false;
  const asked = givenTo(one, at);
  const askedByOther = givenTo(other, otherAt);
  if (asked.length !== askedByOther.length) return false;
  const differing = asked.flatMap((given, index) => (given === askedByOther[index] ? [] : [index]));
  if (differing.length === 0) return true;
  return isOnlyWait(next) && !goesOnWith(next, differing);
}

// The arguments of a call on the way, in words that mean the same to both.
function givenTo(way: Way, index: number): readonly string[] {
  const call = way[index] as ts.CallExpression;
  return call.arguments.map((one) => worded(one, way, index));
}

// What a method on the way is called on; `this` is what the call before it names.
function receiverOf(way: Way, index: number): string {
  const call = way[index] as ts.CallExpression;
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return "";
  const receiver = unwrap(callee.expression);
  if (receiver.kind !== ts.SyntaxKind.ThisKeyword) return worded(receiver, way, index);
  return isCallAt(way, index - 1) ? receiverOf(way, index - 1) : "this";
}

// Text says the same to both where it is the outermost function's, a literal, or a parameter that was handed the same.
function worded(value: ts.Expression, way: Way, index: number): string {
  const text = value.getText();
  if (index === 0 || ts.isStringLiteralLike(value) || ts.isNumericLiteral(value)) return text;
  const around = ts.findAncestor(value, ts.isFunctionLike);
  const given = isCallAt(way, index - 1) ? givenTo(way, index - 1) : [];
  const place = (around?.parameters ?? []).findIndex(({ name }) => name.getText() === text);
  if (place >= 0) return given[place] ?? "";
  const receiver = isCallAt(way, index - 1) ? receiverOf(way, index - 1) : "";
  return `${text} in ${value.getSourceFile().fileName}:${around?.pos} of ${receiver}(${given.join()})`;
}

function isCallAt(way: Way, index: number): boolean {
  const call = way[index];
  return call !== undefined && ts.isCallExpression(call);
}

// Nothing else is waited for on the way to the code that both come to.
function isAllOfIt(way: Way, common: number): boolean {
  return way.slice(1, way.length - common).every(isOnlyWait);
}

function isOnlyWait(call: ts.Node): boolean {
  const around = ts.findAncestor(call, ts.isFunctionLike);
  const body = around !== undefined && "body" in around ? (around.body as ts.Node) : undefined;
  if (body === undefined) return false;
  if (!ts.isBlock(body)) return unwrapped(body) === call;
  const awaits: ts.AwaitExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isAwaitExpression(node)) awaits.push(node);
    ts.forEachChild(node, visit);
  };
  visit(body);
  if (awaits.length === 1) return awaits[0] !== undefined && unwrapped(awaits[0]) === call;
  const [statement] = body.statements;
  return (
    awaits.length === 0 &&
    body.statements.length === 1 &&
    statement !== undefined &&
    ts.isReturnStatement(statement) &&
    statement.expression !== undefined &&
    unwrapped(statement.expression) === call
  );
}

function unwrapped(node: ts.Node): ts.Node {
  const at = ts.isExpression(node) ? unwrap(node) : node;
  return ts.isAwaitExpression(at) ? unwrap(at.expression) : at;
}

// Whether what differs between two calls of one function is a part of what the function itself goes on with.
function goesOnWith(next: ts.Node, differing: readonly number[]): boolean {
  const around = ts.findAncestor(next, ts.isFunctionLike);
  if (around === undefined) return true;
  return differing.some((index) => {
    const name = around.parameters[index]?.name;
    return name === undefined || !ts.isIdentifier(name) || isHandedOn(around, name);
  });
}

// A parameter that stands in a call, or in a condition, may decide what is asked.
function isHandedOn(around: ts.SignatureDeclaration, name: ts.Identifier): boolean {
  const body = "body" in around ? (around.body as ts.Node | undefined) : undefined;
  if (body === undefined) return true;
  const visit = (node: ts.Node, isKey: boolean): boolean => {
    if (ts.isIdentifier(node)) return node.text === name.text && !isKey;
    let decides = false;
    ts.forEachChild(node, (child) => {
      // `all[key]` chooses among what has come.
      const chooses = ts.isElementAccessExpression(node) && node.argumentExpression === child;
      const isName =
        (ts.isPropertyAccessExpression(node) || ts.isPropertyAssignment(node)) &&
        node.name === child;
      if (!isName && visit(child, chooses)) decides = true;
    });
    return decides;
  };
  return visit(body, false);
}
