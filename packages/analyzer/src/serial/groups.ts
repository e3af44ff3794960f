import { conflictBetween } from "../model/effects/conflict.js";
import { handedToLoad } from "../model/effects/library/client-shapes.js";
import { ts } from "../model/syntax.js";
import { unwrap } from "../model/unwrap.js";
import { isOpening } from "./accesses.js";
import type { AwaitGraph, Step } from "./await-graph.js";
import { assumedReads, assumptionsAbout, guessedRead, passedOverBy } from "./bookkeeping.js";
import { mayBothBe, testOf } from "./choice-tests.js";
import { lineOf } from "./control.js";
import { takenForPool } from "./handed-transaction.js";
import type { Obstacle } from "./hazard.js";
import { calledName } from "./names.js";
import { changes, lateLine } from "./order.js";
import { questionsAbout } from "./question-forms.js";
import { knownByNames, onlyAsks, waitsByItsName } from "./questions.js";
import { awaitsOf, declaredBy } from "./units.js";

/** Awaits that could wait together. */
export interface Group {
  /** The members in the order of the code. */
  readonly members: readonly Step[];
  /** Where two or more chains run side by side, each of them; else every member is a chain of one. */
  readonly chains: readonly (readonly Step[])[];
  /** How many waits follow each other as the code is, and as it could be. */
  readonly before: number;
  readonly after: number;
  /** What is not known for certain; a group without doubts belongs to the default tier. */
  readonly doubts: readonly Obstacle[];
  /** What the members are taken for without being known to be; one with assumptions may be in the default tier. */
  readonly assumed: readonly Obstacle[];
}

/**
 * The groups of a graph: first those that nothing speaks against, then those where only certainty
 * is missing. No await is in two of them. What is not known to wait may have been seen to.
 */
export function groupsOf(
  graph: AwaitGraph,
  wasSeenToWait: (step: Step) => boolean = () => false,
): readonly Group[] {
  if (graph.surroundings?.tier === "blocks") return [];
  const sure = graph.surroundings === undefined ? groupsAmong(graph, "sure", wasSeenToWait) : [];
  const taken = new Set(sure.flatMap(({ members }) => members));
  const doubtful = groupsAmong(graph, "doubtful", wasSeenToWait).filter(
    ({ members }) => !members.some((member) => taken.has(member)),
  );
  return [...sure, ...doubtful];
}

type Tier = "sure" | "doubtful";

// Most awaits in a row need each other's results: what they do, a costly question, is then left unasked.
function mayHoldGroup(graph: AwaitGraph, family: readonly Step[]): boolean {
  const members = family.filter(
    ({ point }) => point?.call !== undefined && (!point.dropped || point.refetches),
  );
  return members.some((step, index) =>
    members.slice(index + 1).some((later) => !graph.orderedByForm(step, later)),
  );
}

function groupsAmong(
  graph: AwaitGraph,
  tier: Tier,
  wasSeenToWait: (step: Step) => boolean,
): Group[] {
  return families(graph).flatMap((family) => {
    if (!mayHoldGroup(graph, family)) return [];
    const members = family.filter(
      (step) => isEligible(step, tier) && !isDoneForEffect(graph, step),
    );
    const among = (steps: readonly Step[]): Group[] =>
      scheduled(graph, steps, tier)
        .filter((chains) => mayWaitTogether(chains.flat()))
        .filter((chains) => tier !== "sure" || isKnownToWait(chains.flat()))
        .map((chains) => groupOf(graph, chains, tier));
    if (tier === "sure") return among(members);
    return among(members)
      .flatMap((group) => {
        // Where one of them changes something, the others may do without it.
        const isLeft = (step: Step, index: number): boolean => index > 0 && changes(step);
        const left = group.members.filter(isLeft);
        if (left.length === 0) return [group];
        return among(group.members.filter((step) => !left.includes(step))).filter((rest) =>
          left.every((step) => mayPassOver(graph, step, rest)),
        );
      })
      .filter((group) => isPlausible(group, wasSeenToWait));
  });
}

// Tells whether nothing speaks against what comes behind a step beginning before it.
function mayPassOver(graph: AwaitGraph, step: Step, { members }: Group): boolean {
  if (!members.some(({ index }) => index < step.index)) return true;
  return members.every((one) => one.index < step.index || !graph.ordered(step, one));
}

// The awaits of the statements themselves, and those inside one await's operand: `f(await a(), await b())`. What is
// awaited for its effect alone is gathered with nothing, and what it is called with may be with what comes before it.
function families(graph: AwaitGraph): Step[][] {
  const byHolder = new Map<Step | undefined, Step[]>();
  for (const step of graph.points) {
    const holder = graph.points.find(
      (other) =>
        other !== step &&
        other.unit === step.unit &&
        other.point?.dropped !== true &&
        holds(other, step),
    );
    const family = byHolder.get(holder);
    if (family === undefined) byHolder.set(holder, [step]);
    else family.push(step);
  }
  return [...byHolder.values()].filter((family) => family.length > 1);
}

