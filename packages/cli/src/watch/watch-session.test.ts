import { rmSync } from "node:fs";
import { join } from "node:path";
import { ConfigStore } from "@awaitwise/analyzer";
import { describe, expect, test } from "@jest/globals";
import { targetsOf } from "../run/targets.js";
import { wantedProjects } from "../run/wanted-projects.js";
import {
  cleanSource,
  droppedPromise,
  plainTsconfig,
  type ScratchFolder,
  scratchFolder,
} from "../testkit/scratch-folder.js";
import { WatchSession } from "./watch-session.js";

async function watching(folder: ScratchFolder): Promise<WatchSession> {
  const cwd = folder.path;
  return await WatchSession.start(cwd, () => {
    const configs = new ConfigStore({ cwd });
    return { configs, ...wantedProjects(targetsOf([], undefined, cwd), configs) };
  });
}

const found = ({ outcome }: WatchSession): string[] =>
  outcome.findings.map(({ file, start }) => `${file}:${start.line}`);

const caller = 'import { write } from "./b.js";\nexport function save(): void {\n  write();\n}\n';
const turnedAsync = "export declare function write(): Promise<void>;\n";

describe("a watch session", () => {
  test("checks the file that changed and those that import it", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": caller,
      "src/b.ts": "export function write(): void {}\n",
    });
    const session = await watching(folder);
    expect(found(session)).toEqual([]);
    folder.write("src/b.ts", turnedAsync);
    await session.update([join(folder.path, "src/b.ts")]);
    expect(found(session)).toEqual(["src/a.ts:3"]);
  });

  test("sees files come and go", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": cleanSource });
    const session = await watching(folder);
    folder.write("src/new.ts", droppedPromise);
    await session.update([join(folder.path, "src/new.ts")]);
    expect(found(session)).toEqual(["src/new.ts:2"]);
    rmSync(join(folder.path, "src/new.ts"));
    await session.update([join(folder.path, "src/new.ts")]);
    expect(found(session)).toEqual([]);
    expect(session.outcome.fileNames).toEqual(["src/a.ts"]);
  });

  test("takes no notice of logs and reports that are written beside the sources", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": cleanSource });
    const session = await watching(folder);
    const update = (file: string) => session.update([join(folder.path, file)]);
    for (const file of ["report.sarif", "w.log", "src/notes.md"]) {
      expect(await update(file)).toBe(false);
    }
    for (const file of ["src/b.ts", "tsconfig.json", "src"]) expect(await update(file)).toBe(true);
  });

  test("reads configurations anew, and stays as it was where one is not valid", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": droppedPromise });
    const session = await watching(folder);
    const config = join(folder.path, "awaitwise.config.json");
    folder.write("awaitwise.config.json", '{ "preset": "non" }');
    await expect(session.update([config])).rejects.toThrow("is not a valid configuration");
    expect(found(session)).toEqual(["src/a.ts:2"]);
    folder.write("awaitwise.config.json", '{ "preset": "none" }');
    await session.update([config]);
    expect(found(session)).toEqual([]);
  });

  test("watches over the folders of its sources, and not over installed packages", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig.replace("}}", '},"include":["src"]}'),
      "src/deep/a.ts": 'import "../../lib/b.js";\nimport "x";\n',
      "lib/b.ts": cleanSource,
      "node_modules/x/package.json": '{ "name": "x", "types": "index.d.ts" }',
      "node_modules/x/index.d.ts": "export {};\n",
    });
    const folders = [...(await watching(folder)).folders].map((path) =>
      path.slice(folder.path.length),
    );
    expect(folders.sort()).toEqual(["", "/lib", "/src", "/src/deep"]);
  });
});
