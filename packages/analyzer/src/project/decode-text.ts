/**
 * Reads a source's bytes as the compiler does: UTF-16 where a byte order mark says so, else UTF-8.
 * The mark is kept in UTF-8 texts, so that offsets and fixes refer to what stands in the file; the
 * parser skips it as white space.
 */
export function decodeText(bytes: Buffer): string {
  if (bytes.length >= 2 && bytes[0] === 0xff && bytes[1] === 0xfe) {
    return bytes.toString("utf16le");
  }
  if (bytes.length >= 2 && bytes[0] === 0xfe && bytes[1] === 0xff) {
    const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
    return Buffer.from(even).swap16().toString("utf16le");
  }
  return bytes.toString("utf8");
}