/**
 * Tells whether an await stands in another's operand. The outer one ends after the inner ones, so the
 * first that holds it is the nearest.
 */
export function holds(outer: Step, inner: Step): boolean {
  return (
    outer.index > inner.index &&
    outer.code.pos <= inner.code.pos &&
    inner.code.end <= outer.code.end
  );
}

function isEligible(step: Step, tier: Tier): boolean {
  const { point, summary } = step;
  if (point === undefined || point.call === undefined) return false;
  if (point.dropped && !point.refetches) return false;
  if (tier === "sure") return isSure(step);
  if (point.obstacle?.tier === "blocks") return false;
  return summary.unknown !== undefined || summary.latency.kind !== "none";
}

/** Tells whether some awaits may wait at once: choices alone may be between the one and the other. */
export function mayWaitTogether(steps: readonly Step[]): boolean {
  if (steps.some(alwaysWaits)) return true;
  const wanted = steps.flatMap(({ point }) => (point === undefined ? [] : testOf(point.awaited)));
  return wanted.some((one, index) =>
    wanted.slice(index + 1).some((other) => mayBothBe(one, other)),
  );
}

// What is only taken to wait is gathered with what is known to, or is a question as the others are.
function isKnownToWait(steps: readonly Step[]): boolean {
  return steps.some((step) => !waitsByItsName(step)) || steps.every(onlyAsks);
}

function alwaysWaits({ point }: Step): boolean {
  return point !== undefined && (!point.isChoice || awaitsOf(point.awaited).length > 1);
}

/**
 * Tells whether an await is there for what it does: nothing reads what it brings. What is known to only read, and named for
 * throwing where it finds nothing (`getTeamOrThrow`), does that beside others, too, but for what is read once it has not thrown.
 */
export function isDoneForEffect(graph: AwaitGraph, step: Step): boolean {
  if (step.point?.refetches === true || isUsed(graph, step)) return false;
  const call = step.point?.call;
  if (call === undefined || !throwsByName.test(calledName(call)) || !isSure(step)) return true;
  return graph.points.some(
    (later) => later.index > step.index && isSure(later) && isUsed(graph, later),
  );
}

const throwsByName = /(Or(Throw|Fail|Reject)|^throwIf|^orFail|^orThrow)/;

// A name that nothing reads is as good as none.
function isUsed(graph: AwaitGraph, step: Step): boolean {
  const { unit, point } = step;
  const declaration = point === undefined ? undefined : declaredBy(point.awaited);
  if (declaration === undefined || unit.statement === undefined) return true;
  if (ts.isVariableStatement(unit.statement) && unit.statement.modifiers !== undefined) return true;
  const rest = graph.steps.find((one) => one.unit === unit && one.point === undefined);
  const names = [...(rest?.names.writes.keys() ?? [])];
  return (
    names.length === 0 ||
    names.some((name) => graph.steps.some((one) => one.unit !== unit && one.names.reads.has(name)))
  );
}

/** Tells whether an await is known to wait for a read, and nothing about it stands in the way. */
export function isSure(step: Step): boolean {
  const { point, summary } = step;
  if (point?.refetches === true) return point.obstacle === undefined;
  return (
    point?.obstacle === undefined &&
    summary.unknown === undefined &&
    summary.latency.kind !== "none" &&
    !changes(step) &&
    guessedRead(step) === undefined
  );
}

// A guess needs one await that is known to wait, and reads after whatever comes first.
function isPlausible({ members }: Group, wasSeenToWait: (step: Step) => boolean): boolean {
  return (
    members.some((step) => step.summary.latency.kind !== "none" || wasSeenToWait(step)) &&
    members.every((step, index) => index === 0 || !changes(step))
  );
}

/**
 * Puts awaits that need not follow each other into sets: neighbours first, which moves the least
 * code; where that leaves more waits in a row than are needed, or more gathers to write, by the earliest time
 * at which each could begin.
 */
function scheduled(graph: AwaitGraph, members: readonly Step[], tier: Tier): (readonly Step[])[][] {
  if (members.length < 2) return [];
  const certain = tier === "doubtful";
  const neighbours = byNeighbours(graph, members, certain);
  const levels = byLevel(graph, members, certain);
  const isLonger = neighbours.length > levels.length;
  const chains = isLonger ? chainsOf(graph, levels, certain) : undefined;
  if (chains !== undefined) return [[...chains]];
  const isBetter = isLonger || gathersIn(levels) < gathersIn(neighbours);
  return isBetter && levels.every((level) => isMovable(graph, level, certain))
    ? several(levels)
    : several(neighbours);
}

