import { parentPort } from "node:worker_threads";
import { nodeDisk } from "@awaitwise/analyzer";
import { AnalysisService } from "./analysis-service.js";
import { Memories } from "./memories.js";
import type { FromAnalysis, ToAnalysis } from "./messages.js";

// The analysis in a thread of its own: a check that takes a second never keeps the protocol from
// being read.
if (parentPort !== null) {
  const port = parentPort;
  const wire = {
    post: (message: FromAnalysis) => port.postMessage(message),
    listen: (listener: (message: ToAnalysis) => void) => {
      port.on("message", listener);
    },
  };
  new AnalysisService(wire, nodeDisk, new Memories());
}
