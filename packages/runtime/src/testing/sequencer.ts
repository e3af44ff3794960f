import { RuntimeError } from "../errors.js";
import { Event } from "../synchronisation/event.js";
import { Coroutine } from "../tasks/coroutine.js";

/** Whether a point is still to come, is held by a task, or is past. */
type Progress = "ahead" | "reached" | "past";

/**
 * Forces an order on points of a test, whatever tasks they stand in: the first may be passed at once, each other
 * only when the one before it is past.
 *
 * A task that is cancelled while it waits for its turn, or throws in it, breaks the sequence: nobody would ever
 * pass that point, so all others get an error instead of waiting for ever.
 *
 * @see trio.testing.Sequencer
 * @example
 * ```ts
 * import { gather } from "@awaitwise/runtime";
 * import { runVirtual, Sequencer } from "@awaitwise/runtime/testing";
 *
 * await runVirtual(async () => {
 *   const order = new Sequencer("a reads", "b reads", "a writes", "b writes");
 *   let balance = 100;
 *   const deposit = async (who: string, amount: number) => {
 *     await order.reach(`${who} reads`);
 *     const read = balance;
 *     await order.reach(`${who} writes`);
 *     balance = read + amount;
 *   };
 *   await gather(() => deposit("a", 10), () => deposit("b", 20));
 *   console.log(balance);
 * });
 * // prints: 120
 * ```
 */
export class Sequencer {
  readonly #names: readonly string[];
  readonly #progress: Progress[];
  readonly #turns: Event[];
  #broken: string | null = null;

  /**
   * @param names are the points, in the order in which they are to be passed
   * @throws RangeError where there is none, or one comes twice
   */
  constructor(...names: readonly string[]) {
    if (names.length === 0) {
      throw new RangeError("There is no point: give Sequencer the names of points, in their order");
    }
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) {
      throw new RangeError(`The point "${twice}" is given twice: give each a name of its own`);
    }
    this.#names = [...names];
    this.#progress = names.map(() => "ahead");
    this.#turns = names.map(() => new Event());
    this.#turns[0]?.set();
  }

  /**
   * Waits until all points before this one are past, and passes it.
   *
   * @throws RangeError where there is no such point
   * @throws RuntimeError where a task was here before, or the sequence is broken
   * @throws CancelledError where the task is cancelled while it waits; that breaks the sequence
   */
  reach(name: string): Coroutine<void> {
    return this.turn(name, () => {});
  }

  /**
   * Waits until all points before this one are past, and runs the body: the next point's turn comes when the
   * body has ended. Gives what the body gives.
   *
   * @throws RangeError where there is no such point
   * @throws RuntimeError where a task was here before, or the sequence is broken
   * @throws CancelledError where the task is cancelled while it waits; that breaks the sequence
   */
  turn<T>(name: string, body: () => PromiseLike<T> | T): Coroutine<T> {
    return new Coroutine<T>(async () => {
      const place = this.#placeOf(name);
      this.#demandWhole();
      if (this.#progress[place] !== "ahead") {
        throw new RuntimeError(`A task was at the point "${name}" before: each is passed once`);
      }
      this.#progress[place] = "reached";
      try {
        await (this.#turns[place] as Event).wait();
        this.#demandWhole();
        const result = await body();
        this.#progress[place] = "past";
        return result;
      } finally {
        if (this.#progress[place] === "past") {
          this.#turns[place + 1]?.set();
        } else {
          this.#break(name);
        }
      }
    });
  }

  #placeOf(name: string): number {
    const place = this.#names.indexOf(name);
    if (place < 0) {
      const known = this.#names.map((one) => `"${one}"`).join(", ");
      throw new RangeError(`There is no point "${name}": the points are ${known}`);
    }
    return place;
  }

  #demandWhole(): void {
    if (this.#broken !== null) {
      throw new RuntimeError(
        `The sequence is broken: the task at the point "${this.#broken}" ended before it had passed it`,
      );
    }
  }

  #break(name: string): void {
    this.#broken ??= name;
    for (const turn of this.#turns) {
      turn.set();
    }
  }
}
