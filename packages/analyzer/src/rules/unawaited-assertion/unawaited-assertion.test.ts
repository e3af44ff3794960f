import { describe, expect, test } from "@jest/globals";
import { checkFindings, findIn } from "../../testkit/check-findings.js";
import { checkFix, fixesIn } from "../../testkit/check-fix.js";
import { checkPage } from "../../testkit/check-page.js";
import { workbench } from "../../testkit/workbench.js";

const rule = "unawaited-assertion";
const check = (code: string) => checkFindings(rule, code);

test("the page says what the rule does", () => checkPage(rule));

describe("by type", () => {
  test("what waits for a promise is flagged, what looks at a value is not", () => {
    check(`
import { expect, test } from "@jest/globals";
declare const p: Promise<number>;
test("a", async () => {
  expect(p).resolves.toBe(1);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^ unawaited-assertion: Nobody waits for this asynchronous assertion
  expect(p).rejects.not.toThrow();
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unawaited-assertion
  expect(1).toBe(1);
  await expect(p).resolves.toBe(1);
  expect(p).resolves.toBe(1).catch(() => {});
  void expect(p).resolves.toBe(1);
  return expect(p).resolves.toBe(1);
});
test("b", () => expect(p).resolves.toBe(1));
`);
  });

  test("rejects and doesNotReject of Node's assert are told by their module", () => {
    check(`
import { rejects } from "node:assert";
import assert from "node:assert/strict";
declare const p: Promise<number>;
declare const mine: { rejects(p: Promise<number>): Promise<void> };
export async function f() {
  rejects(p);
//^^^^^^^^^^^ unawaited-assertion
  assert.doesNotReject(p);
//^^^^^^^^^^^^^^^^^^^^^^^^ unawaited-assertion
  assert.ok(p);
  mine.rejects(p);
  await assert.rejects(p);
}
`);
  });

  test("steps of Playwright and testing-library are told by their package", () => {
    check(`
import { expect, test } from "@playwright/test";
import { screen, waitFor } from "@testing-library/dom";
import userEvent from "@testing-library/user-event";
test("a", async ({ page }) => {
  page.locator("a").first().click();
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unawaited-assertion: asynchronous step
  expect(page).not.toBeVisible();
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unawaited-assertion
  expect(1).toBe(1);
  expect.poll(() => 1).toBe(1);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unawaited-assertion
  test.step("b", () => {});
//^^^^^^^^^^^^^^^^^^^^^^^^^ unawaited-assertion
  page.locator("a");
  screen.findByText("x");
//^^^^^^^^^^^^^^^^^^^^^^^ unawaited-assertion: query
  waitFor(() => 1);
//^^^^^^^^^^^^^^^^^ unawaited-assertion
  const user = userEvent.setup();
  user.click(screen.getByText("x"));
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unawaited-assertion
  expect(screen.findByText("x")).toBe(1);
       //^^^^^^^^^^^^^^^^^^^^^^ unawaited-assertion: looks at the promise
  expect(await screen.findByText("x")).toBe(1);
});
`);
  });

  test("a call of that name that gives no promise is left alone", () => {
    check(`
declare function expect(value: unknown): { resolves: { toBe(n: number): void } };
expect(1).resolves.toBe(1);
export {};
`);
  });

  test("it speaks in the place of the rule for any promise", () => {
    const bench = workbench();
    bench.load({
      "main.ts": `import assert from "node:assert";\nexport async function f(p: Promise<void>) { assert.rejects(p); }`,
    });
    expect(bench.project.check(bench.path("main.ts")).map((one) => one.rule)).toEqual([rule]);
  });
});

describe("without the packages", () => {
  test("names tell what expect does, and imports whose expect it is", () => {
    check(`
import { expect, test } from "@playwright/test/missing";
test("a", async ({ page }: any) => {
  expect(page).toBeVisible();
//^^^^^^^^^^^^^^^^^^^^^^^^^^^ unawaited-assertion
  expect(page).rejects.toThrow();
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unawaited-assertion
  expect(page).toEqual(1);
  page.getByRole("button").click();
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unawaited-assertion
  page.getByRole("button");
  page.locator("a").fill("b").then(() => {});
});
`);
    check(`
import { expect } from "vitest-missing";
export async function f(element: any) {
  expect(element).toBeVisible();
  expect(element).resolves.toBe(1);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unawaited-assertion
}
`);
  });

  test("assertions and queries are told by where their names are imported from", () => {
    check(`
import assert from "assert/strict";
import { render, screen, waitFor } from "@testing-library/missing";
import userEvent from "@testing-library/user-event/missing";
import { other } from "elsewhere";
export async function f(p: any) {
  screen.findByText("x");
//^^^^^^^^^^^^^^^^^^^^^^^ unawaited-assertion
  const { findAllByRole } = render(p);
  findAllByRole("button");
//^^^^^^^^^^^^^^^^^^^^^^^^ unawaited-assertion
  waitFor(() => p);
//^^^^^^^^^^^^^^^^^ unawaited-assertion
  screen.getByText("x");
  expect(screen.findByText("x")).toBeVisible();
       //^^^^^^^^^^^^^^^^^^^^^^ unawaited-assertion
  other.rejects(p);
  const user = userEvent.setup();
  user.click(p);
//^^^^^^^^^^^^^^ unawaited-assertion
  other.click(p);
  await assert.rejects(p);
}
`);
    const [finding] = findIn(
      rule,
      `import u from "@testing-library/user-event/x";\nu.click(1);\nexport {};\n`,
    );
    expect(finding?.confidence).toBe("medium");
  });
});

describe("fixes", () => {
  const head = `import { expect, test } from "@jest/globals";\ndeclare const p: Promise<number>;\n`;

  test("await it, in the body of a test too", () => {
    checkFix(
      rule,
      `${head}test("a", async () => {\n  expect(p).resolves.toBe(1); // one\n});\n`,
      `${head}test("a", async () => {\n  await expect(p).resolves.toBe(1); // one\n});\n`,
    );
    checkFix(
      rule,
      `${head}test("a", () => {\n  expect(p).resolves.toBe(1);\n  expect(1).toBe(1);\n});\n`,
      `${head}test("a", async () => {\n  await expect(p).resolves.toBe(1);\n  expect(1).toBe(1);\n});\n`,
    );
  });

  test("return it, where nothing follows", () => {
    checkFix(
      rule,
      `${head}test("a", function () {\n  expect(p).resolves.toBe(1);\n});\n`,
      `${head}test("a", function () {\n  return expect(p).resolves.toBe(1);\n});\n`,
      { title: "Return" },
    );
  });

  test("are refused where somebody else would have to wait", () => {
    const code = `${head}export function f() { expect(p).resolves.toBe(1); }\n`;
    expect(fixesIn(rule, code)).toEqual([]);
    expect(findIn(rule, code).flatMap((one) => one.refusals ?? [])).toMatchObject([
      {
        title: "Await it",
        reason: "`f` is not async, and so its callers would have to await it too",
        pending: [{ text: "await " }],
      },
    ]);
  });
});
