import { spawnSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import { laterOptimisation } from "./later-optimisation.js";

test("Node 20 optimises later, and later versions as they do by themselves", () => {
  expect(laterOptimisation("20.19.0")).toBe("--interrupt-budget=400000");
  expect(laterOptimisation("22.0.0")).toBeUndefined();
  expect(laterOptimisation("26.10.1")).toBeUndefined();
});

test("a flag that is set is known to the V8 that it is set in", () => {
  const flag = laterOptimisation(process.versions.node);
  const args = [...(flag === undefined ? [] : [flag]), "--eval", "console.log('runs')"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "runs\n", stderr: "" });
});
