import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder of its own for one test, gone when the test ends: `using folder = scratchFolder({...})`. */
export interface ScratchFolder extends Disposable {
  readonly path: string;
  write(file: string, content: string | Buffer): void;
  read(file: string): string;
}

/** Makes a folder with these files. */
export function scratchFolder(files: Readonly<Record<string, string | Buffer>>): ScratchFolder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "awaitwise cli ü-")));
  const folder: ScratchFolder = {
    path,
    write(file, content) {
      const target = join(path, file);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, content);
    },
    read: (file) => readFileSync(join(path, file), "utf8"),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
  for (const [file, content] of Object.entries(files)) folder.write(file, content);
  return folder;
}

/** A tsconfig that includes every source of its folder and needs no installed types. */
export const plainTsconfig = JSON.stringify({
  compilerOptions: { target: "es2022", module: "nodenext", strict: true, types: [] },
});

/** A source with one promise dropped at line 2, column 3. */
export const droppedPromise = [
  "export async function save(): Promise<void> {",
  "  write();",
  "}",
  "",
  "async function write(): Promise<void> {",
  "  await request();",
  "}",
  "",
  "declare function request(): Promise<void>;",
  "",
].join("\n");

/** A source without findings. */
export const cleanSource = "export const answer = 42;\n";
