import { describe, expect, test } from "@jest/globals";
import picocolors from "picocolors";
import { codeFrame, type Mark } from "./code-frame.js";
import { SourceText } from "./source-text.js";

const style = picocolors.createColors(false);

function frame(text: string, marks: readonly Mark[], width = 80): string[] {
  return codeFrame(new SourceText(text), marks, { style, width }).split("\n");
}

const at = (line: number, column: number, endColumn: number, endLine = line): Mark => ({
  start: { line, column },
  end: { line: endLine, column: endColumn },
});

describe("a code frame", () => {
  test("underlines the marked stretch and shows a line on both sides", () => {
    expect(frame("const a = 1;\n  load();\nconst b = 2;\nconst c = 3;\n", [at(2, 3, 9)])).toEqual([
      "  1 | const a = 1;",
      "> 2 |   load();",
      "    |   ^^^^^^",
      "  3 | const b = 2;",
    ]);
  });

  test("leaves out empty lines at its edges", () => {
    expect(frame("\nload();\n\n", [at(2, 1, 7)])).toEqual(["> 2 | load();", "    | ^^^^^^"]);
  });

  test("shows distant marks of one group with a gap between them", () => {
    const text = ["a();", "x", "y", "z", "b();"].join("\n");
    expect(frame(text, [at(1, 1, 4), at(5, 1, 4)])).toEqual([
      "> 1 | a();",
      "    | ^^^",
      "  2 | x",
      "    :",
      "  4 | z",
      "> 5 | b();",
      "    | ^^^",
    ]);
  });

  test("underlines two marks of one line", () => {
    expect(frame("f(await a(), await b());", [at(1, 3, 12), at(1, 14, 23)])).toEqual([
      "> 1 | f(await a(), await b());",
      "    |   ^^^^^^^^^  ^^^^^^^^^",
    ]);
  });

  test("underlines each line of a short mark over several lines", () => {
    expect(frame("  load(\n    1,\n  );", [at(1, 3, 4, 3)])).toEqual([
      "> 1 |   load(",
      "    |   ^^^^^",
      "> 2 |     1,",
      "    |     ^^",
      "> 3 |   );",
      "    |   ^",
    ]);
  });

  test("underlines only the first line of a long mark", () => {
    const lines = ["for (;;) {", "  a();", "  b();", "  c();", "  d();", "}"];
    expect(frame(lines.join("\n"), [at(1, 1, 2, 6)])).toEqual([
      "> 1 | for (;;) {",
      "    | ^^^^^^^^^^",
      "  2 |   a();",
    ]);
  });

  test("aligns under tabs and under characters that are two columns wide", () => {
    expect(frame('\tf("漢字", g());', [at(1, 10, 13)])).toEqual([
      '> 1 |   f("漢字", g());',
      "    |             ^^^",
    ]);
  });

  test("cuts a very long line around its mark", () => {
    const text = `${"a;".repeat(500_000)}load();${"b;".repeat(500_000)}`;
    const [line, pointers] = frame(text, [at(1, 1_000_001, 1_000_007)], 40);
    expect(line).toBe("> 1 | ...;a;a;a;a;a;load();b;b;b;b;b;...");
    expect(pointers).toBe("    |               ^^^^^^");
  });

  test("does not let control characters of a source reach the terminal", () => {
    expect(frame('f("\u001b[31m");', [at(1, 1, 2)])).toEqual(['> 1 | f("\ufffd[31m");', "    | ^"]);
  });

  test("marks one character where the end is not known", () => {
    expect(frame("  load();", [{ start: { line: 1, column: 3 } }])).toEqual([
      "> 1 |   load();",
      "    |   ^",
    ]);
  });

  test("keeps numbers of different length aligned", () => {
    const text = Array.from({ length: 10 }, (_, index) => `l${index + 1}`).join("\n");
    expect(frame(text, [at(9, 1, 3)])).toEqual([
      "   8 | l8",
      ">  9 | l9",
      "     | ^^",
      "  10 | l10",
    ]);
  });

  test("marks the end of a text that ends before the mark", () => {
    expect(frame("", [at(1, 1, 1)])).toEqual(["> 1 |", "    | ^"]);
  });
});
