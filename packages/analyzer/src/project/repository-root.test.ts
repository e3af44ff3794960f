import { expect, test } from "@jest/globals";
import { knowRepository, placeInRepository } from "../model/place.js";
import { memoryDisk } from "../testkit/memory-disk.js";
import { discoverProjects } from "./discover.js";
import { openProject } from "./project.js";
import { repositoryRoot } from "./repository-root.js";

const diskWith = (...paths: string[]) =>
  memoryDisk(Object.fromEntries(paths.map((path) => [path, "{}"])));

test.each([
  ["what git keeps", ["/tests/app/.git/HEAD", "/tests/app/web/package.json"], "/tests/app"],
  ["a worktree of git's", ["/tests/app/.git", "/package.json"], "/tests/app"],
  [
    "the outermost package",
    ["/tests/app/package.json", "/tests/app/web/package.json"],
    "/tests/app",
  ],
  ["the folder of the project itself", [], "/tests/app/web"],
])("a repository is %s", (_what, paths, root) => {
  expect(repositoryRoot("/tests/app/web", diskWith(...paths))).toBe(root);
});

test("where a file stands is told from the nearest repository around it that is known", () => {
  knowRepository("/kept/in/fixtures/one/");
  knowRepository("/kept/in/fixtures/one/vendor/two");
  expect(placeInRepository("/kept/in/fixtures/one/src/a.ts")).toBe("/src/a.ts");
  expect(placeInRepository("/kept/in/fixtures/one/vendor/two/a.ts")).toBe("/a.ts");
  expect(placeInRepository("/kept/in/fixtures/onesie/a.ts")).toBe("/kept/in/fixtures/onesie/a.ts");
});

const page = `
import { readFile } from "node:fs/promises";
export async function page(): Promise<string> {
  const head = await readFile("head.html", "utf8");
  const body = await readFile("body.html", "utf8");
  return head + body;
}
`;

test.each([
  ["/srv/fixtures/app/src/page.ts", ["serial-await"]],
  ["/srv/fixtures/app/tests/page.ts", []],
])("an application is no test because of where it is kept: %s", (file, rules) => {
  const disk = memoryDisk({
    "/srv/fixtures/app/package.json": "{}",
    "/srv/fixtures/app/tsconfig.json": "{}",
    [file]: page,
  });
  const [description] = discoverProjects({ cwd: "/srv/fixtures/app", disk });
  if (description === undefined) throw new Error("no project");
  const found = openProject(description, disk).check(file);
  expect(found.map(({ rule }) => rule)).toEqual(rules);
});
