import { readdirSync } from "node:fs";
import { join } from "node:path";
import { removeUnfinishedWrites, writeAtomically } from "@awaitwise/analyzer/basics";
import { expect, test } from "@jest/globals";
import { scratchFolder } from "../testkit/scratch-folder.js";

test("a last check that fails leaves the old content and no temporary file", async () => {
  using folder = scratchFolder({ "a.ts": "old" });
  const write = writeAtomically(join(folder.path, "a.ts"), "new", async () => {
    throw new Error("not now");
  });
  await expect(write).rejects.toThrow("not now");
  expect(folder.read("a.ts")).toBe("old");
  expect(readdirSync(folder.path)).toEqual(["a.ts"]);
});

test("a process that ends in the middle can take back what is not finished", async () => {
  using folder = scratchFolder({ "a.ts": "old" });
  let during: string[] = [];
  const write = writeAtomically(join(folder.path, "a.ts"), "new", async () => {
    during = readdirSync(folder.path);
    removeUnfinishedWrites();
  });
  await expect(write).rejects.toThrow("ENOENT");
  expect(during).toHaveLength(2);
  expect(folder.read("a.ts")).toBe("old");
  expect(readdirSync(folder.path)).toEqual(["a.ts"]);
});

test("a file that is not there yet is made", async () => {
  using folder = scratchFolder({});
  await writeAtomically(join(folder.path, "a.ts"), "new");
  expect(folder.read("a.ts")).toBe("new");
});
