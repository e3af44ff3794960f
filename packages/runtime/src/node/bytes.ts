import { Buffer } from "node:buffer";

/** What can be written to a stream: bytes, or text, which is written as UTF-8. */
export type Bytes = Uint8Array | string;

/**
 * The bytes that a value stands for; memory is shared, not copied.
 *
 * @throws TypeError where it is neither bytes nor text
 */
export function bytesOf(value: Bytes): Buffer {
  if (typeof value === "string") {
    return Buffer.from(value);
  }
  if (value instanceof Uint8Array) {
    return Buffer.isBuffer(value)
      ? value
      : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
  throw new TypeError(`Bytes (a Uint8Array) or a string are needed, not ${String(value)}`);
}
