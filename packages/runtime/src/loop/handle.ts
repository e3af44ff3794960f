import { type CapturedContext, captureContext } from "../context/async-context.js";
import { Context, inheritedContext } from "../context/context.js";
import { CallbackFrame, type Frame, frames, runInCallbackFrame } from "../context/frame.js";
import { reportSlowCallback } from "../debug/slow-steps.js";
import { monotonicTime } from "../platform.js";
import type { EventLoop } from "./event-loop.js";
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
  #host: CapturedContext | null = null;
  #context: Context | null = null;

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
    if (inheritsContext) {
      this.#host = captureContext();
      this.#context = inheritedContext();
    }
  }

  /** Keeps the callback from running. Nothing happens where it ran or was cancelled before. */
  cancel(): void {
    this.#callback = null;
    this.#args = [];
    this.#host = null;
    this.#context = null;
  }

  /** Whether `cancel` was called. */
  cancelled(): boolean {
    return this.#callback === null;
  }

  /** The callback's name, or that it was cancelled. */
  toString(): string {
    return `<Handle ${this._describeCallback()}>`;
  }

  /** @internal */
  _describeCallback(): string {
    return this.#callback === null ? "cancelled" : nameOf(this.#callback);
  }

  /** The context variables that the callback sees. */
  getContext(): Context {
    this.#context ??= new Context();
    return this.#context;
  }

  /** @internal */
  _run(loop: EventLoop): void {
    const host = this.#host;
    if (host === null) {
      this.#call(loop, loop._frame);
      return;
    }
    const frame = new CallbackFrame(loop, this.#context);
    host.runInAsyncScope(() => frames.run(frame, () => this.#call(loop, frame)));
  }

  #call(loop: EventLoop, frame: Frame): void {
    const callback = this.#callback;
    if (callback === null) {
      return;
    }
    const began = loop.getDebug() ? monotonicTime() : 0;
    try {
      runInCallbackFrame(frame, () => callback(...(this.#args as never[])));
    } catch (error) {
      loop.callExceptionHandler({
        message: `Callback ${nameOf(callback)} threw an error`,
        exception: error,
        handle: this,
      });
    }
    if (loop.getDebug()) {
      const duration = monotonicTime() - began;
      if (duration >= loop.slowCallbackDuration) {
        reportSlowCallback(nameOf(callback), duration);
      }
    }
  }
}

/**
 * A callback that is due at a time: what `callLater` and `callAt` give.
 *
 * @see asyncio.TimerHandle
 */
export class TimerHandle extends Handle implements TimerEntry {
  readonly #when: number;
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
    this.#when = when;
  }

  /** When the callback is due, in milliseconds of the loop's clock. */
  when(): number {
    return this.#when;
  }

  override toString(): string {
    return `<TimerHandle when=${this.#when} ${this._describeCallback()}>`;
  }

  override cancel(): void {
    super.cancel();
    this._loop._timers.remove(this);
  }
}

function nameOf(callback: (...args: never[]) => unknown): string {
  return callback.name || "(anonymous)";
}
