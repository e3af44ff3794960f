import { expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";
import { workbench } from "../testkit/workbench.js";
import { applyFixes } from "../text/apply-fixes.js";

const head = "declare function load(): Promise<number>;\n";
const inside = (body: string) => `${head}export async function f() {\n${body}\n}\n`;

/** The body of `f` after the first fix of the first finding. */
function fixed(body: string): string | undefined {
  const code = inside(body);
  const [finding] = findIn("promise-as-value", code);
  const { fixes = [] } = finding ?? {};
  const { text } = applyFixes(code, fixes.slice(0, 1), workbench().path("main.ts"));
  return text.slice(inside("").indexOf("\n}"), -"\n}\n".length);
}

test("what every use wants the value of is awaited where it is made", () => {
  expect(fixed("  const size = load();\n  return size > 1 ? -size : size! * 2;")).toBe(
    "  const size = await load();\n  return size > 1 ? -size : size! * 2;",
  );
});

test("an async function answers a promise of the value, whichever of the two it returns", () => {
  expect(fixed("  const size = load();\n  if (size > 1) return -1;\n  return size;")).toBe(
    "  const size = await load();\n  if (size > 1) return -1;\n  return size;",
  );
  // Who calls a function that is not async gets the promise itself.
  expect(
    findIn(
      "promise-as-value",
      `${head}export function f() {\n  const size = load();\n  if (size > 1) return -1;\n  return size;\n}\n`,
    ).flatMap(({ fixes }) => fixes.map(({ title }) => title)),
  ).not.toContain("Await it where it is made");
});

test("what is used once, handed on, or waited for elsewhere is awaited where it is used", () => {
  for (const rest of ["1", "await size", "[size]", "Promise.all([size])", "size.then(() => 1)"]) {
    expect(fixed(`  const size = load();\n  return size > 1 ? ${rest} : 2;`)).toBe(
      `  const size = load();\n  return await size > 1 ? ${rest} : 2;`,
    );
  }
  expect(fixed("  let size = load();\n  size = load();\n  return size > 1 ? size! : 2;")).toBe(
    "  let size = load();\n  size = load();\n  return await size > 1 ? size! : 2;",
  );
});

test("what is a property by its name alone gets the name for a key", () => {
  const made = "  const size = load();\n  const box: { size: number } = ";
  expect(fixed(`${made}{ size };\n  return box;`)).toBe(
    `${made}{ size: await size };\n  return box;`,
  );
  expect(fixed(`${made}{ ...{}, /* a */ size, };\n  return box;`)).toBe(
    `${made}{ ...{}, /* a */ size: await size, };\n  return box;`,
  );
});
