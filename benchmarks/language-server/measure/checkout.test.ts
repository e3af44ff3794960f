import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { openCheckout } from "./checkout.js";
import { writeProject } from "./project.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "awaitwise-checkout-"));
  writeProject(folder, 9);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("the lines that are edited stand where they are said to be, and nothing is written", () => {
  const before = readFileSync(path.join(folder, "src/m8.ts"), "utf8");
  const project = openCheckout(folder, "src/m8.ts", "src/callee.ts");
  const app = project.app.text.split("\n");
  const callee = project.callee.text.split("\n");
  expect([app[project.line], callee[project.calleeLine]]).toEqual([
    project.states[0],
    project.calleeStates[0],
  ]);
  expect(app[project.crossLine]).toContain("awaitwiseCallee()");
  expect(app[project.wrongLine]).toContain("awaitwiseMeasured(); const always");
  expect(app).toContain('import { awaitwiseCallee } from "./callee.js";');
  expect(project.app.text.startsWith(before)).toBe(true);
  expect(readFileSync(path.join(folder, "src/m8.ts"), "utf8")).toBe(before);
});

test("the project's own sources are counted", () => {
  const project = openCheckout(folder, "src/m8.ts", "src/callee.ts");
  const { lines } = writeProject(folder, 9);
  // The configuration of ESLint is a source as well.
  expect(project.modules).toBe(15);
  expect(project.lines).toBeGreaterThan(lines);
});
