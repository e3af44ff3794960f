import { doubt, type Place } from "../debug/places.js";
import type { EventLoop } from "../loop/event-loop.js";
import { type Coroutine, UNNAMED } from "./coroutine.js";

/** What is known of a coroutine that has not begun, without holding the coroutine. */
export interface Trace {
  readonly loop: EventLoop;
  readonly name: string;
  readonly madeAt: string | undefined;
  /** The function that it runs, where the place is not known: the next of its coroutines are looked at. */
  readonly body: WeakRef<object> | null;
}

/**
 * Nearly all coroutines are awaited in the same breath, before the next one is made. The others are
 * looked at in lots.
 */
const LOT = 1_024;

const collected = new FinalizationRegistry<Trace>((trace) => {
  if (trace.loop._unawaited.traces.delete(trace)) {
    report(trace);
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
  #lastPlace: Place | null = null;
  #young: Coroutine<unknown>[] = [];
  /** Where each of the young ones was made. */
  #places: (Place | null)[] = [];

  constructor(loop: EventLoop) {
    this.#loop = loop;
  }

  add(coroutine: Coroutine<unknown>): void {
    this.#keepLast();
    if (this.#young.length >= LOT) {
      this.sweep();
    }
    const loop = this.#loop;
    this.#lastPlace = loop._places.capture(loop._debug, coroutine._body);
    // Not before: it is still under construction, and a sweep asks for its name.
    this.#last = coroutine;
  }

  /** What has begun by now, as nearly all have, is not worth a thought. */
  #keepLast(): void {
    const last = this.#last;
    this.#last = null;
    if (last !== null && last._body !== null) {
      this.#young.push(last);
      this.#places.push(this.#lastPlace);
    }
  }

  /** Lets go of the young ones; those that have not begun are watched from now on. */
  sweep(isLast = false): void {
    this.#keepLast();
    if (this.#young.length === 0) {
      return;
    }
    const young = this.#young;
    const places = this.#places;
    this.#young = [];
    this.#places = [];
    for (const [index, coroutine] of young.entries()) {
      if (coroutine._body !== null) {
        const trace = this.#traceOf(coroutine, coroutine._body, places[index] ?? null, isLast);
        coroutine._watch = trace;
        this.traces.add(trace);
        collected.register(coroutine, trace);
      }
    }
  }

  /** The stack is written out here, since until then it holds the coroutine itself. */
  #traceOf(
    coroutine: Coroutine<unknown>,
    body: object,
    place: Place | null,
    isForgotten: boolean,
  ): Trace {
    const loop = this.#loop;
    const madeAt =
      place === null || loop._debug || isForgotten ? place?.text : loop._places.write(place);
    return {
      loop,
      name: coroutine.getName(),
      madeAt,
      body: madeAt === undefined ? new WeakRef(body) : null,
    };
  }

  /** The loop closes: what has not begun never will. */
  reportAll(): void {
    this.sweep(true);
    for (const trace of this.traces) {
      report(trace);
    }
    this.traces.clear();
  }
}

/** The coroutine begins after all. */
export function forgetTrace(trace: Trace): void {
  trace.loop._unawaited.traces.delete(trace);
}

function report({ loop, name, madeAt, body }: Trace): void {
  const which = name === UNNAMED ? "A coroutine" : `The coroutine ${name}`;
  const where = madeAt === undefined ? "; debug mode says where it was made" : "";
  const forgotten = body?.deref();
  if (forgotten !== undefined) {
    doubt(forgotten);
  }
  loop.callExceptionHandler({
    message: `${which} was never awaited: await it, or give it to createTask()${where}`,
    ...(madeAt === undefined ? {} : { madeAt }),
  });
}
