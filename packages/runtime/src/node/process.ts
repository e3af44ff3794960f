import type { Buffer } from "node:buffer";
import type { ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { gather } from "../combinators/gather.js";
import type { EventLoop } from "../loop/event-loop.js";
import { Coroutine } from "../tasks/coroutine.js";
import type { Future } from "../tasks/future.js";
import type { Bytes } from "./bytes.js";
import { ProcessLookupError } from "./stream-errors.js";
import type { StreamReader } from "./stream-reader.js";
import type { StreamWriter } from "./stream-writer.js";

interface Pipes {
  readonly stdin: StreamWriter | null;
  readonly stdout: StreamReader | null;
  readonly stderr: StreamReader | null;
}

/**
 * A process that was started: what `createSubprocessExec` and `createSubprocessShell` give.
 *
 * A process goes on where the task that waits for it is cancelled. `await using` ends it with its block; the
 * end of the loop ends it too, unless it has a session of its own.
 *
 * @see asyncio.subprocess.Process
 */
export class Process implements AsyncDisposable {
  /** The number of the process. */
  readonly pid: number;
  /** Writes to the process where it was started with `stdin: PIPE`, else null. */
  readonly stdin: StreamWriter | null;
  /** Reads the output of the process where it was started with `stdout: PIPE`, else null. */
  readonly stdout: StreamReader | null;
  /** Reads the errors of the process where it was started with `stderr: PIPE`, else null. */
  readonly stderr: StreamReader | null;
  readonly #loop: EventLoop;
  readonly #child: ChildProcess;
  #returnCode: number | null = null;
  readonly #waiters = new Set<Future<void>>();

  /** @internal */
  constructor(loop: EventLoop, child: ChildProcess, outlivesLoop: boolean, pipes: Pipes) {
    this.#loop = loop;
    this.#child = child;
    this.pid = child.pid as number;
    this.stdin = pipes.stdin;
    this.stdout = pipes.stdout;
    this.stderr = pipes.stderr;
    const forgetLoop = loop._whenClosed(() => {
      if (outlivesLoop) {
        child.unref();
      } else {
        child.kill("SIGKILL");
      }
    });
    loop._listening++;
    child.once("exit", (code, signal) => {
      loop._callSoon(() => {
        forgetLoop();
        loop._listening--;
        this.#returnCode = code ?? -numberOf(signal);
        for (const waiter of this.#waiters) {
          if (!waiter.done()) {
            waiter.setResult();
          }
        }
      });
    });
  }

  /** How the process ended: its exit code, or a signal's number below 0; null while it runs. */
  get returnCode(): number | null {
    return this.#returnCode;
  }

  /**
   * Waits until the process has ended, and gives its return code. Where its output goes to a pipe that nobody
   * reads, it may never end: use `communicate`.
   *
   * @throws CancelledError where the task is cancelled meanwhile; the process goes on
   * @see asyncio.subprocess.Process.wait
   */
  wait(): Coroutine<number> {
    return new Coroutine(async () => {
      if (this.#returnCode === null) {
        const waiter = this.#loop
          .createFuture<void>()
          ._describeAs(() => `the end of process ${this.pid}`);
        this.#waiters.add(waiter);
        this.#loop._external++;
        try {
          await waiter;
        } finally {
          this.#loop._external--;
          this.#waiters.delete(waiter);
        }
      }
      return this.#returnCode as unknown as number;
    });
  }

  /**
   * Writes the input to the process and ends it, reads all that it writes, waits until it has ended, and gives
   * its output and its errors: null for each that is no pipe. A process that ends without reading its
   * input is no error.
   *
   * @throws TypeError where there is input, but the process's own is no pipe
   * @throws CancelledError where the task is cancelled meanwhile; the process goes on
   * @see asyncio.subprocess.Process.communicate
   */
  communicate(input?: Bytes): Coroutine<[output: Buffer | null, errors: Buffer | null]> {
    return new Coroutine(async () => {
      const { stdin, stdout, stderr } = this;
      if (input !== undefined && stdin === null) {
        throw new TypeError("Input needs a process that was started with stdin: PIPE");
      }
      const [, output, errors] = await gather(
        () => feed(stdin, input),
        async () => (stdout === null ? null : await stdout.read()),
        async () => (stderr === null ? null : await stderr.read()),
      );
      await this.wait();
      return [output, errors];
    });
  }

  /**
   * Sends a signal, by its name or its number.
   *
   * @throws ProcessLookupError where the process has ended
   * @throws TypeError where there is no such signal
   */
  sendSignal(signal: NodeJS.Signals | number): void {
    if (this.#returnCode !== null) {
      throw new ProcessLookupError(`Process ${this.pid} has ended with ${this.#returnCode}`);
    }
    this.#child.kill(signal);
  }

  /**
   * Asks the process to end: sends SIGTERM.
   *
   * @throws ProcessLookupError where the process has ended
   */
  terminate(): void {
    this.sendSignal("SIGTERM");
  }

  /**
   * Ends the process: sends SIGKILL, which it cannot refuse.
   *
   * @throws ProcessLookupError where the process has ended
   */
  kill(): void {
    this.sendSignal("SIGKILL");
  }

  toString(): string {
    return `<Process ${this.pid}${this.#returnCode === null ? "" : ` ended with ${this.#returnCode}`}>`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#returnCode === null) {
      this.kill();
    }
    await this.wait();
  }
}

async function feed(stdin: StreamWriter | null, input: Bytes | undefined): Promise<void> {
  if (stdin === null) {
    return;
  }
  try {
    if (input !== undefined) {
      stdin.write(input);
    }
    await stdin.drain();
  } catch (error) {
    if (!isBrokenPipe(error)) {
      throw error;
    }
  }
  stdin.close();
}

function isBrokenPipe(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === "EPIPE" || code === "ECONNRESET";
}

function numberOf(signal: NodeJS.Signals | null): number {
  return signal === null ? 0 : (constants.signals[signal] ?? 0);
}
