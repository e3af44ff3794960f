import type { EventLoop } from "./event-loop.js";
import { frames, runInCallbackFrame } from "./frame.js";
import type { Future } from "./future.js";
import type { CapturedContext } from "./platform.js";
import type { ReadyEntry } from "./ready-queue.js";

/** A callback that waits for a future, and then for its turn. */
export class DoneCallback implements ReadyEntry {
  readonly _isWakeUp = false;

  constructor(
    readonly future: Future<unknown>,
    readonly callback: (future: Future<unknown>) => void,
    readonly context: CapturedContext | null,
  ) {}

  _run(loop: EventLoop): void {
    const { context } = this;
    if (context === null) {
      this.#call(loop);
    } else {
      context.runInAsyncScope(() => frames.run(loop._frame, () => this.#call(loop)));
    }
  }

  #call(loop: EventLoop): void {
    try {
      runInCallbackFrame(loop._frame, () => this.callback(this.future));
    } catch (error) {
      loop.callExceptionHandler({
        message: "A done callback threw an error",
        exception: error,
        future: this.future,
      });
    }
  }
}
