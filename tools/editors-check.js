// Drives the language server from real editors, headless: `node tools/editors-check.js [EDITOR...]`,
// where EDITOR is neovim, emacs or ale. Ends with 0 when each of those that are installed showed a
// finding and saw it clear, with 2 when none is. `--list` only prints which are installed.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const file = here("../examples/storefront/src/checkout.ts");
const scratch = mkdtempSync(join(tmpdir(), "awaitwise-editors-"));
const out = join(scratch, "said");

const editors = {
  neovim: {
    needs: "nvim",
    isThere: () => start("nvim", ["--version"]).status === 0,
    run: () => start(process.execPath, [here("neovim-check.js"), file]),
  },
  emacs: {
    needs: "emacs with eglot",
    isThere: () => start("emacs", ["-q", "--batch", "--eval", "(require 'eglot)"]).status === 0,
    // Not -Q: it hides the eglot that Debian packages.
    run: () => start("emacs", ["-q", "--batch", "-l", here("editors/emacs-check.el")]),
  },
  ale: {
    needs: "vim with ALE",
    isThere: () => {
      const load = "try | packadd ale | qall! | catch | cquit! | endtry";
      return start("vim", ["-N", "-u", "NONE", "-i", "NONE", "-n", "-es", "-c", load]).status === 0;
    },
    run: () => {
      const script = here("editors/ale-check.vim");
      const ended = start("vim", [
        "-N",
        "-u",
        script,
        "-i",
        "NONE",
        "-n",
        "-es",
        "-c",
        "call Go()",
      ]);
      return { ...ended, stdout: readOut() };
    },
  },
};

function start(program, args) {
  return spawnSync(program, args, {
    encoding: "utf8",
    timeout: 180_000,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      HOME: scratch,
      AWAITWISE_FILE: file,
      AWAITWISE_OUT: out,
      AWAITWISE_SERVER: here("../packages/language-server/bin/awaitwise-language-server.js"),
      AWAITWISE_NODE: process.execPath,
    },
  });
}

function readOut() {
  try {
    return readFileSync(out, "utf8");
  } catch {
    return "";
  }
}

if (process.argv[2] === "--list") {
  const there = Object.keys(editors).filter((name) => editors[name].isThere());
  process.stdout.write(there.map((name) => `${name}\n`).join(""));
  rmSync(scratch, { recursive: true, force: true });
  process.exit(0);
}

let ran = 0;
let failed = 0;
const wanted = process.argv.slice(2);
for (const name of wanted.length > 0 ? wanted : Object.keys(editors)) {
  const editor = editors[name];
  if (editor === undefined) {
    process.stderr.write(`There is no editor "${name}": use ${Object.keys(editors).join(", ")}\n`);
    process.exit(2);
  }
  if (!editor.isThere()) {
    process.stdout.write(`${name}: SKIPPED, there is no ${editor.needs}\n`);
    continue;
  }
  ran += 1;
  const { status, stdout, stderr } = editor.run();
  if (status !== 0) failed += 1;
  const said = stdout.trimEnd() || stderr.trimEnd();
  process.stdout.write(`${name}: ${status === 0 ? "passed" : "FAILED"}\n`);
  process.stdout.write(`${said.replaceAll(/^/gm, "  ")}\n`);
}
rmSync(scratch, { recursive: true, force: true });
process.exit(ran === 0 ? 2 : failed > 0 ? 1 : 0);
