import type { Coroutine } from "./coroutine.js";
import type { EventLoop } from "./event-loop.js";

/** What is known of a coroutine that has not begun, without holding the coroutine. */
export interface Trace {
  readonly loop: EventLoop;
  readonly name: string;
  readonly madeAt: string | undefined;
}

/** Young coroutines are looked at in lots: nearly all of them are awaited in the same breath. */
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
  #young: Coroutine<unknown>[] = [];

  constructor(loop: EventLoop) {
    this.#loop = loop;
  }

  add(coroutine: Coroutine<unknown>): void {
    this.#young.push(coroutine);
    if (this.#young.length >= LOT) {
      this.sweep();
    }
  }

  /** Lets go of the young ones; those that have not begun are watched from now on. */
  sweep(): void {
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
          madeAt: coroutine._watch as string | undefined,
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

/** The coroutine begins after all. */
export function forgetTrace(trace: Trace): void {
  trace.loop._unawaited.traces.delete(trace);
}

function report(loop: EventLoop, name: string, madeAt: string | undefined): void {
  loop.callExceptionHandler({
    message: `The coroutine ${name} was never awaited: await it, or give it to createTask()`,
    ...(madeAt === undefined ? {} : { madeAt }),
  });
}
