import type { Fix, TextEdit } from "../../finding.js";
import { conflictBetween, shortText } from "../../model/effects/conflict.js";
import type { Access, Summary } from "../../model/effects/summary.js";
import { type Gather, gatherOf } from "../../model/gathers.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { awaitGraph, type Step } from "../../serial/await-graph.js";
import { guessedRead, sharedBooks } from "../../serial/bookkeeping.js";
import { clashBetween } from "../../serial/clash/clash.js";
import type { Obstacle } from "../../serial/hazard.js";
import { knownByNames, waitsByItsName } from "../../serial/questions.js";
import { surroundingObstacle } from "../../serial/surroundings.js";
import { holdsAwait } from "../../serial/units.js";
import { type RuleContext, spanOf } from "../rule.js";

/** Members of a gather that an await among those before them keeps from being started. */
export interface HeldMembers {
  readonly gather: Gather;
  /** The awaits that hold what comes after them, and what they hold. */
  readonly members: readonly ts.Node[];
  readonly titles: readonly string[];
  /** What is not known for certain. */
  readonly doubt: Obstacle | undefined;
}

/**
 * What in a gather waits before the gather sees it: `Promise.all([await a(), b()])` starts `b` once `a` has ended. Whoever
 * wrote the gather meant them to wait together, so that whatever requests they send may go at once. It is `undefined`
 * where one connection would answer them in turn, or one is to end before the next; two that touch one file, table, program
 * or piece of memory leave a doubt, and so does one that may throw before another changes something.
 */
export function heldMembers(gather: Gather, context: RuleContext): HeldMembers | undefined {
  const { members } = gather;
  // What is spread is waited for first, and stands for several.
  if (elementsOf(gather).some((one) => ts.isSpreadElement(one) && holdsAwait(one)))
    return undefined;
  const last = members.findLastIndex((one) => holdsAwait(one) || mayStart(one));
  if (!members.slice(0, Math.max(last, 0)).some((one) => holdsAwait(one))) return undefined;
  const surroundings = surroundingObstacle(gather.call);
  if (surroundings?.tier === "blocks") return undefined;
  if (members.some((one) => mustEndFirst(one, context))) return undefined;
  const waits = members.map((one) => waitOf(one, context));
  const latest = waits.findLastIndex((one) => one !== undefined);
  const first = waits.findIndex((one) => one !== undefined && one.awaits.length > 0);
  if (first < 0 || first >= latest) return undefined;
  const concerned = waits.slice(first, latest + 1).filter((one) => one !== undefined);
  let doubt: Obstacle | undefined;
  for (const [index, one] of concerned.entries()) {
    for (const other of concerned.slice(index + 1)) {
      if (clashBetween(one.member, other.member, context) !== undefined) return undefined;
      doubt ??= orderDoubt(one, other);
    }
  }
  return {
    gather,
    members: concerned.flatMap(({ awaits, member }) => (awaits.length > 0 ? awaits : [member])),
    titles: concerned.map(({ title }) => title),
    doubt:
      surroundings ??
      concerned.find((one) => one.doubt !== undefined)?.doubt ??
      doubt ??
      (concerned.every(({ byName }) => byName) ? knownByNames(gather.call) : undefined),
  };
}

/** The gather whose members hold a node, where that runs before the gather does. */
export function gatherAround(node: ts.Node): Gather | undefined {
  let at = node;
  while (at.parent !== undefined && !ts.isFunctionLike(at) && !ts.isStatement(at)) {
    const { parent } = at;
    if (ts.isCallExpression(parent) && parent.expression !== at) {
      const gather = gatherOf(parent);
      if (gather !== undefined) return gather;
    }
    at = parent;
  }
  return undefined;
}

function elementsOf({ call }: Gather): readonly ts.Expression[] {
  const [list] = call.arguments;
  const literal = list === undefined ? undefined : unwrap(list);
  return literal !== undefined && ts.isArrayLiteralExpression(literal)
    ? literal.elements
    : call.arguments;
}

// Requests go where they go in any order, which is what the gather is for; files, rows, programs and memory are another matter, and so
// is what is only done where nothing before it has been refused.
function orderDoubt(one: Wait, other: Wait): Obstacle | undefined {
  const isShared =
    one.step !== undefined && other.step !== undefined
      ? sharedBooks(one.step, other.step)
      : undefined;
  const conflict = conflictBetween(
    one.summary,
    other.summary,
    (a, b) => isOfRequest(a) || isShared?.(a, b) === true,
    true,
  );
  if (conflict !== undefined && conflict.kind !== "order" && conflict.kind !== "unknown") {
    const at = conflict.second?.at ?? other.member;
    return { hazard: "ordered-effects", tier: "suggests", at, reason: conflict.message };
  }
  const { throws } = one.summary;
  if (throws === undefined || one.awaits.length === 0 || other.summary.writes.length === 0) {
    return undefined;
  }
  return {
    hazard: "control-dependence",
    tier: "suggests",
    at: throws.at,
    reason: `\`${one.title}\` may throw, and \`${other.title}\` changes something`,
  };
}

function isOfRequest({ location }: Access): boolean {
  return location.kind === "resource" && /^(net|named|stdio)$/.test(location.resource);
}

interface Wait {
  readonly member: ts.Expression;
  /** The first await in it that waits. */
  readonly step: Step | undefined;
  readonly summary: Summary;
  readonly awaits: readonly ts.Node[];
  readonly title: string;
  /** That it waits is known by a name alone. */
  readonly byName: boolean;
  readonly doubt: Obstacle | undefined;
}

