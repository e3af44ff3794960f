import { Buffer } from "node:buffer";
import { RuntimeError } from "../errors.js";
import type { EventLoop } from "../loop/event-loop.js";
import { Coroutine } from "../tasks/coroutine.js";
import { loopHere } from "../tasks/current.js";
import type { Future } from "../tasks/future.js";
import { ByteBuffer } from "./byte-buffer.js";
import { type Bytes, bytesOf } from "./bytes.js";
import { IncompleteReadError, LimitOverrunError } from "./stream-errors.js";

/** In bytes, as in asyncio. */
export const DEFAULT_LIMIT = 2 ** 16;

export interface StreamReaderOptions {
  /**
   * In bytes: no line is longer, and where more than twice as much is waiting to be read, the other side
   * is made to wait. 64 KiB where it is not given.
   */
  readonly limit?: number;
  /** The loop that the reader belongs to: the running one where it is not given. */
  readonly loop?: EventLoop;
}

/** What feeds a reader, as far as the reader must know it. */
export interface ByteSource {
  pauseReading(): void;
  resumeReading(): void;
  /** A task waits for the source, until the function that this gives is called. */
  beginWait(): () => void;
  /** What it is, in words. */
  readonly place: string;
}

/**
 * Bytes that come from elsewhere: from a connection, from a process, or by `feedData`. One task at a time
 * may read.
 *
 * It is an async iterable of lines. Cancelling a task that reads takes nothing out of the stream.
 *
 * @see asyncio.StreamReader
 * @example
 * ```ts
 * import { run } from "@awaitwise/runtime";
 * import { StreamReader } from "@awaitwise/runtime/node";
 *
 * await run(async () => {
 *   const reader = new StreamReader();
 *   reader.feedData("GET / HTTP/1.0\nHost: a\n\nbody");
 *   reader.feedEof();
 *   console.log(String(await reader.readLine()).trim());
 *   console.log(String(await reader.readUntil("\n\n")).trim());
 *   console.log(String(await reader.read()), reader.atEof());
 * });
 * // prints: GET / HTTP/1.0
 * // prints: Host: a
 * // prints: body true
 * ```
 */
export class StreamReader implements AsyncIterable<Buffer> {
  readonly #limit: number;
  readonly #loop: EventLoop;
  readonly #buffer = new ByteBuffer();
  /** Bytes that the source has handed to the loop, whose turn has not come. */
  #coming = 0;
  #eof = false;
  #exception: unknown = null;
  #waiter: Future<void> | null = null;
  #source: ByteSource | null = null;
  #paused = false;

  /**
   * @throws RangeError where the limit is not above 0
   * @throws RuntimeError where no loop is given and none runs here
   */
  constructor(options: StreamReaderOptions = {}) {
    const { limit = DEFAULT_LIMIT, loop = loopHere() } = options;
    if (!(limit > 0)) {
      throw new RangeError(`A limit above 0 bytes is needed, not ${limit}`);
    }
    this.#limit = limit;
    this.#loop = loop;
  }

  /** The error that reading throws, or null. */
  exception(): unknown {
    return this.#exception;
  }

  /** Makes every read throw the error, also one that waits now. */
  setException(error: unknown): void {
    this.#exception = error;
    const waiter = this.#waiter;
    this.#waiter = null;
    if (waiter !== null && !waiter.done()) {
      waiter.setException(error);
    }
  }

  /**
   * Appends bytes to what can be read.
   *
   * @throws RuntimeError after `feedEof`
   */
  feedData(data: Bytes): void {
    if (this.#eof) {
      throw new RuntimeError("feedData() was called after feedEof(): the stream has ended");
    }
    const bytes = bytesOf(data);
    if (bytes.length === 0) {
      return;
    }
    this.#buffer.append(bytes);
    this.#wake();
    this.#pauseIfFull();
  }

  /** Says that nothing comes any more. */
  feedEof(): void {
    this.#eof = true;
    this.#wake();
  }

  /** Whether everything was read and nothing comes any more. */
  atEof(): boolean {
    return this.#eof && this.#buffer.size === 0;
  }

