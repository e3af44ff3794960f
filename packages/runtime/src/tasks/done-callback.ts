import type { CapturedContext } from "../context/async-context.js";
import type { Context } from "../context/context.js";
import {
  CallbackFrame,
  enterCallback,
  type Frame,
  frames,
  reenterCallback,
} from "../context/frame.js";
import type { EventLoop } from "../loop/event-loop.js";
import type { ReadyEntry } from "../loop/ready-queue.js";
import type { Future } from "./future.js";
import type { Suspension } from "./task.js";

/** A callback of the runtime's own that waits for a future, and then for its turn. */
export class DoneCallback implements ReadyEntry {
  constructor(
    readonly future: Future<unknown>,
    readonly callback: (future: Future<unknown>) => void,
  ) {}

  get _isWakeUp(): boolean {
    return false;
  }

  _run(loop: EventLoop): void {
    this._call(loop, loop._frame, this.future);
  }

  /** @internal */
  protected _call(loop: EventLoop, frame: Frame, future: Future<unknown>): void {
    const outer = enterCallback(frame);
    try {
      this.callback(future);
    } catch (error) {
      reenterCallback(outer);
      loop.callExceptionHandler({
        message: "A done callback threw an error",
        exception: error,
        future,
      });
    } finally {
      reenterCallback(outer);
    }
  }
}

/**
 * One callback of the runtime's own for many tasks: a task that has it alone is its own entry in the
 * queue, which is an object less for each. Until its turn comes, the done task is suspended on it, so to speak.
 */
export class SharedCallback extends DoneCallback implements Suspension {
  constructor(callback: (future: Future<unknown>) => void) {
    super(null as never, callback);
  }

  cancel(): boolean {
    return false;
  }

  _runFor(future: Future<unknown>, loop: EventLoop): void {
    this._call(loop, loop._frame, future);
  }
}

/** A callback that the program has added: it runs in the contexts in which that was done. */
export class ProgramCallback extends DoneCallback {
  constructor(
    future: Future<unknown>,
    callback: (future: Future<unknown>) => void,
    /** The async context of the host; null where it has none. */
    readonly host: CapturedContext | null,
    readonly context: Context | null,
  ) {
    super(future, callback);
  }

  override _run(loop: EventLoop): void {
    const frame = new CallbackFrame(loop, this.context);
    const call = (): void => frames.run(frame, () => this._call(loop, frame, this.future));
    if (this.host === null) {
      call();
    } else {
      this.host.runInAsyncScope(call);
    }
  }
}
