/**
 * The preload `node --import @awaitwise/runtime/trace app.js`: records the awaits of any Node program,
 * whether it uses the runtime or not, until it exits. Tasks of the runtime have tracks of their own.
 *
 * The file is what `AWAITWISE_TRACE` says, `awaitwise-trace.json` where it says nothing; `%p` in it
 * stands for the number of the process, and each worker thread writes a file of its own.
 */
import { runningTask } from "./context/frame.js";
import { builtinModule, environmentVariable, monotonicTime } from "./platform.js";
import { endOnSignals } from "./tracing/end-on-signals.js";
import { recordsWholeProcess } from "./tracing/traced-runs.js";
import { startTracing } from "./tracing/tracing.js";

const DEFAULT_PATH = "awaitwise-trace.json";

const thread = builtinModule<{ threadId: number }>("node:worker_threads")?.threadId ?? 0;
const wanted = environmentVariable("AWAITWISE_TRACE") ?? "";
const path = wanted === "" ? DEFAULT_PATH : wanted;

recordsWholeProcess();
const finish = startTracing({
  path: thread === 0 ? path : path.replace(/(\.[^./\\]*)?$/, `-thread-${thread}$1`),
  clock: "host",
  now: monotonicTime,
  owner: runningTask,
});
if (thread === 0) {
  endOnSignals(finish);
}
