import { readdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "@awaitwise/runtime";
import { expect, test } from "@jest/globals";
import { scratchFolder } from "../testkit/scratch-folder.js";
import { writeFixes } from "./write-fixes.js";

test("a file that changed since it was checked is refused, and the others are written", async () => {
  using folder = scratchFolder({ "a.ts": "changed", "b.ts": "old" });
  const a = join(folder.path, "a.ts");
  const b = join(folder.path, "b.ts");
  expect(
    await run(() =>
      writeFixes([
        { file: a, before: "old", after: "new" },
        { file: b, before: "old", after: "new" },
      ]),
    ),
  ).toEqual({
    written: [b],
    refused: [{ file: a, reason: "it was changed after it was checked; run again" }],
  });
  expect([folder.read("a.ts"), folder.read("b.ts")]).toEqual(["changed", "new"]);
});

test("a file that has gone is refused and does not come back", async () => {
  using folder = scratchFolder({});
  const file = join(folder.path, "a.ts");
  const { refused } = await run(() => writeFixes([{ file, before: "old", after: "new" }]));
  expect(refused.map((one) => one.file)).toEqual([file]);
  expect(readdirSync(folder.path)).toEqual([]);
});
