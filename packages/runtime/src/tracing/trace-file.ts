import { printError } from "../platform.js";
import { BytesOut } from "./bytes-out.js";
import type { FileSystem, TraceHost } from "./node-host.js";

/** The version of what awaitwise adds to the trace-event format: a change that breaks a reader raises it. */
export const TRACE_VERSION = 1;

/** In bytes: so much is kept before it is written. */
const BUFFER = 65_536;

/**
 * A trace on its way to the disk: events, each on a line, go to a temporary file, which takes its name
 * when the trace ends.
 *
 * @see https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU Trace Event Format
 */
export class TraceFile {
  readonly #files: FileSystem;
  readonly #encode: (text: string) => Uint8Array;
  readonly #path: string;
  readonly #temporary: string;
  readonly #mostBytes: number;
  readonly #out = new BytesOut(BUFFER);
  readonly #words: Record<
    "first" | "next" | "call" | "track" | "begin" | "length" | "end",
    Uint8Array
  >;
  #file: number;
  #written = 0;
  #events = 0;
  #failure: string | null = null;

  /** @throws Error where the file cannot be written */
  constructor(host: TraceHost, path: string, clock: string, mostBytes: number) {
    const { files, encode, pid, nodeVersion: node } = host;
    this.#files = files;
    this.#encode = encode;
    this.#path = path;
    this.#temporary = `${path}.${pid}.tmp`;
    this.#mostBytes = mostBytes;
    try {
      this.#file = files.openSync(this.#temporary, "w");
    } catch (error) {
      throw new Error(
        `The trace cannot be written to "${path}": ${messageOf(error)}; name a file in a folder that exists`,
        { cause: error },
      );
    }
    this.#words = {
      first: encode("\n"),
      next: encode(",\n"),
      call: encode(',"call":'),
      track: encode(`},"pid":${pid},"tid":`),
      begin: encode(',"ph":"X","ts":'),
      length: encode(',"dur":'),
      end: encode("}"),
    };
    const own = JSON.stringify({ version: TRACE_VERSION, pid, node, clock });
    this.#addText(`{"awaitwise":${own},"displayTimeUnit":"ms","traceEvents":[`);
  }

  /** Whether nothing more will be taken: the file is as large as it may be, or cannot be written. */
  get isFull(): boolean {
    return this.#failure !== null || this.#written >= this.#mostBytes;
  }

  /** Adds an event, given as JSON. */
  add(event: string): void {
    this.#beginEvent();
    this.#addText(event);
  }

  /**
   * Adds the event of an await: there are many of them.
   *
   * @param head is what the event begins with: see `Site`
   * @param begin in nanoseconds, as the length: the format's microseconds have three places
   */
  addSpan(head: Uint8Array, call: number, track: number, begin: number, length: number): void {
    const words = this.#words;
    const out = this.#out;
    this.#beginEvent();
    out.add(head);
    out.add(words.call);
    out.addWhole(call);
    out.add(words.track);
    out.addWhole(track);
    out.add(words.begin);
    out.addThousandth(begin);
    out.add(words.length);
    out.addThousandth(length);
    out.add(words.end);
  }

  /** Adds the begin or the end of an await that has no row. */
  addHalf(head: Uint8Array, call: number, id: number, at: number, half: "b" | "e"): void {
    const { call: callWord, track, end } = this.#words;
    this.#beginEvent();
    this.#out.add(head);
    this.#out.add(callWord);
    this.#out.addWhole(call);
    this.#out.add(track);
    this.#addText(`0,"id":${id},"ph":"${half}","ts":`);
    this.#out.addThousandth(at);
    this.#out.add(end);
  }

  /** Ends the trace, and gives the file its name. A failure is told, and breaks nothing. */
  finish(summary: object): void {
    this.#addText(`\n],"otherData":${JSON.stringify(summary)}}\n`);
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

  #beginEvent(): void {
    if (this.#out.isFull) {
      this.#flush();
    }
    this.#out.add(this.#events++ === 0 ? this.#words.first : this.#words.next);
  }

  #addText(text: string): void {
    this.#out.add(this.#encode(text));
  }

  #flush(): void {
    const bytes = this.#out.take();
    if (this.#failure !== null) {
      return;
    }
    try {
      for (let from = 0; from < bytes.length; ) {
        from += this.#files.writeSync(this.#file, bytes, from, bytes.length - from);
      }
      this.#written += bytes.length;
    } catch (error) {
      this.#failure = messageOf(error);
    }
  }
}

function messageOf(error: unknown): string {
  return (error as { message?: string } | null)?.message ?? String(error);
}
