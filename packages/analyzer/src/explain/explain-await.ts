import { shortText } from "../model/effects/conflict.js";
import { describeLocation } from "../model/effects/location.js";
import type { Access } from "../model/effects/summary.js";
import { ts } from "../model/syntax.js";
import { type AwaitGraph, awaitGraph, type Step } from "../serial/await-graph.js";
import { type Group, groupsOf, isDoneForEffect, mayWaitTogether } from "../serial/groups.js";
import type { Obstacle } from "../serial/hazard.js";
import { noGain } from "../serial/loops/gain.js";
import { dataLoop } from "../serial/loops/shape.js";
import { judgeLoop } from "../serial/loops/verdict.js";
import { changes } from "../serial/order.js";
import type { SerialModel } from "../serial/serial-model.js";
import { branchesOf, type Line, unitsOf } from "../serial/units.js";
import type {
  AwaitRelation,
  ExplainedAccess,
  ExplainedAwait,
  ExplainedPlace,
  ExplainedReason,
  Explanation,
  LoopRelation,
} from "./explanation.js";

/**
 * Explains the await at an offset of a file: the innermost around it, else the first on its line.
 * `undefined` where there is none.
 */
export function explainAwait(offset: number, model: SerialModel): Explanation | undefined {
  const awaited = awaitAt(model.file, offset);
  const line = awaited === undefined ? undefined : lineAround(awaited);
  const graph = line === undefined ? undefined : awaitGraph(line, model, 0);
  if (awaited === undefined || graph === undefined) return undefined;
  return new Explainer(graph, awaited, model).explain();
}

class Explainer {
  readonly #graph: AwaitGraph;
  readonly #awaited: ts.AwaitExpression;
  readonly #model: SerialModel;
  readonly #groups: readonly Group[];

  constructor(graph: AwaitGraph, awaited: ts.AwaitExpression, model: SerialModel) {
    this.#graph = graph;
    this.#awaited = awaited;
    this.#model = model;
    this.#groups = groupsOf(graph);
  }

  explain(): Explanation {
    const { points, surroundings } = this.#graph;
    const awaits = points.map((step, index) => this.#await(step, index + 1));
    const step = this.#graph.stepOf(this.#awaited);
    const subject = awaits[step === undefined ? -1 : points.indexOf(step)];
    return {
      subject: subject ?? this.#alone(),
      awaits,
      surroundings: surroundings && reason(surroundings),
      others: step === undefined ? [] : this.#others(step),
      conditional: step === undefined ? this.#conditional() : undefined,
      loop: this.#loop(),
      criticalPath: this.#criticalPath(),
    };
  }

  #await(step: Step, number: number): ExplainedAwait {
    return {
      ...this.#effects(step.code, step.point?.title ?? shortText(step.code)),
      number,
      after: this.#after(step),
    };
  }

