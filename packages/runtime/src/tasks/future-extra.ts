import type { Place } from "../debug/places.js";
import type { ErrorReport } from "../loop/error-report.js";
import type { Future } from "./future.js";

const none: readonly Future<unknown>[] = [];

/** What few futures need. It is made when the first of it is, so that the many do not carry it. */
export class FutureExtra {
  /** The message of the CancelledError that the future's waiters get. */
  cancelMessage: string | undefined = undefined;
  /** What is reported unless somebody asks for the error. */
  report: ErrorReport | null = null;
  /** Whoever waits for the future waits for these: see `_standFor`. */
  stoodFor: Iterable<Future<unknown>> = none;
  /** Says what it is that somebody waits for: see `_describeAs`. */
  words: (() => string) | null = null;
  /** Where it was made, where that is known. */
  made: Place | null = null;

  /** Whether nothing of it is set, as far as futures go. */
  protected get saysNothing(): boolean {
    return (
      this.cancelMessage === undefined &&
      this.report === null &&
      this.stoodFor === none &&
      this.words === null &&
      this.made === null
    );
  }
}
