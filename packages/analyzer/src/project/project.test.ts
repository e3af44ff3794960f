import { describe, expect, test } from "@jest/globals";
import { memoryDisk } from "../testkit/memory-disk.js";
import { discoverProjects } from "./discover.js";
import { openProject } from "./project.js";

const config = `{ "compilerOptions": { "strict": true, "target": "es2022", "module": "esnext", "moduleResolution": "bundler", "types": [] } }`;
const api = `export async function save(): Promise<void> {}`;
const user = `import { save } from "./api";\nexport async function f() {\n  save();\n}\n`;

function open(files: Record<string, string | null>) {
  const disk = memoryDisk({ "/app/tsconfig.json": config, ...files });
  const [description] = discoverProjects({ cwd: "/app", disk });
  if (description === undefined) throw new Error("No project was found");
  const project = openProject(description, disk);
  const rulesOf = (file: string) => project.check(file).map(({ rule }) => rule);
  return { disk, project, rulesOf };
}

describe("a project", () => {
  test("checks its own files, and knows no others", () => {
    const { project, rulesOf } = open({ "/app/api.ts": api, "/app/user.ts": user });
    expect(project.files).toEqual(["/app/api.ts", "/app/user.ts"]);
    expect(rulesOf("/app/user.ts")).toEqual(["floating-promise"]);
    expect(rulesOf("/app/api.ts")).toEqual([]);
    expect(rulesOf("/app/nowhere.ts")).toEqual([]);
  });

  test("sees the types of a referenced project's sources though nothing is built", () => {
    const disk = memoryDisk({
      "/app/tsconfig.json": `{ "files": [], "references": [{ "path": "./lib" }, { "path": "./main" }] }`,
      "/app/lib/tsconfig.json": `{ "compilerOptions": { "composite": true, "outDir": "dist", "types": [] } }`,
      "/app/lib/api.ts": api,
      "/app/main/tsconfig.json": `{ "compilerOptions": { "composite": true, "module": "esnext", "moduleResolution": "bundler", "types": [] }, "references": [{ "path": "../lib" }] }`,
      "/app/main/user.ts": user.replace("./api", "../lib/dist/api"),
    });
    const [, main] = discoverProjects({ cwd: "/app", disk });
    if (main === undefined) throw new Error("The second project was not found");
    const project = openProject(main, disk);
    expect(project.dependencies("/app/main/user.ts")).toEqual(["/app/lib/api.ts"]);
    expect(project.dependants("/app/lib/api.ts")).toEqual(["/app/main/user.ts"]);
    expect(project.check("/app/main/user.ts").map(({ rule }) => rule)).toEqual([
      "floating-promise",
    ]);
  });
});

describe("changes", () => {
  test("of a buffer count at once, also for the files that import it, and end with the buffer", () => {
    const { project, rulesOf } = open({ "/app/api.ts": api, "/app/user.ts": user });
    expect(rulesOf("/app/user.ts")).toEqual(["floating-promise"]);
    project.setBuffer("/app/api.ts", "export function save(): void {}");
    expect(rulesOf("/app/user.ts")).toEqual([]);
    expect(project.text("/app/api.ts")).toBe("export function save(): void {}");
    project.closeBuffer("/app/api.ts");
    expect(rulesOf("/app/user.ts")).toEqual(["floating-promise"]);
    expect(project.text("/app/api.ts")).toBe(api);
  });

  test("on disk count after a refresh: changed, deleted and created files", () => {
    const { disk, project, rulesOf } = open({ "/app/api.ts": api, "/app/user.ts": user });
    expect(rulesOf("/app/user.ts")).toEqual(["floating-promise"]);
    disk.write("/app/api.ts", "export function save(): void {}");
    project.refresh(["/app/api.ts"]);
    expect(rulesOf("/app/user.ts")).toEqual([]);
    disk.remove("/app/api.ts");
    project.refresh(["/app/api.ts"]);
    expect(project.files).toEqual(["/app/user.ts"]);
    expect(rulesOf("/app/user.ts")).toEqual([]);
    disk.write("/app/api.ts", api);
    project.refresh(["/app/api.ts"]);
    expect(project.files).toEqual(["/app/api.ts", "/app/user.ts"]);
    expect(rulesOf("/app/user.ts")).toEqual(["floating-promise"]);
  });

  test("reach a buffer of a file that is not on disk yet", () => {
    const { project, rulesOf } = open({ "/app/user.ts": user });
    expect(rulesOf("/app/user.ts")).toEqual([]);
    project.setBuffer("/app/api.ts", api);
    expect(rulesOf("/app/user.ts")).toEqual(["floating-promise"]);
  });

  test("are followed through the import graph", () => {
    const { project } = open({
      "/app/a.ts": `export const a = 1;`,
      "/app/b.ts": `export { a } from "./a";`,
      "/app/c.ts": `import { a } from "./b"; a;`,
      "/app/d.ts": `export {};`,
    });
    expect(project.dependants("/app/a.ts")).toEqual(["/app/b.ts", "/app/c.ts"]);
    expect(project.dependants("/app/d.ts")).toEqual([]);
    expect(project.dependencies("/app/c.ts")).toEqual(["/app/b.ts"]);
    project.setBuffer("/app/d.ts", `import "./c";`);
    expect(project.dependants("/app/a.ts")).toEqual(["/app/b.ts", "/app/c.ts", "/app/d.ts"]);
  });
});

