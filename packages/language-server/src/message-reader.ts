import type { Message } from "vscode-languageserver/node";
import {
  AbstractMessageReader,
  type DataCallback,
  type Disposable,
} from "vscode-languageserver/node";

/** Where bytes come from. */
export interface ByteSource {
  on(event: "data", listener: (chunk: Uint8Array | string) => void): unknown;
  on(event: "end" | "close", listener: () => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  off(event: "data", listener: (chunk: Uint8Array | string) => void): unknown;
}

/**
 * Reads the base protocol from bytes, and finds its way back after anything that is not of it: what
 * cannot be a header is skipped up to the next one, what is not JSON is told as an error. A reader
 * that gave up, or lost the frame for good, would leave the user without a server for one bad
 * message.
 *
 * @see LSP 3.18, Base Protocol
 */
export class ResilientMessageReader extends AbstractMessageReader {
  readonly #source: ByteSource;
  #chunks: Buffer[] = [];
  #length = 0;
  /** The length of the body that is being read, once its header is. */
  #body: number | undefined;

  constructor(source: ByteSource) {
    super();
    this.#source = source;
  }

  listen(callback: DataCallback): Disposable {
    const onData = (chunk: Uint8Array | string): void => {
      const bytes = typeof chunk === "string" ? Buffer.from(chunk) : Buffer.from(chunk);
      this.#chunks.push(bytes);
      this.#length += bytes.length;
      this.#drain(callback);
    };
    this.#source.on("data", onData);
    this.#source.on("error", (error) => this.fireError(error));
    let closed = false;
    const onEnd = (): void => {
      if (!closed) this.fireClose();
      closed = true;
    };
    this.#source.on("end", onEnd);
    this.#source.on("close", onEnd);
    return { dispose: () => this.#source.off("data", onData) };
  }

  #drain(callback: DataCallback): void {
    for (;;) {
      if (this.#body === undefined && !this.#readHeader()) return;
      const length = this.#body as number;
      if (this.#length < length) return;
      const body = this.#take(length);
      this.#body = undefined;
      this.#deliver(body, callback);
    }
  }

  #deliver(body: Buffer, callback: DataCallback): void {
    let message: unknown;
    try {
      message = JSON.parse(body.toString("utf8"));
    } catch {
      // The parser's own words quote the text, which may be source.
      this.fireError(new Error(`A message of ${body.length} bytes is not JSON: it is skipped`));
      return;
    }
    const reason = whyNoMessage(message);
    if (reason !== undefined) {
      this.fireError(new Error(`A message ${reason}: it is skipped`));
      return;
    }
    try {
      callback(message as Message);
    } catch (error) {
      this.fireError(error);
    }
  }

  /** Reads a header that is there as a whole; false when there is none yet. */
  #readHeader(): boolean {
    for (;;) {
      const bytes = this.#joined();
      const end = bytes.indexOf("\r\n\r\n");
      if (end === -1) {
        if (bytes.length > longestHeader) this.#skip(bytes, bytes.length - keptTail);
        return false;
      }
      const header = bytes.toString("latin1", 0, end);
      const length = lengthIn(header);
      if (length !== undefined) {
        this.#take(end + 4);
        this.#body = length;
        return true;
      }
      // Bytes of a broken message can stand before a good header, in what looks like one header.
      const next = header.toLowerCase().lastIndexOf("content-length:");
      const good = next > 0 && lengthIn(header.slice(next)) !== undefined;
      this.#skip(bytes, good ? next : end + 4);
    }
  }

  #skip(bytes: Buffer, count: number): void {
    this.fireError(
      new Error(`${count} of ${bytes.length} bytes are not a message: they are skipped`),
    );
    this.#take(count);
  }

  #joined(): Buffer {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks, this.#length)];
    return this.#chunks[0] ?? Buffer.alloc(0);
  }

  #take(count: number): Buffer {
    const bytes = this.#joined();
    const rest = bytes.subarray(count);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#length = rest.length;
    return bytes.subarray(0, count);
  }
}

const longestHeader = 65_536;
const keptTail = 1_024;
const longestBody = 1 << 30;

// A header is lines of `name: value`, of which one is the length; anything else is not a header.
function lengthIn(header: string): number | undefined {
  let length: number | undefined;
  for (const line of header.split("\r\n")) {
    const field = /^([!-9;-~]+):[ \t]*(.*?)[ \t]*$/.exec(line);
    if (field === null) return undefined;
    if (field[1]?.toLowerCase() !== "content-length") continue;
    if (!/^\d{1,10}$/.test(field[2] ?? "")) return undefined;
    length = Number(field[2]);
  }
  return length !== undefined && length <= longestBody ? length : undefined;
}

// What the connection above takes for granted of a message.
function whyNoMessage(message: unknown): string | undefined {
  if (typeof message !== "object" || message === null || Array.isArray(message)) {
    return "is no JSON object";
  }
  const { id, method, params } = message as Record<string, unknown>;
  if (method !== undefined && typeof method !== "string") return "has a method that is no string";
  if (id !== undefined && id !== null && typeof id !== "string" && typeof id !== "number") {
    return "has an id that is neither a string nor a number";
  }
  if (id === null && method !== undefined) return "is a request without an id";
  if (id === undefined && method === undefined) return "has neither an id nor a method";
  if (params !== undefined && params !== null && typeof params !== "object") {
    return "has params that are neither an object nor an array";
  }
  if (method === "$/cancelRequest") {
    const wanted = (params as { id?: unknown } | null | undefined)?.id;
    if (typeof wanted !== "string" && typeof wanted !== "number") return "cancels no request";
  }
  return undefined;
}
