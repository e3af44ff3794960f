import { clearTimer, monotonicTime, setBackgroundTimer } from "../platform.js";
import type { Budget } from "./budget.js";
import { Lanes } from "./lanes.js";
import { MadeHere } from "./made-here.js";
import type { TraceHost } from "./node-host.js";
import type { TraceSettings } from "./settings.js";
import { type Site, Sites } from "./sites.js";
import type { TraceFile } from "./trace-file.js";

/** An await that was seen to begin. */
class Awaiting {
  /** What it waits for is no promise, or no usual one: V8 makes one of it, and awaits that. */
  isWrapper = false;

  constructor(
    readonly site: Site,
    readonly begin: number,
    readonly track: Track,
    /** The call of the function that awaits: its awaits have the same number. */
    public call: number,
  ) {}
}

/** Where spans are shown: a task, or the code outside of every task. */
interface Track {
  readonly lanes: Lanes;
}

/** Who awaits, for the one who looks at the trace. */
export interface Owner {
  getName(): string;
}

export interface RecorderOptions {
  readonly host: TraceHost;
  readonly file: TraceFile;
  readonly settings: TraceSettings;
  readonly budget: Budget;
  /** The time that the trace shows, in milliseconds. */
  readonly now: () => number;
  /** The task that the code runs in, if any. */
  readonly owner: () => Owner | null;
}

const NANOSECONDS_IN_A_MILLISECOND = 1e6;

function nanoseconds(milliseconds: number): number {
  return Math.max(0, Math.round(milliseconds * NANOSECONDS_IN_A_MILLISECOND));
}

/** Milliseconds as the trace-event format wants them: in microseconds, here down to nanoseconds. */
function microseconds(milliseconds: number): number {
  return nanoseconds(milliseconds) / 1e3;
}

/** So many awaits are recorded whatever it takes: code that runs for the first time takes many times as long. */
const FIRST = 500;

/** Of so many awaits, one is timed: looking at the clock takes as long as much of the rest. */
const TIME_ONE_OF = 8;

/** In milliseconds: what lasts longer was not recording, but a time in which the process did not run. */
const MOST_FOR_ONE = 0.5;

/** In milliseconds: what it takes in a pause to see that a promise is none of those that are waited for. */
const LOOK_IN_PAUSE = 0.00004;

/** The track of what the recorder says of itself. */
const OWN_TRACK = 0;

/**
 * Records awaits. V8 makes a promise for each await, child of the one that is awaited, in the awaiting
 * function itself; so the top of the stack is the place of the await. Before the function goes on, V8
 * names that promise again.
 *
 * A step runs from one such moment to the next. What a function awaits itself is the last await of
 * its step, since whatever it calls has come back by then: so the awaits of one call are known as such.
 */
