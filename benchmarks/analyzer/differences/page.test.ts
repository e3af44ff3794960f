import { expect, test } from "@jest/globals";
import { writePage } from "./page.js";

const how = {
  of: 3,
  versions: "awaitwise at abc",
  minutes: 2,
  files: 6,
  mutants: 1,
  changes: 6,
  seed: 1,
};
const row = { name: "p", version: "1.0.0", files: 40, texts: 12, findings: 1_234, differences: [] };

test("the page says that none differs where none does, and how many packages were left out", () => {
  const page = writePage([row], [], how);
  expect(page).toContain("1 of the 3 packages, 12 texts, 1,234 findings, **none differs**.");
  expect(page).toContain("| p | 1.0.0 | 40 | 12 | 1234 | 0 |");
  expect(page).not.toContain("What differs");
});

test("the page names each difference with its place, its seed, and who has the finding", () => {
  const finding = {
    rule: "floating-promise",
    severity: "error",
    confidence: "high",
    message: "Dropped",
    file: "/w/p/src/a.ts",
    start: 3,
    end: 4,
    related: [],
    fixes: [],
  } as const;
  const page = writePage(
    [
      {
        ...row,
        differences: [
          {
            by: "native",
            finding,
            file: "src/a.ts",
            line: 7,
            seed: 5,
            done: ["await deleted", "async dropped"],
          },
        ],
      },
      { ...row, name: "q", withoutNative: "its process ended twice" },
    ],
    [
      {
        rule: "return-await",
        cases: 2,
        texts: 3,
        findings: 1,
        differences: [{ by: "ts-morph", finding, code: "f();\ng();" }],
      },
    ],
    how,
  );
  expect(page).toContain("**1 differ**");
  expect(page).toContain("| q | 1.0.0 | 40 | left to ts-morph: its process ended twice |  |  |");
  expect(page).toContain("1 rules, 2 cases, 3 texts, 1 findings, **1 differ**.");
  expect(page.slice(page.indexOf("## What differs"))).toContain(
    [
      "- p, `src/a.ts:7` (seed 5: await deleted, async dropped), only by native: floating-promise: Dropped",
      "- a case of return-await, only by ts-morph: floating-promise: Dropped",
      "",
      "      f();",
      "      g();",
    ].join("\n"),
  );
});
