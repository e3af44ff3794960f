import { MessageChannel } from "node:worker_threads";
import { nodeDisk } from "@awaitwise/analyzer";
import type { RunningAnalysis } from "../analysis/analysis-client.js";
import { AnalysisService } from "../analysis/analysis-service.js";
import { Memories } from "../analysis/memories.js";

/**
 * The analysis beside the caller instead of in a thread, over the same kind of channel: what crosses
 * it is copied as between threads.
 */
export class InProcessAnalysis {
  /** How many analyses were started. */
  started = 0;
  /** Whether analyses that are started end before they say anything. */
  stillborn = false;
  /** Whether what is found is kept on the disk. */
  remembers = false;
  #kill: ((reason: string) => void) | undefined;

  readonly start = (): RunningAnalysis => {
    this.started += 1;
    const { port1, port2 } = new MessageChannel();
    let exit: (reason: string) => void = () => {};
    if (this.stillborn) {
      return {
        post: () => {},
        listen: () => {},
        onExit: (listener) => queueMicrotask(() => listener("no such module")),
        stop: () => {},
      };
    }
    new AnalysisService(
      {
        post: (message) => port2.postMessage(message),
        listen: (listener) => port2.on("message", listener),
      },
      nodeDisk,
      this.remembers ? new Memories() : undefined,
    );
    this.#kill = (reason) => {
      port2.close();
      exit(reason);
    };
    return {
      post: (message) => port1.postMessage(message),
      listen: (listener) => port1.on("message", listener),
      onExit: (listener) => {
        exit = listener;
      },
      stop: () => port1.close(),
    };
  };

  /** Ends the running analysis as a crash would. */
  kill(reason: string): void {
    this.#kill?.(reason);
  }
}
