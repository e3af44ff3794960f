import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { OwnProcess } from "./own-process.js";

// A program of its own: in a test runner the names on a stack are what its source maps make of them.
let own: OwnProcess;

beforeAll(() => {
  own = new OwnProcess();
});

afterAll(() => {
  own[Symbol.dispose]();
});

test("a call graph holds the stack of the current task, as much of it as is asked for", async () => {
  const ended = await own.run(`
    import { captureCallGraph, run, sleep } from "@awaitwise/runtime";
    const names = (options) =>
      captureCallGraph(null, options).callStack.map(({ functionName, isAsync }) =>
        (isAsync ? "async " : "") + functionName).join();
    async function inner() {
      await sleep(1);
      console.log(names());
      console.log(names({ depth: 1 }));
      console.log(names({ depth: 1, limit: 1 }));
      console.log(names({ limit: -1 }));
      console.log(names({ limit: 0 }) === "");
      const [, { file, line, column }] = captureCallGraph().callStack;
      console.log(file.startsWith("file:///"), line, column);
    }
    async function outer() {
      await sleep(1);
      await inner();
    }
    await run(async function main() {
      await outer();
    });
  `);
  expect(ended.stderr).toBe("");
  expect(ended.stdout.split("\n")).toEqual([
    "names,inner,async outer,async main",
    "inner,async outer,async main",
    "inner",
    "async main",
    "true",
    "true 18 7",
    "",
  ]);
});
