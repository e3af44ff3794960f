import { beforeAll, describe, expect, test } from "@jest/globals";
import { docstringExamples, type Example, fencedBlocks, statedOutput } from "./examples.js";
import { read, repositoryFiles } from "./repository.js";
import { runConsole, shownCommands } from "./run-console.js";
import { type Outcome, runExamples } from "./run-examples.js";

const files = repositoryFiles();
const pages = files.filter((file) =>
  /^([A-Z]+\.md|docs\/.*\.md|packages\/[^/]+\/README\.md)$/.test(file),
);
const sources = files.filter((file) => /^packages\/[^/]+\/src\/.*(?<!\.test)\.ts$/.test(file));

const blocks = pages.flatMap((file) => fencedBlocks(file, read(file)));
const examples = [
  ...blocks.filter((block) => block.language === "ts"),
  ...sources.flatMap((file) => docstringExamples(file, read(file))),
];

const title = (example: Example) => `${example.file}:${example.line}`;

describe("an example does what it says it prints", () => {
  let outcomes: Outcome[] = [];
  beforeAll(async () => {
    outcomes = await runExamples(examples);
  }, 600_000);

  const cases = examples.map((example, index) => [title(example), example, index] as const);
  test.each(cases)("%s", (_, example, index) => {
    expect(outcomes[index]).toMatchObject({ status: 0, stderr: "" });
    const stated = statedOutput(example.code);
    if (stated.length > 0) {
      expect(outcomes[index]?.stdout).toEqual(stated);
    }
  });
});

describe("a command prints what the page shows", () => {
  const commands = blocks
    .filter((block) => block.language === "console")
    .flatMap((block) => shownCommands(block).map((shown) => [title(block), shown] as const));
  test.each(commands)("%s", (_, shown) => {
    expect(runConsole(shown.command)).toBe(shown.output);
  });
});

describe("a JSON block parses", () => {
  const json = blocks.filter((block) => block.language === "json");
  test.each(json.map((block) => [title(block), block.code] as const))("%s", (_, code) => {
    expect(() => JSON.parse(code)).not.toThrow();
  });
});

describe("a link inside the repository leads somewhere", () => {
  const links = pages.flatMap((file) =>
    [...read(file).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(
      (match) => [file, match[1] as string] as const,
    ),
  );
  test.each(links)("%s: %s", (file, link) => {
    const target = new URL(link, `file:///${file}`).pathname.slice(1).replace(/\/$/, "");
    expect(files.some((known) => known === target || known.startsWith(`${target}/`))).toBe(true);
  });
});
