/** How the bytes of a source spell its text. */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be";

/** A text with its byte order mark kept, and how to spell it again. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: Encoding;
}

/**
 * Reads a source's bytes as the compiler does: UTF-16 where a byte order mark says so, else UTF-8.
 * The mark stays in the text. `undefined` means that the text would not spell the same bytes again,
 * so that nobody may write it back.
 */
export function decodeSource(bytes: Buffer): DecodedText | undefined {
  const encoding = encodingOf(bytes);
  const text =
    encoding === "utf-8"
      ? bytes.toString("utf8")
      : (encoding === "utf-16le" ? Buffer.from(bytes) : swapped(bytes)).toString("utf16le");
  return encodeSource(text, encoding).equals(bytes) ? { text, encoding } : undefined;
}

export function encodeSource(text: string, encoding: Encoding): Buffer {
  if (encoding === "utf-8") return Buffer.from(text, "utf8");
  const little = Buffer.from(text, "utf16le");
  return encoding === "utf-16le" ? little : little.swap16();
}

function encodingOf(bytes: Buffer): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return "utf-8";
}

function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2))).swap16();
}
