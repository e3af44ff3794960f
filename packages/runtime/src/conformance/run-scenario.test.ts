import { describe, expect, test } from "@jest/globals";
import type { Body, Program } from "./program.js";
import { parseScenarios } from "./program.js";
import { runScenario } from "./run-scenario.js";

const program: Program = { main: [["log", "hello"]] };

function scenario(main: Body, log: unknown[][]) {
  return { name: "a", program: { ...program, main }, log: log as never };
}

describe("a scenario", () => {
  const log = [
    [0, "main", "start"],
    [0, "main", "log", "hello"],
    [0, "main", "returned", null],
    [0, "loop", "main_ended", []],
    [0, "loop", "closed"],
  ];

  test("passes where the logs agree", async () => {
    expect(await runScenario(scenario(program.main, log))).toBeNull();
  });

  test("shows the first entry that differs, with both sides", async () => {
    const other = log.with(1, [0, "main", "log", "goodbye"]).with(2, [1, "main", "returned", null]);
    expect(await runScenario(scenario(program.main, other))).toBe(
      [
        "  entry 1",
        '    CPython:   [0,"main","log","goodbye"]',
        '    awaitwise: [0,"main","log","hello"]',
      ].join("\n"),
    );
  });

  test("fails where one log ends before the other", async () => {
    expect(await runScenario(scenario(program.main, log.slice(0, 4)))).toBe(
      [
        "  entry 4",
        "    CPython:   (the log has ended)",
        '    awaitwise: [0,"loop","closed"]',
      ].join("\n"),
    );
    expect(await runScenario(scenario(program.main, [...log, [0, "loop", "more"]]))).toContain(
      "awaitwise: (the log has ended)",
    );
  });

  test("fails where the program uses an operation that does not exist", async () => {
    const failure = await runScenario(scenario([["jump", 1]], log));
    expect(failure).toBe(
      [
        "  entry 1",
        '    CPython:   [0,"main","log","hello"]',
        '    awaitwise: [0,"main","raised","SyntaxError: The scenario language has no operation \\"jump\\""]',
      ].join("\n"),
    );
  });
});

describe("a scenario file", () => {
  test("must be JSON", () => {
    expect(() => parseScenarios("[")).toThrow(SyntaxError);
  });

  test.each([
    ["{}", "A scenario file holds a list of programs, and this one does not"],
    ["[1]", "Entry 0 is not an object with a name, a program and a log"],
    ["[{}]", 'Entry 0 has no "name"'],
    ['[{"name":"a"}]', 'Entry 0 ("a") has no "program" with a "main" that lists statements'],
    [
      '[{"name":"a","program":{"main":["log"]},"log":[]}]',
      'Entry 0 ("a") has no "program" with a "main" that lists statements',
    ],
    ['[{"name":"a","program":{"main":[]}}]', 'Entry 0 ("a") has no "log"; oracle.py adds it'],
  ])("that holds %s is refused, and why", (text, message) => {
    expect(() => parseScenarios(text)).toThrow(new TypeError(message));
  });
});
