import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type Project, writeProject } from "./project.js";

let folder: string;
let project: Project;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "awaitwise-latency-"));
  project = writeProject(folder, 9);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("the project has its modules, the file that is edited, and what that calls", () => {
  expect(readdirSync(path.join(folder, "src"))).toHaveLength(11);
});

test("the lines that are edited stand where they are said to be", () => {
  const app = project.app.text.split("\n");
  const callee = project.callee.text.split("\n");
  expect([app[project.line], callee[project.calleeLine]]).toEqual([
    project.states[0],
    project.calleeStates[0],
  ]);
  expect(app[project.crossLine]).toContain("size(id)");
});