function gathersIn(sets: readonly (readonly Step[])[]): number {
  return sets.filter((set) => set.length > 1).length;
}

function several(sets: readonly (readonly Step[])[]): (readonly Step[])[][] {
  return sets
    .map(withoutBodies)
    .filter((set) => set.length > 1)
    .map((set) => set.map((step) => [step]));
}

// The body of an answer comes with the answer; beside other requests there is nothing in it to gain.
function withoutBodies(set: readonly Step[]): readonly Step[] {
  return set.every(isBody) ? set : set.filter((step) => !isBody(step));
}

// `await response.json()`.
function isBody({ point }: Step): boolean {
  const call = point?.call;
  if (call === undefined || !ts.isCallExpression(call)) return false;
  const callee = unwrap(call.expression);
  return (
    ts.isPropertyAccessExpression(callee) &&
    ts.isIdentifier(unwrap(callee.expression)) &&
    /^(arrayBuffer|blob|bytes|formData|json|text)$/.test(callee.name.text) &&
    call.arguments.length === 0
  );
}

function byNeighbours(graph: AwaitGraph, members: readonly Step[], certain: boolean): Step[][] {
  const sets: Step[][] = [];
  for (const step of members) {
    const last = sets.at(-1);
    if (
      last?.every((other) => !graph.ordered(other, step, certain)) === true &&
      isMovable(graph, [...last, step], certain)
    ) {
      last.push(step);
    } else sets.push([step]);
  }
  for (const [index, set] of sets.entries()) {
    const next = sets[index + 1];
    if (next !== undefined) keepTogether(graph, set, next, certain);
  }
  return sets;
}

// Awaits of one statement belong together: those that one before it has drawn to itself go back to the others.
function keepTogether(graph: AwaitGraph, set: Step[], next: Step[], certain: boolean): void {
  const [first] = next;
  const own = set.filter(({ unit }) => unit === first?.unit);
  if (own.length === 0 || set.length - own.length !== 1) return;
  if (own.some((one) => next.some((other) => graph.ordered(one, other, certain)))) return;
  if (!isMovable(graph, [...own, ...next], certain)) return;
  set.splice(set.length - own.length);
  next.unshift(...own);
}

function levelsOf(
  graph: AwaitGraph,
  members: readonly Step[],
  certain: boolean,
): Map<Step, number> {
  const levels = new Map<Step, number>();
  for (const step of members) {
    const before = members.filter((other) => other.index < step.index);
    const needed = before.filter((other) => graph.ordered(other, step, certain));
    levels.set(step, Math.max(0, ...needed.map((other) => levels.get(other) ?? 0)) + 1);
  }
  return levels;
}

function byLevel(graph: AwaitGraph, members: readonly Step[], certain: boolean): Step[][] {
  const sets: Step[][] = [];
  for (const [step, level] of levelsOf(graph, members, certain)) {
    sets[level - 1] ??= [];
    sets[level - 1]?.push(step);
  }
  return sets;
}

// Two or more lines of awaits that need nothing of each other, one of them longer than one.
function chainsOf(
  graph: AwaitGraph,
  levels: readonly (readonly Step[])[],
  certain: boolean,
): readonly (readonly Step[])[] | undefined {
  const chains: Step[][] = [];
  for (const step of levels.flat().sort((a, b) => a.index - b.index)) {
    const needed = chains.filter((chain) => chain.some((one) => graph.ordered(one, step, certain)));
    if (needed.length > 1) return undefined;
    const [chain] = needed;
    if (chain === undefined) chains.push([step]);
    else if (chain.every((one) => graph.ordered(one, step, certain))) chain.push(step);
    else return undefined;
  }
  const long = chains.filter((chain) => chain.length > 1);
  return chains.length > 1 && long.length > 1 && isMovable(graph, chains.flat(), certain, chains)
    ? chains
    : undefined;
}

/**
 * Tells whether everything that a set needs and that stands among its members can come before the
 * first of them: it has to be code that changes nothing and waits for nothing.
 */
function isMovable(
  graph: AwaitGraph,
  set: readonly Step[],
  certain: boolean,
  chains: readonly (readonly Step[])[] = set.map((step) => [step]),
): boolean {
  const first = Math.min(...set.map(({ index }) => index));
  const last = Math.max(...set.map(({ index }) => index));
  for (const step of graph.steps.slice(first + 1, last)) {
    if (set.includes(step)) continue;
    if (set.some(({ unit }) => unit === step.unit)) continue;
    if (!set.some((member) => graph.ordered(step, member, certain) && step.index < member.index))
      continue;
    // What a chain needs of itself moves along with it.
    const own = chains.some(
      (chain) =>
        chain.length > 1 &&
        chain.some((one) => one.index < step.index && graph.ordered(one, step, certain)),
    );
    if (own && step.point === undefined && step.unit.conditional === undefined) continue;
    if (step.point !== undefined || step.unit.awaits.length > 0 || !isOpening(step)) return false;
  }
  return !set.some((member) => changesOnTheWay(graph, member, set));
}

