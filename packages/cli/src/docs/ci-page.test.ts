import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { buildProgram } from "../program/build-program.js";
import { commands } from "../program/commands.js";
import { ciFile } from "../setup/setup-files.js";

const page = readFileSync(join(__dirname, "../../../../docs/ci.md"), "utf8");
const blocks = [...page.matchAll(/```\w+\n([\s\S]*?)```/g)].map(([, text = ""]) => text);

describe("docs/ci.md", () => {
  const lines = blocks.flatMap((text) =>
    [...text.matchAll(/(?:npx |"|entry: )awaitwise ([^"|\n]*)/g)].map(([, line = ""]) =>
      line.replace(/\$\{\{[^}]*\}\}/g, "1").trim(),
    ),
  );

  test("shows a command for each thing it speaks of", () => {
    expect(lines).toHaveLength(10);
  });

  test.each(lines)("shows a command that the program understands: awaitwise %s", async (line) => {
    const understood: string[] = [];
    const program = buildProgram(commands, "0", async ({ command }) => {
      understood.push(command.name);
    });
    await program.parseAsync(line.split(/\s+/), { from: "user" });
    expect(understood).toHaveLength(1);
  });

  test("shows the jobs that awaitwise init writes", () => {
    expect(page).toContain(ciFile("gitlab").text);
    const steps = /jobs:[\s\S]*/.exec(ciFile("github").text)?.[0] ?? "";
    expect(page).toContain(steps);
  });
});
