import { parentPort, workerData } from "node:worker_threads";
import type { Seen } from "@awaitwise/analyzer/basics";
import { TracingDisk } from "@awaitwise/analyzer/memory";
import { run } from "@awaitwise/runtime";
import { checkCacheOf } from "./check-cache-of.js";
import type { WorkerShare } from "./check-in-workers.js";
import type { CheckOutcome } from "./check-outcome.js";
import { checkSources } from "./check-sources.js";
import { configsOf } from "./configs.js";

/** What a worker answers: an outcome, or the error that it ended with. */
export type WorkerAnswer =
  | {
      readonly outcome: CheckOutcome;
      readonly notes: readonly string[];
      readonly failures: readonly string[];
      readonly seen: Seen | undefined;
    }
  | { readonly failure: string; readonly isInput: boolean };

// This module is what a worker thread runs; it answers once.
parentPort?.postMessage(await answer(workerData as WorkerShare));

async function answer({ cwd, flags, projects, changed }: WorkerShare): Promise<WorkerAnswer> {
  const notes: string[] = [];
  const onNote = (note: string): void => void notes.push(note);
  const failures = new Set<string>();
  const disk = new TracingDisk();
  const cache = checkCacheOf(flags, cwd, onNote, disk);
  try {
    const outcome = await run(() =>
      checkSources({
        cwd,
        projects,
        configs: configsOf(flags, cwd, disk.noteConfig),
        onNote,
        onFailure: (failure) => void failures.add(failure),
        ...(cache === undefined ? {} : { cache }),
        ...(changed === undefined ? {} : { changed }),
      }),
    );
    return { outcome, notes, failures: [...failures], seen: disk.seen() };
  } catch (error) {
    const isInput = error instanceof Error && "exitCode" in error;
    return { failure: error instanceof Error ? error.message : String(error), isInput };
  }
}
