import { type CapturedContext, captureContext } from "../context/async-context.js";
import { contextFollowsPromises, enterStep, runInContext } from "../context/frame.js";
import { refillStacks } from "../debug/places.js";
import { reportSlowStep } from "../debug/slow-steps.js";
import { DeadlockError } from "../errors.js";
import { loopStarted, loopStopped, stepBegan } from "../introspection/channels.js";
import { afterInputOutput, afterMicrotasks, beforeExit, monotonicTime } from "../platform.js";
import { attach } from "../tasks/awaiting.js";
import { renewRecent } from "../tasks/recent.js";
import type { Task } from "../tasks/task.js";
import type { Clock } from "./clock.js";
import { describeDeadlock } from "./deadlock.js";
import type { EventLoop } from "./event-loop.js";
import { HeldTime } from "./held-time.js";
import { HostTimer } from "./host-timer.js";
import { type ReadyEntry, ReadyQueue } from "./ready-queue.js";
import { runningLoops } from "./running-loops.js";
import { TaskList } from "./task-list.js";
import { type TimerEntry, TimerHeap } from "./timer-heap.js";

/** After so many steps, or after so many milliseconds, the host gets to serve its I/O. */
const STEPS_IN_A_ROW = 1_000;
const MILLISECONDS_IN_A_ROW = 10;

/** Looking at the host's clock costs a good part of a step, so it is done after so many only. */
const CHECK_EVERY = 32;

/** What a turn is a reaction of: a microtask costs less so than by an await of a promise for each. */
const settled = Promise.resolve();

export type DueEntry = TimerEntry & ReadyEntry;

interface Run {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** A connection, as the loop knows it: what it is, in words. */
export interface Connected {
  readonly place: string;
}

/**
 * What runs next, and when: the part of an event loop below its public face. It takes entries from a
 * queue and a heap of timers, one at a time; it knows when the step that an entry has begun is over,
 * lets the host have its turn, and rests when there is nothing to run.
 */
export abstract class Scheduler {
  /** @internal Tasks that are not done, in the order in which they were made. */
  readonly _tasks = new TaskList();
  /** @internal How many of them are suspended on something that this loop will resume. */
  _suspended = 0;
  /** @internal How many things outside of the loop hold a promise to wake one of its tasks. */
  _external = 0;
  /**
   * @internal How many things of the host's may call the loop at any time, though nothing says that they
   * will: servers that listen, connections that have both ends here, signal handlers. Time does not wait
   * for them, but before it jumps the host is asked whether they have something to say.
   */
  _listening = 0;
  /** @internal */ readonly _timers = new TimerHeap<DueEntry>();
  /** In debug mode, a callback or step that runs for so many milliseconds or more is reported. */
  slowCallbackDuration = 100;
  /** @internal */ readonly _clock: Clock;
  readonly #ready = new ReadyQueue();
  /** How many entries this iteration has still to run: those that were ready when it began. */
  #left = 0;
  /** The task whose step is under way. */
  #stepping: Task<unknown> | null = null;
  #stepBegan = 0;
  #driving = false;
  /** Nothing is ready and nothing is armed: the next entry must wake the driver. */
  #idle = true;
  #run: Run | null = null;
  /** The context in which the run was started, which is that of its turns; null where the host has none. */
  #home: CapturedContext | null = null;
  #turnIsComing = false;
  #iterated = false;
  #stopping = false;
  #closed = false;
  /** @internal */ _debug: boolean;
  #stepsLeft = STEPS_IN_A_ROW;
  #turnsLeft = CHECK_EVERY;
  #batchStarted = 0;
  #watchesMicrotasks = false;
  /** While the host is being asked whether it has anything for the loop, before time jumps. */
  #inquiry: object | null = null;
  readonly #hostTimer = new HostTimer(() => this._look());
  readonly #heldTime = new HeldTime(this._tasks);
  #stopListening: () => void = () => {};
  readonly #atClose = new Set<() => void>();

  constructor(clock: Clock, debug: boolean) {
    this._clock = clock;
    this._debug = debug;
  }

