import type { Context } from "../context/context.js";
import type { Place } from "../debug/places.js";
import type { EventLoop } from "./event-loop.js";

/**
 * An error that nobody has asked for yet. The loop reports it when the future that holds it is
 * garbage, or at the latest when the loop closes.
 */
export class ErrorReport {
  constructor(
    readonly loop: EventLoop,
    /** Who failed, as the message calls it. */
    readonly subject: string,
    readonly error: unknown,
    /** Where the task or future was made, where that is known. */
    readonly made: Place | null,
    /** The context of the task that failed; null where it had set nothing. */
    readonly context: Context | null,
  ) {}

  /** Tells the exception handler, in the context of the task that failed. */
  emit(): void {
    if (this.context === null) {
      this.#tell();
    } else {
      this.context.run(() => this.#tell());
    }
  }

  #tell(): void {
    const madeAt = this.made?.text;
    this.loop.callExceptionHandler({
      message: `The error of ${this.subject} was never retrieved: await it, or add a done callback that calls exception()`,
      exception: this.error,
      ...(madeAt === undefined ? {} : { madeAt }),
    });
  }
}

/** Young reports are looked at in lots: nearly all errors are retrieved in the same breath. */
const LOT = 1_024;

const collected = new FinalizationRegistry<ErrorReport>((report) => {
  if (report.loop._reports.delete(report)) {
    report.emit();
  }
});

/** The errors of a loop's futures and tasks that nobody has asked for yet. */
export class ErrorReports {
  readonly #all = new Set<ErrorReport>();
  #young: { readonly holder: object; readonly report: ErrorReport }[] = [];

  /** Reports the error when the object that holds it is garbage, or when the loop closes. */
  add(holder: object, report: ErrorReport): void {
    this.#all.add(report);
    this.#young.push({ holder, report });
    if (this.#young.length >= LOT) {
      this.sweep();
    }
  }

  /** Somebody has asked for the error. Gives whether it was still to be reported. */
  delete(report: ErrorReport): boolean {
    return this.#all.delete(report);
  }

  /** Lets go of the young ones; those that nobody has asked for are watched from now on. */
  sweep(): void {
    if (this.#young.length === 0) {
      return;
    }
    const young = this.#young;
    this.#young = [];
    for (const { holder, report } of young) {
      if (this.#all.has(report)) {
        formatStack(report.error);
        void report.made?.text;
        collected.register(holder, report);
      }
    }
  }

  /** The loop closes: nobody will ask any more. */
  emitAll(): void {
    this.#young = [];
    for (const report of this.#all) {
      report.emit();
    }
    this.#all.clear();
  }
}

/**
 * Until its stack is asked for, an error in V8 holds the functions that were running, and what they
 * ran on: with them the very task that failed, which could never become garbage.
 */
function formatStack(error: unknown): void {
  try {
    void (error as Error | undefined)?.stack;
  } catch {
    // The program's own getter, or its Error.prepareStackTrace, threw: there is no stack to hold.
  }
}
