import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "@jest/globals";
import { allRules, rules } from "./index.js";

const folder = __dirname;
const folders = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

test("every folder is a rule and every rule has a folder, in the order of their ids", () => {
  expect(rules.map(({ id }) => id)).toEqual([...folders].sort());
});

test("every rule has its source, its page and its tests", () => {
  for (const { id, page } of rules) {
    expect(existsSync(join(folder, id, `${id}.ts`))).toBe(true);
    expect(existsSync(join(folder, id, `${id}.test.ts`))).toBe(true);
    expect(dirname(page)).toBe(join(folder, id));
    expect(existsSync(page)).toBe(true);
  }
});

test("every option of a rule says what it takes and what it is for", () => {
  const silent = allRules.flatMap(({ meta, defaults, options = {} }) =>
    Object.keys(defaults)
      .filter((name) => !(options as Record<string, { description?: string }>)[name]?.description)
      .map((name) => `${meta.id}: ${name}`),
  );
  expect(silent).toEqual([]);
});

test("every rule is part of strict", () => {
  expect(rules.filter(({ presets }) => !presets.includes("strict"))).toEqual([]);
});

test("no rule asks a type checker, reads a file, or imports another rule", () => {
  const sources = folders.flatMap((id) =>
    readdirSync(join(folder, id))
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => ({ id, name, text: readFileSync(join(folder, id, name), "utf8") })),
  );
  const breaches = sources.flatMap(({ id, name, text }) => [
    ...(/\bTypeChecker\b|\bcreateProgram\b|\bgetTypeAtLocation\b|compiler\.js"/.test(text)
      ? [`${id}/${name} reaches for the compiler`]
      : []),
    ...(/from "node:/.test(text) ? [`${id}/${name} reaches for the machine`] : []),
    ...[...text.matchAll(/from "\.\.\/([\w-]+)\/[\w-]+\.js"/g)].map(
      ([, other]) => `${id}/${name} imports from the rule ${other}`,
    ),
  ]);
  expect(breaches).toEqual([]);
});
