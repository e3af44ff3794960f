import { Worker } from "node:worker_threads";
import type { RunningAnalysis } from "./analysis-client.js";
import type { FromAnalysis, ToAnalysis } from "./messages.js";

/**
 * Starts the analysis in a thread of its own. It may use more memory than a thread is given by
 * default: a large project needs it, and a server that dies of it helps nobody.
 */
export function startWorker(): RunningAnalysis {
  const worker = new Worker(new URL("./worker.js", import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 4_096 },
    // What a plugin or a dependency prints must not get between the protocol's messages.
    stdout: true,
    stderr: true,
  });
  let reason = "its thread ended";
  worker.on("error", (error: Error) => {
    reason = error.message;
  });
  return {
    post: (message: ToAnalysis) => worker.postMessage(message),
    listen: (listener: (message: FromAnalysis) => void) => {
      worker.on("message", listener);
    },
    onExit: (listener) => {
      worker.on("exit", () => listener(reason));
    },
    stop: () => {
      void worker.terminate();
    },
  };
}
