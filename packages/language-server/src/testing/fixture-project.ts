import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { uriOf } from "../documents/file-uri.js";

/** A folder on disk that a test fills, and that goes with it. */
export class FixtureProject {
  readonly root: string;

  constructor(files: Readonly<Record<string, string>>) {
    this.root = realpathSync(mkdtempSync(join(tmpdir(), "awaitwise-")));
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  path(name: string): string {
    return name === "" ? this.root : join(this.root, name);
  }

  uri(name: string): string {
    return uriOf(this.path(name));
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  rename(from: string, to: string): void {
    mkdirSync(dirname(this.path(to)), { recursive: true });
    renameSync(this.path(from), this.path(to));
  }

  remove(name: string): void {
    rmSync(this.path(name), { recursive: true, force: true });
  }

  [Symbol.dispose](): void {
    this.remove("");
  }
}

/** A configuration that needs no type declarations of the platform. */
export const strictConfig = JSON.stringify({
  compilerOptions: {
    target: "ES2022",
    lib: ["ES2022"],
    module: "ESNext",
    moduleResolution: "Bundler",
    strict: true,
    types: [],
    noEmit: true,
  },
  include: ["**/*"],
});
