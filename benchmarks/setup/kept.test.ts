import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { keptIn } from "./kept.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "awaitwise-kept-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("what was measured is there again, and nothing half-written beside it", () => {
  const kept = keptIn(path.join(folder, "new"), { commit: "a", seed: 1 });
  expect(kept.read("msw")).toBeUndefined();
  kept.write("msw", { awaits: 3, seconds: 2, outcomes: [] });
  expect(kept.read("msw")).toEqual({ awaits: 3, seconds: 2, outcomes: [] });
  expect(readdirSync(path.join(folder, "new"))).toEqual(["msw.json"]);
});

test("what was measured in another way is refused", () => {
  keptIn(folder, { commit: "a" }).write("msw", { awaits: 3, seconds: 2, outcomes: [] });
  expect(() => keptIn(folder, { commit: "b" }).read("msw")).toThrow(
    /was measured with \{"commit":"a"\}, and not with \{"commit":"b"\}: name another folder$/,
  );
});
