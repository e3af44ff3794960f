import { expect, test } from "@jest/globals";
import { Lanes } from "./lanes.js";

/** The tracks of spans, which come in the order of their ends. */
function tracks(...spans: [begin: number, end: number][]): (number | undefined)[] {
  const lanes = new Lanes((index) => index);
  return spans.map(([begin, end]) => lanes.trackOf(begin, end));
}

test("spans after one another, and inside of another, share a row", () => {
  expect(tracks([0, 5], [5, 9], [0, 9], [9, 9], [0, 12])).toEqual([0, 0, 0, 0, 0]);
});

test("spans that lie across each other have rows of their own", () => {
  expect(tracks([0, 5], [3, 8], [4, 9], [8, 12], [0, 12])).toEqual([0, 1, 2, 0, 0]);
});

test("a span that holds some of a row and cuts into another of it goes elsewhere", () => {
  expect(tracks([0, 5], [6, 8], [3, 9])).toEqual([0, 0, 1]);
});

test("what a row has forgotten is not cut into", () => {
  const long = Array.from({ length: 100 }, (_, i): [number, number] => [i * 10, i * 10 + 5]);
  expect(tracks(...long, [3, 2000], [1000, 2001]).slice(-2)).toEqual([1, 0]);
});

test("beyond 256 rows there is none", () => {
  const crowd = Array.from({ length: 258 }, (_, i): [number, number] => [i, 1000 + i]);
  expect(tracks(...crowd).slice(-3)).toEqual([255, undefined, undefined]);
});
