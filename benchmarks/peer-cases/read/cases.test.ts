import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "@jest/globals";
import { casesOf } from "./cases.js";
import { counterparts } from "./counterparts.js";

const testFile = `
import { noFormat } from '@typescript-eslint/rule-tester';
import rule from '../../src/rules/return-await';
import { createRuleTesterWithTypes } from '../RuleTester';

const ruleTester = createRuleTesterWithTypes({ project: './tsconfig.json' });
ruleTester.run('return-await', rule, {
  valid: ['plain', { code: noFormat\`as it is\`, options: ['never'] }],
  invalid: [
    {
      code: '<p />',
      errors: [{ messageId: 'any' }],
      languageOptions: { parserOptions: { ecmaFeatures: { jsx: true }, project: './other.json' } },
    },
  ],
});
`;

test("the cases of a rule's tests are taken down with what they ask for", () => {
  const tests = mkdtempSync(path.join(os.tmpdir(), "awaitwise-cases-"));
  try {
    mkdirSync(path.join(tests, "rules"));
    writeFileSync(path.join(tests, "rules/return-await.test.ts"), testFile);
    expect(casesOf(tests, "return-await")).toEqual([
      { kind: "valid", code: "plain", options: [], tsconfig: "./tsconfig.json", jsx: false },
      {
        kind: "valid",
        code: "as it is",
        options: ["never"],
        tsconfig: "./tsconfig.json",
        jsx: false,
      },
      { kind: "invalid", code: "<p />", options: [], tsconfig: "./other.json", jsx: true },
    ]);
    expect(() => casesOf(tests, "no-such-rule")).toThrow(
      "is this a checkout of typescript-eslint?",
    );
  } finally {
    rmSync(tests, { recursive: true, force: true });
  }
});

test("their options get our names, and what has none is told apart", () => {
  expect(counterparts.get("no-floating-promises")?.optionsFor([{ ignoreIIFE: true }])).toEqual({
    "floating-promise": { ignoreIife: true },
  });
  expect(counterparts.get("return-await")?.optionsFor(["always"])).toEqual({
    "unawaited-return-in-try": { elsewhere: "await", inside: "await" },
  });
  expect(counterparts.get("return-await")?.optionsFor(["by moonlight"])).toBeUndefined();
  expect(counterparts.get("await-thenable")?.optionsFor([])).toEqual({});
});
