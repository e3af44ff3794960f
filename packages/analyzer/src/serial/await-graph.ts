import type { Summary, Unknown } from "../model/effects/summary.js";
import type { ts } from "../model/syntax.js";
import { exitIn, validationIn } from "./control.js";
import { leftForLater } from "./far-down.js";
import { handlerObstacle } from "./handler.js";
import type { Obstacle } from "./hazard.js";
import { Names, type NameUse } from "./names.js";
import { isOrderedByForm, orderObstacle } from "./order.js";
import { type Passed, passedOver } from "./passed-over.js";
import { type Point, pointOf } from "./point.js";
import { withQuestions } from "./question-forms.js";
import { refetchSummary } from "./refetches.js";
import { restSummary } from "./rest-summary.js";
import type { SerialModel } from "./serial-model.js";
import { SingleAssignment } from "./single-assignment.js";
import { surroundingObstacle } from "./surroundings.js";
import { type Awaited, awaitsOf, type Line, type Unit, unitsOf } from "./units.js";

/** One step of a straight line of code: an await, or what stands between awaits. */
export interface Step {
  readonly index: number;
  readonly unit: Unit;
  /** The await that it is; what is left of its statement once it has ended is a step of its own. */
  readonly point: Point | undefined;
  /** What it evaluates. */
  readonly code: ts.Node;
  readonly names: NameUse;
  readonly summary: Summary;
  /** What in an await is not known, and is left out of its summary all the same. */
  readonly passedOver: Unknown | undefined;
  /** What in it decides whether the steps after it run at all. */
  readonly exit: Obstacle | undefined;
}

/** Why one step has to wait for an earlier one. */
export interface Dependence {
  readonly from: Step;
  readonly to: Step;
  readonly obstacle: Obstacle;
}

/** The awaits of a straight line of code, and what orders them. */
export class AwaitGraph {
  readonly steps: readonly Step[];
  readonly points: readonly Step[];
  /** What the place itself forbids or makes doubtful, whatever the awaits do. */
  readonly surroundings: Obstacle | undefined;
  /** The statements that give a variable its next value, which is then told apart from the one before. */
  readonly renewals: ReadonlySet<ts.Node>;
  readonly #dependences = new Map<number, Obstacle | null>();
  readonly #reach = new Map<string, boolean>();
  readonly #byForm = new Map<number, boolean>();

  constructor(
    steps: readonly Step[],
    surroundings: Obstacle | undefined,
    renewals: ReadonlySet<ts.Node>,
  ) {
    this.steps = steps;
    this.renewals = renewals;
    this.points = steps.filter(({ point }) => point !== undefined);
    this.surroundings = surroundings;
  }

  /** The step that an await is, where it is one of this graph. */
  stepOf(awaited: ts.AwaitExpression): Step | undefined {
    return this.points.find(
      ({ point }) => point !== undefined && awaitsOf(point.awaited).includes(awaited),
    );
  }

  /** Why `to` has to wait for `from` itself, or `undefined`; `from` is the earlier of the two. */
  dependence(from: Step, to: Step): Obstacle | undefined {
    const key = from.index * this.steps.length + to.index;
    let known = this.#dependences.get(key);
    if (known === undefined) {
      known = orderObstacle(from, to) ?? leftForLater(from, to, this.steps) ?? null;
      this.#dependences.set(key, known);
    }
    return known ?? undefined;
  }

  /**
   * The dependences that lead from one step to a later one, in order; empty where the two can run
   * side by side. With `certain`, what is only not known to be independent does not count.
   */
  path(from: Step, to: Step, certain = false): readonly Dependence[] {
    if (from.index >= to.index || !this.#leadsTo(from, to, certain)) return [];
    for (let index = from.index + 1; index <= to.index; index += 1) {
      const next = this.steps[index] as Step;
      const obstacle = this.#counted(from, next, certain);
      if (obstacle === undefined) continue;
      const first = { from, to: next, obstacle };
      if (next === to) return [first];
      if (this.#leadsTo(next, to, certain)) return [first, ...this.path(next, to, certain)];
    }
    return [];
  }

  /** Tells whether one of two steps has to wait for the other. */
  ordered(a: Step, b: Step, certain = false): boolean {
    return a.index < b.index ? this.#leadsTo(a, b, certain) : this.#leadsTo(b, a, certain);
  }

  /**
   * Tells whether the form of the code alone puts one of two steps before the other. Such steps are
   * {@link ordered}; others may be, too.
   */
  orderedByForm(a: Step, b: Step): boolean {
    return a.index < b.index ? this.#leadsByForm(a, b) : this.#leadsByForm(b, a);
  }

  #leadsByForm(from: Step, to: Step): boolean {
    if (from.index >= to.index) return false;
    const key = from.index * this.steps.length + to.index;
    let known = this.#byForm.get(key);
    if (known === undefined) {
      known = isOrderedByForm(from, to);
      for (let index = from.index + 1; !known && index < to.index; index += 1) {
        const next = this.steps[index] as Step;
        known = isOrderedByForm(from, next) && this.#leadsByForm(next, to);
      }
      this.#byForm.set(key, known);
    }
    return known;
  }

  #leadsTo(from: Step, to: Step, certain: boolean): boolean {
    if (from.index >= to.index) return false;
    const key = `${from.index} ${to.index} ${certain}`;
    let known = this.#reach.get(key);
    if (known === undefined) {
      known = this.#counted(from, to, certain) !== undefined;
      for (let index = from.index + 1; !known && index < to.index; index += 1) {
        const next = this.steps[index] as Step;
        known =
          this.#counted(from, next, certain) !== undefined && this.#leadsTo(next, to, certain);
      }
      this.#reach.set(key, known);
    }
    return known;
  }

