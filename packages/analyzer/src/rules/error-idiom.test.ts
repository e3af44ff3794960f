import { expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";
import { checkFix } from "../testkit/check-fix.js";

const rule = "floating-promise";
const head = `declare function save(n?: number): Promise<number>;\ndeclare const logger: { error(...all: unknown[]): void; info(text: string): void };\n`;

function handled(rest: string): string | undefined {
  const code = `${head}${rest}\nexport function f() {\n  save();\n}\n`;
  const titles = findIn(rule, code).flatMap(({ fixes }) => fixes.map(({ title }) => title));
  return titles.find((title) => title.startsWith("Handle"))?.replace(/^.* with /, "");
}

test("what the file passes to catch most often is its way to handle a rejection", () => {
  expect(
    handled(
      `save().catch((e) => logger.error("a", e)); save(1).catch(report); save(2).catch(report); function report(e: unknown) { logger.error(e); }`,
    ),
  ).toBe(".catch(report)");
  expect(handled(`save().catch((e) => logger.error("a", e));`)).toBe(
    `.catch((e) => logger.error("a", e))`,
  );
});

test("else what its catch clauses log with, without what they say of their own place", () => {
  expect(
    handled(`try { await save(); } catch (error) { logger.error("Saving failed", error); }`),
  ).toBe(".catch((error) => logger.error(error))");
  expect(handled(`try { await save(); } catch (error) { console.error(error); }`)).toBe(
    ".catch((error) => console.error(error))",
  );
});

test("what swallows the error, or speaks of what is not known everywhere, is no way to handle it", () => {
  for (const code of [
    `save().catch(() => {});`,
    `save().catch((e) => 0);`,
    `export function g(id: number) { save().catch((e) => logger.error(id, e)); }`,
    `export class A { log(e: unknown) { return e; } go() { save().catch((e) => this.log(e)); } }`,
    `try { await save(); } catch (error) { logger.info("no"); throw error; }`,
    `try { await save(); } catch (error) { if (error) logger.error(error); }`,
  ]) {
    expect([code, handled(code)]).toEqual([code, undefined]);
  }
});

test("the fix puts it after the call, or around what is no call", () => {
  const before = `${head}save().catch((e) => logger.error(e));\nexport function f(yes: boolean, list: number[]) {\n  `;
  const fix = (one: string, other: string) =>
    checkFix(rule, `${before}${one}\n}\n`, `${before}${other}\n}\n`, { title: "Handle" });
  fix("save(); // one", "save().catch((e) => logger.error(e)); // one");
  fix("yes ? save() : save(1);", "(yes ? save() : save(1)).catch((e) => logger.error(e));");
  fix("list.map(save);", "Promise.all(list.map(save)).catch((e) => logger.error(e));");
});
