import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { droppedPromise, plainTsconfig, scratchFolder } from "./testkit/scratch-folder.js";

test("Ctrl-C ends a fix with 130, and every file is whole: as it was, or fixed", async () => {
  const count = 60;
  const names = Array.from({ length: count }, (_, index) => `${index}.ts`);
  using folder = scratchFolder({
    "tsconfig.json": plainTsconfig,
    ...Object.fromEntries(names.map((name) => [`src/${name}`, droppedPromise])),
  });
  const bin = join(__dirname, "../bin/awaitwise.js");
  // The program stops itself as soon as it has begun to write.
  const program = `
    const { promises } = require("node:fs");
    const { rename } = promises;
    let renamed = 0;
    promises.rename = async (...args) => {
      if (++renamed === 10) process.kill(process.pid, "SIGINT");
      return await rename(...args);
    };
    require("node:module").syncBuiltinESMExports();
    process.argv.splice(1, 1, ${JSON.stringify(bin)}, "fix", "--fix-suggested", "--no-cache");
    import(${JSON.stringify(bin)});
  `;
  const child = spawn(process.execPath, ["-e", program, "x"], {
    cwd: folder.path,
    env: { PATH: process.env.PATH },
  });
  expect(await once(child, "exit")).toEqual([130, null]);
  const fixed = droppedPromise.replace("  write", "  await write");
  const texts = names.map((name) => folder.read(`src/${name}`));
  expect(texts.filter((text) => text !== droppedPromise && text !== fixed)).toEqual([]);
  expect(texts.filter((text) => text === droppedPromise).length).toBeGreaterThan(0);
  expect(readdirSync(join(folder.path, "src")).sort()).toEqual([...names].sort());
});
