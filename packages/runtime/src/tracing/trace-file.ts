import { printError } from "../platform.js";
import type { FileSystem } from "./node-host.js";

/** The version of what awaitwise adds to the trace-event format: a change that breaks a reader raises it. */
export const TRACE_VERSION = 1;

/** In characters: so much is kept before it is written. */
const BUFFER = 65_536;

/**
 * A trace on its way to the disk: events, each on a line, go to a temporary file, which takes its name
 * when the trace ends.
 *
 * @see https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU Trace Event Format
 */
export class TraceFile {
  readonly #files: FileSystem;
  readonly #path: string;
  readonly #temporary: string;
  readonly #mostBytes: number;
  #file: number;
  #buffer: string;
  #written = 0;
  #events = 0;
  #failure: string | null = null;

  /** @throws Error where the file cannot be written */
  constructor(
    files: FileSystem,
    path: string,
    head: { readonly pid: number; readonly nodeVersion: string; readonly clock: string },
    mostBytes: number,
  ) {
    this.#files = files;
    this.#path = path;
    this.#temporary = `${path}.${head.pid}.tmp`;
    this.#mostBytes = mostBytes;
    try {
      this.#file = files.openSync(this.#temporary, "w");
    } catch (error) {
      throw new Error(
        `The trace cannot be written to "${path}": ${messageOf(error)}; name a file in a folder that exists`,
        { cause: error },
      );
    }
    const { pid, nodeVersion: node, clock } = head;
    const own = JSON.stringify({ version: TRACE_VERSION, pid, node, clock });
    this.#buffer = `{"awaitwise":${own},"displayTimeUnit":"ms","traceEvents":[`;
  }

  /** Whether nothing more will be taken: the file is as large as it may be, or cannot be written. */
  get isFull(): boolean {
    return this.#failure !== null || this.#written >= this.#mostBytes;
  }

  /** Adds an event, given as JSON. */
  add(event: string): void {
    this.#buffer += this.#events === 0 ? `\n${event}` : `,\n${event}`;
    this.#events++;
    if (this.#buffer.length >= BUFFER) {
      this.#flush();
    }
  }

  /** Ends the trace, and gives the file its name. A failure is told, and breaks nothing. */
  finish(summary: object): void {
    this.#buffer += `\n],"otherData":${JSON.stringify(summary)}}\n`;
    this.#flush();
    try {
      this.#files.closeSync(this.#file);
      if (this.#failure === null) {
        this.#files.renameSync(this.#temporary, this.#path);
      } else {
        this.#files.rmSync(this.#temporary, { force: true });
      }
    } catch (error) {
      this.#failure ??= messageOf(error);
    }
    if (this.#failure !== null) {
      printError(`The trace "${this.#path}" was not written: ${this.#failure}`);
    }
  }

  #flush(): void {
    if (this.#failure === null) {
      try {
        this.#written += this.#files.writeSync(this.#file, this.#buffer);
      } catch (error) {
        this.#failure = messageOf(error);
      }
    }
    this.#buffer = "";
  }
}

function messageOf(error: unknown): string {
  return (error as { message?: string } | null)?.message ?? String(error);
}
