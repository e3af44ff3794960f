// `npm run test:node-versions`: the runtime's tests on every Node that it supports, each taken
// from the npm package that carries the binary. `npm run test:node-versions -- 22 26` for some.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { nodeBinary } from "./node-binary.js";

const root = path.resolve(import.meta.dirname, "..");
const versions = process.argv.length > 2 ? process.argv.slice(2) : ["20", "22", "24", "26"];

let failed = 0;
for (const version of versions) {
  let node = "";
  try {
    node = nodeBinary(version);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
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
