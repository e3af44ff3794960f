import type { Fix, TextEdit } from "../../finding.js";
import { shortText } from "../../model/effects/conflict.js";
import { type Gather, gatherOf } from "../../model/gathers.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { awaitGraph, type Step } from "../../serial/await-graph.js";
import { guessedRead } from "../../serial/bookkeeping.js";
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
 * wrote the gather meant them to wait together, whatever they do, but where one connection would answer them in turn.
 */
export function heldMembers(gather: Gather, context: RuleContext): HeldMembers | undefined {
  const { members } = gather;
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
  for (const [index, one] of concerned.entries()) {
    for (const other of concerned.slice(index + 1)) {
      if (clashBetween(one.member, other.member, context) !== undefined) return undefined;
    }
  }
  return {
    gather,
    members: concerned.flatMap(({ awaits, member }) => (awaits.length > 0 ? awaits : [member])),
    titles: concerned.map(({ title }) => title),
    doubt:
      surroundings ??
      concerned.find(({ doubt }) => doubt !== undefined)?.doubt ??
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

interface Wait {
  readonly member: ts.Expression;
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
 * Leaves the awaits out, where each is all that its member is or one of the values that it may be; what is made of what another
 * brings becomes an async function of its own.
 */
export function fixHeld({ gather }: HeldMembers): Fix | string {
  const edits: TextEdit[] = [];
  for (const member of gather.members) {
    if (!holdsAwait(member)) continue;
    const values = valuesOf(member).filter(ts.isAwaitExpression);
    const inner = values.map(({ expression }) => expression);
    const isWhole = countAwaits(member) === values.length && !inner.some(holdsAwait);
    if (isWhole) {
      for (const value of values) {
        const { file, start } = spanOf(value);
        edits.push({ file, start, end: value.expression.getStart(), text: "" });
      }
      continue;
    }
    if (holdsYield(member)) return "A generator's `yield` cannot stand in a function of its own";
    const { file, start, end } = spanOf(member);
    const isObject = ts.isObjectLiteralExpression(unwrap(member));
    edits.push({ file, start, end: start, text: isObject ? "(async () => (" : "(async () => " });
    edits.push({ file, start: end, end, text: isObject ? "))()" : ")()" });
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

// What a member may be: itself, or the branches of a choice.
function valuesOf(member: ts.Expression): readonly ts.Expression[] {
  const at = unwrap(member);
  if (ts.isConditionalExpression(at)) return [at.whenTrue, at.whenFalse].flatMap(valuesOf);
  if (ts.isBinaryExpression(at) && /^(&&|\|\||\?\?)$/.test(at.operatorToken.getText())) {
    return valuesOf(at.right);
  }
  return [at];
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

function holdsYield(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  return (
    ts.isYieldExpression(node) ||
    ts.forEachChild(node, (child) => holdsYield(child) || undefined) === true
  );
}
