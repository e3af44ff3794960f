import {
  builtinModule,
  endByInterrupt,
  onProcessEvent,
  processListenerCount,
} from "../platform.js";

/** Ctrl-C while a program runs. */
export interface Interrupts {
  /** How many have come. */
  readonly count: number;
  /** Listens no more. */
  stop(): void;
}

let takenOver = 0;

/** The program handles Ctrl-C by itself, until the function that this gives is called. */
export function takeOverInterrupts(): () => void {
  takenOver++;
  return () => {
    takenOver--;
  };
}

/**
 * Listens to Ctrl-C on Node's main thread, unless the program listens itself. The first one is
 * handed over; where that is refused, and from the second one on, the process ends as it would
 * without the runtime.
 */
export function watchInterrupts(handOver: () => boolean): Interrupts {
  if (!isMainThread() || processListenerCount("SIGINT") > 0) {
    return { count: 0, stop: () => {} };
  }
  const interrupts = { count: 0, stop: (): void => {} };
  interrupts.stop = onProcessEvent("SIGINT", () => {
    if (takenOver > 0) {
      return;
    }
    interrupts.count++;
    if (interrupts.count > 1 || !handOver()) {
      interrupts.stop();
      endByInterrupt();
    }
  });
  return interrupts;
}

function isMainThread(): boolean {
  return builtinModule<{ isMainThread: boolean }>("node:worker_threads")?.isMainThread === true;
}