  #counted(from: Step, to: Step, certain: boolean): Obstacle | undefined {
    const obstacle = this.dependence(from, to);
    return certain && obstacle?.tier !== "blocks" ? undefined : obstacle;
  }
}

/**
 * The await graph of a straight line of code: what each needs of those before it. `undefined` where
 * fewer awaits always run than `least`, two unless said otherwise, so that there is nothing to gather.
 */
export function awaitGraph(line: Line, model: SerialModel, least = 2): AwaitGraph | undefined {
  const units = unitsOf(line);
  if (units.reduce((count, { awaits }) => count + awaits.length, 0) < least) return undefined;
  const names = new Names(model);
  const values = new SingleAssignment(units, names);
  const steps: Step[] = [];
  for (const unit of units) {
    for (const awaited of unit.awaits) {
      steps.push(new LazyStep(steps.length, unit, awaited, names, values, model));
    }
    steps.push(new LazyStep(steps.length, unit, undefined, names, values, model));
  }
  const [first] = units;
  const surroundings = first === undefined ? undefined : surroundingObstacle(first.node);
  return new AwaitGraph(steps, surroundings, values.renewals);
}

// Summaries and names are asked for only as far as a question leads.
class LazyStep implements Step {
  readonly #names: Names;
  readonly #values: SingleAssignment;
  readonly #model: SerialModel;
  readonly #awaited: Awaited | undefined;
  #point: Point | undefined;
  #use: NameUse | undefined;
  #passedSummary: Passed | undefined;
  #summary: Summary | undefined;
  #exit: { readonly found: Obstacle | undefined } | undefined;

  constructor(
    readonly index: number,
    readonly unit: Unit,
    awaited: Awaited | undefined,
    names: Names,
    values: SingleAssignment,
    model: SerialModel,
  ) {
    this.#awaited = awaited;
    this.#names = names;
    this.#values = values;
    this.#model = model;
  }

  get point(): Point | undefined {
    if (this.#awaited === undefined) return undefined;
    this.#point ??= pointOf(this.#awaited, this.unit, this.#model);
    return this.#point;
  }

  get code(): ts.Node {
    return this.#awaited ?? this.unit.node;
  }

  get names(): NameUse {
    this.#use ??= this.#values.in(this.unit, this.#names.in(this.code));
    return this.#use;
  }

  get summary(): Summary {
    this.#summary ??= this.#values.without(this.#passed.summary);
    return this.#summary;
  }

  get passedOver(): Unknown | undefined {
    return this.#passed.unknown;
  }

  get #passed(): Passed {
    this.#passedSummary ??= this.#summarise();
    return this.#passedSummary;
  }

  #summarise(): Passed {
    if (this.#awaited === undefined) {
      const summary = restSummary(this.unit.node, this.unit.awaits, this.#model);
      return { summary, unknown: undefined };
    }
    if (this.point?.refetches === true && this.point.call !== undefined) {
      return { summary: refetchSummary(this.point.call), unknown: undefined };
    }
    const whole = this.#model.summaryOf(this.#awaited);
    const summary = this.point?.dropped === false ? withQuestions(whole, this.point.call) : whole;
    return summary.unknown === undefined || this.point?.dropped !== false
      ? { summary, unknown: undefined }
      : passedOver(summary, this.point.call, this.#model);
  }

  get exit(): Obstacle | undefined {
    this.#exit ??= { found: this.#findExit() };
    return this.#exit.found;
  }

  #findExit(): Obstacle | undefined {
    // What an awaited call does is the await's; the rest of the statement can still leave.
    const found = exitIn(this.code, this.#model);
    if (found !== undefined || this.#awaited !== undefined) return found;
    const validates = this.unit.awaits.length === 0 ? validationIn(this.code) : undefined;
    return handlerObstacle(this.unit, this.#names) ?? validates;
  }
}
