// Drives the language server from a real, headless Neovim: `node tools/neovim-check.js [FILE]`.
// It opens FILE, prints the findings, applies the first fix, and ends with 0 when the finding it was
// for has gone. Nothing is written: the fix stays in the editor's buffer.

import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const file = resolve(process.argv[2] ?? here("../examples/storefront/src/checkout.ts"));
const { status, error, stdout, stderr } = spawnSync(
  "nvim",
  [
    "--headless",
    "-u",
    "NONE",
    "-i",
    "NONE",
    "-n",
    "-c",
    `luafile ${here("editors/neovim-check.lua")}`,
  ],
  {
    encoding: "utf8",
    timeout: 120_000,
    env: {
      ...process.env,
      AWAITWISE_FILE: file,
      AWAITWISE_SERVER: here("../packages/language-server/bin/awaitwise-language-server.js"),
      AWAITWISE_NODE: process.execPath,
    },
  },
);
if (error !== undefined) {
  const missing = "code" in error && error.code === "ENOENT";
  process.stderr.write(
    missing
      ? "There is no nvim on the PATH: install it with `apt-get install neovim`\n"
      : `Neovim did not finish: ${error.message}\n`,
  );
  process.exit(2);
}
// Headless Neovim prints to standard error.
process.stdout.write(`${stdout}${stderr}`.replaceAll("\r", "").trimEnd());
process.stdout.write("\n");
process.exit(status ?? 2);
