import { expect, test } from "@jest/globals";
import { shiftRange } from "./shift-range.js";

const at = (line: number, character: number) => ({ line, character });
const range = { start: at(2, 4), end: at(2, 8) };
const change = (start: [number, number], end: [number, number], newEnd: [number, number]) => ({
  start: at(...start),
  end: at(...end),
  newEnd: at(...newEnd),
});

test.each([
  ["after it stays", change([2, 9], [2, 9], [3, 0]), range],
  ["right after it stays", change([2, 8], [2, 8], [2, 12]), range],
  ["right before it moves it", change([2, 4], [2, 4], [2, 6]), { start: at(2, 6), end: at(2, 10) }],
  [
    "of a line above moves it down",
    change([0, 0], [0, 0], [1, 0]),
    { start: at(3, 4), end: at(3, 8) },
  ],
  [
    "that joins lines moves it up and right",
    change([1, 5], [2, 0], [1, 5]),
    { start: at(1, 9), end: at(1, 13) },
  ],
  [
    "inside of it stretches it",
    change([2, 6], [2, 6], [2, 9]),
    { start: at(2, 4), end: at(2, 11) },
  ],
  ["over its start cuts it", change([2, 2], [2, 6], [2, 3]), { start: at(2, 3), end: at(2, 5) }],
  ["over its end cuts it", change([2, 6], [2, 9], [2, 7]), { start: at(2, 4), end: at(2, 6) }],
  ["over all of it takes it away", change([2, 4], [2, 8], [2, 5]), undefined],
])("an edit %s", (_what, edit, expected) => {
  expect(shiftRange(range, edit)).toEqual(expected);
});

test("an empty range stays empty", () => {
  const empty = { start: at(2, 4), end: at(2, 4) };
  expect(shiftRange(empty, change([2, 0], [2, 0], [2, 3]))).toEqual({
    start: at(2, 7),
    end: at(2, 7),
  });
});
