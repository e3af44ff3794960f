import { readFileSync } from "node:fs";
import { join } from "node:path";
import { configJsonSchema, counterpartsOf, rules } from "@awaitwise/analyzer";
import { describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import { withRuleNames } from "./rule-names.js";

const root = join(__dirname, "../../../..");
const page = readFileSync(join(root, "docs/migrating.md"), "utf8");
const blocks = [...page.matchAll(/```json\n([^`]*)```/g)].map(
  ([, text = ""]) => JSON.parse(text) as { rules: Record<string, unknown> },
);

describe("docs/migrating.md", () => {
  test("names the counterparts that the rules have (npm run generate writes them)", () => {
    expect(page).toBe(withRuleNames(page, rules));
  });

  test("shows a configuration that is valid, with every option that there is", () => {
    const validate = new Ajv({ strict: false }).compile(configJsonSchema());
    expect(validate(blocks[0])).toBe(true);
    expect(Object.keys(blocks[0]?.rules ?? {}).sort()).toEqual([
      "floating-promise",
      "misused-promise",
      "unawaited-return-in-try",
    ]);
  });

  test("switches off elsewhere only what has a counterpart here", () => {
    const known = rules.flatMap(({ counterparts }) => counterparts);
    expect(Object.keys(blocks[1]?.rules ?? {}).filter((name) => !known.includes(name))).toEqual([]);
  });

  test("names rules of Biome that Biome has", () => {
    const schema = readFileSync(
      join(root, "node_modules/@biomejs/biome/configuration_schema.json"),
      "utf8",
    );
    const names = rules.flatMap((rule) => counterpartsOf(rule).biome);
    expect(names).toContain("noFloatingPromises");
    expect(names.filter((name) => !schema.includes(`"${name}"`))).toEqual([]);
  });
});
