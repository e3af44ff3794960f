import { expect, test } from "@jest/globals";
import { lookOf, type OutputStream } from "./terminal.js";

const pipe: OutputStream = { write: () => true };
const screen: OutputStream = { write: () => true, isTTY: true, columns: 90 };

const colours = (stream: OutputStream, env: Record<string, string>, color?: boolean): boolean =>
  lookOf(stream, env, color === undefined ? {} : { color }).style.red("x") !== "x";

test("a terminal has colours, a pipe has none", () => {
  expect([colours(screen, {}), colours(pipe, {})]).toEqual([true, false]);
  expect(colours(screen, { TERM: "dumb" })).toBe(false);
});

test("NO_COLOR takes colours away, FORCE_COLOR gives them and is the stronger", () => {
  expect(colours(screen, { NO_COLOR: "1" })).toBe(false);
  expect(colours(screen, { NO_COLOR: "" })).toBe(true);
  expect(colours(pipe, { FORCE_COLOR: "1" })).toBe(true);
  expect(colours(screen, { FORCE_COLOR: "0" })).toBe(false);
  expect(colours(pipe, { FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(true);
});

test("an option on the command line is stronger than the environment", () => {
  expect(colours(pipe, { NO_COLOR: "1" }, true)).toBe(true);
  expect(colours(screen, { FORCE_COLOR: "1" }, false)).toBe(false);
});

test("prose is as wide as the terminal, but never too wide or too narrow to read", () => {
  expect(lookOf(screen, {}).width).toBe(90);
  expect(lookOf({ ...screen, columns: 300 }, {}).width).toBe(120);
  expect(lookOf({ ...screen, columns: 10 }, {}).width).toBe(40);
  expect(lookOf(pipe, {}).width).toBe(100);
  expect(lookOf(pipe, { COLUMNS: "60" }).width).toBe(60);
});

test("links are written only for terminals that show them", () => {
  const link = (stream: OutputStream, env: Record<string, string>) =>
    lookOf(stream, env).link("x", "file:///r.md");
  expect(link(screen, { TERM_PROGRAM: "vscode" })).toBe(
    "\u001b]8;;file:///r.md\u001b\\x\u001b]8;;\u001b\\",
  );
  expect(link(screen, {})).toBe("x");
  expect(link(pipe, { TERM_PROGRAM: "vscode" })).toBe("x");
});
