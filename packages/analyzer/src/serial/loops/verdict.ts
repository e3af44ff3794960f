import { conflictBetween } from "../../model/effects/conflict.js";
import { isKeyInside, keyOf } from "../../model/effects/keys.js";
import { contents, describeLocation } from "../../model/effects/location.js";
import type { Access, Summary, Unknown } from "../../model/effects/summary.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { functionAround, isChange } from "../accesses.js";
import type { Step } from "../await-graph.js";
import {
  assumedReads,
  assumptionsAbout,
  guessedRead,
  isRepeatable,
  isRowMadeAtOnce,
  passedOverBy,
} from "../bookkeeping.js";
import { isCaught, lineOf } from "../control.js";
import { isFarDown, looksAt } from "../far-down.js";
import { asksDatabase, describeMaybe, takenForPool } from "../handed-transaction.js";
import { type Obstacle, obstacle } from "../hazard.js";
import { isDiagnostic } from "../log-line.js";
import { calledName, Names, type NameUse } from "../names.js";
import { hazardOf } from "../order.js";
import { type Passed, passedOver } from "../passed-over.js";
import { type Point, pointOf } from "../point.js";
import { questionsAbout, withQuestions } from "../question-forms.js";
import { asksByItsName, onlyAsks, waitsByItsName } from "../questions.js";
import { restSummary } from "../rest-summary.js";
import { saidOrder } from "../said-order.js";
import type { SerialModel } from "../serial-model.js";
import { surroundingObstacle } from "../surroundings.js";
import { holdsAwait, unitsOf } from "../units.js";
import { attemptOf } from "./attempt.js";
import { besideAwaits } from "./beside.js";
import { carriedState } from "./carried-state.js";
import { declaredRead } from "./declared-read.js";
import { drawnOneByOne } from "./drawn-one-by-one.js";
import { firstWins } from "./first-wins.js";
import { lastOneKept } from "./last-one-kept.js";
import { type MeantTogether, meantTogether } from "./meant-together.js";
import { OwnFiles } from "./own-files.js";
import { putsOwnJobs } from "./own-jobs.js";
import { type Removals, removalsOf } from "./removals.js";
import { type DataLoop, dataLoop } from "./shape.js";
import { beyondTurn } from "./turn-own.js";

/** Whether the turns of a loop could run side by side. */
export interface LoopVerdict {
  readonly awaits: readonly Turn[];
  /** What forbids it. */
  readonly blocked: Obstacle | undefined;
  /** What is not known for certain. */
  readonly doubts: readonly Obstacle[];
  /** What the awaited functions are taken for without being known to be. */
  readonly assumed: readonly Obstacle[];
  /** What says that the turns are meant to run together. */
  readonly meant: MeantTogether | undefined;
  /** Each turn works on files of its own, which is worth running together though it brings nothing. */
  readonly hasOwnFiles: boolean;
  /** Each turn puts a job of its own into a queue. */
  readonly hasOwnJobs: boolean;
  /** What the turns take away, each what its own item names. */
  readonly removals: Removals | undefined;
}

/** One await of a loop's body. */
export interface Turn {
  readonly point: Point;
  readonly summary: Summary;
  /** What in it is not known, and is left out of its summary all the same. */
  readonly passedOver: Unknown | undefined;
  readonly names: NameUse;
}

