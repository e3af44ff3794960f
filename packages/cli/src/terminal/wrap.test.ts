import { expect, test } from "@jest/globals";
import { displayWidth } from "./display-width.js";
import { wrap } from "./wrap.js";

test("text breaks at spaces, and no line is wider than asked", () => {
  expect(wrap("one two three four", 9)).toEqual(["one two", "three", "four"]);
});

test("a word that is wider than the line stands alone", () => {
  expect(wrap("a verylongidentifier b", 6)).toEqual(["a", "verylongidentifier", "b"]);
});

test("line breaks of the text are kept", () => {
  expect(wrap("a b\n\nc", 10)).toEqual(["a b", "", "c"]);
});

test("wide characters, pictures and combining marks are measured as a terminal shows them", () => {
  expect(["abc", "漢字", "한국", "e\u0301", "👍🏽", "ﾊ", "！"].map(displayWidth)).toEqual([
    3, 4, 4, 1, 2, 1, 2,
  ]);
});
