import { builtinModule } from "../platform.js";

/** The part of `node:process` that this uses. */
interface Signals {
  readonly pid: number;
  on(signal: string, listener: () => void): void;
  off(signal: string, listener: () => void): void;
  listenerCount(signal: string): number;
  kill(pid: number, signal: string): void;
}

/**
 * A signal that nobody listens to ends the process without a last word. This one is said first; where
 * the program listens itself, what the signal means is left to it.
 */
export function endOnSignals(finish: () => void): void {
  const process = builtinModule<Signals>("node:process");
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    const listener = (): void => {
      if (process?.listenerCount(signal) === 1) {
        finish();
        process.off(signal, listener);
        process.kill(process.pid, signal);
      }
    };
    process?.on(signal, listener);
  }
}
