import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "@jest/globals";
import { select, wholeNumber, wholeNumbers } from "./command-line.js";

test("ids are taken in the order of what there is to choose from", () => {
  const from = [{ id: "a" }, { id: "b" }, { id: "c" }];
  expect(select(from, "c,a", "letter")).toEqual([{ id: "a" }, { id: "c" }]);
  expect(select(from, undefined, "letter")).toBe(from);
});

test("a whole number is read", () => {
  expect(wholeNumber("rounds", "12")).toBe(12);
  expect(wholeNumbers("modules", "200,2700")).toEqual([200, 2_700]);
});

// A program of each kind: what it answers to a wrong argument, before it installs or measures anything.
test.each([
  ["analyzer/run.js", ["--lines", "many"], '--lines must be a whole number from 1 on, not "many"'],
  ["language-server/run.js", ["--servers", "x"], 'There is no server "x": use awaitwise, '],
  [
    "language-server/run.js",
    ["--modules", "200,"],
    '--modules must be a whole number from 1 on, not ""',
  ],
  ["runtime/run.js", ["--workloads", "x"], 'There is no workload "x": use '],
  ["tracing/run.js", ["--turns", "0"], '--turns must be a whole number from 1 on, not "0"'],
  ["serial/run.js", ["--set", "x"], "--set must be "],
  ["serial/run.js", ["--colour"], "Unknown option '--colour'"],
])("%s refuses %j with a sentence and exit code 2", (program, args, says) => {
  const done = spawnSync(process.execPath, [path.join(__dirname, "..", program), ...args], {
    encoding: "utf8",
  });
  expect(done.stderr).toContain(says);
  expect(done.stderr).not.toContain("    at ");
  expect([done.status, done.stdout]).toEqual([2, ""]);
});