// A pause is there for what comes after it, and so is a question to a person.
function mustEndFirst(member: ts.Expression, context: RuleContext): boolean {
  const points = awaitGraph(member, context, 1)?.points ?? [];
  return points.some(
    ({ point, summary }) => summary.latency.kind === "timer" || point?.obstacle?.tier === "blocks",
  );
}

// `undefined` where a member waits for nothing outside the program.
function waitOf(member: ts.Expression, context: RuleContext): Wait | undefined {
  const points = awaitGraph(member, context, 1)?.points ?? [];
  const [first] = points.filter(({ summary }) => mayWait(summary));
  if (first !== undefined) {
    return {
      member,
      step: first,
      summary: context.summaryOf(unwrap(member)),
      awaits: points.map(({ code }) => code),
      title: first.point?.title ?? "",
      byName: points.every(waitsByItsName),
      doubt: points.map(doubtAbout).find((one) => one !== undefined),
    };
  }
  if (!mayStart(member)) return undefined;
  const at = unwrap(member);
  const summary = context.summaryOf(at);
  if (!mayWait(summary)) return undefined;
  const callee = ts.isCallExpression(at) ? at.expression : at;
  return {
    member,
    step: undefined,
    summary,
    awaits: [],
    title: shortText(callee),
    byName: waitsByItsName({ summary, passedOver: undefined }),
    doubt: doubtAbout({ code: at, point: undefined, summary }),
  };
}

function mayWait({ latency, unknown }: Step["summary"]): boolean {
  return latency.kind !== "none" || unknown !== undefined;
}

function doubtAbout(step: Pick<Step, "code" | "point" | "summary">): Obstacle | undefined {
  const { latency, unknown } = step.summary;
  if (step.point?.obstacle !== undefined) return step.point.obstacle;
  if (unknown === undefined) return guessedRead(step);
  // What a function does further down counts for nothing here, as long as it waits.
  if (!unknown.isDirect && latency.kind !== "none") return undefined;
  const name = step.point?.title ?? shortText(step.code);
  return {
    hazard: "unknown",
    tier: "suggests",
    at: unknown.at,
    reason: `\`${name}\` ${unknown.why}`,
  };
}

function mayStart(member: ts.Expression): boolean {
  return ts.isCallExpression(unwrap(member));
}

/**
 * Leaves the awaits out, where each is all that its member is or one of the values that it may be; what is made of what one
 * brings is made once that has come.
 */
export function fixHeld({ gather }: HeldMembers): Fix | string {
  if (gather.call.typeArguments !== undefined) return "The types of the results are written out";
  const edits: TextEdit[] = [];
  for (const member of gather.members) {
    if (!holdsAwait(member)) continue;
    const made = plainEdits(member) ?? chainEdits(member);
    if (made === undefined) return "An await is a part of an expression: take it out by hand";
    edits.push(...made);
  }
  const outcome =
    gather.kind === "all"
      ? "the first rejection is the one that is thrown, the others run on"
      : "what fails is told of with the others in place of being thrown";
  return {
    title: `Start them together: ${outcome}`,
    safety: "suggested",
    edits,
  };
}

// `await f()`, and `wanted ? await f() : undefined`.
function plainEdits(member: ts.Expression): readonly TextEdit[] | undefined {
  const values = valuesOf(member).filter(ts.isAwaitExpression);
  const isWhole = countAwaits(member) === values.length;
  if (!isWhole || values.some((one) => hasComment(one))) return undefined;
  return values.map((value): TextEdit => {
    const { file, start } = spanOf(value);
    return { file, start, end: value.expression.getStart(), text: "" };
  });
}

// `(await f()).map(g)` becomes `f().then((value) => value.map(g))`.
function chainEdits(member: ts.Expression): readonly TextEdit[] | undefined {
  let at: ts.Expression = member;
  while (!ts.isParenthesizedExpression(at)) {
    if (
      !ts.isPropertyAccessExpression(at) &&
      !ts.isCallExpression(at) &&
      !ts.isElementAccessExpression(at)
    ) {
      return undefined;
    }
    at = at.expression;
  }
  const awaited = at.expression;
  if (!ts.isAwaitExpression(awaited) || countAwaits(member) !== 1 || hasComment(awaited)) {
    return undefined;
  }
  const { expression: asked } = awaited;
  if (!ts.isCallExpression(asked) || at === member) return undefined;
  const name = /\bvalue\b/.test(member.getText()) ? "result" : "value";
  if (name === "result" && /\bresult\b/.test(member.getText())) return undefined;
  const { file, start, end } = spanOf(member);
  return [
    { file, start, end: asked.getStart(), text: "" },
    { file, start: asked.end, end: at.end, text: `.then((${name}) => ${name}` },
    { file, start: end, end, text: ")" },
  ];
}

function hasComment(awaited: ts.AwaitExpression): boolean {
  const { text } = awaited.getSourceFile();
  return /\/[/*]/.test(text.slice(awaited.getStart(), awaited.expression.getStart()));
}

// What a member may be: itself, or the branches of a choice. What is asserted of a result is not true of its promise.
function valuesOf(member: ts.Expression): readonly ts.Expression[] {
  if (ts.isParenthesizedExpression(member)) return valuesOf(member.expression);
  if (ts.isConditionalExpression(member)) {
    return [member.whenTrue, member.whenFalse].flatMap(valuesOf);
  }
  if (ts.isBinaryExpression(member) && /^(&&|\|\||\?\?)$/.test(member.operatorToken.getText())) {
    return valuesOf(member.right);
  }
  return [member];
}

function countAwaits(node: ts.Node): number {
  let count = 0;
  const visit = (at: ts.Node): void => {
    if (ts.isFunctionLike(at)) return;
    if (ts.isAwaitExpression(at)) count += 1;
    ts.forEachChild(at, visit);
  };
  visit(node);
  return count;
}
