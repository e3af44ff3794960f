import { type Disk, nodeDisk } from "@awaitwise/analyzer";

/**
 * The disk with texts over it that are not written yet, so that a project that is opened after
 * another was fixed sees the fixes.
 */
export function overlayDisk(texts: ReadonlyMap<string, string>, disk: Disk = nodeDisk): Disk {
  return {
    ...disk,
    readFile: (path) => texts.get(path) ?? disk.readFile(path),
    fileExists: (path) => texts.has(path) || disk.fileExists(path),
  };
}
