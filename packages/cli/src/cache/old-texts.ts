import { readFileSync } from "node:fs";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { writeAtomically } from "../files/write-atomically.js";

/**
 * The texts of a project's sources as they were when it was last checked as a whole. What other files
 * see of a source costs time to find out, so that it is found out for those that change only: from
 * the text they had, and from the one they have. Whoever reads a text compares its digest, so that
 * nothing has to be known of how old these are.
 */
export async function writeTexts(
  path: string,
  texts: Readonly<Record<string, string>>,
): Promise<void> {
  await writeAtomically(path, deflateRawSync(JSON.stringify(texts), { level: 1 }));
}

/** The texts, or none where they are missing or damaged: then more is checked than need be. */
export function readTexts(path: string): Readonly<Record<string, string>> {
  try {
    return JSON.parse(inflateRawSync(readFileSync(path)).toString("utf8")) as Record<
      string,
      string
    >;
  } catch {
    return {};
  }
}