/** Judges a loop over data; `undefined` where its body awaits nothing itself. */
export function judgeLoop(loop: DataLoop, model: SerialModel): LoopVerdict | undefined {
  const awaits = awaitsOfTurn(loop, model);
  if (awaits.length === 0) return undefined;
  const names = new Names(model);
  const units = loop.body.flatMap((part) => unitsOf(ts.isStatement(part) ? [part] : part));
  const around = surroundingObstacle(loop.node);
  const nothing = {
    doubts: [],
    assumed: [],
    meant: undefined,
    hasOwnFiles: false,
    hasOwnJobs: false,
    removals: undefined,
  } as const;
  const blocked = around?.tier === "blocks" ? around : drawnOneByOne(loop, model);
  if (blocked !== undefined) return { ...nothing, awaits: [], blocked };
  const turns = awaits.map((awaited): Turn => {
    const unit = units.find(({ node }) => node.pos <= awaited.pos && awaited.end <= node.end);
    const point = pointOf(
      awaited,
      unit ?? { node: awaited, statement: undefined, awaits: [], conditional: undefined },
      model,
    );
    let passed: Passed | undefined;
    // Asked for only where nothing cheaper stands in the way.
    const summarised = (): Passed => {
      passed ??= summariseTurn(awaited, point, model);
      return passed;
    };
    return {
      point,
      get summary() {
        return summarised().summary;
      },
      get passedOver() {
        return summarised().unknown;
      },
      names: names.in(awaited.expression),
    };
  });
  const doubts: Obstacle[] = around === undefined ? [] : [around];
  const meant = meantTogether(
    loop,
    turns.map(({ point }) => point),
  );
  const files = new OwnFiles(loop, turns, names);
  const removals = meant === undefined ? removalsOf(loop, turns, names, model) : undefined;
  const hasOwnJobs = meant === undefined && putsOwnJobs(loop, turns, names);
  const obstacles =
    meant === undefined
      ? obstaclesOf(loop, { turns, names, files, removals, hasOwnJobs }, model)
      : carriedAround(loop, turns, names);
  for (const found of obstacles) {
    if (found.tier === "blocks") return { ...nothing, awaits: turns, blocked: found, doubts };
    doubts.push(found);
  }
  const assumed =
    meant === undefined
      ? turns.flatMap(({ point, summary, passedOver }) => {
          const step = { code: point.awaited, point, summary, passedOver };
          return [
            ...assumptionsAbout(step),
            ...assumedReads(step, asksByItsName),
            ...definite(declaredRead(step, loop, model)),
            ...passedOverBy(step),
            ...questionsAbout(step),
            ...takenForPool(step),
          ];
        })
      : [];
  const hasOwnFiles = files.isAll;
  assumed.push(...(removals?.assumed ?? []));
  const own = { hasOwnFiles, hasOwnJobs, removals };
  return { awaits: turns, blocked: undefined, doubts, assumed, meant, ...own };
}

function summariseTurn(awaited: ts.AwaitExpression, point: Point, model: SerialModel): Passed {
  const whole = model.summaryOf(awaited.expression);
  const summary = point.dropped ? whole : withQuestions(whole, point.call);
  return summary.unknown === undefined || point.dropped
    ? { summary, unknown: undefined }
    : passedOver(summary, point.call, model);
}

// The awaits of the body; those of loops in it where there are no others, and none of these loops is one
// whose own turns could run together.
function awaitsOfTurn(loop: DataLoop, model: SerialModel): readonly ts.AwaitExpression[] {
  const direct = awaitsIn(loop, false);
  if (direct.length > 0) return direct;
  const all = awaitsIn(loop, true);
  return all.some((awaited) => isFreeWithin(awaited, loop, model)) ? [] : all;
}

function isFreeWithin(awaited: ts.Node, loop: DataLoop, model: SerialModel): boolean {
  for (let at = awaited; at.parent !== undefined && at !== loop.inside; at = at.parent) {
    const inner = ts.isIterationStatement(at, false) ? dataLoop(at) : undefined;
    if (inner === undefined || !("items" in inner)) continue;
    const verdict = judgeLoop(inner, model);
    if (verdict !== undefined && verdict.blocked === undefined) return true;
  }
  return false;
}

function awaitsIn(
  { body, kind, counters }: DataLoop,
  withLoops: boolean,
): readonly ts.AwaitExpression[] {
  const found: ts.AwaitExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (!withLoops && ts.isIterationStatement(node, false)) {
      // What a loop within goes over is brought once for the turn.
      const head = ts.isForOfStatement(node) || ts.isForInStatement(node) ? node : undefined;
      if (head !== undefined && !holdsAwait(head.statement)) visit(head.expression);
      return;
    }
    ts.forEachChild(node, visit);
    if (ts.isAwaitExpression(node) && !isCarried(node)) found.push(node);
  };
  // `await before` of a reduce is what makes it a loop.
  const carried = kind === "reduce" ? counters[0]?.getText() : undefined;
  const isCarried = (node: ts.AwaitExpression): boolean => node.expression.getText() === carried;
  for (const statement of body) visit(statement);
  return found;
}

// What leads from one turn to the next, whatever the awaits do.
function* carriedAround(loop: DataLoop, turns: readonly Turn[], names: Names): Iterable<Obstacle> {
  yield* exitsOf(loop, false);
  yield* definite(carriedState(loop, turns, names));
  yield* firstWins(loop, turns);
  yield* connectionsOf(loop, turns, names);
}

function* definite(found: Obstacle | undefined): Iterable<Obstacle> {
  if (found !== undefined) yield found;
}

