import { createMarks } from "../context/marks.js";
import { clearTimer, monotonicTime, setTimer } from "../platform.js";
import type { Budget } from "./budget.js";
import { Lanes } from "./lanes.js";
import type { TraceHost } from "./node-host.js";
import type { TraceSettings } from "./settings.js";
import { type Site, Sites } from "./sites.js";
import type { TraceFile } from "./trace-file.js";

/** An await that was seen to begin. */
interface Awaiting {
  readonly site: Site;
  readonly begin: number;
  readonly track: Track;
  /** What it waits for is no promise, or no usual one: V8 makes one of it, and awaits that. */
  isWrapper: boolean;
  /** The call of the function that awaits: its awaits have the same number. */
  call: number;
}

/** What was made, and when: a promise that is awaited at once began when it was made. */
interface Made {
  readonly step: number;
  readonly at: number;
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

/** Milliseconds as the trace-event format wants them: in microseconds, here down to nanoseconds. */
function microseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1e6) / 1e3;
}

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
  readonly #marks = createMarks<Awaiting | Made>();
  readonly #tracks = new WeakMap<Owner, Track>();
  readonly #outside: Track;
  readonly #now: () => number;
  #stopHooks: (() => void) | null = null;
  #timer: unknown = null;
  #pausedAt: number | null = null;
  #pauses = 0;
  #paused = 0;
  #step = 0;
  #calls = 0;
  #tracksOpened = 0;
  #recorded = 0;
  /** The await whose end began this step. */
  #resumed: Awaiting | null = null;
  /** The await that began last in this step. */
  #last: Awaiting | null = null;

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
    this.#stopHooks ??= this.#options.host.promiseHooks.createHook({
      init: this.#init,
      before: this.#before,
      after: this.#after,
    });
  }

  /** Records nothing more, and gives what there is to say at the end of the trace. */
  stop(): object {
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
        this.#marks.set(promise, { step: this.#step, at: this.#now() });
      } else {
        this.#maybeAwait(promise, parent);
      }
    } catch {
      // Where even this overflows the stack, the program's own error is on its way.
    }
  };

  #maybeAwait(promise: object, parent: object): void {
    const before = monotonicTime();
    const site = this.#sites.callerOf(this.#init);
    if (site !== null) {
      const awaiting: Awaiting = {
        site,
        begin: this.#beginOf(parent, site),
        track: this.#trackHere(),
        call: ++this.#calls,
        isWrapper: false,
      };
      this.#marks.set(promise, awaiting);
      this.#last = awaiting;
    }
    this.#spend(before);
  }

  /** A promise that is awaited at once is waited for since it was made. */
  #beginOf(awaited: object, site: Site): number {
    const mark = this.#marks.get(awaited);
    if (mark === undefined) {
      return this.#now();
    }
    if ("step" in mark) {
      return mark.step === this.#step ? mark.at : this.#now();
    }
    if (mark === this.#last && mark.site === site) {
      mark.isWrapper = true;
      return mark.begin;
    }
    return this.#now();
  }

  readonly #before = (promise: object): void => {
    this.#step++;
    this.#last = null;
    const mark = this.#marks.get(promise);
    if (mark === undefined || "step" in mark || mark.isWrapper) {
      this.#resumed = null;
      return;
    }
    this.#resumed = mark;
    const before = monotonicTime();
    this.#write(mark, this.#now());
    this.#spend(before);
  };

  readonly #after = (): void => {
    if (this.#resumed !== null && this.#last !== null) {
      this.#last.call = this.#resumed.call;
    }
    this.#step++;
    this.#resumed = null;
    this.#last = null;
  };

  #write({ site, begin, track, call }: Awaiting, end: number): void {
    const { file, host } = this.#options;
    if (file.isFull) {
      return;
    }
    this.#recorded++;
    const ts = microseconds(begin);
    const head = `${site.head},"call":${call}},"pid":${host.pid}`;
    const tid = track.lanes.trackOf(begin, end);
    if (tid !== undefined) {
      file.add(`${head},"tid":${tid},"ph":"X","ts":${ts},"dur":${microseconds(end - begin)}}`);
      return;
    }
    // Too much at once for rows of spans: each has a row of its own.
    const own = `${head},"tid":${OWN_TRACK},"id":${this.#recorded}`;
    file.add(`${own},"ph":"b","ts":${ts}}`);
    file.add(`${own},"ph":"e","ts":${microseconds(end)}}`);
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

  /** Counts what recording took since then, and pauses where that was too much. */
  #spend(since: number): void {
    const now = monotonicTime();
    if (!this.#budget.spend(now - since, now) && !this.#options.file.isFull) {
      return;
    }
    this.#stopHooks?.();
    this.#stopHooks = null;
    this.#resumed = null;
    this.#last = null;
    this.#pausedAt = this.#now();
    this.#pauses++;
    if (!this.#options.file.isFull) {
      this.#timer = setTimer(() => {
        this.#endPause();
        this.start();
      }, this.#budget.pause());
      (this.#timer as { unref?(): void }).unref?.();
    }
  }

  #endPause(): void {
    const begin = this.#pausedAt;
    if (begin === null) {
      return;
    }
    this.#pausedAt = null;
    this.#step++;
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
