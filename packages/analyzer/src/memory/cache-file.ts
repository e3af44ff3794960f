import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { writeAtomically } from "./write-atomically.js";

/** What became of a cache file: its value, or why there is none. */
export type CacheRead =
  | { readonly value: unknown }
  | { readonly value: undefined }
  | { readonly value: undefined; readonly damage: string };

const MAGIC = "awaitwise cache 1";

/**
 * Reads a cache file. One that is missing has no value; one that is cut short, changed or of another
 * making has none either, and says why.
 */
export function readCacheFile(path: string): CacheRead {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === "ENOENT" ? { value: undefined } : { value: undefined, damage: message };
  }
  const end = text.indexOf("\n");
  const [magic, checksum] = [text.slice(0, MAGIC.length), text.slice(MAGIC.length + 1, end)];
  if (end === -1 || magic !== MAGIC)
    return { value: undefined, damage: "it is no cache of this version" };
  const body = text.slice(end + 1);
  if (checksumOf(body) !== checksum) return { value: undefined, damage: "it is damaged" };
  return { value: JSON.parse(body) as unknown };
}

/**
 * Writes a cache file, so that a reader sees the old one or the new one and never a part. The folder
 * gets a .gitignore of its own.
 */
export async function writeCacheFile(path: string, value: unknown): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const ignore = join(folder, ".gitignore");
  if (!existsSync(ignore)) await writeFile(ignore, "*\n");
  removeLeftovers(folder);
  const body = JSON.stringify(value);
  await writeAtomically(path, `${MAGIC} ${checksumOf(body)}\n${body}`);
}

const LEFT_OVER_MS = 3_600_000;

// What a process that was killed had begun to write; one that is at work is quicker than this.
function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!/^\..*\.tmp$/.test(name)) continue;
    const path = join(folder, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > LEFT_OVER_MS) rmSync(path, { force: true });
  }
}

function checksumOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
