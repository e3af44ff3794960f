import { placeOf } from "../place.js";
import { monotonicTime } from "../platform.js";
import { captureStack, newStack } from "./captured-stack.js";

/**
 * What knowing where things were made may cost outside of debug mode. Capturing a stack takes three to nine
 * microseconds, many times what making a coroutine does, so there is a store of stacks for all loops. Time in
 * which a loop rests fills it, and time in which it works fills it slowly. By count, these figures come to well
 * below one hundredth of the work (it has not been measured apart), and of what a program that mostly waits
 * makes, nearly all is known.
 */
const MOST_IN_STORE = 250;
const EACH_MILLISECOND_AT_REST = 2;
const EACH_MILLISECOND_AT_WORK = 0.25;
/** Writing a stack out takes as long as capturing so many, where its files are looked up in source maps. */
const TO_WRITE = 10;

let store = MOST_IN_STORE;
let counted = monotonicTime();
/** Functions whose coroutines are captured in any case, and how many of each. */
let doubted: WeakMap<object, number> | null = null;

/** A loop has looked at the host's clock: the store fills. */
export function refillStacks(now: number, atRest: boolean): void {
  const each = atRest ? EACH_MILLISECOND_AT_REST : EACH_MILLISECOND_AT_WORK;
  store = Math.min(MOST_IN_STORE, store + (now - counted) * each);
  counted = now;
}

/** Of the program's functions: the one that made it, and who called or awaited that. */
const FRAMES = 4;

/** Of a function whose coroutine was forgotten at an unknown place, so many more are captured in any case. */
const OF_DOUBTED = 32;

/** Stacks that hold what was running are let go of in lots. */
const LOT = 1_024;

/** Where something was made: a stack, written out when somebody asks for it. */
export class Place {
  #stack: Error | null;
  #text: string | undefined = undefined;

  constructor(
    stack: Error,
    /** Whether it is to be written out whatever that takes. */
    readonly isWanted = false,
  ) {
    this.#stack = stack;
  }

  /** The part of the stack outside of the runtime; undefined where there is none. */
  get text(): string | undefined {
    const stack = this.#stack;
    if (stack !== null) {
      this.#stack = null;
      try {
        this.#text = placeOf(stack);
      } catch {
        // The program's own Error.prepareStackTrace threw, or gives no text: then there is no place.
      }
    }
    return this.#text;
  }

  /** Whether it still holds the functions that were running, and what they ran on. */
  get holdsStack(): boolean {
    return this.#stack !== null;
  }

  /** Nobody will ask. */
  drop(): void {
    this.#stack = null;
  }
}

/** Where a loop's coroutines, tasks and futures were made, as far as the store of stacks allows. */
export class Places {
  #unwritten: Place[] = [];

  /**
   * The place that makes something, or null where that would cost too much. In debug mode the store is
   * another, and larger.
   *
   * @param of is the function that a coroutine runs
   */
  capture(inDebug: boolean, of: object | null): Place | null {
    if (inDebug) {
      const stack = captureStack();
      return stack === undefined ? null : new Place(stack);
    }
    if (store > 0) {
      store--;
      return new Place(newStack(FRAMES));
    }
    if (doubted === null || of === null || !isDoubted(doubted, of)) {
      return null;
    }
    return new Place(newStack(FRAMES), true);
  }

  /** Lets the place hold what was running until the next pause only, since its owner may live long. */
  keep(place: Place): void {
    this.#unwritten.push(place);
    if (this.#unwritten.length >= LOT) {
      this.sweep();
    }
  }

  /** Writes out what is kept, as far as the store goes, and forgets the rest. */
  sweep(): void {
    refillStacks(monotonicTime(), false);
    if (this.#unwritten.length === 0) {
      return;
    }
    const unwritten = this.#unwritten;
    this.#unwritten = [];
    for (const place of unwritten) {
      this.write(place);
    }
  }

  /** Writes the place out now, or forgets it where the store does not allow that. */
  write(place: Place): string | undefined {
    if (place.holdsStack && !place.isWanted) {
      if (store > 0) {
        store -= TO_WRITE;
      } else {
        place.drop();
      }
    }
    return place.text;
  }
}

/** A coroutine of this function was forgotten, and nobody knows where it was made. */
export function doubt(of: object): void {
  doubted ??= new WeakMap();
  doubted.set(of, OF_DOUBTED);
}

function isDoubted(among: WeakMap<object, number>, of: object): boolean {
  const left = among.get(of) ?? 0;
  if (left > 0) {
    among.set(of, left - 1);
  }
  return left > 0;
}
