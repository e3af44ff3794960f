import { describe, expect, test } from "@jest/globals";
import { memoryDisk } from "../testkit/memory-disk.js";
import { discoverProjects, type ProjectDescription } from "./discover.js";
import type { Disk } from "./disk.js";
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

  test("asks again what runs behind a type when a function makes another object of it", () => {
    const made = (find: string): string => `import type { Users } from "./types";
declare const held: Users;
export const createUsers = (base: string): Users => {
  const find = async (id: string) => (await fetch(base + id)).text();
  const other = (id: string) => held.find(id);
  return { ${find}, stop() { void other; } };
};
`;
    const { project } = open({
      "/app/types.ts":
        "export interface Users { find(id: string): Promise<string>; stop(): void }\n",
      "/app/made.ts": made("find"),
      "/app/user.ts": `import type { Users } from "./types";
export async function both(users: Users) {
  const a = await users.find("a");
  const b = await users.find("b");
  return [a, b];
}
`,
    });
    const found = () =>
      project.check("/app/user.ts", { incremental: true }).map(({ rule }) => rule);
    expect(found()).toEqual(["serial-await"]);
    expect(project.dependants("/app/made.ts")).toContain("/app/user.ts");
    const before = project.signature("/app/made.ts");
    project.setBuffer("/app/made.ts", made("find: other"));
    expect(project.signature("/app/made.ts")).not.toBe(before);
    expect(found()).toEqual([]);
  });

  test("asks the user's models what calls do, and asks again when they change", () => {
    const code = `import { load } from "@acme/api";
export async function both() {
  const a = await load("a");
  const b = await load("b");
  return [a, b];
}
`;
    const { project } = open({ "/app/user.ts": code });
    const found = (reads: readonly string[] | undefined) =>
      project
        .check("/app/user.ts", {
          rules: ["serial-await"],
          preset: "recommended",
          ...(reads === undefined
            ? {}
            : { models: [{ package: "@acme/api", exports: { load: { reads, latency: "io" } } }] }),
        })
        .map(({ rule }) => rule);
    expect(found(undefined)).toEqual([]);
    expect(found(["net"])).toEqual(["serial-await"]);
    expect(found(undefined)).toEqual([]);
  });

  test("finds another thing in a class when somebody elsewhere makes it with a transaction", () => {
    const users = `import { Pool } from "pg";
export class Users {
  constructor(private readonly db: Pool) {}
  async page() {
    const one = await this.db.query("SELECT 1 FROM users");
    const two = await this.db.query("SELECT 1 FROM posts");
    return [one, two];
  }
}
`;
    const made = `import { Users } from "./users";
export async function page(pool: any) {
  return pool.transaction((client: any) => new Users(client).page());
}
`;
    const pooled = made.replace("pool.transaction", "pool.each");
    const { project } = open({
      "/app/users.ts": users,
      "/app/page.ts": pooled,
      "/app/tests/page.test.ts": made.replace("./users", "../users"),
    });
    const found = (): readonly string[] =>
      project
        .check("/app/users.ts", { rules: ["serial-await"], preset: "recommended" })
        .map(({ rule }) => rule);
    expect(found()).toEqual(["serial-await"]);
    const seen = project.signature("/app/page.ts");
    project.setBuffer("/app/page.ts", made);
    expect(found()).toEqual([]);
    expect(project.signature("/app/page.ts")).not.toBe(seen);
    expect(project.dependants("/app/page.ts")).toContain("/app/users.ts");
    project.setBuffer("/app/page.ts", pooled);
    expect(found()).toEqual(["serial-await"]);
    expect(project.signature("/app/page.ts")).toBe(seen);
  });

  test.each([
    ["though nothing is built", ""],
    ["though it asks for what is built", `, "disableSourceOfProjectReferenceRedirect": true`],
  ])("sees the types of a referenced project's sources %s", (_, option) => {
    const disk = memoryDisk({
      "/app/tsconfig.json": `{ "files": [], "references": [{ "path": "./lib" }, { "path": "./main" }] }`,
      "/app/lib/tsconfig.json": `{ "compilerOptions": { "composite": true, "outDir": "dist", "types": [] } }`,
      "/app/lib/api.ts": api,
      "/app/main/tsconfig.json": `{ "compilerOptions": { "composite": true, "module": "esnext", "moduleResolution": "bundler", "types": []${option} }, "references": [{ "path": "../lib" }] }`,
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

  test("sees them through a link as well, in a folder whose name holds signs of patterns", () => {
    const linked = "/c++/node_modules/@x/lib";
    const files = memoryDisk({
      "/c++/package.json": `{ "workspaces": ["lib", "main"] }`,
      "/c++/tsconfig.json": `{ "files": [], "references": [{ "path": "./lib" }, { "path": "./main" }] }`,
      "/c++/lib/package.json": `{ "name": "@x/lib", "types": "dist/index.d.ts" }`,
      "/c++/lib/tsconfig.json": `{ "compilerOptions": { "composite": true, "rootDir": "lib", "outDir": "dist", "types": [] } }`,
      "/c++/lib/lib/index.ts": api,
      "/c++/main/tsconfig.json": `{ "compilerOptions": { "composite": true, "module": "nodenext", "types": [] }, "references": [{ "path": "../lib" }] }`,
      "/c++/main/user.ts": user.replace("./api", "@x/lib"),
    });
    const real = (path: string): string =>
      path.startsWith(`${linked}/`) || path === linked
        ? `/c++/lib${path.slice(linked.length)}`
        : path;
    const disk: Disk = {
      ...files,
      realpath: real,
      readFile: (path) => files.readFile(real(path)),
      fileExists: (path) => files.fileExists(real(path)),
      directoryExists: (path) =>
        files.directoryExists(real(path)) || `${linked}/`.startsWith(`${path}/`),
      directories: (path) =>
        `${path}/` === "/c++/node_modules/@x/" ? ["lib"] : files.directories(real(path)),
    };
    const [, main] = discoverProjects({ cwd: "/c++", disk });
    const project = openProject(main as ProjectDescription, disk);
    expect(project.dependencies("/c++/main/user.ts")).toEqual(["/c++/lib/lib/index.ts"]);
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

  test("reach importers after an edit of another file, though some of what they import is not there", () => {
    const { project, rulesOf } = open({
      "/app/api.ts": api,
      "/app/other.ts": "export const n = 1;",
      "/app/user.ts": `import "not-installed";\n${user}`,
    });
    expect(rulesOf("/app/user.ts")).toEqual(["floating-promise"]);
    project.setBuffer("/app/other.ts", "export const n = 2;");
    expect(project.dependants("/app/api.ts")).toEqual(["/app/user.ts"]);
    expect(project.dependencies("/app/user.ts")).toEqual(["/app/api.ts"]);
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

  test("are none where a chain of imports is longer than the compiler's call stack is deep", () => {
    const length = 9_000;
    const names = Array.from({ length }, (_, index) => `/app/m${index}.ts`);
    const numbered = /^\/app\/m(\d+)\.ts$/;
    const text = (index: number): string =>
      index + 1 < length
        ? `export { last } from "./m${index + 1}";`
        : "export async function last() {}\nlast();";
    const disk: Disk = {
      caseSensitive: true,
      readFile: (path) =>
        path === "/app/tsconfig.json" ? config : text(Number(numbered.exec(path)?.[1])),
      fileExists: (path) => path === "/app/tsconfig.json" || numbered.test(path),
      directoryExists: (path) => path === "/app",
      directories: () => [],
      readDirectory: () => names,
      realpath: (path) => path,
    };
    const [description] = discoverProjects({ cwd: "/app", disk });
    if (description === undefined) throw new Error("No project was found");
    const project = openProject(description, disk);
    const end = names.at(-1) ?? "";
    expect(project.problemsOf(end)).toEqual([]);
    expect(project.check(end).map(({ rule }) => rule)).toEqual(["floating-promise"]);
    expect(project.dependencies(names[0] ?? "")).toEqual([names[1]]);
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

describe("the signature of a file", () => {
  const isSameAfter = (before: string, edited: string): boolean => {
    const { project } = open({ "/app/api.ts": before, "/app/user.ts": user });
    const first = project.signature("/app/api.ts");
    project.setBuffer("/app/api.ts", edited);
    return project.signature("/app/api.ts") === first;
  };

  test("stays while other files see the same", () => {
    const body = "export async function save(n: number): Promise<void> { if (n > 1) return; }";
    expect(isSameAfter(body, `// A comment.\n\n${body.replace("n > 1", "n > 2")}`)).toBe(true);
    expect(isSameAfter(`${api}\nfunction own() {}`, `${api}\nfunction own() {}\nown();`)).toBe(
      true,
    );
  });

  test("changes with a type, written or inferred", () => {
    expect(isSameAfter(api, api.replace("void", "number"))).toBe(false);
    expect(isSameAfter("export const f = () => 1;", "export const f = () => [1];")).toBe(false);
    expect(isSameAfter("export const f = () => 1;", "export const f = async () => 1;")).toBe(false);
    expect(
      isSameAfter(
        "class A { x = 1 }\nexport const a = new A();",
        "class A { x = [1] }\nexport const a = new A();",
      ),
    ).toBe(false);
    expect(isSameAfter("export interface A { x: 1 }", "export interface A { x?: 1 }")).toBe(false);
  });

  test("changes with what a function does though its type stays", () => {
    const declared = "declare const p: Promise<void>;\nlet n = 0;\n";
    const reads = `${declared}export async function f(): Promise<number> { return n; }`;
    expect(isSameAfter(reads, reads.replace("return n", "return n++"))).toBe(false);
    expect(
      isSameAfter(
        reads,
        reads.replace("return n", "return Promise.resolve(n)").replace("async ", ""),
      ),
    ).toBe(false);
    const waits = `${declared}export async function f(): Promise<void> { await p; }`;
    expect(isSameAfter(waits, waits.replace("await p;", "try { await p; } catch {}"))).toBe(false);
    const inner = `${declared}export function make() { const go = () => n; return { go }; }`;
    expect(isSameAfter(inner, inner.replace("() => n", "() => n++"))).toBe(false);
  });

  test("is the text where there is nothing less to compare", () => {
    const { project, disk } = open({
      "/app/user.ts": user,
      "/app/types.d.ts": "declare const a: 1;",
    });
    const first = project.signature("/app/types.d.ts");
    disk.write("/app/types.d.ts", "declare const a: 2;");
    project.refresh(["/app/types.d.ts"]);
    expect(project.signature("/app/types.d.ts")).not.toBe(first);
    expect(project.signature("/app/nowhere.ts")).toBe("");
  });
});

test("a project includes what its program holds, whether it is to be checked or not", () => {
  const { project } = open({
    "/app/tsconfig.json": `{ "compilerOptions": { "module": "esnext", "moduleResolution": "bundler", "types": [] }, "include": ["src"] }`,
    "/app/src/user.ts": `import { save } from "../lib/api";\nvoid save();\n`,
    "/app/lib/api.ts": api,
    "/app/lib/other.ts": api,
  });
  expect(
    ["/app/src/user.ts", "/app/lib/api.ts", "/app/lib/other.ts"].map((file) =>
      project.includes(file),
    ),
  ).toEqual([true, true, false]);
});

test("an edit of a file outside the project reads the folders once, and not at each keystroke", () => {
  const disk = memoryDisk({
    "/app/tsconfig.json": config,
    "/app/user.ts": user,
    "/out/other.ts": api,
  });
  const [description] = discoverProjects({ cwd: "/app", disk });
  let scans = 0;
  const counting = {
    ...disk,
    readDirectory: (...args: Parameters<typeof disk.readDirectory>) => {
      scans += 1;
      return disk.readDirectory(...args);
    },
  };
  if (description === undefined) throw new Error("No project was found");
  const project = openProject(description, counting);
  scans = 0;
  for (const n of [1, 2, 3]) project.setBuffer("/out/other.ts", `export const n = ${n};`);
  expect(scans).toBe(1);
});
