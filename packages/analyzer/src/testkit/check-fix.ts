import assert from "node:assert";
import type { Fix } from "../finding.js";
import { applyFixes } from "../text/apply-fixes.js";
import { type CheckOptions, findIn } from "./check-findings.js";
import { workbench } from "./workbench.js";

/** Which fix of a finding is meant, and how far it has to go. */
export interface FixOptions extends CheckOptions {
  /** The fix whose title holds this; the first of each finding unless said otherwise. */
  readonly title?: string;
  /** The fixture does not type-check to begin with, so the result need not either. */
  readonly broken?: boolean;
}

/**
 * Fixes everything one rule finds in `before`, and throws unless the outcome is `after`. Every fix
 * is held to more than that: the result parses and type-checks, the findings are gone, and a
 * second run changes nothing.
 *
 * @throws AssertionError that says which of these does not hold.
 */
export function checkFix(
  rule: string,
  before: string,
  after: string,
  options: FixOptions = {},
): void {
  const name = options.name ?? "main.ts";
  const bench = workbench(options.compiler);
  const findings = findIn(rule, before, options);
  assert.notEqual(findings.length, 0, `Nothing was found to fix in\n${before}`);
  if (options.broken !== true) {
    assert.deepEqual(bench.errors(), [], "The fixture does not type-check before the fix");
  }
  const fixes = findings.flatMap(({ fixes }) => pick(fixes, options.title));
  assert.equal(fixes.length, findings.length, "A finding has no such fix");
  const { text, skipped } = applyFixes(before, fixes, bench.path(name));
  assert.equal(skipped.length, 0, "Fixes overlap: let the fixture hold one finding");
  assert.equal(text, after);
  const again = findIn(rule, text, options);
  if (options.broken !== true) {
    assert.deepEqual(bench.errors(), [], `The fixed text does not type-check:\n${text}`);
  }
  assert.deepEqual(
    again.map(({ message }) => message),
    [],
    `The finding is still there after the fix:\n${text}`,
  );
}

/** The titles and safeties of the fixes of the only finding in `code`. */
export function fixesIn(rule: string, code: string, options: CheckOptions = {}): string[] {
  const [finding, ...others] = findIn(rule, code, options);
  assert(finding !== undefined && others.length === 0, `Not exactly one finding in\n${code}`);
  return finding.fixes.map(({ safety, title }) => `${safety}: ${title}`);
}

function pick(fixes: readonly Fix[], title: string | undefined): readonly Fix[] {
  return fixes.filter((fix) => title === undefined || fix.title.includes(title)).slice(0, 1);
}
