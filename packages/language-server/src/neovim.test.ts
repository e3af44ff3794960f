import { execFile, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "@jest/globals";

const isThere = spawnSync("nvim", ["--version"]).status === 0;
const isRequired = process.env.AWAITWISE_REQUIRE_EDITORS === "1";
const check = fileURLToPath(new URL("../../../tools/neovim-check.js", import.meta.url));
const example = fileURLToPath(new URL("../../../examples/storefront/src", import.meta.url));

const inNeovim = async (file: string): Promise<readonly string[]> => {
  const { stdout } = await promisify(execFile)(process.execPath, [check, `${example}/${file}`]);
  return stdout.trimEnd().split("\n");
};

describe("in a real Neovim", () => {
  if (!isThere && !isRequired) {
    test.skip("SKIPPED: there is no nvim on the PATH; install it, or set AWAITWISE_REQUIRE_EDITORS=1 to fail here", () => {});
    return;
  }

  test("a dropped promise is shown, awaited by the fix, and then no longer shown", async () => {
    expect(await inNeovim("checkout.ts")).toEqual([
      "Findings:",
      "12:3 floating-promise",
      "Fix: Await it",
      "Line: await recordOrder(id, price);",
      "Left: 0",
      "Server ended with 0",
    ]);
  }, 120_000);

  test("awaits that wait for nothing are shown, gathered by the fix, and then no longer shown", async () => {
    expect(await inNeovim("product-page.ts")).toEqual([
      "Findings:",
      "4:3 serial-await",
      expect.stringMatching(/^Fix: Gather them with Promise\.all/),
      "Line: const [product, reviews, price] = await Promise.all([",
      "Left: 0",
      "Server ended with 0",
    ]);
  }, 120_000);
});
