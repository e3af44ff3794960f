import { describe, expect, test } from "@jest/globals";
import type { Fix } from "../finding.js";
import { applyFixes } from "./apply-fixes.js";

const fix = (...edits: [start: number, end: number, text: string][]): Fix => ({
  title: "Change it",
  safety: "safe",
  edits: edits.map(([start, end, text]) => ({ file: "/a.ts", start, end, text })),
});

describe("fixes are applied", () => {
  test("in the order of the text, whatever order they come in", () => {
    const { text, applied } = applyFixes("abcdef", [
      fix([4, 5, "E"]),
      fix([0, 1, "A"], [2, 2, "-"]),
    ]);
    expect(text).toBe("Ab-cdEf");
    expect(applied).toHaveLength(2);
  });

  test("whole or not at all: one that overlaps an earlier one is skipped", () => {
    const first = fix([0, 3, "x"]);
    const second = fix([2, 4, "y"], [5, 6, "z"]);
    expect(applyFixes("abcdef", [first, second])).toEqual({
      text: "xdef",
      applied: [first],
      skipped: [second],
    });
  });

  test("side by side, but not with two insertions at one place", () => {
    expect(applyFixes("ab", [fix([0, 1, "x"]), fix([1, 2, "y"])]).text).toBe("xy");
    expect(applyFixes("ab", [fix([1, 1, "x"]), fix([1, 1, "y"])]).skipped).toHaveLength(1);
  });

  test("only inside the text and the file they are for", () => {
    expect(applyFixes("ab", [fix([1, 9, "x"])]).skipped).toHaveLength(1);
    expect(applyFixes("ab", [fix([0, 1, "x"])], "/b.ts").text).toBe("ab");
  });
});

describe("the file keeps", () => {
  test("its byte order mark at the front", () => {
    expect(applyFixes("\uFEFFab", [fix([0, 0, "x"])]).text).toBe("\uFEFFxab");
    expect(applyFixes("\uFEFFab", [fix([1, 1, "x"])]).text).toBe("\uFEFFxab");
  });

  test("its line ends", () => {
    expect(applyFixes("a\r\nb", [fix([0, 1, "x\ny"])]).text).toBe("x\r\ny\r\nb");
  });
});
