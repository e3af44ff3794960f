import { describe, expect, jest, test } from "@jest/globals";
import { spawnCli } from "../testkit/run-cli.js";
import { droppedPromise, plainTsconfig, scratchFolder } from "../testkit/scratch-folder.js";
import { shares, workerCount } from "./check-in-workers.js";

// A process of its own starts slowly where others are at work.
jest.setTimeout(180_000);

function project(name: string, count: number) {
  const files = Array.from({ length: count }, (_, index) => `/repo/${name}/${index}.ts`);
  return { directory: `/repo/${name}`, roots: files, files };
}

describe("workers", () => {
  test("are as many as asked for, but no more than there are projects", () => {
    const projects = [project("a", 10), project("b", 10)];
    expect(workerCount(projects, 8)).toBe(2);
    expect(workerCount(projects, 1)).toBe(1);
    expect(workerCount([project("a", 5000)], 8)).toBe(1);
  });

  test("are not used for little work unless they are asked for", () => {
    expect(workerCount([project("a", 10), project("b", 10)], undefined)).toBe(1);
  });

  test("get about as many files each", () => {
    const projects = [project("a", 1), project("b", 5), project("c", 3), project("d", 2)];
    const sizes = shares(projects, 2).map((share) =>
      share.reduce((sum, { files }) => sum + files.length, 0),
    );
    expect(sizes).toEqual([6, 5]);
  });

  test("find what one thread finds, byte for byte, and say alike what is wrong", async () => {
    using folder = scratchFolder({
      "a/tsconfig.json": plainTsconfig,
      "a/src/a.ts": droppedPromise,
      "b/tsconfig.json": plainTsconfig,
      "b/src/b.ts": droppedPromise,
      "b/src/broken.ts": "export const = 1;\n",
      "c/tsconfig.json": plainTsconfig,
      "c/src/c.ts": droppedPromise,
    });
    const run = async (...args: string[]) => {
      const result = await spawnCli(["--format", "json", ...args], { cwd: folder.path });
      return { ...result, stdout: result.stdout.replace(/"durationMs": \d+/, '"durationMs": 0') };
    };
    const one = await run("--concurrency", "1", "--no-cache");
    expect(JSON.parse(one.stdout).findings).toHaveLength(3);
    expect(await run("--concurrency", "3", "--no-cache")).toEqual(one);
    expect(await run("--concurrency", "3")).toEqual(one);
    // What three threads remember is what one reads.
    expect(await run("--concurrency", "1")).toEqual(one);
    folder.write("c/awaitwise.config.json", '{ "preset": "non" }');
    const wrong = await run("--concurrency", "3");
    expect({ code: wrong.code, stdout: wrong.stdout }).toEqual({ code: 2, stdout: "" });
    expect(wrong).toEqual(await run("--concurrency", "1"));
  });
});
