import { Buffer } from "node:buffer";

/** A copy is made of what is taken where it would keep alive so many times its own size. */
const WASTE = 2;

const nothing: Buffer = Buffer.alloc(0);

/**
 * Bytes that come in pieces and are taken in pieces of other sizes, first in, first out. What is taken
 * is never written to again, so that most of it need not be copied.
 */
export class ByteBuffer {
  /** Holds the bytes from `#start` to `#end`. */
  #bytes = nothing;
  #start = 0;
  #end = 0;
  /** Whether the memory after `#end` is ours to write to. */
  #isOwn = false;

  get size(): number {
    return this.#end - this.#start;
  }

  append(chunk: Uint8Array): void {
    if (this.size === 0) {
      this.#bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      this.#start = 0;
      this.#end = chunk.byteLength;
      this.#isOwn = false;
      return;
    }
    if (!this.#isOwn || this.#end + chunk.byteLength > this.#bytes.length) {
      this.#grow(chunk.byteLength);
    }
    this.#bytes.set(chunk, this.#end);
    this.#end += chunk.byteLength;
  }

  /** What was taken lies in the old memory, so the bytes that are left move to a new one. */
  #grow(extra: number): void {
    const { size } = this;
    const bytes = Buffer.allocUnsafeSlow(Math.max(2 * size, size + extra));
    this.#bytes.copy(bytes, 0, this.#start, this.#end);
    this.#bytes = bytes;
    this.#start = 0;
    this.#end = size;
    this.#isOwn = true;
  }

  /** Takes the first bytes: as many as there are where that is less. */
  take(count: number): Buffer {
    const length = Math.min(count, this.size);
    const taken = this.#bytes.subarray(this.#start, this.#start + length);
    const memory = this.#bytes.buffer.byteLength;
    this.drop(length);
    return length * WASTE < memory ? Buffer.from(taken) : taken;
  }

  /** Forgets the first bytes. */
  drop(count: number): void {
    this.#start += Math.min(count, this.size);
    if (this.#start === this.#end) {
      this.clear();
    }
  }

  clear(): void {
    this.#bytes = nothing;
    this.#start = 0;
    this.#end = 0;
    this.#isOwn = false;
  }

  /** Where the bytes occur first, from the offset on; -1 where they do not. */
  indexOf(bytes: Uint8Array, offset: number): number {
    return this.#bytes.subarray(this.#start, this.#end).indexOf(bytes, offset);
  }

  /** Whether the bytes occur at the offset. */
  hasAt(bytes: Uint8Array, offset: number): boolean {
    const start = this.#start + offset;
    const end = start + bytes.byteLength;
    return end <= this.#end && this.#bytes.subarray(start, end).equals(bytes);
  }
}
