import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { discoverProjects, type Finding, openProject } from "@awaitwise/analyzer";
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
  expect(readdirSync(path.join(folder, "src"))).toHaveLength(14);
});

test("what is wrong from the beginning is found there, and what is further away by the whole project alone", () => {
  const [description] = discoverProjects({ cwd: folder });
  if (description === undefined) throw new Error("No project was found");
  const file = path.join(folder, "src/app.ts");
  const linesOf = (findings: readonly Finding[] | undefined): ReadonlySet<number> =>
    new Set(findings?.map(({ start }) => project.app.text.slice(0, start).split("\n").length - 1));
  const small = openProject(description);
  expect(small.checkNearby(file)).toBeUndefined();
  expect([...linesOf(small.check(file))]).toEqual(
    expect.arrayContaining([project.wrongLine, project.farLine]),
  );
  project = writeProject(folder, 120);
  const large = openProject(discoverProjects({ cwd: folder })[0] ?? description);
  const near = linesOf(large.checkNearby(file));
  expect([near.has(project.wrongLine), near.has(project.farLine ?? 0)]).toEqual([true, false]);
});

test("the lines that are edited stand where they are said to be", () => {
  const app = project.app.text.split("\n");
  const callee = project.callee.text.split("\n");
  expect([app[project.line], callee[project.calleeLine]]).toEqual([
    project.states[0],
    project.calleeStates[0],
  ]);
  expect(app[project.crossLine]).toContain("size(id)");
  expect(app[project.wrongLine]).toContain("load0_0(id); const always");
  expect(app[project.farLine ?? 0]).toContain("far(); const away");
});
