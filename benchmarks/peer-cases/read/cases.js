import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import vm from "node:vm";
import ts from "typescript";

/**
 * A case of a rule's tests.
 *
 * @typedef {{
 *   readonly kind: "valid" | "invalid",
 *   readonly code: string,
 *   readonly options: readonly unknown[],
 *   readonly tsconfig: string | undefined,
 *   readonly jsx: boolean,
 * }} Case
 */

/**
 * The cases that a rule's test file would run: the file is run with a tester that only takes them down.
 *
 * @param {string} tests the folder of the plugin's tests
 * @param {string} rule
 * @returns {Case[]}
 */
export function casesOf(tests, rule) {
  const file = path.join(tests, `rules/${rule}.test.ts`);
  if (!existsSync(file))
    throw new Error(`There is no ${file}: is this a checkout of typescript-eslint?`);
  const { outputText } = ts.transpileModule(readFileSync(file, "utf8"), {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
    },
  });
  /** @type {Case[]} */
  const found = [];
  const tester = (/** @type {any} */ shared) => ({
    run(
      /** @type {string} */ _name,
      /** @type {unknown} */ _rule,
      /** @type {any} */ { invalid, valid },
    ) {
      for (const one of valid) found.push(read(one, "valid", shared));
      for (const one of invalid) found.push(read(one, "invalid", shared));
    },
  });
  const fixtures = path.join(tests, "fixtures");
  /** @type {Record<string, unknown>} */
  const modules = {
    "node:path": path,
    path,
    "../RuleTester": { createRuleTesterWithTypes: tester, getFixturesRootDir: () => fixtures },
    "@typescript-eslint/rule-tester": {
      noFormat: String.raw,
      RuleTester: class {
        run = tester({}).run;
      },
    },
  };
  const require = (/** @type {string} */ name) =>
    modules[name] ?? { __esModule: true, default: {} };
  vm.runInNewContext(
    outputText,
    { exports: {}, process: { cwd: () => tests, env: {} }, require },
    { filename: file },
  );
  return found;
}

/**
 * @param {any} given a case: its code, or an object
 * @param {Case["kind"]} kind
 * @param {any} shared the parser's options of the tester
 * @returns {Case}
 */
function read(given, kind, shared) {
  const one = typeof given === "string" ? { code: given } : given;
  const parser = { ...shared, ...one.languageOptions?.parserOptions };
  const { project } = parser;
  return {
    kind,
    code: one.code,
    options: one.options ?? [],
    tsconfig: typeof project === "string" ? project : undefined,
    jsx: parser.ecmaFeatures?.jsx === true || /\.[jt]sx$/.test(one.filename ?? ""),
  };
}
