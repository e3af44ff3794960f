import { execFile, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";

const check = fileURLToPath(new URL("../../../tools/editors-check.js", import.meta.url));
const there = spawnSync(process.execPath, [check, "--list"], { encoding: "utf8" }).stdout;
// "1" asks for the editor that every check has to have, "all" for every one that is supported.
const isRequired = process.env.AWAITWISE_REQUIRE_EDITORS === "all";

const editors = {
  emacs: ["emacs: passed", "Findings: 12:3", "Fix: Await it", "Left: 0", "Server ended"],
  ale: ["ale: passed", "Findings: 12:3 floating-promise", "Left: 0"],
};

for (const [editor, expected] of Object.entries(editors)) {
  if (!there.split("\n").includes(editor) && !isRequired) {
    test.skip(`SKIPPED: ${editor} is not installed; docs/editors.md names its packages, and AWAITWISE_REQUIRE_EDITORS=all fails here without it`, () => {});
    continue;
  }
  test(`in a real ${editor}, a dropped promise is shown, and clears when it is awaited`, async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [check, editor]).catch(
      (failure: { stdout: string }) => failure,
    );
    const lines = stdout.trimEnd().split("\n");
    expect(lines.map((line) => line.trim())).toEqual(expected);
  }, 240_000);
}
