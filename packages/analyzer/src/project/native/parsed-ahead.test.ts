import { afterAll, expect, jest, test } from "@jest/globals";
import { memoryDisk } from "../../testkit/memory-disk.js";
import { discoverProjects } from "../discover.js";
import { whyNoNativeTypes } from "../native-types.js";
import { openProject } from "../project.js";
import { closeNativeCompiler, NativeCompiler } from "./native-compiler.js";

afterAll(closeNativeCompiler);

const names = [...Array(5).keys()].map((index) => `/app/m${index}.ts`);
/** What no call stack is large enough for counts as empty, whoever parses it. */
const deep = `export /** What no call stack is large enough for counts as empty, whoever parses it. */
const deep = ${"[".repeat(20_000)}${"]".repeat(20_000)};\n`;
const disk = memoryDisk({
  "/app/tsconfig.json": `{ "compilerOptions": { "strict": true, "module": "esnext", "target": "es2022", "lib": ["es2022"], "types": [] } }`,
  ...Object.fromEntries(
    names.map((name, index) => [
      name,
      `export async function f${index}() {}\nexport function g() { f${index}(); }\n${index === 3 ? deep : ""}`,
    ]),
  ),
});

/** What is found, and how many pieces of work were done while the process was busy with the first file. */
function found(expected: readonly string[]) {
  const [description] = discoverProjects({ cwd: "/app", disk });
  if (description === undefined) throw new Error("no project");
  const ask = NativeCompiler.prototype.ask;
  let pieces = 0;
  jest.spyOn(NativeCompiler.prototype, "ask").mockImplementation(function (
    this: NativeCompiler,
    method,
    parameters,
    files,
    meanwhile,
  ) {
    // As a process does that is never done before there is nothing left to do.
    if (meanwhile !== undefined)
      do pieces += 1;
      while (meanwhile());
    return ask.call(this, method, parameters, files);
  });
  const project = openProject({ ...description, types: "native" }, disk);
  project.expect(expected);
  const first = project.check("/app/m0.ts");
  const done = pieces;
  const all = [first, ...names.slice(1).map((name) => project.check(name))];
  expect(project.withoutNative).toBeUndefined();
  project.close();
  jest.restoreAllMocks();
  return { done, all };
}

// The process is an optional dependency; where it cannot be, nothing is asked.
const where = whyNoNativeTypes() === undefined ? test : test.skip;

where("files that will be checked are parsed while the process answers many questions", () => {
  const alone = found([]);
  const ahead = found(names);
  expect(ahead.done - alone.done).toBe(names.length - 1);
  expect(ahead.all).toEqual(alone.all);
  expect(ahead.all.map((one) => one.length)).toEqual([1, 1, 1, 0, 1]);
});
