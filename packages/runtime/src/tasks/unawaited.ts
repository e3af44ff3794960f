import { doubt, type Place } from "../debug/places.js";
import type { EventLoop } from "../loop/event-loop.js";
import { type Coroutine, UNNAMED } from "./coroutine.js";
import { runningLoopOrNull } from "./current.js";
import { recent } from "./recent.js";

/** What is known of a coroutine that has not begun, without holding the coroutine. */
export interface Trace {
  readonly loop: EventLoop;
  readonly name: string;
  readonly madeAt: string | undefined;
  /** The function that it runs, where the place is not known: the next of its coroutines are looked at. */
  readonly body: WeakRef<object> | null;
}

/**
 * Nearly all coroutines are awaited in the same breath, before the next one is made: what has been made last is all
 * that is held of them. The others are looked at in lots.
 */
const LOT = 1_024;

/**
 * A coroutine was made: whoever forgets it will be told.
 *
 * @param body is the function that it runs
 */
export function watchNew(coroutine: Coroutine<unknown>, body: object): void {
  if (recent.coroutine !== null) {
    keepLast();
  }
  const loop = runningLoopOrNull();
  if (loop !== null) {
    const place = loop._places.capture(loop._debug, body);
    const last = recent;
    last.place = place;
    last.loop = loop;
    last.coroutine = coroutine;
  }
}

/** The coroutine begins, or never will on purpose: it is watched no more. */
export function unwatch(coroutine: Coroutine<unknown>): void {
  const last = recent;
  if (last.coroutine === coroutine) {
    last.coroutine = null;
    return;
  }
  const watch = coroutine._watch;
  if (watch !== undefined) {
    coroutine._watch = undefined;
    watch.loop._unawaited.traces.delete(watch);
  }
}

function keepLast(): void {
  const { loop, coroutine, place } = recent;
  (loop as EventLoop)._unawaited.keep(coroutine as Coroutine<unknown>, place);
  recent.coroutine = null;
}

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
  #young: Coroutine<unknown>[] = [];
  /** Where each of the young ones was made. */
  #places: (Place | null)[] = [];

  constructor(loop: EventLoop) {
    this.#loop = loop;
  }

  /** It has not begun, though another one was made since. */
  keep(coroutine: Coroutine<unknown>, place: Place | null): void {
    this.#young.push(coroutine);
    this.#places.push(place);
    if (this.#young.length >= LOT) {
      this.#watchYoung(false);
    }
  }

  /** Lets go of the young ones; those that have not begun are watched from now on. */
  sweep(isLast = false): void {
    if (recent.coroutine !== null && recent.loop === this.#loop) {
      keepLast();
    }
    this.#watchYoung(isLast);
  }

  #watchYoung(isLast: boolean): void {
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
