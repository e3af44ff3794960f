import { describe, expect, test } from "@jest/globals";

interface CaseState {
  tests: { title: string; file: string }[];
  reason: string | null;
  demanded: boolean;
}

type Cases = Record<string, Record<string, string[]>>;

// The reporter is loaded by Jest itself, so it and its parts are plain JavaScript.
const { renderTables, settleCases } = require("../../case-table.cjs") as {
  renderTables(states: Map<string, CaseState>): string;
  settleCases(
    modules: Cases,
    further: Cases,
    notApplicable: Record<string, string>,
    tests: { title: string; file: string }[],
  ): { states: Map<string, CaseState>; faults: string[] };
};

const CASES = { test_a: { One: ["test_x", "test_y", "test_z"] } };
const FURTHER = { test_a: { One: ["test_new"] }, test_b: { Two: ["test_w"] } };

describe("the table of CPython's cases", () => {
  test("counts a case as covered where a test that names it has passed, and only there", () => {
    const { states, faults } = settleCases(CASES, FURTHER, { "test_a.One.test_y": "no a | b" }, [
      { title: "it does x <twice> [test_a.One.test_x] [test_b.Two.test_w]", file: "x.test.ts" },
      { title: "also [test_a.One.test_x]", file: "x.test.ts" },
      { title: "names nothing [here]", file: "x.test.ts" },
    ]);
    expect(faults).toEqual([]);
    expect(renderTables(states)).toBe(
      [
        "| CPython's file | cases | covered | do not apply | open |",
        "| --- | --- | --- | --- | --- |",
        "| `test_a` | 4 | 1 | 1 | 2 |",
        "| all | 4 | 1 | 1 | 2 |",
        "",
        "## test_a",
        "",
        "| case | here |",
        "| --- | --- |",
        "| `One.test_x` | x.test.ts: also (and 1 more) |",
        "| `One.test_y` | does not apply: no a \\| b |",
        "| `One.test_z` | open |",
        "| `One.test_new` | open |",
        "",
        "## Further cases, of other files",
        "",
        "| case | here |",
        "| --- | --- |",
        "| `test_b.Two.test_w` | x.test.ts: it does x &lt;twice> |",
      ].join("\n"),
    );
  });

  test("refuses a name that is no case, and a case that is said not to apply", () => {
    const { faults } = settleCases(
      CASES,
      FURTHER,
      { "test_a.One.test_y": "why", "test_a.One.test_q": "why" },
      [
        { title: "a [test_a.One.test_y]", file: "x.test.ts" },
        { title: "b [test_c.One.test_x]", file: "x.test.ts" },
      ],
    );
    expect(faults).toEqual([
      "not-applicable.json names test_a.One.test_q, which is no case of CPython's",
      "x.test.ts covers test_a.One.test_y, which not-applicable.json says does not apply",
      "x.test.ts names test_c.One.test_x, which is no case of CPython's",
    ]);
  });
});
