import { expect, test } from "@jest/globals";
import { unknownNames } from "./architecture.js";
import { read, repositoryFiles } from "./repository.js";

const sources = repositoryFiles()
  .filter((file) => /\.(ts|js|cjs|json)$|^\.ci\//.test(file) && !/golden|package-lock/.test(file))
  .map(read)
  .join("\n");

test.each(["ARCHITECTURE.md", "CONTRIBUTING.md"])("every path and name in %s exists", (file) => {
  expect(unknownNames(read(file), sources)).toEqual([]);
});

test("a path or a name that does not exist is found", () => {
  const text = "See `packages/runtime`, `packages/gone`, `Task` and `NoSuchThing.atAll`.";
  expect(unknownNames(text, "class Task {}")).toEqual(["packages/gone", "NoSuchThing.atAll"]);
});
