import type { EventLoop } from "./event-loop.js";
import { frames, runInCallbackFrame } from "./frame.js";
import { type CapturedContext, captureContext } from "./platform.js";
import type { ReadyEntry } from "./ready-queue.js";
import type { TimerEntry } from "./timer-heap.js";

/**
 * A callback that the loop will run: what `callSoon` gives. It runs in the async context of its
 * making, outside of any task.
 *
 * @see asyncio.Handle
 */
export class Handle implements ReadyEntry {
  /** @internal */ readonly _isWakeUp: boolean = false;
  /** @internal */ readonly _loop: EventLoop;
  #callback: ((...args: never[]) => unknown) | null;
  #args: readonly unknown[];
  #context: CapturedContext | null;

  /** Handles are made by `callSoon`, `callLater` and `callAt`. */
  constructor(
    loop: EventLoop,
    callback: (...args: never[]) => unknown,
    args: readonly unknown[],
    inheritsContext = true,
  ) {
    this._loop = loop;
    this.#callback = callback;
    this.#args = args;
    this.#context = inheritsContext ? captureContext() : null;
  }

  /** Keeps the callback from running. Nothing happens where it ran or was cancelled before. */
  cancel(): void {
    this.#callback = null;
    this.#args = [];
    this.#context = null;
  }

  /** Whether `cancel` was called. */
  cancelled(): boolean {
    return this.#callback === null;
  }

  /** @internal */
  _run(loop: EventLoop): void {
    const context = this.#context;
    if (context === null) {
      this.#call(loop);
    } else {
      context.runInAsyncScope(() => frames.run(loop._frame, () => this.#call(loop)));
    }
  }

  #call(loop: EventLoop): void {
    const callback = this.#callback;
    if (callback === null) {
      return;
    }
    try {
      runInCallbackFrame(loop._frame, () => callback(...(this.#args as never[])));
    } catch (error) {
      loop.callExceptionHandler({
        message: `Callback ${callback.name || "(anonymous)"} threw an error`,
        exception: error,
        handle: this,
      });
    }
  }
}

/**
 * A callback that is due at a time: what `callLater` and `callAt` give.
 *
 * @see asyncio.TimerHandle
 */
export class TimerHandle extends Handle implements TimerEntry {
  /** @internal */ _when: number;
  /** @internal */ _order = 0;
  /** @internal */ _heapIndex = -1;

  /** Timer handles are made by `callLater` and `callAt`. */
  constructor(
    loop: EventLoop,
    when: number,
    callback: (...args: never[]) => unknown,
    args: readonly unknown[],
    inheritsContext = true,
  ) {
    super(loop, callback, args, inheritsContext);
    this._when = when;
  }

  /** When the callback is due, in milliseconds of the loop's clock. */
  when(): number {
    return this._when;
  }

  override cancel(): void {
    super.cancel();
    this._loop._timers.remove(this);
  }
}