  /**
   * Reads what is there, once there is anything: at most so many bytes. Without a number, reads all
   * until the end of the stream. Gives no bytes at the end of the stream, and where none are asked for.
   *
   * @param count in bytes; -1 for all
   * @throws RuntimeError where another task reads
   * @throws CancelledError where the task is cancelled meanwhile
   * @throws the stream's error
   * @see asyncio.StreamReader.read
   */
  read(count = -1): Coroutine<Buffer> {
    return new Coroutine(() => (count < 0 ? this.#readAll() : this.#readSome(count)));
  }

  /**
   * Reads a line with its newline. At the end of the stream, what is left of it, and then no bytes.
   *
   * @throws RangeError where the line is longer than the limit; it is taken out of the stream, or what has
   *   come of it
   * @throws RuntimeError, CancelledError and the stream's error as `read`
   * @see asyncio.StreamReader.readline
   */
  readLine(): Coroutine<Buffer> {
    return new Coroutine(() => this.#readLine());
  }

  /**
   * Reads up to a separator, and with it; of several separators, up to the first place where one ends.
   *
   * @throws IncompleteReadError where the stream ends before
   * @throws LimitOverrunError where more bytes than the limit come before; all stay in the stream
   * @throws RangeError where there is no separator, or an empty one
   * @throws RuntimeError, CancelledError and the stream's error as `read`
   * @see asyncio.StreamReader.readuntil
   */
  readUntil(separator: Bytes | readonly Bytes[] = "\n"): Coroutine<Buffer> {
    return new Coroutine(() => this.#readUntil(separator));
  }

  /**
   * Reads exactly so many bytes.
   *
   * @param count in bytes
   * @throws IncompleteReadError where the stream ends before
   * @throws RangeError where the number is below 0
   * @throws RuntimeError, CancelledError and the stream's error as `read`
   * @see asyncio.StreamReader.readexactly
   */
  readExactly(count: number): Coroutine<Buffer> {
    return new Coroutine(() => this.#readExactly(count));
  }

  /** The lines that are left, each with its newline. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void, void> {
    for (let line = await this.readLine(); line.length > 0; line = await this.readLine()) {
      yield line;
    }
  }

  /** What it holds, and what hinders it. */
  toString(): string {
    const parts = ["StreamReader"];
    if (this.#buffer.size > 0) {
      parts.push(`${this.#buffer.size} bytes`);
    }
    if (this.#eof) {
      parts.push("eof");
    }
    if (this.#limit !== DEFAULT_LIMIT) {
      parts.push(`limit=${this.#limit}`);
    }
    if (this.#waiter !== null) {
      parts.push(`waiter=${this.#waiter}`);
    }
    if (this.#exception !== null) {
      parts.push(`exception=${this.#exception}`);
    }
    if (this.#source !== null) {
      parts.push(`source=${this.#source}`);
    }
    if (this.#paused) {
      parts.push("paused");
    }
    return `<${parts.join(" ")}>`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  /** @internal */
  _setSource(source: ByteSource | null): void {
    this.#source = source;
    this.#paused = false;
  }

  /** @internal What was fed and nobody has read: the source takes it back. */
  _takeUnread(): Buffer {
    return this.#buffer.take(this.#buffer.size);
  }

  /** @internal The source has got bytes, which it feeds at a turn of the loop. */
  _announce(count: number): void {
    this.#coming += count;
    this.#pauseIfFull();
  }

  /** @internal The bytes that were announced, or what is left of them. */
  _arrive(bytes: Buffer, announced = bytes.length): void {
    this.#coming -= announced;
    if (!this.#eof && bytes.length > 0) {
      this.feedData(bytes);
    }
  }

  #pauseIfFull(): void {
    if (
      this.#source !== null &&
      !this.#paused &&
      this.#buffer.size + this.#coming > 2 * this.#limit
    ) {
      this.#paused = true;
      this.#source.pauseReading();
    }
  }

  #resume(): void {
    if (this.#paused) {
      this.#paused = false;
      this.#source?.resumeReading();
    }
  }

  #resumeIfRoom(): void {
    if (this.#buffer.size + this.#coming <= this.#limit) {
      this.#resume();
    }
  }

  #wake(): void {
    const waiter = this.#waiter;
    this.#waiter = null;
    if (waiter !== null && !waiter.done()) {
      waiter.setResult();
    }
  }

  async #waitForData(name: string): Promise<void> {
    if (this.#waiter !== null) {
      throw new RuntimeError(
        `${name}() was called while another task reads from this stream: let one task read`,
      );
    }
    // What is asked for may be more than the limit: the source must not be waited for while it is paused.
    this.#resume();
    const waiter = this.#loop
      .createFuture<void>()
      ._describeAs(() => `${name} of ${this.#source?.place ?? "a stream"}`);
    this.#waiter = waiter;
    const endWait = this.#source?.beginWait();
    try {
      await waiter;
    } finally {
      endWait?.();
      if (this.#waiter === waiter) {
        this.#waiter = null;
      }
    }
  }

  #throwException(): void {
    if (this.#exception !== null) {
      throw this.#exception;
    }
  }

