import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@jest/globals";

const folder = path.resolve(import.meta.dirname);
const built = path.resolve(folder, "../dist/asyncio");

/** What each program prints, and at which virtual time in milliseconds. */
const expected: Record<string, string[]> = {
  "1-explicit-loop": ["0: start", "1000: done"],
  "2-gather-two": ["1000: first is done", "1000: second is done"],
  "3-tasks": [
    "0: other work meanwhile",
    "1000: short finished",
    "2000: long finished",
    "2000: both awaited",
  ],
  "4-gather-results": ["3000: [ 1, 4, 9 ]", "6000: [ 1, 4, 9 ]"],
  "5-wait": ["3000: 2", "3000: 4", "3000: 6", "3000: 3 done, 0 pending"],
  "6-as-completed": ["1000: fast after 1000 ms", "2000: slow after 2000 ms"],
};

test.each(Object.entries(expected))(
  "%s prints what the tutorial's program prints",
  (name, lines) => {
    const output = execFileSync(
      process.execPath,
      ["--import", path.join(folder, "timed-console.mjs"), path.join(built, `${name}.js`)],
      { encoding: "utf8", env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: "1" } },
    );
    expect(output.split("\n").slice(0, -1)).toEqual(lines);
  },
);

test("every program has its expected output here", () => {
  const programs = readdirSync(folder).filter((file) => /^\d.*\.ts$/.test(file));
  expect(programs.map((file) => path.basename(file, ".ts"))).toEqual(Object.keys(expected));
});
