import { ts } from "../model/compiler.js";
import type { Disk } from "../project/disk.js";

/** A disk that holds exactly what a test puts on it; paths are absolute. */
export interface MemoryDisk extends Disk {
  write(path: string, text: string): void;
  remove(path: string): void;
}

/** Makes a disk of these files. A file whose text is `null` exists, but cannot be read. */
export function memoryDisk(files: Readonly<Record<string, string | null>>): MemoryDisk {
  const texts = new Map(Object.entries(files));
  const below = (path: string): string => (path.endsWith("/") ? path : `${path}/`);
  const directories = (path: string): string[] => [
    ...new Set(
      [...texts.keys()]
        .filter((file) => file.startsWith(below(path)))
        .map((file) => file.slice(below(path).length).split("/"))
        .filter((parts) => parts.length > 1)
        .map(([name]) => name as string),
    ),
  ];
  return {
    caseSensitive: true,
    readFile: (path) => texts.get(path) ?? undefined,
    fileExists: (path) => texts.has(path),
    directoryExists: (path) => [...texts.keys()].some((file) => file.startsWith(below(path))),
    directories,
    readDirectory(path, extensions, exclude, include, depth) {
      const list = (at: string) => ({
        files: [...texts.keys()]
          .filter((file) => file.startsWith(below(at)))
          .map((file) => file.slice(below(at).length))
          .filter((name) => !name.includes("/")),
        directories: directories(at),
      });
      // The compiler's own matcher, so that `include` means what it means on a real disk.
      return (ts as unknown as Matching).matchFiles(
        path,
        extensions,
        exclude,
        include,
        true,
        "/",
        depth,
        list,
        (one) => one,
      );
    },
    realpath: (path) => path,
    write(path, text) {
      texts.set(path, text);
    },
    remove(path) {
      texts.delete(path);
    },
  };
}

interface Matching {
  matchFiles(
    path: string,
    extensions: readonly string[] | undefined,
    exclude: readonly string[] | undefined,
    include: readonly string[] | undefined,
    caseSensitive: boolean,
    cwd: string,
    depth: number | undefined,
    list: (path: string) => { files: readonly string[]; directories: readonly string[] },
    realpath: (path: string) => string,
  ): readonly string[];
}
