import { readFileSync } from "node:fs";
import { join } from "node:path";
import { configJsonSchema } from "@awaitwise/analyzer";
import { expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import { commands } from "../program/commands.js";
import { commandReference } from "./command-reference.js";

// `npm run build -w awaitwise && npm run generate -w awaitwise` writes it anew.

test("docs/cli.md is what the option definitions say", () => {
  const page = readFileSync(join(__dirname, "../../../../docs/cli.md"), "utf8");
  expect(page).toBe(commandReference(commands));
});

test("the published schema takes what is valid and refuses what is not", () => {
  const validate = new Ajv({ strict: false }).compile(configJsonSchema());
  const accepts = (config: unknown): boolean => validate(config) === true;
  expect(
    accepts({
      $schema: "./node_modules/awaitwise/dist/schema.json",
      extends: ["./base.json"],
      preset: "strict",
      rules: { "serial-await": "off", "floating-promise": ["error", { ignoreVoid: false }] },
      overrides: [{ files: "*.test.ts", rules: { "serial-await": ["warning"] } }],
      ignore: ["generated/"],
    }),
  ).toBe(true);
  expect(accepts({ rules: { "serial-await": "warn" } })).toBe(false);
  expect(accepts({ rules: { "no-such-rule": "error" } })).toBe(false);
  expect(accepts({ overrides: [{ rules: {} }] })).toBe(false);
});