  /** @internal In a pause: what is young and was forgotten is watched from now on. */
  abstract _sweep(): void;

  /**
   * @internal Something from outside has come: a loop of tests may hold it back for a while. What comes
   * by the same connection keeps its order.
   */
  _arrive(deliver: () => void, _by?: Connected): void {
    deliver();
  }

  /**
   * @internal On virtual time: nothing can run until something from outside comes. Gives whether something
   * has that was held back.
   */
  _takeHeld(): boolean {
    return false;
  }

  /** @internal Whether nothing can run. */
  get _isIdle(): boolean {
    return this.#idle && this.#ready.size === 0;
  }

  /** @internal The scheduler as the loop that it is, for the entries that it runs. */
  get _self(): EventLoop {
    return this as unknown as EventLoop;
  }

  /** @internal */
  get _isRunning(): boolean {
    return this.#run !== null;
  }

  /** @internal */
  get _isClosed(): boolean {
    return this.#closed;
  }

  /** @internal Runs until it is stopped: the promise settles then. It must not run already. */
  _start(): Promise<void> {
    const finished = new Promise<void>((resolve, reject) => {
      this.#run = { resolve, reject };
    });
    runningLoops.add(this._self);
    if (loopStarted.hasSubscribers) {
      loopStarted.publish({ loop: this._self });
    }
    this.#stopListening = beforeExit(() => this.#hostHasNothingLeft());
    this.#home = captureContext();
    this.#wake();
    return finished;
  }

  /** @internal The run ends with this iteration. */
  _stop(): void {
    this.#stopping = true;
    if (this.#run !== null && this.#idle) {
      this.#wake();
    }
  }

  /** @internal Calls back when the loop is closed; gives the function that forgets the callback. */
  _whenClosed(callback: () => void): () => void {
    this.#atClose.add(callback);
    return () => void this.#atClose.delete(callback);
  }

  /** @internal Forgets what is scheduled, and takes nothing any more. */
  _close(): void {
    this.#closed = true;
    for (const callback of [...this.#atClose]) {
      callback();
    }
    this.#ready.clear();
    this._timers.clear();
    this.#hostTimer.clear();
  }

  /** @internal Its turn comes in the next iteration. */
  _enqueue(entry: ReadyEntry): void {
    if (this.#closed) {
      return;
    }
    this.#ready.push(entry);
    if (this.#idle) {
      this.#wake();
    }
  }

  /** @internal */
  _addTimer(entry: DueEntry, when: number): void {
    this._timers.push(entry, when);
    if (this.#idle) {
      this.#wake();
    }
  }

  /** @internal The loop's state may have changed from outside: it looks again. */
  _look(): void {
    if (this.#idle) {
      this.#wake();
    }
  }

  /** @internal Whether the step under way is this task's. */
  _isStepping(task: Task<unknown>): boolean {
    return this.#stepping === task;
  }

  /** @internal A task's step begins: nothing else runs until it has ended. */
  _beginStep(task: Task<unknown>): void {
    this.#stepping = task;
    enterStep(task);
    if (stepBegan.hasSubscribers) {
      stepBegan.publish({ task });
    }
    if (this._debug) {
      this.#stepBegan = monotonicTime();
    }
  }

  /**
   * @internal The task has suspended itself, or is done: then there is nothing of the program on the stack,
   * and the next step need not wait for a stack of its own. Only the step under way counts: a task that a
   * foreign promise resumed runs beside the loop.
   */
  _endStep(task: Task<unknown>, isDone = false): void {
    if (this.#stepping === task) {
      this.#stepping = null;
      if (this._debug) {
        const duration = monotonicTime() - this.#stepBegan;
        if (duration >= this.slowCallbackDuration) {
          reportSlowStep(task, duration);
        }
      }
      if (!this.#driving) {
        if (contextFollowsPromises) {
          this.#advance(isDone);
        } else {
          // The code around the await may still be running, and must find its own frame: the next
          // step is left to the driver, which has its turn after it.
          this.#comeBack();
        }
      }
    } else if (this.#idle) {
      this.#wake();
    }
  }

  /**
   * The next turn, taken from inside the await that ended the last one. Waking a task settles a
   * promise and runs no code of the program, so this needs no stack of its own; all else is left to
   * the driver, or done in its place where the stack is free.
   */
  #advance(stackIsFree: boolean): void {
    while (this.#stepsLeft % CHECK_EVERY !== 1) {
      if (this.#left === 0) {
        if (this.#ready.size === 0 || this.#stopping || this.#timerIsDue()) {
          break;
        }
        this.#left = this.#ready.size;
      }
      if (!this.#ready.peek()._isWakeUp) {
        break;
      }
      this.#left--;
      this.#stepsLeft--;
      // Who wakes to find nothing suspends itself at once; what comes after that is for this turn to do.
      this.#driving = true;
      this.#ready.shift()._run(this._self);
      this.#driving = false;
      if (this.#stepping !== null) {
        return;
      }
    }
    if (!stackIsFree) {
      this.#comeBack();
    } else if (this.#home === null) {
      this.#turn();
    } else {
      runInContext(this.#home, this.#takeTurn);
    }
  }

  /** The next turn is taken on a stack of its own, in the context in which the loop was started, whoever asks for it. */
  #comeBack(): void {
    if (this.#turnIsComing || this.#run === null) {
      return;
    }
    this.#turnIsComing = true;
    if (this.#home === null) {
      this.#schedule();
    } else {
      runInContext(this.#home, this.#schedule);
    }
  }

  readonly #schedule = (): void => attach(settled, this.#begin, this.#begin);

  readonly #begin = (): void => {
    this.#turnIsComing = false;
    // A step that has begun meanwhile takes the next turn when it ends.
    if (this.#run !== null && this.#stepping === null) {
      this.#turn();
    }
  };

