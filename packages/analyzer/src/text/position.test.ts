import { expect, test } from "@jest/globals";
import { LineMap, positionAt } from "./position.js";

test("lines and columns count from one, in UTF-16 units", () => {
  expect(positionAt("ab\ncd", 0)).toEqual({ line: 1, column: 1 });
  expect(positionAt("ab\ncd", 2)).toEqual({ line: 1, column: 3 });
  expect(positionAt("ab\ncd", 4)).toEqual({ line: 2, column: 2 });
  expect(positionAt("\u{1F600}x", 2)).toEqual({ line: 1, column: 3 });
});

test("a line ends with either kind of line end, and the place after the last is a place", () => {
  const lines = new LineMap("a\r\nb\rc\n");
  expect(lines.lineCount).toBe(4);
  expect(lines.positionAt(7)).toEqual({ line: 4, column: 1 });
});

test("places and offsets turn into each other, and what lies outside counts as the nearest end", () => {
  const text = "one\r\ntwo\n\nthree";
  const lines = new LineMap(text);
  for (let offset = 0; offset <= text.length; offset += 1) {
    expect(lines.offsetAt(lines.positionAt(offset))).toBe(offset);
  }
  expect(lines.positionAt(99)).toEqual({ line: 4, column: 6 });
  expect(lines.positionAt(-1)).toEqual({ line: 1, column: 1 });
  expect(lines.offsetAt({ line: 9, column: 1 })).toBe(text.length);
  expect(lines.offsetAt({ line: 0, column: 5 })).toBe(0);
});
