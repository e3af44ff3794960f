import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { type PositionEncoding, PositionMap } from "./position-encoding.js";

const encodings = ["utf-8", "utf-16", "utf-32"] as const;
const byteLength = (text: string): number => Buffer.byteLength(text);

test("columns are bytes, UTF-16 units or code points", () => {
  const text = "aé😀b";
  const columns = (encoding: PositionEncoding) =>
    [0, 1, 2, 4, 5].map((at) => new PositionMap(text, encoding).positionAt(at).character);
  expect(columns("utf-8")).toEqual([0, 1, 3, 7, 8]);
  expect(columns("utf-16")).toEqual([0, 1, 2, 4, 5]);
  expect(columns("utf-32")).toEqual([0, 1, 2, 3, 4]);
});

test("lines end with a line feed, a carriage return, or both", () => {
  const map = new PositionMap("a\nb\r\nc\rd", "utf-16");
  expect([0, 2, 5, 7].map((at) => map.positionAt(at))).toEqual([
    { line: 0, character: 0 },
    { line: 1, character: 0 },
    { line: 2, character: 0 },
    { line: 3, character: 0 },
  ]);
});

test("a position outside of the text counts as the nearest one inside", () => {
  const map = new PositionMap("ab\r\ncd", "utf-16");
  expect(map.offsetAt({ line: 0, character: 99 })).toBe(2);
  expect(map.offsetAt({ line: 9, character: 0 })).toBe(6);
  expect(map.offsetAt({ line: -1, character: 5 })).toBe(0);
});

test("a column inside a character counts as its start", () => {
  expect(new PositionMap("é😀", "utf-8").offsetAt({ line: 0, character: 4 })).toBe(1);
});

test("a byte order mark takes no column", () => {
  const map = new PositionMap("\uFEFFab\ncd", "utf-16");
  expect(map.positionAt(1)).toEqual({ line: 0, character: 0 });
  expect(map.offsetAt({ line: 0, character: 1 })).toBe(2);
});

test("every offset between characters survives the way to a position and back", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("a", "é", "😀", "漢", "\n", "\r\n", "\t"), { maxLength: 40 }),
      fc.nat(40),
      fc.constantFrom(...encodings),
      (characters, count, encoding) => {
        const text = characters.join("");
        const offset = characters.slice(0, count).join("").length;
        const map = new PositionMap(text, encoding);
        expect(map.offsetAt(map.positionAt(offset))).toBe(offset);
        const line = text.slice(0, offset).split("\n").at(-1) ?? "";
        const { character } = map.positionAt(offset);
        const expected = {
          "utf-8": byteLength(line),
          "utf-16": line.length,
          "utf-32": [...line].length,
        };
        expect(character).toBe(expected[encoding]);
      },
    ),
  );
});
