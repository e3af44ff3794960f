import path from "node:path";
import { expect, test } from "@jest/globals";
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";

const folder = path.join(import.meta.dirname, "dropped");

test("typescript-eslint sees a dropped coroutine, task and gather with its default options", async () => {
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: {
      files: ["**/*.ts"],
      languageOptions: {
        parser: tseslint.parser as never,
        parserOptions: { project: "./tsconfig.json", tsconfigRootDir: folder },
      },
      plugins: { "@typescript-eslint": tseslint.plugin as never },
      rules: { "@typescript-eslint/no-floating-promises": "error" },
    },
  });
  const [result] = await eslint.lintFiles(["dropped.ts"]);
  const lines = (result?.source ?? "").split("\n");
  const marked = lines.flatMap((line, index) => (line.includes("// dropped") ? [index + 1] : []));
  expect(marked).toHaveLength(6);
  expect(result?.messages.map((message) => message.line)).toEqual(marked);
}, 120_000);
