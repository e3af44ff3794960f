import { describe, expect, test } from "@jest/globals";
import { compareWithBaseline, formatBaseline, makeBaseline, parseBaseline } from "./baseline.js";

const finding = (fingerprint: string, file = "a.ts") => ({ fingerprint, rule: "r", file });
const everywhere = () => true;

describe("a baseline", () => {
  test("knows the findings it was made from, and no others", () => {
    const known = [finding("1"), finding("1"), finding("2", "b.ts")];
    const comparison = compareWithBaseline(
      [...known, finding("1"), finding("3")],
      makeBaseline(known),
      everywhere,
    );
    expect(comparison.fresh).toEqual([finding("1"), finding("3")]);
    expect(comparison.known).toHaveLength(3);
    expect(comparison.stale).toEqual([]);
  });

  test("does not let a new finding hide behind one that was repaired in another file", () => {
    const { fresh, stale } = compareWithBaseline(
      [finding("1", "b.ts")],
      makeBaseline([finding("1", "a.ts")]),
      everywhere,
    );
    expect(fresh).toEqual([finding("1", "b.ts")]);
    expect(stale).toEqual([{ ...finding("1", "a.ts"), count: 1 }]);
  });

  test("follows a file that was renamed", () => {
    const { fresh, stale } = compareWithBaseline(
      [finding("1", "new.ts")],
      makeBaseline([finding("1", "old.ts")]),
      (file) => file !== "old.ts",
    );
    expect({ fresh, stale }).toEqual({ fresh: [], stale: [] });
  });

  test("says how many of its findings are gone", () => {
    const { stale } = compareWithBaseline(
      [finding("1")],
      makeBaseline([finding("1"), finding("1"), finding("1")]),
      everywhere,
    );
    expect(stale).toEqual([{ ...finding("1"), count: 2 }]);
  });

  test("is written one entry a line, in an order of its own, and read back", () => {
    const baseline = makeBaseline([finding("2", "b.ts"), finding("9"), finding("1"), finding("1")]);
    const text = formatBaseline(baseline);
    expect(text).toBe(`{
  "version": 1,
  "findings": [
    {"file":"a.ts","rule":"r","fingerprint":"1","count":2},
    {"file":"a.ts","rule":"r","fingerprint":"9","count":1},
    {"file":"b.ts","rule":"r","fingerprint":"2","count":1}
  ]
}
`);
    expect(parseBaseline(text, "x.json")).toEqual(baseline);
    expect(formatBaseline(makeBaseline([]))).toBe('{\n  "version": 1,\n  "findings": []\n}\n');
  });

  test("that is none is refused with what to do", () => {
    expect(() => parseBaseline("[]", "x.json")).toThrow(
      '"x.json" is not a baseline of version 1: make it again with "awaitwise baseline create"',
    );
    expect(() => parseBaseline("{", "x.json")).toThrow(/^The baseline "x\.json" does not parse: /);
  });
});