function* connectionsOf(loop: DataLoop, turns: readonly Turn[], names: Names): Iterable<Obstacle> {
  // What the loop goes through is another in each turn, whatever it is: `for (const transaction of block.transactions)`.
  const items = loop.item === undefined ? [] : names.boundBy(loop.item);
  for (const { point } of turns) {
    const connection = point.connections.find(({ identity }) => !items.includes(identity));
    if (connection === undefined) continue;
    yield obstacle(
      "one-connection",
      "blocks",
      connection.at,
      `every turn uses ${connection.what} \`${connection.name}\`, which serves one query at a time`,
    );
  }
}

interface Judged {
  readonly turns: readonly Turn[];
  readonly names: Names;
  readonly files: OwnFiles;
  readonly removals: Removals | undefined;
  readonly hasOwnJobs: boolean;
}

function* obstaclesOf(loop: DataLoop, judged: Judged, model: SerialModel): Iterable<Obstacle> {
  const { turns, names, files } = judged;
  const keeps = attemptOf(loop) !== undefined;
  const isBarrier = (turn: Turn): boolean =>
    turn.point.dropped && !worksOnItsOwn(judged) && !isLogLine(turn, turns);
  yield* exitsOf(loop, files.isAll);
  yield* batching(loop, model);
  yield* definite(saidOrder(loop.node));
  yield* definite(carriedState(loop, turns, names));
  yield* firstWins(loop, turns);
  yield* definite(lastOneKept(loop, names));
  for (const turn of turns) {
    const { point } = turn;
    if (isBarrier(turn) && !(keeps && (isCheck(turn) || isFilling(turn)))) {
      const line = lineOf(point.awaited);
      yield obstacle(
        "dropped-result",
        "blocks",
        point.awaited,
        `nothing uses what line ${line} brings`,
      );
    }
    // What refuses an item ends its turn alone where the turn takes the error.
    if (
      point.obstacle !== undefined &&
      !(keeps && point.obstacle.hazard === "control-dependence")
    ) {
      yield point.obstacle;
    }
    yield* pacing(point);
  }
  yield* connectionsOf(loop, turns, names);
  for (const { point, summary } of turns) {
    if (summary.latency.kind === "timer") {
      const line = lineOf(point.awaited);
      yield obstacle("retry", "blocks", point.awaited, `line ${line} waits for a timer`);
    }
  }
  yield* effectsBetween(loop, judged, model);
  yield* waitingByName(loop, judged, model);
  for (const { point, summary } of turns) {
    const maybe = asksDatabase(summary) ? point.maybeTransaction : undefined;
    if (maybe === undefined || !maybe.isReached) continue;
    const reason = `every turn queries, and ${describeMaybe(maybe)}`;
    yield obstacle("one-connection", "suggests", maybe.madeAt, reason);
  }
}

// A wait that only a name tells of is gathered with one that is known of, or is a question.
function* waitingByName(loop: DataLoop, judged: Judged, model: SerialModel): Iterable<Obstacle> {
  const waiting = judged.turns.filter(({ summary }) => summary.latency.kind === "io");
  const [first] = waiting;
  if (first === undefined || worksOnItsOwn(judged) || !waiting.every(waitsByItsName)) return;
  if (waiting.every(onlyAsks)) return;
  if (waiting.some((turn) => declaredRead(turn, loop, model)?.at === turn.point.call)) return;
  const { title, awaited } = first.point;
  const reason = `that \`${title}\` on line ${lineOf(awaited)} waits for something outside the program is known by names alone`;
  yield obstacle("unknown", "suggests", awaited, reason);
}

// What is changed is known to be the turn's own.
function worksOnItsOwn({ files, removals, hasOwnJobs }: Judged): boolean {
  return files.isAll || removals !== undefined || hasOwnJobs;
}

// `await io.debug(...)` beside what the turn waits for.
function isLogLine({ point }: Turn, turns: readonly Turn[]): boolean {
  return (
    point.dropped &&
    isDiagnostic(point.awaited.parent) &&
    turns.some((other) => !other.point.dropped)
  );
}

// Brings nothing, and only reads to refuse what it does not find.
function isCheck({ summary }: Turn): boolean {
  return (
    summary.unknown === undefined && summary.throws !== undefined && !summary.writes.some(isChange)
  );
}

// Brings nothing to the turn, and leaves what it has read as an entry of its own in a collection: `this.#users.set(id, user)`.
function isFilling({ point, summary }: Turn): boolean {
  const { unknown, latency, writes } = summary;
  if (!point.dropped || unknown !== undefined || latency.kind !== "io") return false;
  return writes.some(isEntry) && writes.every((one) => isEntry(one) || !isChange(one));
}

