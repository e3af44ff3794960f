import { stripVTControlCharacters } from "node:util";

/** @import { TestRun } from "./types.js" */

/**
 * How many tests passed and failed, read from the last lines in which a test runner counts them: those of
 * Jest, Vitest, Mocha, AVA and Node's own.
 *
 * @param {string} output
 * @returns {Omit<TestRun, "exit"> | undefined}
 */
export function countTests(output) {
  const text = stripVTControlCharacters(output);
  for (const { passed, failed } of runners) {
    const found = [...text.matchAll(passed)];
    const lost = [...text.matchAll(failed)];
    if (found.length === 0 && lost.length === 0) continue;
    return { passed: sum(found), failed: sum(lost) };
  }
  return undefined;
}

const runners = [
  { passed: /^Tests:.*?(\d+) passed/gm, failed: /^Tests:.*?(\d+) failed/gm },
  { passed: /^\s*Tests .*?(\d+) passed/gm, failed: /^\s*Tests .*?(\d+) failed/gm },
  { passed: /^\s*(\d+) passing/gm, failed: /^\s*(\d+) failing/gm },
  { passed: /^(?:ℹ|#) pass (\d+)/gm, failed: /^(?:ℹ|#) fail (\d+)/gm },
  { passed: /^\s*(\d+) tests? passed/gm, failed: /^\s*(\d+) tests? failed/gm },
];

/** @param {readonly RegExpMatchArray[]} matches */
function sum(matches) {
  return matches.reduce((total, match) => total + Number(match[1]), 0);
}
