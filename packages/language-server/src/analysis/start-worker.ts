import { Worker } from "node:worker_threads";
import type { RunningAnalysis } from "./analysis-client.js";
import type { FromAnalysis, ToAnalysis } from "./messages.js";
import { keepHeapSmall } from "./small-heap.js";

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
  worker.on("message", ({ kind }: FromAnalysis) => {
    if (kind === "read") keepHeapSmall();
  });
  return overWorker(worker);
}

/** The analysis that a thread runs. What it says before anybody listens is kept. */
export function overWorker(worker: Worker): RunningAnalysis {
  const messages = new Kept<FromAnalysis>();
  const exits = new Kept<string>();
  const compiler = new CompilerOfThread();
  let reason = "its thread ended";
  worker.on("error", (error: Error) => {
    reason = error.message;
  });
  worker.on("message", (message: FromAnalysis) => {
    if (message.kind === "process") compiler.is(message.pid);
    else messages.say(message);
  });
  worker.on("exit", () => {
    compiler.end();
    exits.say(reason);
  });
  return {
    post: (message: ToAnalysis) => worker.postMessage(message),
    listen: (listener) => messages.listen(listener),
    onExit: (listener) => exits.listen(listener),
    stop: () => {
      compiler.end();
      void worker.terminate();
    },
  };
}

/**
 * Starts analyses, the first of them before anybody asks for it: loading the compiler takes longer than
 * it takes a client to say what it wants.
 */
export class EarlyWorker {
  #ready: RunningAnalysis | undefined = startWorker();

  start(): RunningAnalysis {
    const ready = this.#ready ?? startWorker();
    this.#ready = undefined;
    return ready;
  }

  /** Ends the first, where nobody has asked for it. */
  stop(): void {
    this.#ready?.stop();
  }
}

/**
 * The native compiler's process that a thread has. A thread that waits for it can be ended only when it answers, and hears
 * nothing of an exit: so it is ended from here.
 */
class CompilerOfThread {
  #pid: number | undefined;
  readonly #atExit = (): void => this.end();

  is(pid: number | undefined): void {
    this.#pid = pid;
    if (pid === undefined) process.off("exit", this.#atExit);
    else if (!process.listeners("exit").includes(this.#atExit)) process.on("exit", this.#atExit);
  }

  end(): void {
    const pid = this.#pid;
    this.is(undefined);
    if (pid === undefined) return;
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
}

/** Keeps what is said until somebody listens. */
class Kept<T> {
  readonly #said: T[] = [];
  #listener: ((one: T) => void) | undefined;

  say(one: T): void {
    if (this.#listener === undefined) this.#said.push(one);
    else this.#listener(one);
  }

  listen(listener: (one: T) => void): void {
    this.#listener = listener;
    for (const one of this.#said.splice(0)) listener(one);
  }
}