function isEntry({ location, at, isDirect }: Access): boolean {
  if (isDirect || location.kind !== "field" || !location.name.endsWith(contents)) return false;
  return ts.isCallExpression(at) && /^(add|set)$/.test(calledName(at));
}

// `continue` is an exit of one turn, anything else one of the loop.
function* exitsOf(loop: DataLoop, hasOwnFiles: boolean): Iterable<Obstacle> {
  const found: Obstacle[] = [];
  const visit = (node: ts.Node, depth: number): void => {
    if (ts.isFunctionLike(node)) return;
    const line = lineOf(node);
    if (ts.isReturnStatement(node) && loop.kind !== "reduce") {
      found.push(obstacle("early-exit", "blocks", node, `line ${line} may end the loop early`));
    } else if (ts.isThrowStatement(node) && !failsAnyway(node, loop)) {
      found.push(obstacle("early-exit", "blocks", node, `line ${line} may end the loop early`));
    } else if (ts.isYieldExpression(node)) {
      found.push(
        obstacle(
          "protocol",
          "blocks",
          node,
          `line ${line} hands over to the caller between the turns`,
        ),
      );
    } else if (ts.isBreakStatement(node) && (depth === 0 || node.label !== undefined)) {
      found.push(obstacle("early-exit", "blocks", node, `line ${line} may end the loop early`));
    } else if (ts.isContinueStatement(node) && node.label !== undefined) {
      found.push(obstacle("early-exit", "blocks", node, `line ${line} goes on with another loop`));
    } else if (
      ts.isTryStatement(node) &&
      holdsAwait(node) &&
      attemptOf(loop) !== node &&
      !(hasOwnFiles && node.catchClause === undefined)
    ) {
      const retries = loop.kind === "index";
      found.push(
        obstacle(
          "retry",
          retries ? "blocks" : "suggests",
          node,
          `line ${line} handles the errors of each turn on its own`,
        ),
      );
    } else if (
      ts.isVariableDeclarationList(node) &&
      (node.flags & ts.NodeFlags.Using) === ts.NodeFlags.Using
    ) {
      found.push(
        obstacle("disposal", "blocks", node, `line ${line} takes a resource for the turn`),
      );
    }
    const inner = ts.isIterationStatement(node, false) || ts.isSwitchStatement(node) ? 1 : 0;
    ts.forEachChild(node, (child) => visit(child, depth + inner));
  };
  for (const statement of loop.body) visit(statement, 0);
  yield* found;
}

// A `throw` that the turn takes itself, or that follows from the failure of what it waits for.
function failsAnyway(node: ts.ThrowStatement, loop: DataLoop): boolean {
  if (isCaught(node, loop.inside)) return true;
  const handler = ts.findAncestor(node, (at) => at === loop.inside || ts.isCatchClause(at));
  return handler !== undefined && ts.isCatchClause(handler) && holdsAwait(handler.parent.tryBlock);
}

// A loop that sleeps, backs off or asks a limiter keeps its pace on purpose.
function* pacing(point: Point): Iterable<Obstacle> {
  const name = point.call === undefined ? "" : calledName(point.call);
  const line = lineOf(point.awaited);
  if (
    /^(sleep|delay|wait|pause|backoff|setTimeout|nextTick|setImmediate|waitFor.*|poll.*|retry.*)$/i.test(
      name,
    )
  ) {
    yield obstacle("retry", "blocks", point.awaited, `line ${line} paces the loop`);
  }
  if (
    /^(all|allSettled|any|race|gather|asCompleted|mapConcurrent|pMap|pAll)$/.test(name) &&
    !gathersFew(point)
  ) {
    yield obstacle(
      "unbounded",
      "blocks",
      point.awaited,
      `line ${line} already gathers within each turn`,
    );
  }
}

// `Promise.all([a(), b()])` gathers the parts of one turn, and limits nothing.
function gathersFew({ call }: Point): boolean {
  const [argument] = call !== undefined && ts.isCallExpression(call) ? call.arguments : [];
  const list = argument && unwrap(argument);
  return (
    list !== undefined &&
    ts.isArrayLiteralExpression(list) &&
    !list.elements.some((one) => ts.isSpreadElement(one))
  );
}

