import { RuntimeError } from "../errors.js";
import type { EventLoop } from "../loop/event-loop.js";

/**
 * What every primitive is: made anywhere, bound to the loop on which a task first has to wait at
 * it, and refused to tasks of another loop from then on.
 */
export abstract class LoopBound {
  /** @internal */ _loop: EventLoop | null = null;

  /** @internal Refuses a task of another loop than the one that the primitive is bound to. */
  _bindTo(loop: EventLoop): void {
    this._loop ??= loop;
    if (this._loop !== loop) {
      throw new RuntimeError(
        `${this} is bound to a different event loop; make one for each loop that uses it`,
      );
    }
  }

  /** The primitive's kind and state, for a reader. */
  abstract toString(): string;

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** The text of a primitive: its class, its state, and who waits at it. */
export function describePrimitive(primitive: object, state: string, waiting: number): string {
  const waiters = waiting > 0 ? `, waiters:${waiting}` : "";
  return `<${primitive.constructor.name} [${state}${waiters}]>`;
}
