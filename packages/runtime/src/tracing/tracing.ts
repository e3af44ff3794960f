import { onProcessEvent } from "../platform.js";
import { AwaitRecorder, type Owner } from "./await-recorder.js";
import { Budget } from "./budget.js";
import { traceHost } from "./node-host.js";
import { programTime } from "./program-time.js";
import { traceSettings } from "./settings.js";
import { TraceFile } from "./trace-file.js";

export interface TracingOptions {
  /** The file to write; `%p` in it stands for the number of the process. */
  readonly path: string;
  /** The time that the trace shows, in milliseconds. */
  readonly now: () => number;
  /** What the trace calls that time. */
  readonly clock: "host" | "loop";
  /** The task that the code runs in, if any. */
  readonly owner: () => Owner | null;
}

/** One for the process: many short traces may cost no more than a long one. */
let budget: Budget | null = null;

/**
 * Records every await until the function that this gives is called, or the process exits.
 *
 * @throws Error where the host is not Node, or the file cannot be written
 * @throws RangeError where the environment holds a setting that means nothing
 */
export function startTracing({ path, now, clock, owner }: TracingOptions): () => void {
  const host = traceHost();
  const settings = traceSettings();
  const target = path.replaceAll("%p", String(host.pid));
  const file = new TraceFile(host, target, clock, settings.mostBytes);
  budget ??= new Budget(settings.share, programTime());
  const recorder = new AwaitRecorder({ host, file, settings, budget, now, owner });
  let ended = false;
  const finish = (): void => {
    if (!ended) {
      ended = true;
      stopListening();
      file.finish(recorder.stop());
    }
  };
  const stopListening = onProcessEvent("exit", finish);
  recorder.start();
  return finish;
}