// `{ a: await load(one), set: (state.id = one), b: await load(state.id) }`: what is left of the statement stands between the two.
function changesOnTheWay(graph: AwaitGraph, member: Step, set: readonly Step[]): boolean {
  const isLater = set.some((one) => one.unit === member.unit && one.index < member.index);
  const rest = isLater
    ? graph.steps.find((one) => one.unit === member.unit && one.point === undefined)
    : undefined;
  // What a call does that holds the member among its arguments comes after it.
  const writes = rest?.summary.writes.filter(({ from }) => from.end <= member.code.pos) ?? [];
  if (rest === undefined || writes.length === 0) return false;
  const conflict = conflictBetween({ ...rest.summary, reads: [], writes }, member.summary);
  return conflict !== undefined && conflict.kind !== "order" && conflict.kind !== "unknown";
}

function groupOf(graph: AwaitGraph, chains: readonly (readonly Step[])[], tier: Tier): Group {
  const members = chains.flat().sort((a, b) => a.index - b.index);
  return {
    members,
    chains,
    before: waitsIn(graph, members),
    after: Math.max(...chains.map((chain) => waitsIn(graph, chain))),
    doubts: tier === "sure" ? [] : doubtsAbout(graph, members),
    assumed: [
      ...members.flatMap((step) => [
        ...assumptionsAbout(step),
        ...assumedReads(step),
        ...passedOverBy(step),
        ...questionsAbout(step),
        ...takenForPool(step),
        ...fetchedAnew(step),
        ...askedOfLayouts(step),
      ]),
      ...between(graph, members).flatMap(lateLine),
    ],
  };
}

// Nobody but the page tells what it shows until all of it has come.
function fetchedAnew({ point, code }: Step): readonly Obstacle[] {
  if (point?.refetches !== true) return [];
  const reason = `\`${point.title}\` on line ${lineOf(code)} has something fetched anew, which is taken for no matter to the others`;
  return [{ hazard: "later-effect", tier: "suggests", at: code, reason }];
}

// A layout may send away whom it does not let in.
function askedOfLayouts({ point, code }: Step): readonly Obstacle[] {
  if (point?.call === undefined || handedToLoad(point.call) !== "parent") return [];
  const reason = `\`parent\` on line ${lineOf(code)} is taken to let in who asks`;
  return [{ hazard: "control-dependence", tier: "suggests", at: code, reason }];
}

function between({ steps }: AwaitGraph, members: readonly Step[]): readonly Step[] {
  const indices = members.map(({ index }) => index);
  return steps.slice(Math.min(...indices) + 1, Math.max(...indices));
}

// An await with others in its operand waits for these first.
function waitsIn(graph: AwaitGraph, steps: readonly Step[]): number {
  return steps.reduce(
    (count, step) =>
      count +
      1 +
      graph.points.filter((other) => other.unit === step.unit && holds(step, other)).length,
    0,
  );
}

function doubtsAbout(graph: AwaitGraph, members: readonly Step[]): Obstacle[] {
  const doubts: Obstacle[] = [];
  if (graph.surroundings !== undefined) doubts.push(graph.surroundings);
  const [first] = members;
  if (first !== undefined && members.every(isSure) && !isKnownToWait(members)) {
    doubts.push(knownByNames(first.code));
  }
  for (const step of members) {
    const { point, summary } = step;
    if (point?.obstacle !== undefined) doubts.push(point.obstacle);
    const guess = guessedRead(step);
    if (guess !== undefined) doubts.push(guess);
    if (summary.unknown !== undefined) {
      const { at, why } = summary.unknown;
      doubts.push({
        hazard: "unknown",
        tier: "suggests",
        at,
        reason: `\`${point?.title}\` on line ${lineOf(step.code)} ${why}`,
      });
    } else if (changes(step)) {
      doubts.push({
        hazard: "later-effect",
        tier: "suggests",
        at: step.code,
        reason: `\`${point?.title}\` on line ${lineOf(step.code)} changes something, whether or not the others fail`,
      });
    }
  }
  for (const later of members) {
    for (const earlier of members) {
      for (const { obstacle } of graph.path(earlier, later)) {
        if (obstacle.tier !== "blocks") doubts.push(obstacle);
      }
    }
  }
  return doubts.filter(
    (one, index) => doubts.findIndex(({ reason }) => reason === one.reason) === index,
  );
}
