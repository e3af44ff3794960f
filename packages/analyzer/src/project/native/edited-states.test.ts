import { afterAll, afterEach, describe, expect, jest, test } from "@jest/globals";
import { memoryDisk } from "../../testkit/memory-disk.js";
import { discoverProjects } from "../discover.js";
import { whyNoNativeTypes } from "../native-types.js";
import { openProject, type Project } from "../project.js";
import { closeNativeCompiler, NativeCompiler, nativeCompiler } from "./native-compiler.js";

const config = JSON.stringify({
  compilerOptions: {
    ...{ strict: true, target: "es2022", module: "esnext", moduleResolution: "bundler" },
    types: [],
  },
});
const main = '/* main */ import { load } from "./near";\nexport function use(): void { load(); }\n';
const texts = {
  "/app/tsconfig.json": config,
  "/app/main.ts": main,
  "/app/near.ts": 'import { far } from "./far";\nexport const load = () => far();\n',
  "/app/far.ts": "export function far() { return 1; }\n",
  "/app/global.d.ts": "declare function shown(): void;\n",
};
const farAsync = "export async function far() { return 1; }\n";

function opened(): { project: Project; disk: ReturnType<typeof memoryDisk> } {
  const disk = memoryDisk(texts);
  const [description] = discoverProjects({ cwd: "/app", disk });
  if (description === undefined) throw new Error("No project was found");
  return { project: openProject({ ...description, types: "native" }, disk), disk };
}

const rulesIn = (project: Project, file = "/app/main.ts"): readonly string[] =>
  project.check(file, { incremental: true }).map(({ rule }) => rule);

function asked(): { count(method: string): number } {
  const ask = jest.spyOn(NativeCompiler.prototype, "ask");
  return { count: (method) => ask.mock.calls.filter(([one]) => one === method).length };
}

afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(closeNativeCompiler);

// The process is an optional dependency; where it cannot be, there is nothing to edit.
const where = whyNoNativeTypes() === undefined ? describe : describe.skip;

where("a project of native types that is edited", () => {
  test("is checked by its texts in memory, in one state of the process that is edited", () => {
    const questions = asked();
    const { project } = opened();
    expect(rulesIn(project)).toEqual([]);
    for (let edit = 0; edit < 20; edit += 1) {
      project.setBuffer("/app/far.ts", edit % 2 === 0 ? farAsync : texts["/app/far.ts"]);
      expect(rulesIn(project)).toEqual(edit % 2 === 0 ? ["floating-promise"] : []);
    }
    expect(project.withoutNative).toBeUndefined();
    expect(questions.count("createSnapshot")).toBe(1);
    expect(questions.count("updateSnapshot")).toBe(20);
    // At most the state that is asked and the one that the next is compared with are kept.
    expect(questions.count("release")).toBeGreaterThanOrEqual(19);
    project.close();
    expect(questions.count("release")).toBe(21);
  });

  test("notices the edit of a file that nobody has looked at", () => {
    const { project } = opened();
    expect(rulesIn(project)).toEqual([]);
    project.setBuffer("/app/far.ts", farAsync);
    expect(rulesIn(project)).toEqual(["floating-promise"]);
    project.closeBuffer("/app/far.ts");
    expect(rulesIn(project)).toEqual([]);
    project.close();
  });

  test("notices the edit of an open file that only the process has read", () => {
    const { project } = opened();
    project.setBuffer("/app/far.ts", `// open\n${texts["/app/far.ts"]}`);
    expect(rulesIn(project)).toEqual([]);
    project.setBuffer("/app/far.ts", farAsync);
    expect(rulesIn(project)).toEqual(["floating-promise"]);
    project.setBuffer("/app/far.ts", texts["/app/far.ts"]);
    expect(rulesIn(project)).toEqual([]);
    project.close();
  });

  test("notices a file on the disk that changes, that comes and that goes", () => {
    const { project, disk } = opened();
    expect(rulesIn(project)).toEqual([]);
    disk.write("/app/far.ts", farAsync);
    project.refresh(["/app/far.ts"]);
    expect(rulesIn(project)).toEqual(["floating-promise"]);
    disk.remove("/app/far.ts");
    project.refresh(["/app/far.ts"]);
    expect(rulesIn(project)).toEqual([]);
    disk.write("/app/far.ts", farAsync);
    project.refresh(["/app/far.ts"]);
    expect(rulesIn(project)).toEqual(["floating-promise"]);
    project.close();
  });

  test("knows a file that was never saved", () => {
    const { project } = opened();
    expect(rulesIn(project)).toEqual([]);
    project.setBuffer("/app/main.ts", main.replace("./near", "./new"));
    expect(rulesIn(project)).toEqual([]);
    project.setBuffer("/app/new.ts", "export async function load() {}\n");
    expect(rulesIn(project)).toEqual(["floating-promise"]);
    expect(rulesIn(project, "/app/new.ts")).toEqual([]);
    project.closeBuffer("/app/new.ts");
    expect(rulesIn(project)).toEqual([]);
    project.close();
  });

  test("knows what a declaration file says now", () => {
    const { project } = opened();
    const calls = main.replace("load();", "shown();");
    project.setBuffer("/app/main.ts", calls);
    expect(rulesIn(project)).toEqual([]);
    project.setBuffer("/app/global.d.ts", "declare function shown(): Promise<void>;\n");
    expect(rulesIn(project)).toEqual(["floating-promise"]);
    project.setBuffer("/app/global.d.ts", texts["/app/global.d.ts"]);
    expect(rulesIn(project)).toEqual([]);
    project.close();
  });

  test("is right when its process dies, and does without when it dies twice", () => {
    const { project } = opened();
    expect(rulesIn(project)).toEqual([]);
    const kill = (): void => {
      const compiler = nativeCompiler();
      if (typeof compiler === "string") throw new Error(compiler);
      process.kill(compiler.pid as number, "SIGKILL");
    };
    kill();
    project.setBuffer("/app/far.ts", farAsync);
    expect(rulesIn(project)).toEqual(["floating-promise"]);
    expect(project.withoutNative).toBeUndefined();
    kill();
    project.setBuffer("/app/far.ts", texts["/app/far.ts"]);
    expect(rulesIn(project)).toEqual([]);
    expect(project.nativeFailure).toMatch(/^its process ended twice: /);
    project.setBuffer("/app/far.ts", farAsync);
    expect(rulesIn(project)).toEqual(["floating-promise"]);
    project.close();
  });
});
