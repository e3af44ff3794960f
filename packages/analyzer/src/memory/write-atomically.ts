import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { type FileHandle, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

const unfinished = new Set<string>();

/**
 * Replaces a file's content so that a reader sees the old one or the new one and never a part: the
 * content goes to a temporary file beside it, which then takes its name. A file that exists keeps
 * its permissions, and a symbolic link stays one. `lastCheck` runs right before the change of names;
 * when it throws, the file stays as it was.
 *
 * @throws the file system's own error when the folder cannot be written or the disk is full; nothing
 * is left behind then.
 */
export async function writeAtomically(
  path: string,
  content: Buffer | string,
  lastCheck: () => Promise<void> = async () => {},
): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const before = await stat(target).catch(() => undefined);
  const name = `.${basename(target)}.${process.pid}-${randomBytes(4).toString("hex")}.tmp`;
  const temporary = join(dirname(target), name);
  unfinished.add(temporary);
  try {
    const handle = await open(temporary, "wx", before === undefined ? 0o666 : before.mode & 0o7777);
    try {
      await handle.writeFile(content);
      if (before !== undefined) await keepOwnerAndMode(handle, before);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await lastCheck();
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    unfinished.delete(temporary);
  }
}

/** Removes what writes under way have put on the disk; for a process that is about to exit. */
export function removeUnfinishedWrites(): void {
  for (const temporary of unfinished) rmSync(temporary, { force: true });
  unfinished.clear();
}

// The umask takes bits away when a file is opened, and only the superuser may keep another owner.
async function keepOwnerAndMode(
  handle: FileHandle,
  before: { readonly mode: number; readonly uid: number; readonly gid: number },
): Promise<void> {
  if (process.platform === "win32") return;
  const now = await handle.stat();
  if (now.uid !== before.uid || now.gid !== before.gid) {
    await handle.chown(before.uid, before.gid).catch(() => undefined);
  }
  await handle.chmod(before.mode & 0o7777);
}
