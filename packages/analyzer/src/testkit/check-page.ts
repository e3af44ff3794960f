import assert from "node:assert";
import { readFileSync } from "node:fs";
import { rules } from "../rules/index.js";
import { checkFindings } from "./check-findings.js";

const sections = [
  "What it does",
  "Why is this bad",
  "Example",
  "Use instead",
  "When not to use it",
  "Options",
  "Fix safety",
  "Sources",
];

/**
 * Holds a rule's page to its form, and runs its code: what stands under "Example" has to be found
 * as marked, what stands under "Use instead" has to be free of findings.
 *
 * @throws AssertionError that names the section or shows the code.
 */
export function checkPage(rule: string): void {
  const meta = rules.find(({ id }) => id === rule);
  assert(meta !== undefined, `There is no rule "${rule}"`);
  const page = readFileSync(meta.page, "utf8");
  assert.equal(page.split("\n")[0], `# ${rule}`);
  const titles = [...page.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
  assert.deepEqual(titles, sections);
  const found = [...codeIn(page)];
  for (const { section, code, options } of found) {
    const marked = /^\s*\/\/\s*(\^+|~) /m.test(code);
    if (section === "Example") assert(marked, `An example of "${rule}" has no marker:\n${code}`);
    if (section === "Use instead") assert(!marked, `A remedy of "${rule}" has a marker:\n${code}`);
    checkFindings(rule, code, options === undefined ? {} : { options });
  }
  for (const section of ["Example", "Use instead"]) {
    assert(
      found.some((one) => one.section === section),
      `The page of "${rule}" has no code under "${section}"`,
    );
  }
}

// A fence opened as ```ts { "option": true } is checked under those options.
function* codeIn(page: string): Iterable<{ section: string; code: string; options?: object }> {
  let section = "";
  for (const match of page.matchAll(/^## (.*)$|^```ts(.*)\n([\s\S]*?)^```$/gm)) {
    const [, title, info, code] = match;
    if (title !== undefined) section = title;
    if (code === undefined) continue;
    const options = info?.trim();
    yield { section, code, ...(options ? { options: JSON.parse(options) as object } : {}) };
  }
}
