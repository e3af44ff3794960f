import { describe, expect, test } from "@jest/globals";
import { reported, reportOf } from "../testkit/reported.js";
import { atLevel, failsRun, type LevelFlags } from "./level.js";

const error = reported({ severity: "error" });
const warning = reported({ severity: "warning" });
const suggestion = reported({ severity: "suggestion" });

function run(findings: readonly ReturnType<typeof reported>[], flags: LevelFlags) {
  const level = atLevel(findings, flags);
  return {
    shown: level.shown.map(({ severity }) => severity),
    hidden: level.hidden.length,
    fails: failsRun(reportOf(level.shown), level, flags),
  };
}

describe("levels", () => {
  test("errors and warnings fail a run, suggestions do not", () => {
    expect(run([error], {}).fails).toBe(true);
    expect(run([warning], {}).fails).toBe(true);
    expect(run([suggestion], {})).toEqual({ shown: ["suggestion"], hidden: 0, fails: false });
  });

  test("a severity leaves out what is under it, and does not fail on it", () => {
    expect(run([warning, suggestion], { severity: "error" })).toEqual({
      shown: [],
      hidden: 2,
      fails: false,
    });
    expect(run([error, warning], { severity: "warning" }).shown).toEqual(["error", "warning"]);
  });

  test("warnings pass up to the maximum", () => {
    expect(run([warning, warning], { maxWarnings: 2 }).fails).toBe(false);
    expect(run([warning, warning], { maxWarnings: 1 }).fails).toBe(true);
    expect(run([error], { maxWarnings: 5 }).fails).toBe(true);
  });

  test("quiet shows errors only, and what it hides counts for the maximum alone", () => {
    expect(run([error, warning], { quiet: true })).toEqual({
      shown: ["error"],
      hidden: 1,
      fails: true,
    });
    expect(run([warning], { quiet: true }).fails).toBe(false);
    expect(run([warning], { quiet: true, maxWarnings: 0 }).fails).toBe(true);
  });

  test("a file that could not be checked fails the run, a note does not", () => {
    const level = atLevel([], {});
    const report = (isNote: boolean) => reportOf([], { problems: [{ message: "m", isNote }] });
    expect(failsRun(report(false), level, {})).toBe(true);
    expect(failsRun(report(true), level, {})).toBe(false);
  });
});
