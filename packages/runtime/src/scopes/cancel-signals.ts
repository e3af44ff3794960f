import { type AbortSignalOf, CancelSignal } from "./cancel-signal.js";

/**
 * The AbortSignals of one task: its own, and those of the scopes in it, each a body that can be cancelled alone.
 * Only those are aborted that belong to what is cancelled.
 */
export class CancelSignals {
  /** By the scope to which they belong, null being the task; the last of each is the one that is given. */
  readonly #signals = new Map<object | null, readonly CancelSignal[]>();

  /** The signal of the scope, or of the task where that is null: a new one where the last is spent. */
  signalOf(scope: object | null): AbortSignalOf {
    const signals = this.#signals.get(scope) ?? [];
    const last = signals.at(-1);
    if (last !== undefined && !last.isSpent) {
      return last.signal;
    }
    const made = new CancelSignal();
    this.#signals.set(scope, [...signals, made]);
    return made.signal;
  }

  /**
   * The scope has ended. Whoever still listens to its signal, such as the body of a response that came in time, listens
   * to what is around the scope from now on. Hosts that tell nobody who listens keep one such signal.
   */
  handOn(scope: object, around: object | null): void {
    const left = this.#signals.get(scope);
    if (left === undefined) {
      return;
    }
    this.#signals.delete(scope);
    const own = this.#signals.get(around) ?? [];
    const outlived = [...own.slice(0, -1), ...left].filter(
      (signal) => !signal.isSpent && signal.isHeard !== false,
    );
    const kept = outlived.every((signal) => signal.isHeard) ? outlived : outlived.slice(-1);
    this.#signals.set(around, [...kept, ...own.slice(-1)]);
  }

  /** How many signals are kept for the scope, or for the task where that is null. */
  countOf(scope: object | null): number {
    return this.#signals.get(scope)?.length ?? 0;
  }

  /** Aborts what belongs to these scopes. Gives whether anybody was told, as far as the host lets us see. */
  abort(scopes: readonly (object | null)[], message: string | undefined): boolean {
    let told = false;
    for (const scope of scopes) {
      const signals = this.#signals.get(scope) ?? [];
      this.#signals.delete(scope);
      for (const signal of signals) {
        told = signal.abort(message) || told;
      }
    }
    return told;
  }
}
