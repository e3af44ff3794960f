import { expect, test } from "@jest/globals";
import { openProject } from "../project/project.js";
import { memoryDisk } from "../testkit/memory-disk.js";
import { Stopwatch, sharedWork } from "./stopwatch.js";

test("work inside other work counts once, also when it throws", () => {
  let clock = 0;
  const stopwatch = new Stopwatch(() => clock);
  const spend = (ms: number) => () => {
    clock += ms;
  };
  stopwatch.measure("a", () => {
    spend(1)();
    stopwatch.measure("b", spend(10));
    expect(() =>
      stopwatch.measure("c", () => {
        spend(100)();
        throw new Error("no");
      }),
    ).toThrow("no");
    spend(2)();
    stopwatch.measure("b", spend(20));
  });
  expect(Object.fromEntries(stopwatch.times)).toEqual({ a: 3, b: 30, c: 100 });
});

test("a check says what each rule and what all of them together took", () => {
  const disk = memoryDisk({
    "/tsconfig.json": "{}",
    "/a.ts": "async function f() {}\nf();\n",
  });
  const project = openProject(
    { configFile: "/tsconfig.json", directory: "/", roots: ["/a.ts"], files: ["/a.ts"] },
    disk,
  );
  let clock = 0;
  const stopwatch = new Stopwatch(() => clock++);
  project.check("/a.ts", { rules: ["floating-promise", "await-non-promise"] }, stopwatch);
  expect([...stopwatch.times.keys()].sort()).toEqual([
    sharedWork.program,
    sharedWork.types,
    "await-non-promise",
    "floating-promise",
  ]);
});
