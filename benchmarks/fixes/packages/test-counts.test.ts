import { expect, test } from "@jest/globals";
import { countTests } from "./test-counts.js";

test.each([
  ["Jest", "Tests:       1 failed, 2 skipped, 40 passed, 43 total\n", 40, 1],
  ["Vitest", " Test Files  3 passed (3)\n      Tests  1 failed | 30 passed (31)\n", 30, 1],
  ["Mocha", "\n  12 passing (2s)\n  1 pending\n", 12, 0],
  ["several runs of Mocha", "  12 passing (2s)\n  2 failing\n\n  5 passing (1s)\n", 17, 2],
  ["Node", "ℹ tests 4\nℹ pass 3\nℹ fail 1\n", 3, 1],
  ["AVA", "  2 tests failed\n  9 tests passed\n", 9, 2],
])("counts the tests of %s", (_, output, passed, failed) => {
  expect(countTests(output)).toEqual({ passed, failed });
});

test("counts nothing where no runner has counted", () => {
  expect(countTests("Error: Cannot find module 'x'")).toBeUndefined();
});
