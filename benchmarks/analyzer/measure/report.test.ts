import { expect, test } from "@jest/globals";
import { bodyIn } from "./edits.js";
import { generate, shapes } from "./generated.js";
import { cpuIn } from "./processes.js";
import { writeReport } from "./report.js";
import { shareOf, targetsOf } from "./targets.js";
import type { Measurement, State } from "./types.js";

const run = (tool: string, round: number, wall: number, state: State = "cold"): Measurement => ({
  project: "p",
  tool,
  state,
  round,
  run: { wall, cpu: 2 * wall, memory: 100 * wall, findings: 7 },
});
const measured: Measurement[] = [
  ...[run("ours", 1, 1), run("peer", 1, 3), run("ours", 1, 0.2, "warm")],
  ...[run("ours", 2, 2), run("peer", 2, 4)],
  ...[run("ours", 3, 4), run("peer", 3, 20)],
  { project: "p", tool: "late", state: "cold", round: 1, run: "not done within 5 s" },
];

test("a ratio is to the run of the same round", () => {
  expect(shareOf(measured, "p", "peer", "ours")).toBe(3);
  expect(shareOf(measured, "p", "late", "ours")).toBeUndefined();
});

test("targets are held against the runs that say something about them", () => {
  const project = { id: "p", title: "p", directory: "", lines: 1, edited: { file: "", offset: 0 } };
  const runs = [
    run("awaitwise-native", 1, 1),
    run("oxlint", 1, 2),
    run("awaitwise-native-four", 1, 0.5),
    run("awaitwise-native-two", 1, 0.4),
    run("biome", 1, 0.2),
    run("awaitwise-native", 1, 0.5, "warm"),
  ];
  expect(targetsOf(project, runs).map(({ what, most, reached }) => [what, most, reached])).toEqual([
    ["cold, native types: beside oxlint with tsgolint", 0.7, 0.5],
    ["cold, the four rules alone, native types: beside oxlint with tsgolint", 0.7, 0.25],
    ["cold, Biome's two rules alone, native types: beside Biome", 0.7, 2],
    ["warm, native types", 0.3, 0.5],
  ]);
});

test("the page has a row for each tool, also for one that failed", () => {
  const tool = (id: string) => ({
    id,
    title: id,
    checks: "all",
    codes: [0],
    remembers: true,
    prepare: () => {},
    command: () => [],
    count: () => 0,
  });
  const edited = { file: "/p/a.ts", offset: 0 };
  const project = { id: "p", title: "P 1.0", directory: "/p", lines: 12_345, edited };
  const page = writeReport([project], ["ours", "peer", "late"].map(tool), measured, {
    command: "c",
    rounds: 3,
    versions: "v",
    loadBefore: 0,
    minutes: 1,
  });
  expect(page).toContain("## P 1.0, 12,345 lines");
  expect(page).toContain("| ours | 2.00 s | **1.00** | 4.00 s | 200 MB | 0.20 s |  | 7 |");
  expect(page).toContain("| peer | 4.00 s | **3.00** | 8.00 s | 400 MB |  |  | 7 |");
  expect(page).toContain("| late | not done within 5 s |");
});

test("projects that grow have a table for each shape, with what each line takes", () => {
  const edited = { file: "/p/a.ts", offset: 0 };
  const sizes = [1_000, 10_000].map((lines) => ({ lines, id: `generated-chain-${lines}` }));
  const projects = sizes.map(({ id, lines }) => ({
    id,
    title: id,
    directory: "/p",
    lines,
    edited,
  }));
  const tool = {
    ...{ id: "ours", title: "ours", checks: "all", codes: [0], remembers: false },
    prepare: () => {},
    command: () => [],
    count: () => 0,
  };
  const runs = sizes.map(({ id, lines }) => ({ ...run("ours", 1, lines / 100), project: id }));
  runs[1] = { ...run("ours", 1, 250), project: "generated-chain-10000" };
  const page = writeReport(projects, [tool], runs, {
    ...{ command: "c", rounds: 1, versions: "v", loadBefore: 0, minutes: 1 },
  });
  expect(page).toContain("| ours | 10.00 s, 1000 MB | 250.00 s, 25000 MB | 2.50 |");
  expect(page).not.toContain("Services in six layers");
});

test("processor time is what the shell's children took", () => {
  expect(cpuIn("0m0.001s 0m0.002s\n1m2.500s 0m0.250s\n")).toBe(62.75);
  expect(() => cpuIn("none")).toThrow("The shell's times are not understood: none");
});

test("a generated project has about as many lines as it is to have, and is the same every time", () => {
  for (const shape of shapes) {
    for (const lines of [1_000, 20_000]) {
      const files = [...generate(lines, shape)];
      const count = files.reduce((sum, [, text]) => sum + text.split("\n").length - 1, 0);
      expect(Math.abs(count / lines - 1)).toBeLessThan(0.15);
      expect([...generate(lines, shape)]).toEqual(files);
    }
  }
});

test("an edit goes to the beginning of the first function that is written in several lines", () => {
  const text =
    "const f = () => {};\nif (f) {\n  f();\n}\nexport async function g(a: { b: 1 }) {\n  f();\n}\n";
  expect(text.slice(bodyIn(text))).toBe("\n  f();\n}\n");
  const method = "class A {\n  constructor() {\n    f();\n  }\n  g() {\n    f();\n  }\n}\n";
  expect(method.slice(bodyIn(method))).toBe("\n    f();\n  }\n}\n");
  expect(bodyIn("export const a = 1;\n")).toBeUndefined();
});
