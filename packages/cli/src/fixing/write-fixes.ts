import { readFile } from "node:fs/promises";
import { decodeSource, encodeSource } from "../files/encoding.js";
import { writeAtomically } from "../files/write-atomically.js";

/** A file to be written: the text that was checked, and the text that replaces it. */
export interface Rewrite {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

export interface WriteOutcome {
  readonly written: readonly string[];
  readonly refused: readonly { readonly file: string; readonly reason: string }[];
}

/**
 * Writes fixed files, each atomically. A file whose text is no longer the one that was checked is
 * refused, and so is one whose bytes the text cannot spell again.
 */
export async function writeFixes(rewrites: readonly Rewrite[]): Promise<WriteOutcome> {
  const written: string[] = [];
  const refused: { file: string; reason: string }[] = [];
  for (const { file, before, after } of rewrites) {
    try {
      const encoding = await checkedEncoding(file, before);
      await writeAtomically(file, encodeSource(after, encoding), async () => {
        await checkedEncoding(file, before);
      });
      written.push(file);
    } catch (error) {
      refused.push({ file, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { written, refused };
}

async function checkedEncoding(
  file: string,
  expected: string,
): Promise<Parameters<typeof encodeSource>[1]> {
  const decoded = decodeSource(await readFile(file));
  if (decoded === undefined) throw new Error("its bytes are not valid text in its encoding");
  if (decoded.text !== expected) throw new Error("it was changed after it was checked; run again");
  return decoded.encoding;
}
