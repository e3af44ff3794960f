import { readFile } from "node:fs/promises";
import { writeAtomically } from "@awaitwise/analyzer/basics";
import { cancelSignal, mapConcurrent } from "@awaitwise/runtime";
import { decodeSource, encodeSource } from "../files/encoding.js";

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

const WRITES_AT_ONCE = 16;

/**
 * Writes fixed files, each atomically. A file whose text is no longer the one that was checked is
 * refused, and so is one whose bytes the text cannot spell again. Runs on the event loop of
 * `@awaitwise/runtime`.
 */
export async function writeFixes(rewrites: readonly Rewrite[]): Promise<WriteOutcome> {
  const reasons = await mapConcurrent(rewrites, WRITES_AT_ONCE, writeFix);
  return {
    written: rewrites.flatMap(({ file }, index) => (reasons[index] === undefined ? [file] : [])),
    refused: rewrites.flatMap(({ file }, index) => {
      const reason = reasons[index];
      return reason === undefined ? [] : [{ file, reason }];
    }),
  };
}

/** Answers why the file was left as it was, or nothing. */
async function writeFix({ file, before, after }: Rewrite): Promise<string | undefined> {
  try {
    const encoding = await checkedEncoding(file, before);
    await writeAtomically(file, encodeSource(after, encoding), async () => {
      await checkedEncoding(file, before);
    });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function checkedEncoding(
  file: string,
  expected: string,
): Promise<Parameters<typeof encodeSource>[1]> {
  const decoded = decodeSource(await readFile(file, { signal: cancelSignal() }));
  if (decoded === undefined) throw new Error("its bytes are not valid text in its encoding");
  if (decoded.text !== expected) throw new Error("it was changed after it was checked; run again");
  return decoded.encoding;
}
