import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@jest/globals";
import { peers } from "./peers.js";

const home = path.resolve(import.meta.dirname, "..");
const folders = readdirSync(path.join(home, "workloads"));

test.each(folders)("%s has a workload, our program, and Python's", (folder) => {
  const missing = ["workload.js", "awaitwise.js", "python.py"].filter(
    (file) => !existsSync(path.join(home, "workloads", folder, file)),
  );
  expect(missing).toEqual([]);
});

test("every program belongs to a peer", () => {
  const programs = new Set(["workload.js", ...peers.map((peer) => peer.program)]);
  const strays = folders.flatMap((folder) =>
    readdirSync(path.join(home, "workloads", folder))
      .filter((file) => file !== "__pycache__" && !programs.has(file))
      .map((file) => `${folder}/${file}`),
  );
  expect(strays).toEqual([]);
});

test("the peers' versions are pinned", () => {
  const { devDependencies } = JSON.parse(readFileSync(path.join(home, "package.json"), "utf8"));
  const loose = Object.entries<string>(devDependencies).filter(
    ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
  );
  expect(loose).toEqual([]);
});

test("installing the repository does not install the peers", () => {
  const root = JSON.parse(readFileSync(path.resolve(home, "../../package.json"), "utf8"));
  expect(root.workspaces).not.toContain("benchmarks/*");
  expect(root.workspaces).not.toContain("benchmarks/runtime");
});
