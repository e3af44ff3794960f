import type { EventLoop } from "../loop/event-loop.js";
import { placeOf } from "../place.js";
import { type Coroutine, UNNAMED } from "./coroutine.js";

/** What is known of a coroutine that has not begun, without holding the coroutine. */
export interface Trace {
  readonly loop: EventLoop;
  readonly name: string;
  readonly madeAt: string | undefined;
}

/**
 * Nearly all coroutines are awaited in the same breath, before the next one is made. The others are
 * looked at in lots.
 */
const LOT = 1_024;

const collected = new FinalizationRegistry<Trace>((trace) => {
  if (trace.loop._unawaited.traces.delete(trace)) {
    report(trace.loop, trace.name, trace.madeAt);
  }
});

/**
 * The coroutines of a loop that were made and have not begun: one that is garbage by then, or that
 * is left when the loop closes, was forgotten, and is reported.
 */
export class UnawaitedCoroutines {
  readonly traces = new Set<Trace>();
  readonly #loop: EventLoop;
  #last: Coroutine<unknown> | null = null;
  #young: Coroutine<unknown>[] = [];

  constructor(loop: EventLoop) {
    this.#loop = loop;
  }

  add(coroutine: Coroutine<unknown>): void {
    const last = this.#last;
    this.#last = null;
    if (last !== null && last._body !== null) {
      this.#young.push(last);
      if (this.#young.length >= LOT) {
        this.sweep();
      }
    }
    // Not before: it is still under construction, and a sweep asks for its name.
    this.#last = coroutine;
  }

  /** Lets go of the young ones; those that have not begun are watched from now on. */
  sweep(): void {
    const last = this.#last;
    this.#last = null;
    if (last !== null && last._body !== null) {
      this.#young.push(last);
    }
    if (this.#young.length === 0) {
      return;
    }
    const young = this.#young;
    this.#young = [];
    for (const coroutine of young) {
      if (coroutine._body !== null) {
        const trace: Trace = {
          loop: this.#loop,
          name: coroutine.getName(),
          madeAt: placeIfKnown(coroutine._watch),
        };
        coroutine._watch = trace;
        this.traces.add(trace);
        collected.register(coroutine, trace);
      }
    }
  }

  /** The loop closes: what has not begun never will. */
  reportAll(): void {
    this.sweep();
    for (const trace of this.traces) {
      report(this.#loop, trace.name, trace.madeAt);
    }
    this.traces.clear();
  }
}

/** The stack is written out here, since until then the error holds the coroutine itself. */
function placeIfKnown(watch: Coroutine<unknown>["_watch"]): string | undefined {
  return watch instanceof Error ? placeOf(watch) : undefined;
}

/** The coroutine begins after all. */
export function forgetTrace(trace: Trace): void {
  trace.loop._unawaited.traces.delete(trace);
}

function report(loop: EventLoop, name: string, madeAt: string | undefined): void {
  const which = name === UNNAMED ? "A coroutine" : `The coroutine ${name}`;
  const where = madeAt === undefined ? "; debug mode says where it was made" : "";
  loop.callExceptionHandler({
    message: `${which} was never awaited: await it, or give it to createTask()${where}`,
    ...(madeAt === undefined ? {} : { madeAt }),
  });
}
