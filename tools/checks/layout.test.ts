import { expect, test } from "@jest/globals";
import { walls } from "./directions.js";
import { crossings } from "./layout.js";
import { read, repositoryFiles } from "./repository.js";

const sources = repositoryFiles().filter((file) => /\.(ts|js|cjs|mjs)$/.test(file));

test("no import crosses a wall", () => {
  expect(sources.flatMap((file) => crossings(file, read(file)))).toEqual([]);
});

test("every wall quotes an invariant that ARCHITECTURE.md states", () => {
  const stated = read("ARCHITECTURE.md").replace(/\s+/g, " ");
  const missing = walls.map((wall) => wall.invariant).filter((text) => !stated.includes(text));
  expect(missing).toEqual([]);
});

test("every wall stands before files that exist", () => {
  const idle = walls.filter((wall) => !sources.some((file) => wall.from.test(file)));
  expect(idle).toEqual([]);
});

test.each([
  ["packages/runtime/src/tasks/task.ts", `import fs from "node:fs";`, "`node:` module"],
  ["packages/runtime/src/index.ts", `export * from "./node.js";`, "`node:` module"],
  ["packages/runtime/src/tasks/task.ts", `import "../node/channel.js";`, "`node:` module"],
  ["packages/runtime/src/node/channel.ts", `import { x } from "lodash";`, "depends on nothing"],
  ["packages/runtime/src/tasks/task.ts", `import { x } from "lodash";`, "depends on nothing"],
  ["packages/analyzer/src/a.ts", `import { run } from "@awaitwise/runtime";`, "as data"],
  ["packages/analyzer/src/a.ts", `import { run } from "../../runtime/src/index.js";`, "as data"],
  ["packages/cli/src/a.ts", `import * as lsp from "vscode-languageserver/node";`, "knows LSP"],
  ["packages/cli/src/a.ts", `export * from "@awaitwise/language-server";`, "never import each"],
  [
    "packages/language-server/src/a.ts",
    `const m = await import("awaitwise");`,
    "never import each",
  ],
  ["packages/cli/src/a.ts", `import { Node } from "ts-morph";`, "never see a compiler"],
  ["packages/cli/src/a.ts", `import { x } from "../../analyzer/src/x.js";`, "public name"],
])("%s may not say %s", (file, text, invariant) => {
  const found = crossings(file, text);
  expect(found.some((line) => line.includes(invariant))).toBe(true);
});

test("an import inside the package, or of a package below, crosses nothing", () => {
  expect(
    crossings("packages/runtime/src/tasks/task.ts", `import { a } from "./future.js";`),
  ).toEqual([]);
  expect(
    crossings("packages/cli/src/a.ts", `import { openProject } from "@awaitwise/analyzer";`),
  ).toEqual([]);
});