  // An await under a condition is no step of the line; what it does can be said all the same.
  #alone(): ExplainedAwait {
    return {
      ...this.#effects(this.#awaited, shortText(this.#awaited.expression)),
      number: 0,
      after: [],
    };
  }

  #effects(code: ts.Node, title: string): Omit<ExplainedAwait, "number" | "after"> {
    const { reads, writes, latency, unknown } = this.#model.summaryOf(code);
    return {
      title,
      place: placeOf(code),
      reads: accesses(reads),
      writes: accesses(writes),
      waits:
        latency.origin === undefined
          ? undefined
          : { what: latency.what, place: placeOf(latency.origin.at) },
      unknown: unknown && {
        text: `\`${shortText(unknown.at)}\` ${unknown.why}`,
        place: placeOf(unknown.at),
      },
    };
  }

  #after(step: Step): number[] {
    const { points } = this.#graph;
    const needed = points.filter((one) => one.index < step.index && this.#graph.ordered(one, step));
    // What another of them waits for already goes without saying.
    const nearest = needed.filter(
      (one) =>
        !needed.some(
          (other) => other !== one && this.#graph.ordered(one, other) && one.index < other.index,
        ),
    );
    return nearest.map((one) => points.indexOf(one) + 1);
  }

  #others(subject: Step): AwaitRelation[] {
    return this.#graph.points.flatMap((other, index) =>
      other === subject ? [] : [{ number: index + 1, ...this.#relation(subject, other) }],
    );
  }

  #relation(subject: Step, other: Step): Omit<AwaitRelation, "number"> {
    const group = this.#groups.find(({ chains }) => {
      const one = chains.find((chain) => chain.includes(subject));
      const two = chains.find((chain) => chain.includes(other));
      return one !== undefined && two !== undefined && one !== two;
    });
    if (group !== undefined) {
      const because = (group.doubts.length > 0 ? group.doubts : group.assumed).map(reason);
      return { verdict: group.doubts.length === 0 ? "together" : "perhaps", because };
    }
    const [first, second] = subject.index < other.index ? [subject, other] : [other, subject];
    const path = this.#graph.path(first, second);
    if (path.length > 0) {
      // That a statement needs its own await says nothing of the other one.
      const between = path.filter(({ from, to }) => from.unit !== to.unit);
      const links = between.length === 0 ? path : between;
      return { verdict: "ordered", because: links.map(({ obstacle }) => reason(obstacle)) };
    }
    const because = [
      ...(this.#graph.surroundings === undefined ? [] : [reason(this.#graph.surroundings)]),
      ...[first, second].flatMap((step) => [...reasonsAgainst(step, this.#graph)]),
    ];
    if (because.length > 0) return { verdict: "apart", because };
    return { verdict: "apart", because: [nothingGained(other, mayWaitTogether([first, second]))] };
  }

  #conditional(): ExplainedReason {
    return {
      hazard: "conditional",
      tier: "blocks",
      text: "it runs only under a condition, or any number of times, inside its statement",
      place: placeOf(this.#awaited),
    };
  }

  #loop(): LoopRelation | undefined {
    for (let at: ts.Node = this.#awaited; at.parent !== undefined; at = at.parent) {
      // The function of a `reduce` is run turn by turn.
      if (ts.isFunctionLike(at))
        return ts.isCallExpression(at.parent) ? this.#judged(at.parent) : undefined;
      if (ts.isIterationStatement(at, false)) return this.#judged(at);
    }
    return undefined;
  }

  #judged(node: ts.Node): LoopRelation | undefined {
    const loop = dataLoop(node);
    if (loop === undefined) return undefined;
    const place = placeOf(node);
    if (!("items" in loop)) return { place, verdict: "apart", because: [reason(loop)] };
    const verdict = judgeLoop(loop, this.#model);
    if (verdict === undefined) return undefined;
    if (verdict.blocked !== undefined) {
      return { place, verdict: "apart", because: [reason(verdict.blocked)] };
    }
    const { assumed, doubts, meant } = verdict;
    const idle = meant === undefined ? noGain(verdict) : undefined;
    if (idle !== undefined) return { place, verdict: "apart", because: [reason(idle)] };
    const because = (doubts.length > 0 ? doubts : assumed).map(reason);
    return { place, verdict: doubts.length === 0 ? "together" : "perhaps", because };
  }

  #criticalPath(): Explanation["criticalPath"] {
    const before = this.#graph.points.length;
    const saved = (groups: readonly Group[]): number =>
      groups.reduce((sum, group) => sum + group.before - group.after, 0);
    const sure = this.#groups.filter(({ doubts }) => doubts.length === 0);
    return { before, after: before - saved(sure), possible: before - saved(this.#groups) };
  }
}

function nothingGained(other: Step, mayBothWait: boolean): ExplainedReason {
  return {
    hazard: "no-gain",
    tier: "suggests",
    text: mayBothWait
      ? "nothing orders the two, but the way through all of them gets no shorter"
      : "nothing orders the two, but by what they test only one of them may wait",
    place: placeOf(other.code),
  };
}

// Why an await takes part in no gather, although nothing orders it.
function* reasonsAgainst(step: Step, graph: AwaitGraph): Iterable<ExplainedReason> {
  const { point, summary, code } = step;
  if (point === undefined) return;
  const about = (
    hazard: ExplainedReason["hazard"],
    text: string,
    tier: ExplainedReason["tier"] = "blocks",
  ): ExplainedReason => ({
    hazard,
    tier,
    text: `\`${point.title}\` on line ${placeOf(code).line} ${text}`,
    place: placeOf(code),
  });
  if (point.obstacle !== undefined) yield reason(point.obstacle);
  if (point.call === undefined) yield about("no-gain", "waits for a promise that was made before");
  else if (summary.unknown !== undefined) {
    const { why, at } = summary.unknown;
    yield about("unknown", `is not known: \`${shortText(at)}\` ${why}`, "suggests");
  } else if (summary.latency.kind === "none") {
    yield about("no-gain", "waits for nothing outside the program, so nothing would be gained");
  }
  if (point.dropped) yield about("dropped-result", "is done for its effect");
  else if (isDoneForEffect(graph, step)) {
    yield about(
      "dropped-result",
      "brings what nothing reads, and is taken to be done for its effect",
    );
  } else if (changes(step)) yield about("later-effect", "changes something", "suggests");
}

function accesses(all: readonly Access[]): ExplainedAccess[] {
  const found = new Map<string, ExplainedAccess>();
  for (const access of all) {
    const what = describeLocation(access.location);
    if (found.has(what)) continue;
    found.set(what, { what, place: placeOf(access.at), through: access.through.map(placeOf) });
  }
  return [...found.values()];
}

function reason({ hazard, tier, at, reason: text }: Obstacle): ExplainedReason {
  return { hazard, tier, text, place: placeOf(at) };
}

function placeOf(node: ts.Node): ExplainedPlace {
  const source = node.getSourceFile();
  const start = ts.isSourceFile(node) ? 0 : node.getStart(source);
  return {
    file: source.fileName,
    start,
    end: ts.isSourceFile(node) ? 0 : node.end,
    line: source.getLineAndCharacterOfPosition(start).line + 1,
  };
}

function awaitAt(file: ts.SourceFile, offset: number): ts.AwaitExpression | undefined {
  const wanted = file.getLineAndCharacterOfPosition(Math.min(offset, file.end)).line;
  let around: ts.AwaitExpression | undefined;
  let onLine: ts.AwaitExpression | undefined;
  const open: ts.Node[] = [file];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (ts.isAwaitExpression(node)) {
      const start = node.getStart(file);
      if (start <= offset && offset <= node.end) around = node;
      if (file.getLineAndCharacterOfPosition(start).line === wanted) {
        if (onLine === undefined || start < onLine.getStart(file)) onLine = node;
      }
    }
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
  }
  return around ?? onLine;
}

// The statements, the arrow function's expression or the branch with another await that the await stands in.
function lineAround(awaited: ts.AwaitExpression): Line | undefined {
  for (let at: ts.Node = awaited; at.parent !== undefined; at = at.parent) {
    const { parent } = at;
    if (ts.isArrowFunction(parent) && parent.body === at && !ts.isBlock(at)) {
      return at as ts.Expression;
    }
    const branch = branchesOf(parent).find((one) => one === at);
    if (branch !== undefined && unitsOf(branch).some(({ awaits }) => awaits.length > 1)) {
      return branch;
    }
    if (
      ts.isBlock(parent) ||
      ts.isSourceFile(parent) ||
      ts.isModuleBlock(parent) ||
      ts.isCaseOrDefaultClause(parent)
    ) {
      return parent.statements;
    }
  }
  return undefined;
}
