import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { doubt, type Place, Places, refillStacks } from "./places.js";

let now = performance.now() + 1_000_000;

beforeEach(() => {
  jest.spyOn(performance, "now").mockImplementation(() => now);
  // From a store that is full.
  now += 1_000_000;
  refillStacks(now, true);
});

afterEach(() => {
  jest.restoreAllMocks();
});

const places = new Places();
const work = (): void => {};

function capturedOf(count: number): number {
  let captured = 0;
  for (let i = 0; i < count; i++) {
    captured += places.capture(false, work) === null ? 0 : 1;
  }
  return captured;
}

function placeHere(): Place {
  return places.capture(false, work) as Place;
}

test("so many places are known at once, two for each millisecond of rest, one for each four of work", () => {
  expect(capturedOf(1_000)).toBe(250);
  now += 10;
  refillStacks(now, true);
  expect(capturedOf(1_000)).toBe(20);
  now += 40;
  refillStacks(now, false);
  expect(capturedOf(1_000)).toBe(10);
});

test("in debug mode the store is another", () => {
  capturedOf(1_000);
  expect(places.capture(true, work)?.text).toContain("places.test");
});

test("a place begins with who made the thing, and who called that", () => {
  const [maker = "", caller = ""] = placeHere().text?.split("\n") ?? [];
  const lineOf = (frame: string): number => Number(/places\.test\.ts:(\d+):/.exec(frame)?.[1]);
  expect(lineOf(maker)).toBeGreaterThan(0);
  expect(lineOf(caller)).toBeGreaterThan(lineOf(maker));
});

test("of a function that was forgotten at an unknown place, the next 32 are known in any case", () => {
  capturedOf(1_000);
  doubt(work);
  expect(places.capture(false, () => {})).toBeNull();
  expect(places.capture(false, null)).toBeNull();
  expect(capturedOf(1_000)).toBe(32);
});

test("what is kept is written out in the next pause, as far as the store goes, and else forgotten", () => {
  const kept = Array.from({ length: 225 }, placeHere);
  for (const place of kept) {
    places.keep(place);
  }
  places.sweep();
  expect(kept.filter((place) => place.holdsStack)).toEqual([]);
  // 25 were left, and each takes ten: the third takes more than there is.
  expect(kept.filter((place) => place.text !== undefined)).toHaveLength(3);
});

test("what was dropped meanwhile costs nothing to sweep", () => {
  const [dropped, kept] = [placeHere(), placeHere()];
  places.keep(dropped);
  places.keep(kept);
  dropped.drop();
  places.sweep();
  expect(dropped.text).toBeUndefined();
  expect(kept.text).toContain("placeHere");
  expect(capturedOf(1_000)).toBe(250 - 2 - 10);
});

test("a program that wants no stacks, or writes them in a way of its own, has no places", () => {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  const none = placeHere();
  expect(Error.stackTraceLimit).toBe(0);
  Error.stackTraceLimit = limit;
  expect(none.text).toBeUndefined();

  const prepare = Error.prepareStackTrace;
  Error.prepareStackTrace = () => {
    throw new Error("no stacks here");
  };
  const broken = placeHere();
  const text = broken.text;
  Error.prepareStackTrace = prepare;
  expect(text).toBeUndefined();
});