// What goes over chunks or pages is a limit on how much is under way; what is called so and holds one text each is none.
function* batching({ item, items, node }: DataLoop, model: SerialModel): Iterable<Obstacle> {
  const words = `${item?.getText() ?? ""} ${items.getText()}`;
  const word = /(^|[^a-z])(chunk|batch|page)(e?s)?([^a-z]|$)/i.exec(
    words.replaceAll(/([a-z])([A-Z])/g, "$1 $2"),
  );
  if (word !== null && !holdsTexts(items, model)) {
    yield obstacle(
      "unbounded",
      "blocks",
      items,
      `the loop on line ${lineOf(node)} goes over batches`,
    );
  }
}

function holdsTexts(items: ts.Expression, model: SerialModel): boolean {
  const { elements } = model.typeOf(items)();
  return elements?.every(({ text }) => text === "string") === true;
}

// Turns that run side by side must not see what each other does.
function* effectsBetween(loop: DataLoop, judged: Judged, model: SerialModel): Iterable<Obstacle> {
  const { turns, files, removals } = judged;
  const keeps = attemptOf(loop) !== undefined;
  for (const turn of worksOnItsOwn(judged) ? [] : turns) {
    const { point, summary } = turn;
    if (isLogLine(turn, turns) || (keeps && isFilling(turn))) continue;
    if (summary.unknown !== undefined) {
      const { at, why } = summary.unknown;
      yield obstacle(
        "unknown",
        point.dropped ? "blocks" : "suggests",
        at,
        `\`${point.title}\` on line ${lineOf(point.awaited)} ${why}`,
      );
      continue;
    }
    const guess = guessedRead({ code: point.awaited, point, summary }, asksByItsName);
    if (guess !== undefined && declaredRead(turn, loop, model) === undefined) yield guess;
    const { writes } = beyondTurn(summary, loop.inside);
    const kept = writes.find((one) => one.once && isHandedOver(one.location, loop));
    if (kept !== undefined) {
      const words = `\`${point.title}\` on line ${lineOf(point.awaited)} finds what an earlier turn has kept in ${describeLocation(kept.location)}`;
      yield obstacle("recurrence", "suggests", kept.at, words);
    }
    const step = { code: point.awaited, point, summary };
    const change = writes.find(
      (one) =>
        isChange(one) &&
        !isRepeatable(one, step) &&
        !isRowMadeAtOnce(one, step) &&
        !(isKeptFarDown(one, step) && !turns.some((other) => looksAt(other.summary, one))),
    );
    if (change !== undefined) {
      yield obstacle(
        hazardOf(change.location),
        "blocks",
        change.at,
        `\`${point.title}\` on line ${lineOf(point.awaited)} changes what another turn may read`,
      );
    } else if (point.dropped && !isCheck(turn)) {
      yield obstacle(
        "dropped-result",
        "blocks",
        point.awaited,
        `nothing uses what line ${lineOf(point.awaited)} brings`,
      );
    }
  }
  for (const statement of loop.body) {
    const summary = restSummary(
      statement,
      turns.map(({ point }) => point.awaited),
      model,
    );
    for (const { point, summary: awaited } of turns) {
      const step = { code: point.awaited, point, summary: awaited };
      const conflict = conflictBetween(
        files.others(beyondTurn(summary, loop.inside)),
        beyondTurn(awaited, loop.inside),
        // What a function notes for itself is none of the turn's business, nor what one that removes may do to who it belongs to.
        (one, other) =>
          awaited.writes.includes(other) &&
          (isRepeatable(other, step) ||
            (isKeptFarDown(other, step) &&
              !summary.writes.includes(one) &&
              !looksAt(summary, other)) ||
            (removals !== undefined && other.guessed === true)),
      );
      if (conflict === undefined) continue;
      if (conflict.kind === "order" || conflict.kind === "unknown") continue;
      yield obstacle(
        "shared-state",
        "blocks",
        conflict.first?.at ?? point.awaited,
        conflict.message,
      );
    }
    yield* besideAwaits(statement, summary, loop, model);
  }
}

// What a question notes far down in the memory of the process; rows that each turn has kept are asked for at once instead.
function isKeptFarDown(access: Access, step: Pick<Step, "code" | "point" | "summary">): boolean {
  const { location, reentrant } = access;
  const isMemory = location.kind !== "resource" || location.resource === "env";
  return isMemory && reentrant !== "loaded" && isFarDown(access, step);
}

// A collection of the function around the loop, which every turn is given.
function isHandedOver(location: Access["location"], loop: DataLoop): boolean {
  if (location.kind !== "field" || location.root.from !== "variable") return false;
  return isKeyInside(location.root.key, keyOf(functionAround(loop.node)));
}