  async #readAll(): Promise<Buffer> {
    const blocks: Buffer[] = [];
    for (;;) {
      const block = await this.#readSome(this.#limit);
      if (block.length === 0) {
        return blocks.length === 1 ? (blocks[0] as Buffer) : Buffer.concat(blocks);
      }
      blocks.push(block);
    }
  }

  async #readSome(count: number): Promise<Buffer> {
    this.#throwException();
    if (count === 0) {
      return Buffer.alloc(0);
    }
    if (this.#buffer.size === 0 && !this.#eof) {
      await this.#waitForData("read");
    }
    return this.#take(count);
  }

  async #readExactly(count: number): Promise<Buffer> {
    if (!(count >= 0)) {
      throw new RangeError(`readExactly() needs a number of bytes of 0 or more, not ${count}`);
    }
    this.#throwException();
    while (this.#buffer.size < count) {
      if (this.#eof) {
        throw new IncompleteReadError(this.#buffer.take(this.#buffer.size), count);
      }
      await this.#waitForData("readExactly");
    }
    return this.#take(count);
  }

  async #readLine(): Promise<Buffer> {
    try {
      return await this.#readUntil(newline, "readLine");
    } catch (error) {
      if (error instanceof IncompleteReadError) {
        return error.partial;
      }
      if (error instanceof LimitOverrunError) {
        if (this.#buffer.hasAt(newline, error.consumed)) {
          this.#buffer.drop(error.consumed + newline.length);
        } else {
          this.#buffer.clear();
        }
        this.#resumeIfRoom();
        throw new RangeError(`A line is longer than the limit of ${this.#limit} bytes`, {
          cause: error,
        });
      }
      throw error;
    }
  }

  async #readUntil(separator: Bytes | readonly Bytes[], name = "readUntil"): Promise<Buffer> {
    const separators = separatorsOf(separator);
    const shortest = (separators[0] as Buffer).length;
    const longest = (separators.at(-1) as Buffer).length;
    this.#throwException();
    // Before this offset no separator begins.
    let offset = 0;
    for (;;) {
      const { size } = this.#buffer;
      if (size - offset >= shortest) {
        const match = this.#find(separators, offset);
        if (match !== null) {
          if (match.start > this.#limit) {
            throw new LimitOverrunError(
              `The separator is found, but what comes before it is longer than the limit of ${this.#limit} bytes`,
              match.start,
            );
          }
          return this.#take(match.end);
        }
        offset = Math.max(0, size + 1 - longest);
        if (offset > this.#limit) {
          throw new LimitOverrunError(
            `The separator is not found in the first ${offset} bytes, which is more than the limit of ${this.#limit}`,
            offset,
          );
        }
      }
      if (this.#eof) {
        throw new IncompleteReadError(this.#buffer.take(size), null);
      }
      await this.#waitForData(name);
    }
  }

  /** The separator that ends first; of those that end there, the shortest. */
  #find(separators: readonly Buffer[], offset: number): { start: number; end: number } | null {
    let match: { start: number; end: number } | null = null;
    for (const separator of separators) {
      const start = this.#buffer.indexOf(separator, offset);
      const end = start + separator.length;
      if (start >= 0 && (match === null || end < match.end)) {
        match = { start, end };
      }
    }
    return match;
  }

  #take(count: number): Buffer {
    const taken = this.#buffer.take(count);
    this.#resumeIfRoom();
    return taken;
  }
}

const newline = Buffer.from("\n");

/** Shortest first. */
function separatorsOf(separator: Bytes | readonly Bytes[]): Buffer[] {
  const separators =
    typeof separator === "string" || separator instanceof Uint8Array ? [separator] : separator;
  const sorted = separators.map(bytesOf).sort((a, b) => a.length - b.length);
  if (sorted.length === 0) {
    throw new RangeError("readUntil() needs a separator: the list of them is empty");
  }
  if (sorted[0]?.length === 0) {
    throw new RangeError("A separator needs one byte at least: one that was given is empty");
  }
  return sorted;
}
