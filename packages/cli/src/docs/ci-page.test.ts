import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, jest, test } from "@jest/globals";
import { parse, parseAllDocuments } from "yaml";
import { ciFile } from "../setup/setup-files.js";
import { runCli } from "../testkit/run-cli.js";
import { droppedPromise, plainTsconfig, scratchFolder } from "../testkit/scratch-folder.js";

// Git starts slowly where others are at work.
jest.setTimeout(120_000);

const root = join(__dirname, "../../../..");
const page = readFileSync(join(root, "docs/ci.md"), "utf8");
const blocks = [...page.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(
  ([, language = "", text = ""]) => ({ language, text }),
);
const lines = blocks.flatMap(({ text }) =>
  [...text.matchAll(/(?:npx |")awaitwise ([^"|\n]*)/g)].map(([, line = ""]) => line.trim()),
);

interface Hook {
  readonly id: string;
  readonly name: string;
  readonly entry: string;
  readonly language: string;
}
const hooks = parse(readFileSync(join(root, ".pre-commit-hooks.yaml"), "utf8")) as readonly Hook[];

describe("docs/ci.md", () => {
  test("shows commands that run, one after another, in a repository", async () => {
    expect(lines).toHaveLength(9);
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": droppedPromise,
      ".gitignore": "*.sarif\n*.json\n!tsconfig.json\n",
    });
    const git = (...args: string[]): void => {
      execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], {
        cwd: folder.path,
        stdio: "pipe",
      });
    };
    git("init", "-q", "-b", "main");
    git("add", ".");
    git("commit", "-q", "-m", "first");
    git("update-ref", "refs/remotes/origin/main", "HEAD");
    folder.write("src/b.ts", droppedPromise);
    git("add", ".");
    for (const line of lines) {
      // A matrix stands for as many commands as it has entries.
      const parts = line.includes("${{") ? ["1", "2", "3"] : [""];
      for (const part of parts) {
        const args = line.replaceAll(/\$\{\{[^}]*\}\}/g, part).split(/\s+/);
        const { code, stderr } = await runCli(args, { cwd: folder.path });
        expect({ line, code: code < 2, stderr }).toEqual({ line, code: true, stderr: "" });
      }
    }
    expect(JSON.parse(folder.read("awaitwise.sarif")).version).toBe("2.1.0");
    expect(JSON.parse(folder.read("gl-code-quality-report.json"))).toHaveLength(2);
    expect(JSON.parse(folder.read("awaitwise-baseline.json")).version).toBe(1);
  });

  test("shows files that parse", () => {
    for (const { language, text } of blocks) {
      if (language === "json") expect(() => JSON.parse(text)).not.toThrow();
      if (language !== "yaml") continue;
      expect(parseAllDocuments(text).flatMap(({ errors }) => errors)).toEqual([]);
    }
  });

  test("shows the jobs that awaitwise init writes", () => {
    expect(page).toContain(ciFile("gitlab").text);
    const steps = /jobs:[\s\S]*/.exec(ciFile("github").text)?.[0] ?? "";
    expect(page).toContain(steps);
  });

  test("shows a hook that the repository has", () => {
    const shown = blocks.flatMap(({ text }) =>
      [...text.matchAll(/- id: ([\w-]+)/g)].map(([, id]) => id),
    );
    expect(shown).toEqual(["awaitwise"]);
    expect(hooks.map(({ id }) => id)).toEqual(expect.arrayContaining(shown));
  });
});

test("the hooks of pre-commit run, with the files of a commit where they take them", async () => {
  expect(hooks.map(({ id, language }) => [id, language])).toEqual([
    ["awaitwise", "system"],
    ["awaitwise-fix", "system"],
  ]);
  const fixable = droppedPromise.replace("  write", "  await write");
  using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": fixable });
  execFileSync("git", ["init", "-q"], { cwd: folder.path });
  execFileSync("git", ["add", "."], { cwd: folder.path });
  for (const { id, entry } of hooks) {
    const [npx, install, command, ...args] = entry.split(" ");
    expect([npx, install, command]).toEqual(["npx", "--no-install", "awaitwise"]);
    const names = id === "awaitwise-fix" ? ["src/a.ts"] : [];
    const result = await runCli([...args, ...names], { cwd: folder.path });
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expect(result.stdout).toContain("No findings, 1 file checked");
  }
});
