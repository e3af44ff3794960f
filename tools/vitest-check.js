// `npm run test:vitest`: runs tests on virtual time, explorations and a sequencer under Vitest, with the runtime as it
// is built. Vitest is installed where git does not look, by this alone: `npm ci` is not to bring it.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const VITEST = "3.2.4"; // The last major that runs on every Node that the runtime supports.

const root = path.resolve(import.meta.dirname, "..");
const folder = path.join(root, "node_modules/.cache/awaitwise-vitest");

const program = `
import { expect, test } from "vitest";
import { gather, getRunningLoop, sleep } from "@awaitwise/runtime";
import { explore, ExploreError, runVirtual, Sequencer } from "@awaitwise/runtime/testing";

test("virtual time", () => runVirtual(async () => {
  await sleep(3_600_000);
  expect(getRunningLoop().time()).toBe(3_600_000);
}));
test("sequencer", () => runVirtual(async () => {
  const order = new Sequencer("one", "two");
  const passed = [];
  const pass = async (name) => { await order.reach(name); passed.push(name); };
  await gather(() => pass("two"), () => pass("one"));
  expect(passed).toEqual(["one", "two"]);
}));
const race = async () => {
  let stored = 0;
  const add = async (arrival) => {
    await sleep(arrival);
    const read = stored;
    await sleep(5);
    stored = read + 1;
  };
  await gather(() => add(1), () => add(9));
  expect(stored).toBe(2);
};
test("exploration that finds nothing", () => explore(() => sleep(1)));
test("exploration that is caught", () => expect(explore(race)).rejects.toThrow(ExploreError));
test.fails("exploration that fails its test", () => explore(race));
`;

/** @param {string} command @param {readonly string[]} args */
function run(command, args) {
  const { status } = spawnSync(command, args, { cwd: folder, stdio: "inherit" });
  if (status !== 0) {
    process.stderr.write(`test:vitest: ${command} ${args.join(" ")} failed\n`);
    process.exit(1);
  }
}

mkdirSync(folder, { recursive: true });
writeFileSync(path.join(folder, "package.json"), `{ "private": true, "type": "module" }\n`);
writeFileSync(path.join(folder, "runtime.test.js"), program);
const quietly = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
run("npm", ["install", ...quietly, `vitest@${VITEST}`]);
// The runtime is the workspace's own: Node finds it above this folder.
run(process.execPath, ["node_modules/vitest/vitest.mjs", "run", "--reporter=verbose"]);
