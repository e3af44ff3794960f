import { describe, expect, test } from "@jest/globals";
import type { Finding } from "../finding.js";
import { ts } from "../model/compiler.js";
import { findIn } from "../testkit/check-findings.js";
import { isForOperators } from "./log-line.js";

const isKept = (line: string, path = "/app/src/users.ts", imports = ""): boolean => {
  const file = ts.createSourceFile(path, `${imports}\n${line}`, ts.ScriptTarget.ESNext, true);
  const statement = file.statements.at(-1);
  if (statement === undefined || !ts.isExpressionStatement(statement)) throw new Error(line);
  return isForOperators(statement.expression);
};

test.each([
  ['logger.info("read")', true],
  ['this.logger.warn("read")', true],
  ['this.options.log.info("read")', true],
  ['requestLogger.child({ id }).info("read")', true],
  ['getLogger("jobs").warn("read")', true],
  ['console.log("read")', false],
  ['process.stdout.write("read")', false],
  ['this.log("read")', false],
  ['dialog.info("read")', false],
  ['log("read")', false],
])("who %s is for", (line, expected) => {
  expect(isKept(line)).toBe(expected);
});

test("the logger of a command line talks to somebody who waits", () => {
  const line = 'logger.info("Reading")';
  expect(isKept(line, "/app/src/commands/deploy.ts")).toBe(false);
  expect(isKept(line, "/app/packages/our-cli/src/deploy.ts")).toBe(false);
  expect(isKept(line, "/app/src/cli.ts")).toBe(false);
  expect(isKept(line, "/app/src/clients/users.ts")).toBe(true);
  expect(isKept(line, "/app/src/deploy.ts", 'import ora from "ora";')).toBe(false);
  expect(isKept(line, "/app/src/deploy.ts", 'import pino from "pino";')).toBe(true);
});

describe("a line for who looks after a server holds nothing", () => {
  const found = (rule: string, code: string): readonly Finding[] =>
    findIn(
      rule,
      `
import { readFile } from "node:fs/promises";
declare const logger: { info(text: string): void };
export async function all(names: string[]) {
  ${code}
}
`,
    );
  const confidences = (rule: string, code: string): readonly string[] =>
    found(rule, code).map(({ confidence }) => confidence);
  const row = (line: string): string => `
  const a = await readFile("a", "utf8");
  ${line}
  const b = await readFile("b", "utf8");
  return [a, b, names];`;
  const loop = (line: string): string => `
  const all: string[] = [];
  for (const name of names) {
    ${line}
    all.push(await readFile(name, "utf8"));
  }
  return [all, logger];`;

  test("between two awaits", () => {
    // What it says of the first is said once both have come.
    const line = "logger.info(`read $" + "{a.length}`);";
    expect(confidences("serial-await", row(line))).toEqual(["high"]);
    expect(confidences("serial-await", row('console.log("read");'))).toEqual(["low"]);
    const [finding] = found("serial-await", row(line));
    expect(finding?.fixes.map(({ safety }) => safety)[0]).toBe("suggested");
    expect(finding?.related.map(({ message }) => message)).toContain(
      "line 7 then logs once all have come",
    );
  });

  test("in each turn of a loop", () => {
    const rule = "serial-await-in-loop";
    expect(confidences(rule, loop("logger.info(name);"))).toEqual(["high"]);
    expect(confidences(rule, loop("console.log(name);"))).toEqual(["low"]);
  });
});

test.each([
  ['traceVerbose("read", a)', "high"],
  ['logDebug("read", a)', "high"],
  ['showVerbose("read", a)', undefined],
])(
  "a line that a function of one's own writes is one of a level by its name: %s",
  (line, expected) => {
    const found = findIn(
      "serial-await",
      `
import { readFile } from "node:fs/promises";
declare function traceVerbose(...all: unknown[]): void;
declare function logDebug(...all: unknown[]): void;
declare function showVerbose(...all: unknown[]): void;
export async function both() {
  const a = await readFile("a", "utf8");
  ${line};
  const b = await readFile("b", "utf8");
  return [a, b];
}
`,
    );
    expect(found[0]?.confidence).toBe(expected);
  },
);
