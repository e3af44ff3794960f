import type { Finding, Fix, TextEdit } from "@awaitwise/analyzer";
import { describe, expect, test } from "@jest/globals";
import { chooseFixes, fixFor } from "./choose-fixes.js";

const edit = (start: number, end: number, text: string, file = "/a.ts"): TextEdit => ({
  file,
  start,
  end,
  text,
});
const fix = (title: string, edits: TextEdit[], safety: Fix["safety"] = "safe"): Fix => ({
  title,
  safety,
  edits,
});
const finding = (...fixes: Fix[]): Finding => ({
  rule: "r",
  severity: "warning",
  confidence: "high",
  message: "m",
  file: "/a.ts",
  start: 0,
  end: 1,
  related: [],
  fixes,
});
const safe = new Set(["safe"] as const);

describe("the fix of a finding", () => {
  test("is the first of the safest kind that is allowed", () => {
    const both = finding(
      fix("one", [edit(0, 1, "")], "dangerous"),
      fix("two", [edit(0, 1, "")], "suggested"),
      fix("three", [edit(0, 1, "")], "suggested"),
    );
    expect(fixFor(both, safe)).toBeUndefined();
    expect(fixFor(both, new Set(["safe", "suggested"]))?.title).toBe("two");
    expect(fixFor(both, new Set(["safe", "suggested", "dangerous"]))?.title).toBe("two");
  });
});

describe("fixes that are applied together", () => {
  test("do not overlap: the first wins, and the other is named with the reason", () => {
    const first = finding(fix("first", [edit(0, 5, "x")]));
    const second = finding(fix("second", [edit(4, 6, "y")]));
    const third = finding(fix("third", [edit(6, 7, "z")]));
    const chosen = chooseFixes([first, second, third], safe);
    expect(chosen.fixes.map(({ title }) => title)).toEqual(["first", "third"]);
    expect(chosen.left).toEqual([
      { finding: second, title: "second", reason: "it overlaps another fix; run again" },
    ]);
  });

  test("may share an edit that is the same in both", () => {
    const shared = edit(0, 0, 'import { gather } from "@awaitwise/runtime";\n');
    const chosen = chooseFixes(
      [
        finding(fix("a", [shared, edit(9, 10, "A")])),
        finding(fix("b", [shared, edit(19, 20, "B")])),
      ],
      safe,
    );
    expect(chosen.fixes).toHaveLength(2);
    expect(chosen.edits.get("/a.ts")).toEqual([shared, edit(9, 10, "A"), edit(19, 20, "B")]);
  });

  test("are taken whole: one clash in one file leaves out its edits in the others", () => {
    const chosen = chooseFixes(
      [
        finding(fix("a", [edit(0, 5, "x")])),
        finding(fix("b", [edit(0, 1, "y", "/b.ts"), edit(2, 3, "z")])),
      ],
      safe,
    );
    expect([...chosen.edits.keys()]).toEqual(["/a.ts"]);
  });

  test("keep their distance: an insertion at the edge of a replacement waits for the next pass", () => {
    const chosen = chooseFixes(
      [finding(fix("a", [edit(0, 5, "x")])), finding(fix("b", [edit(5, 5, "y")]))],
      safe,
    );
    expect(chosen.fixes).toHaveLength(1);
  });
});
