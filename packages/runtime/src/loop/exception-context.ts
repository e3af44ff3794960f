import { printError } from "../platform.js";
import type { Future } from "../tasks/future.js";
import type { Task } from "../tasks/task.js";
import type { EventLoop } from "./event-loop.js";
import type { Handle } from "./handle.js";

/** What a loop's exception handler is told. */
export interface ExceptionContext {
  readonly message: string;
  readonly exception?: unknown;
  readonly future?: Future<unknown>;
  readonly task?: Task<unknown>;
  readonly handle?: Handle;
  /**
   * The part of a stack that made the coroutine, task or future, where that is known: always in a program
   * that makes few of them, and outside of debug mode of a share where it makes thousands in a second.
   */
  readonly madeAt?: string | undefined;
  /** What the program's own handler was told when it threw the exception. */
  readonly context?: ExceptionContext;
}

export type ExceptionHandler = (loop: EventLoop, context: ExceptionContext) => void;

/** Writes it to the console. */
export function printContext(context: ExceptionContext): void {
  const place = context.madeAt === undefined ? "" : `\nMade here:\n${context.madeAt}\n`;
  if ("exception" in context) {
    printError(`${context.message}${place}`, context.exception);
  } else {
    printError(`${context.message}${place}`);
  }
  if (context.context !== undefined) {
    printContext(context.context);
  }
}
