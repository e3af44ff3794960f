import { InputError } from "@awaitwise/analyzer";

/** A function on a call stack, as the runtime tells of it. */
export interface StackEntry {
  readonly functionName: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A task of another process. The runtime's `TaskSnapshot` says what each field means. */
export interface TaskState {
  readonly id: number;
  readonly name: string;
  readonly runs: string;
  readonly state: "new" | "ready" | "running" | "waiting" | "foreign";
  readonly waitsFor: string | null;
  readonly dueIn: number | null;
  readonly awaits: readonly number[];
  readonly isCancelling: boolean;
  readonly callStack: readonly StackEntry[];
}

/** A running loop of another process. */
export interface LoopState {
  readonly time: number;
  readonly isDebug: boolean;
  readonly timers: number;
  readonly tasks: readonly TaskState[];
}

/** What a process tells of itself. */
export interface ProcessState {
  readonly pid: number;
  /** Its Node's version, as in `v24.1.0`. */
  readonly node: string;
  /** The program that it runs, where it is a file. */
  readonly script: string | null;
  readonly loops: readonly LoopState[];
}

/**
 * Runs in the other process. The runtime leaves a function for each of its copies under a registered symbol;
 * without it, nothing there has imported the runtime.
 */
export const STATE_EXPRESSION = `JSON.stringify({
  pid: process.pid,
  node: process.version,
  script: process.argv[1] ?? null,
  loops: globalThis[Symbol.for("awaitwise.runtime.snapshots")]?.flatMap((take) => take()) ?? null,
})`;

/**
 * Reads what `STATE_EXPRESSION` gave.
 *
 * @throws InputError where the process does not use the runtime
 */
export function parseProcessState(text: string, pid: number): ProcessState {
  const state = JSON.parse(text) as ProcessState & { readonly loops: readonly LoopState[] | null };
  if (state.loops === null) {
    throw new InputError(
      `Process ${pid} does not use awaitwise's runtime: nothing in its main thread has imported @awaitwise/runtime`,
    );
  }
  return state;
}
