import type { Context } from "./context.js";
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
    /** Where the task was made, in debug mode. */
    readonly madeAt: string | undefined,
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
    this.loop.callExceptionHandler({
      message: `The error of ${this.subject} was never retrieved: await it, or add a done callback that calls exception()`,
      exception: this.error,
      ...(this.madeAt === undefined ? {} : { madeAt: this.madeAt }),
    });
  }
}

const collected = new FinalizationRegistry<ErrorReport>((report) => {
  if (report.loop._reports.delete(report)) {
    report.emit();
  }
});

/** Reports the error when the object that holds it is garbage, or when the loop closes. */
export function reportUnlessRetrieved(holder: object, report: ErrorReport): void {
  report.loop._reports.add(report);
  collected.register(holder, report);
}