export class AwaitRecorder {
  readonly #options: RecorderOptions;
  readonly #sites: Sites;
  readonly #budget: Budget;
  /**
   * By the promise that V8 makes for each. A mark on that would be faster; but Node's own hooks, where it has
   * some, deal with promises of two shapes from then on, and cost more than that saves.
   */
  readonly #awaiting = new WeakMap<object, Awaiting>();
  readonly #tracks = new WeakMap<Owner, Track>();
  readonly #outside: Track;
  readonly #now: () => number;
  #stopHooks: (() => void) | null = null;
  #isRecording = false;
  /** How many awaits have begun while recording, and have not ended. */
  #open = 0;
  #timer: unknown = null;
  #pausedAt: number | null = null;
  #pauses = 0;
  /** In milliseconds: what was spent in this pause. */
  #inPause = 0;
  #paused = 0;
  readonly #made = new MadeHere();
  #calls = 0;
  #untilTimed = TIME_ONE_OF - 1;
  #tracksOpened = 0;
  #recorded = 0;
  /** The await whose end began this step. */
  #resumed: Awaiting | null = null;
  /** The await that began last in this step, and the promise that V8 made for it. */
  #last: Awaiting | null = null;
  #lastPromise: object | null = null;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#now = options.now;
    this.#sites = new Sites(options.host, options.settings.dependencies);
    this.#budget = options.budget;
    const { pid } = options.host;
    this.#nameTrack(OWN_TRACK, "recording");
    options.file.add(
      JSON.stringify({ ph: "M", name: "process_name", pid, tid: 0, args: { name: "awaits" } }),
    );
    this.#outside = this.#openTrack("outside of tasks");
  }

  /** Begins to record; goes on after a pause. */
  start(): void {
    this.#stopHooks?.();
    this.#isRecording = true;
    this.#stopHooks = this.#options.host.promiseHooks.createHook({
      init: this.#init,
      before: this.#before,
      after: this.#after,
    });
  }

  /** Records nothing more, and gives what there is to say at the end of the trace. */
  stop(): object {
    this.#isRecording = false;
    this.#stopHooks?.();
    this.#stopHooks = null;
    clearTimer(this.#timer);
    this.#endPause();
    return {
      awaits: this.#recorded,
      pauses: this.#pauses,
      pausedFor: microseconds(this.#paused),
      full: this.#options.file.isFull,
    };
  }

  readonly #init = (promise: object, parent?: object): void => {
    try {
      if (parent === undefined) {
        this.#made.add(promise, this.#now());
      } else if (this.#untilTimed > 0) {
        this.#untilTimed--;
        this.#maybeAwait(promise, parent);
      } else {
        this.#untilTimed = TIME_ONE_OF - 1;
        const { looked } = this.#sites;
        const before = monotonicTime();
        this.#maybeAwait(promise, parent);
        // A place is looked at once, and its file read: that is no measure of the many that come after it.
        if (this.#sites.looked === looked) {
          this.#spendOfMany(before);
        }
      }
    } catch {
      // Where even this overflows the stack, the program's own error is on its way.
    }
  };

  #maybeAwait(promise: object, parent: object): void {
    const site = this.#sites.callerOf(this.#init);
    if (site !== null) {
      const begin = this.#beginOf(parent, site);
      const awaiting = new Awaiting(site, begin, this.#trackHere(), ++this.#calls);
      this.#awaiting.set(promise, awaiting);
      this.#open++;
      this.#last = awaiting;
      this.#lastPromise = promise;
    }
  }

  /** A promise that is awaited at once is waited for since it was made. */
  #beginOf(awaited: object, site: Site): number {
    const last = this.#last;
    if (awaited === this.#lastPromise && last !== null) {
      if (last.site === site) {
        last.isWrapper = true;
        this.#open--;
        return last.begin;
      }
      return this.#now();
    }
    return this.#made.timeOf(awaited) ?? this.#now();
  }

  readonly #before = (promise: object): void => {
    this.#endStep();
    const awaiting = this.#awaiting.get(promise);
    if (awaiting !== undefined && !awaiting.isWrapper) {
      this.#end(promise);
      this.#resumed = awaiting;
      if (this.#recorded % TIME_ONE_OF < TIME_ONE_OF - 1) {
        this.#write(awaiting, this.#now());
      } else {
        const before = monotonicTime();
        this.#write(awaiting, this.#now());
        this.#spendOfMany(before);
      }
    }
  };

  /** In a pause: ends what has begun before it. */
  readonly #beforeInPause = (promise: object): void => {
    this.#inPause += LOOK_IN_PAUSE;
    const awaiting = this.#awaiting.get(promise);
    if (awaiting !== undefined && !awaiting.isWrapper) {
      this.#end(promise);
      this.#write(awaiting, this.#now());
      if (this.#open === 0) {
        this.#stopHooks?.();
        this.#stopHooks = null;
      }
    }
  };

  #end(promise: object): void {
    this.#awaiting.delete(promise);
    this.#open--;
  }

  readonly #after = (): void => {
    if (this.#resumed !== null && this.#last !== null) {
      this.#last.call = this.#resumed.call;
    }
    this.#endStep();
  };

  #endStep(): void {
    this.#made.clear();
    this.#resumed = null;
    this.#last = null;
    this.#lastPromise = null;
  }

  #write({ site, begin, track, call }: Awaiting, end: number): void {
    const { file } = this.#options;
    if (file.isFull) {
      return;
    }
    this.#recorded++;
    const tid = track.lanes.trackOf(begin, end);
    const from = nanoseconds(begin);
    if (tid !== undefined) {
      file.addSpan(site.head, call, tid, from, Math.max(0, nanoseconds(end) - from));
      return;
    }
    // Too much at once for rows of spans: each has a row of its own.
    file.addHalf(site.head, call, this.#recorded, from, "b");
    file.addHalf(site.head, call, this.#recorded, nanoseconds(end), "e");
  }

  #trackHere(): Track {
    const owner = this.#options.owner();
    if (owner === null) {
      return this.#outside;
    }
    let track = this.#tracks.get(owner);
    if (track === undefined) {
      track = this.#openTrack(owner.getName());
      this.#tracks.set(owner, track);
    }
    return track;
  }

  #openTrack(name: string): Track {
    return {
      lanes: new Lanes((index) => {
        const track = ++this.#tracksOpened;
        this.#nameTrack(track, index === 0 ? name : `${name} (${index + 1})`);
        return track;
      }),
    };
  }

  #nameTrack(tid: number, name: string): void {
    const { file, host } = this.#options;
    const place = { ph: "M", pid: host.pid, tid };
    file.add(JSON.stringify({ name: "thread_name", ...place, args: { name } }));
    file.add(JSON.stringify({ name: "thread_sort_index", ...place, args: { sort_index: tid } }));
  }

  /** Counts one of many by what it took since then. */
  #spendOfMany(since: number): void {
    if (this.#calls > FIRST) {
      this.#spend(TIME_ONE_OF * Math.min(monotonicTime() - since, MOST_FOR_ONE));
    }
  }

  /** Counts what recording took, in milliseconds, and pauses where that was too much. */
  #spend(took: number): void {
    const { file, host } = this.#options;
    if (!this.#isRecording || (!this.#budget.spend(took) && !file.isFull)) {
      return;
    }
    this.#isRecording = false;
    this.#stopHooks?.();
    this.#stopHooks = null;
    this.#pausedAt = this.#now();
    this.#pauses++;
    if (!file.isFull) {
      if (this.#open > 0) {
        this.#stopHooks = host.promiseHooks.createHook({ before: this.#beforeInPause });
      }
      this.#pauseFor(this.#budget.pause());
    }
  }

  #pauseFor(milliseconds: number): void {
    this.#timer = setBackgroundTimer(() => {
      this.#budget.spend(this.#inPause);
      this.#inPause = 0;
      const more = this.#budget.pause();
      if (more > 0) {
        this.#pauseFor(more);
      } else {
        this.#endPause();
        this.start();
      }
    }, milliseconds);
  }

  #endPause(): void {
    const begin = this.#pausedAt;
    if (begin === null) {
      return;
    }
    this.#pausedAt = null;
    this.#endStep();
    const lasted = this.#now() - begin;
    this.#paused += lasted;
    const { file, host } = this.#options;
    file.add(
      JSON.stringify({
        name: "not recorded: the program awaits more than may be recorded",
        cat: "recording",
        ph: "X",
        ts: microseconds(begin),
        dur: microseconds(lasted),
        pid: host.pid,
        tid: OWN_TRACK,
      }),
    );
  }
}
