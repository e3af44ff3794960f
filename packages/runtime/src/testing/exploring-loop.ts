import { VirtualClock } from "../loop/clock.js";
import { EventLoop } from "../loop/event-loop.js";
import type { ReadyEntry } from "../loop/ready-queue.js";
import type { Connected, DueEntry } from "../loop/scheduler.js";
import { placeOf } from "../place.js";
import { afterInputOutput } from "../platform.js";
import { currentTask } from "../tasks/current.js";
import { Task } from "../tasks/task.js";
import { FARTHEST, type Schedule } from "./schedule.js";

export interface ExploringOptions {
  /** How late a timer may be, in parts of its delay. */
  readonly jitter: number;
  /** Whether ready tasks may change places. */
  readonly anyOrder: boolean;
  /** How many entries may be scheduled before the schedule counts as one that never ends. */
  readonly turnLimit: number;
}

interface HeldArrival {
  readonly rank: number;
  /** Whether the host may have more to bring, which it is asked for first. */
  readonly byHost: boolean;
  readonly deliver: () => void;
}

/** A loop on virtual time that asks a schedule wherever the order promise leaves something open. */
export class ExploringLoop extends EventLoop {
  /** Errors that the loop was told of, since nobody else was. */
  readonly errors: unknown[] = [];
  /** Whether the limit of turns was reached. */
  overran = false;
  /** Says in which order the tasks had their steps: equal for equal orders. */
  fingerprint = 0;
  readonly #schedule: Schedule;
  readonly #options: ExploringOptions;
  readonly #held: HeldArrival[] = [];
  /** What came by a connection behind something that is held back. */
  readonly #lines = new Map<Connected, (() => void)[]>();
  /** The last question whether the host has more; an older one is not answered. */
  #inquiry: object | null = null;
  readonly #numbers = new Map<Task<unknown>, number>();
  #turnsLeft: number;

  constructor(schedule: Schedule, options: ExploringOptions) {
    super({ clock: new VirtualClock(), debug: false });
    this.#schedule = schedule;
    this.#options = options;
    this.#turnsLeft = options.turnLimit;
    this.setExceptionHandler((_loop, context) => {
      if ("exception" in context) {
        this.errors.push(context.exception);
      }
    });
  }

  /** @internal */
  override _addTimer(entry: DueEntry, when: number): void {
    const delay = when - this.time();
    let due = when;
    if (delay > 0 && delay < Number.POSITIVE_INFINITY) {
      const share = this.#options.jitter / FARTHEST;
      const value = this.#schedule.decide("timer", (late) => {
        const took = delay + delay * share * late;
        return `a timer of ${rounded(delay)} ms ${this.#whose()} took ${rounded(took)} ms${here()}`;
      });
      due += delay * share * value;
    }
    super._addTimer(entry, due);
  }

  /** @internal */
  override _enqueue(entry: ReadyEntry): void {
    if (--this.#turnsLeft < 0) {
      this.#turnsLeft = this.#options.turnLimit;
      this.overran = true;
      this._stop();
    }
    super._enqueue(this.#options.anyOrder && isStep(entry) ? this.#perhapsLater(entry) : entry);
  }

  #perhapsLater(entry: ReadyEntry): ReadyEntry {
    const value = this.#schedule.decide(
      "turn",
      (turns) =>
        `a task that was ready let the others go first, by ${turns} turn${turns === 1 ? "" : "s"}`,
    );
    return value === 0 ? entry : new Postponed(entry, value);
  }

  /** @internal */
  override _arrive(deliver: () => void, by?: Connected): void {
    const line = by === undefined ? undefined : this.#lines.get(by);
    if (line !== undefined) {
      line.push(deliver);
      return;
    }
    const rank = this.#schedule.decide("arrival", () => {
      const what = by === undefined ? "a promise from outside" : `what came by ${by.place}`;
      return `${what} was noticed only when nothing else could run`;
    });
    if (rank === 0) {
      deliver();
      return;
    }
    this.#held.push(
      by === undefined
        ? { rank, byHost: false, deliver }
        : { rank, byHost: true, deliver: this.#holdLine(by, deliver) },
    );
    this._look();
  }

  /** What comes by the connection meanwhile keeps its order, and time does not jump past it. */
  #holdLine(by: Connected, deliver: () => void): () => void {
    const line: (() => void)[] = [];
    this.#lines.set(by, line);
    this._external++;
    return () => {
      this.#lines.delete(by);
      this._external--;
      deliver();
      for (const next of line) {
        this._arrive(next, by);
      }
    };
  }

  /** @internal One arrival that was held back, now that nothing else can run. */
  override _takeHeld(): boolean {
    const next = this.#nextHeld();
    if (next === undefined) {
      return false;
    }
    if (next.byHost) {
      this.#deliverUnlessMoreComes();
      return false;
    }
    this.#deliver(next);
    return true;
  }

  /** What other connections bring may go first: the host is polled between the two. */
  #deliverUnlessMoreComes(): void {
    const inquiry = {};
    this.#inquiry = inquiry;
    afterInputOutput(() =>
      afterInputOutput(() => {
        const next = this.#nextHeld();
        if (this.#inquiry === inquiry && this._isIdle && next !== undefined) {
          this.#deliver(next);
          this._look();
        }
      }),
    );
  }

  #nextHeld(): HeldArrival | undefined {
    return this.#held.reduce<HeldArrival | undefined>(
      (first, one) => (first === undefined || one.rank < first.rank ? one : first),
      undefined,
    );
  }

  #deliver(arrival: HeldArrival): void {
    this.#held.splice(this.#held.indexOf(arrival), 1);
    arrival.deliver();
  }

  /** @internal */
  override _beginStep(task: Task<unknown>): void {
    this.fingerprint = Math.imul(this.fingerprint ^ this.#numberOf(task), 0x01000193);
    super._beginStep(task);
  }

  #numberOf(task: Task<unknown>): number {
    let number = this.#numbers.get(task);
    if (number === undefined) {
      number = this.#numbers.size + 1;
      this.#numbers.set(task, number);
    }
    return number;
  }

  /** A task that nobody named is called by its place among the tasks of this run alone. */
  #whose(): string {
    const task = currentTask(this);
    if (task === null) {
      return "outside of all tasks";
    }
    const work = task._workName === "" ? "" : ` (${task._workName})`;
    return task._wasNamed
      ? `in task "${task.getName()}"`
      : `in the ${ordinal(this.#numberOf(task))} task${work}`;
  }
}

/** Whether the entry is a step of a task, and no callback. */
function isStep(entry: ReadyEntry): boolean {
  return entry._isWakeUp || (entry instanceof Task && !entry._hasStarted);
}

function ordinal(number: number): string {
  const ending =
    number % 100 > 10 && number % 100 < 14 ? "th" : ["th", "st", "nd", "rd"][number % 10];
  return `${number}${ending ?? "th"}`;
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1_000) / 1_000;
}

/** Where the program is, for the description of a deviation. */
function here(): string {
  const place = placeOf(new Error())?.split("\n")[0]?.trim();
  return place === undefined ? "" : ` (${place})`;
}

/** Gives up the turn so many times before it takes it. */
class Postponed implements ReadyEntry {
  readonly _isWakeUp = false;
  #turns: number;

  constructor(
    readonly entry: ReadyEntry,
    turns: number,
  ) {
    this.#turns = turns;
  }

  _run(loop: EventLoop): void {
    if (--this.#turns >= 0) {
      EventLoop.prototype._enqueue.call(loop, this);
    } else {
      this.entry._run(loop);
    }
  }
}
