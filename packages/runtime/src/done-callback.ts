import type { Context } from "./context.js";
import type { EventLoop } from "./event-loop.js";
import { CallbackFrame, type Frame, frames, runInCallbackFrame } from "./frame.js";
import type { Future } from "./future.js";
import type { CapturedContext } from "./platform.js";
import type { ReadyEntry } from "./ready-queue.js";

/** A callback that waits for a future, and then for its turn. */
export class DoneCallback implements ReadyEntry {
  readonly _isWakeUp = false;

  constructor(
    readonly future: Future<unknown>,
    readonly callback: (future: Future<unknown>) => void,
    /** The async context of the host in which it was added; null for the runtime's own. */
    readonly host: CapturedContext | null,
    readonly context: Context | null,
  ) {}

  _run(loop: EventLoop): void {
    const { host } = this;
    if (host === null) {
      this.#call(loop, loop._frame);
      return;
    }
    const frame = new CallbackFrame(loop, this.context);
    host.runInAsyncScope(() => frames.run(frame, () => this.#call(loop, frame)));
  }

  #call(loop: EventLoop, frame: Frame): void {
    try {
      runInCallbackFrame(frame, () => this.callback(this.future));
    } catch (error) {
      loop.callExceptionHandler({
        message: "A done callback threw an error",
        exception: error,
        future: this.future,
      });
    }
  }
}
