import { afterAll, describe, expect, test } from "@jest/globals";
import type { Finding } from "../../finding.js";
import { memoryDisk } from "../../testkit/memory-disk.js";
import { discoverProjects, type TypesFrom } from "../discover.js";
import type { Disk } from "../disk.js";
import { whyNoNativeTypes } from "../native-types.js";
import { openProject, type Project } from "../project.js";
import { closeNativeCompiler } from "./native-compiler.js";

const library = {
  "/repo/package.json": `{ "workspaces": ["base", "lib", "main"] }`,
  "/repo/tsconfig.json": `{ "files": [], "references": [{ "path": "./base" }, { "path": "./lib" }, { "path": "./main" }] }`,
  "/repo/shared/tsconfig.json": `{ "compilerOptions": { "paths": { "~/*": ["../main/src/*"] }, "strict": true, "types": [] } }`,
  "/repo/base/package.json": `{ "name": "@x/base", "types": "out/types/index.d.ts" }`,
  "/repo/base/tsconfig.json": `{ "compilerOptions": { "composite": true, "rootDir": "src", "outDir": "out", "declarationDir": "out/types", "baseUrl": "src", "types": [] } }`,
  "/repo/base/src/index.ts": `export * from "wire/send";\n`,
  "/repo/base/src/wire/send.ts": `export async function send(text: string): Promise<number> {\n  const answer = await fetch(text);\n  return answer.status;\n}\n`,
  "/repo/lib/package.json": `{ "name": "@x/lib", "types": "dist/index.d.ts" }`,
  "/repo/lib/tsconfig.json": `{ "extends": "not-installed/tsconfig.json", "compilerOptions": { "composite": true, "rootDir": "src", "outDir": "dist", "module": "esnext", "moduleResolution": "bundler", "types": [] }, "references": [{ "path": "../base" }] }`,
  "/repo/lib/src/index.ts": `import { send } from "@x/base";\nexport function save(text: string) {\n  return send(text);\n}\n`,
  "/repo/main/tsconfig.json": `{ "extends": "../shared/tsconfig.json", "compilerOptions": { "composite": true, "module": "esnext", "moduleResolution": "bundler", "outDir": "dist" }, "references": [{ "path": "../lib" }] }`,
  "/repo/main/src/user.ts": `import { save } from "@x/lib";\nimport { later } from "~/later";\nexport async function all() {\n  save("a");\n  later();\n  const one = await save("b");\n  const two = await save("c");\n  return one + two;\n}\n`,
  "/repo/main/src/later.ts": `export async function later() {}\n`,
};

/** The files, with the packages linked as an installation links them; nothing is built. */
function linked(files: Readonly<Record<string, string>>): Disk {
  const disk = memoryDisk(files);
  const link = /^\/repo\/node_modules\/@x\/(base|lib)(?=\/|$)/;
  const real = (path: string): string => path.replace(link, "/repo/$1");
  const folders: Readonly<Record<string, readonly string[]>> = {
    "/repo/node_modules": ["@x"],
    "/repo/node_modules/@x": ["base", "lib"],
  };
  return {
    ...disk,
    realpath: real,
    readFile: (path) => disk.readFile(real(path)),
    fileExists: (path) => disk.fileExists(real(path)),
    directoryExists: (path) => path in folders || disk.directoryExists(real(path)),
    directories: (path) => folders[path] ?? disk.directories(real(path)),
  };
}

function open(types: TypesFrom, files: Readonly<Record<string, string>> = library): Project {
  const disk = linked(files);
  const found = discoverProjects({ cwd: "/repo", disk });
  const main = found.find(({ configFile }) => configFile === "/repo/main/tsconfig.json");
  if (main === undefined) throw new Error("the project was not found");
  return openProject({ ...main, types }, disk);
}

function findings(project: Project): readonly Finding[] {
  return project.files.flatMap((file) => project.check(file, { preset: "strict" }));
}

afterAll(closeNativeCompiler);

// The process is an optional dependency; where it cannot be, nothing can be compared.
const where = whyNoNativeTypes() === undefined ? describe : describe.skip;

where("a project that references others", () => {
  const user = "/repo/main/src/user.ts";
  const index = "/repo/lib/src/index.ts";
  const send = "/repo/base/src/wire/send.ts";

  test("is read by the native types as by ts-morph's, from sources of which nothing is built", () => {
    const [native, reference] = [open("native"), open("ts-morph")];
    const found = findings(native);
    expect(found.map(({ rule }) => rule)).toEqual([
      "floating-promise",
      "floating-promise",
      "serial-await",
    ]);
    expect(found).toEqual(findings(reference));
    expect(native.withoutNative).toBeUndefined();
    for (const project of [native, reference]) {
      expect([...project.dependencies(user)].sort()).toEqual([index, "/repo/main/src/later.ts"]);
      expect(project.dependencies(index)).toEqual(["/repo/base/src/index.ts"]);
      expect(project.dependencies("/repo/base/src/index.ts")).toEqual([send]);
      expect(project.dependants(send)).toContain(user);
    }
    native.close();
  });

  test("is read anew after edits of what it references", () => {
    const [native, reference] = [open("native"), open("ts-morph")];
    findings(native);
    const both = (change: (project: Project) => void): readonly Finding[] => {
      for (const project of [native, reference]) change(project);
      const found = findings(reference);
      expect(findings(native)).toEqual(found);
      return found;
    };
    const rules = (found: readonly Finding[]) => found.map(({ rule }) => rule);
    const plain = "export function send(text: string): number {\n  return text.length;\n}\n";
    expect(rules(both((one) => one.setBuffer(send, plain)))).toEqual([
      "floating-promise",
      "await-non-promise",
      "await-non-promise",
    ]);
    expect(rules(both((one) => one.closeBuffer(send)))).toEqual([
      "floating-promise",
      "floating-promise",
      "serial-await",
    ]);
    expect(native.withoutNative).toBeUndefined();
    native.close();
  });

  test("is left to ts-morph where TypeScript 7 has dropped what a referenced configuration says", () => {
    const path = "/repo/base/tsconfig.json";
    const text = library[path].replace(`"composite"`, `"module": "amd", "composite"`);
    const native = open("native", { ...library, [path]: text });
    expect(findings(native)).toHaveLength(3);
    expect(native.withoutNative).toBe(
      `TypeScript 7 does not know this "module" of "/repo/base/tsconfig.json", or takes it for something else`,
    );
    expect(native.nativeFailure).toBeUndefined();
  });
});