describe("problems", () => {
  test("each get one message, and the other files are still checked", () => {
    const { project, rulesOf } = open({
      "/app/api.ts": api,
      "/app/binary.ts": "\u0000\u0001\u0002",
      "/app/locked.ts": null,
      "/app/torn.ts": "export async function f() {\n  return (1\n",
      "/app/user.ts": user,
    });
    expect(project.problems).toEqual([
      {
        file: "/app/binary.ts",
        message: `"/app/binary.ts" is a binary file: exclude it from the configuration, or rename it`,
      },
      {
        file: "/app/locked.ts",
        message: `"/app/locked.ts" cannot be read: check that it exists and its permissions`,
      },
      {
        file: "/app/torn.ts",
        message: `"/app/torn.ts:3:1" does not parse: ')' expected`,
      },
    ]);
    expect(project.files.flatMap((file) => rulesOf(file))).toEqual(["floating-promise"]);
  });

  test("of a source that nests too deep are one message too", () => {
    const { project, rulesOf } = open({
      "/app/api.ts": api,
      "/app/deep.ts": `export const deep = ${"[".repeat(50_000)}${"]".repeat(50_000)};`,
      "/app/user.ts": user,
    });
    expect(project.problems).toEqual([
      {
        file: "/app/deep.ts",
        message: `"/app/deep.ts" nests too deep to be parsed: exclude it from the configuration`,
      },
    ]);
    expect(rulesOf("/app/user.ts")).toEqual(["floating-promise"]);
  });

  test("in one statement leave the findings of the others", () => {
    const { rulesOf } = open({
      "/app/api.ts": api,
      "/app/user.ts": `import { save } from "./api";\nsave();\nsave(;\n`,
    });
    expect(rulesOf("/app/user.ts")).toEqual(["floating-promise"]);
  });

  test("in the configuration are passed over with a note", () => {
    const { project } = open({
      "/app/tsconfig.json": `{ "compilerOptions": { "fromTheFuture": true } }`,
      "/app/a.ts": "",
    });
    expect(project.problems).toEqual([
      {
        file: "/app/tsconfig.json",
        message: `"/app/tsconfig.json:1:24": Unknown compiler option 'fromTheFuture'; passed over`,
      },
    ]);
  });
});

describe("a selection", () => {
  test("names rules and presets, and says which there are", () => {
    const { project } = open({ "/app/api.ts": api, "/app/user.ts": user });
    expect(project.check("/app/user.ts", { rules: ["serial-await"] })).toEqual([]);
    expect(() => project.check("/app/user.ts", { rules: ["no-such"] })).toThrow(
      /^There is no rule "no-such": the rules are .*floating-promise/,
    );
  });

  test("recommended leaves out what is plainly meant, strict does not", () => {
    const { project } = open({ "/app/a.ts": `async function main() {}\nmain();\n` });
    expect(project.check("/app/a.ts", { preset: "recommended" })).toEqual([]);
    expect(
      project.check("/app/a.ts", { preset: "strict", rules: ["floating-promise"] }),
    ).toHaveLength(1);
  });
});