  readonly #takeTurn = (): void => this.#turn();

  #timerIsDue(): boolean {
    return this._timers.size > 0 && this._timers.nextTime <= this._clock.now();
  }

  #wake(): void {
    if (this.#run === null) {
      return;
    }
    this.#idle = false;
    this.#inquiry = null;
    this.#heldTime.end();
    if (this.#stepsLeft < STEPS_IN_A_ROW) {
      this.#beginBatch(true);
    }
    this.#comeBack();
  }

  #turn(): void {
    if (!this.#watchesMicrotasks) {
      this.#watchesMicrotasks = true;
      afterMicrotasks(this.#microtasksAreDone);
    }
    this.#driving = true;
    if (--this.#turnsLeft < 0) {
      this.#turnsLeft = CHECK_EVERY;
      renewRecent();
    }
    try {
      while (this.#left > 0 || this.#beginIteration()) {
        if (--this.#stepsLeft <= 0 || (this.#stepsLeft % CHECK_EVERY === 0 && this.#isLate())) {
          this.#pause();
          return;
        }
        this.#left--;
        this.#ready.shift()._run(this._self);
        if (this.#stepping !== null) {
          return;
        }
      }
    } finally {
      this.#driving = false;
      if (this.#stepping === null) {
        enterStep(undefined);
      }
    }
  }

  #isLate(): boolean {
    return monotonicTime() - this.#batchStarted > MILLISECONDS_IN_A_ROW;
  }

  /** No microtask is left: a step that is still under way waits for something foreign. */
  readonly #microtasksAreDone = (): void => {
    this.#watchesMicrotasks = false;
    enterStep(undefined);
    if (this.#stepping !== null) {
      this.#stepping = null;
      this.#comeBack();
    }
  };

  /** Lets the host serve its I/O and its own timers, then goes on. */
  #pause(): void {
    afterInputOutput(() => {
      this.#beginBatch(false);
      this.#comeBack();
    });
  }

  #beginBatch(afterRest: boolean): void {
    this.#stepsLeft = STEPS_IN_A_ROW;
    this.#batchStarted = monotonicTime();
    refillStacks(this.#batchStarted, afterRest);
  }

  /** What `_run_once` does before it runs callbacks. Gives false where there is nothing to run. */
  #beginIteration(): boolean {
    if (this.#stopping && this.#iterated) {
      this.#finish(null);
      return false;
    }
    const ready = this.#ready;
    const timers = this._timers;
    if (timers.size > 0) {
      this.#takeDueTimers();
      if (ready.size === 0 && !this.#stopping && !this.#waitForTimer()) {
        return false;
      }
    } else if (ready.size === 0 && !this.#stopping && !this.#rest()) {
      return false;
    }
    this.#iterated = true;
    this.#left = ready.size;
    return this.#left > 0 || this.#beginIteration();
  }

  #takeDueTimers(): void {
    const timers = this._timers;
    const now = this._clock.now();
    while (timers.nextTime <= now && timers.size > 0) {
      this.#ready.push(timers.pop());
    }
  }

  /** Nothing is ready, but a timer is pending. Gives whether it is due now. */
  #waitForTimer(): boolean {
    const next = this._timers.nextTime;
    if (this._clock.advanceTo === undefined) {
      this.#idle = true;
      this._sweep();
      this.#hostTimer.set(next, this._clock.now());
      return false;
    }
    if (this.#isHeldFromOutside()) {
      this.#idle = true;
      return this._takeHeld();
    }
    if (this._listening > 0) {
      this.#idle = true;
      this.#advanceAfterInputOutput();
      return false;
    }
    this._clock.advanceTo(next);
    this.#takeDueTimers();
    return true;
  }

  /** Time jumps to the next timer, unless the host turns out to have something for the loop. */
  #advanceAfterInputOutput(): void {
    const inquiry = {};
    this.#inquiry = inquiry;
    // The first is called in the phase of the host that is under way; between the two, it polls.
    afterInputOutput(() =>
      afterInputOutput(() => {
        const { size, nextTime } = this._timers;
        if (this.#inquiry === inquiry && size > 0 && !this.#isHeldFromOutside()) {
          this._clock.advanceTo?.(nextTime);
          this.#wake();
        }
      }),
    );
  }

  /** Whether a task waits for something that this loop does not know of, or that is outside. */
  #isHeldFromOutside(): boolean {
    const isHeld = this._external > 0 || this._tasks.size > this._suspended;
    if (isHeld) {
      this.#heldTime.begin();
    }
    return isHeld;
  }

  /** Nothing is ready and no timer is pending. Gives whether something has come from outside. */
  #rest(): boolean {
    this.#idle = true;
    this._sweep();
    this.#hostTimer.clear();
    if (this._clock.advanceTo === undefined) {
      return false;
    }
    if (this.#isHeldFromOutside()) {
      return this._takeHeld();
    }
    if (this._listening > 0) {
      return false;
    }
    const run = this.#run;
    afterInputOutput(() => {
      const stillRests = this.#idle && this.#ready.size === 0 && this._timers.size === 0;
      if (this.#run === run && stillRests && !this.#isHeldFromOutside()) {
        this.#finish(this.#deadlock());
      }
    });
    return false;
  }

  /** The process is about to end: nothing outside can wake a task any more. */
  #hostHasNothingLeft(): void {
    if (!this.#idle || this.#ready.size > 0) {
      return;
    }
    const { size, nextTime } = this._timers;
    if (size === 0) {
      this.#finish(this.#deadlock());
    } else if (this._clock.advanceTo !== undefined) {
      this._clock.advanceTo(nextTime);
      // From an immediate: after it, the host asks again whether it has anything left.
      afterInputOutput(() => this._look());
    }
  }

  #deadlock(): DeadlockError {
    return new DeadlockError(describeDeadlock(this._tasks));
  }

  #finish(error: DeadlockError | null): void {
    const run = this.#run as Run;
    this.#run = null;
    this.#home = null;
    runningLoops.delete(this._self);
    this.#heldTime.end();
    if (loopStopped.hasSubscribers) {
      loopStopped.publish({ loop: this._self, error: error ?? undefined });
    }
    this.#stopping = false;
    this.#iterated = false;
    this.#idle = true;
    this.#left = 0;
    this.#hostTimer.clear();
    this.#stopListening();
    if (error === null) {
      run.resolve();
    } else {
      run.reject(error);
    }
  }
}
