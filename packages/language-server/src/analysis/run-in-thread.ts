import type { MessagePort } from "node:worker_threads";
import { nodeDisk, onNativeProcess } from "@awaitwise/analyzer";
import { AnalysisService } from "./analysis-service.js";
import { Memories } from "./memories.js";
import type { FromAnalysis, ToAnalysis } from "./messages.js";

/** Starts the analysis behind a thread's port. */
export function runInThread(port: MessagePort): void {
  const wire = {
    post: (message: FromAnalysis) => port.postMessage(message),
    listen: (listener: (message: ToAnalysis) => void) => {
      port.on("message", listener);
    },
  };
  onNativeProcess((pid) => wire.post({ kind: "process", pid }));
  new AnalysisService(wire, nodeDisk, new Memories());
}
