import { expect, test } from "@jest/globals";
import { renderMarkdown } from "./render-markdown.js";
import { lookOf } from "./terminal.js";

const look = lookOf({ write: () => true }, { COLUMNS: "40" });

test("prose is wrapped, code stays as it is, and marks that a terminal does not show are gone", () => {
  const page = [
    "# serial-await",
    "",
    "**Two awaits** that do not need each other wait",
    "one after the other, see [the book](https://example.org/b) or [this](other.md).",
    "",
    "- first point of a list that is longer than a line",
    "- second",
    "",
    "```ts",
    "const a = await   f(); // as it stands, however long it is",
    "```",
    "",
    "| a | b |",
    "| - | - |",
  ].join("\n");
  expect(renderMarkdown(page, look).split("\n")).toEqual([
    "serial-await",
    "",
    "Two awaits that do not need each other",
    "wait one after the other, see the book",
    "(https://example.org/b) or this.",
    "",
    "- first point of a list that is longer",
    "  than a line",
    "- second",
    "",
    "  const a = await   f(); // as it stands, however long it is",
    "",
    "| a | b |",
    "| - | - |",
  ]);
});
