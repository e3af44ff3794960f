import { describe, expect, test } from "@jest/globals";
import { recordedTrace } from "../testkit/recorded-trace.js";
import { parseTrace } from "./parse-trace.js";

const two = recordedTrace([
  ["file:///a.ts:2:9", "await f()", 7, 10, 5, "g"],
  ["file:///a.ts:2:9", "await f()", 8, 20, 6, "g"],
  ["file:///b.ts:1:1", undefined, 9, 0, 1],
]);

const sites = [
  {
    url: "file:///a.ts",
    line: 2,
    column: 9,
    within: "g",
    code: "await f()",
    awaits: [
      { call: 7, begin: 10, duration: 5 },
      { call: 8, begin: 20, duration: 6 },
    ],
  },
  {
    url: "file:///b.ts",
    line: 1,
    column: 1,
    within: "",
    code: undefined,
    awaits: [{ call: 9, begin: 0, duration: 1 }],
  },
];

describe("a trace", () => {
  test("is read by its places, from lines or as a whole", () => {
    expect(parseTrace(two, "t.json")).toEqual({ sites, notes: [] });
    const whole = JSON.stringify(JSON.parse(two), null, 2);
    expect(parseTrace(whole, "t.json")).toEqual({ sites, notes: [] });
    expect(parseTrace(JSON.stringify(JSON.parse(two)), "t.json")).toEqual({ sites, notes: [] });
  });

  test("may hold begins and ends as events of their own", () => {
    const events = [
      { ph: "b", ts: 1000 },
      { ph: "e", ts: 3500 },
    ].map((event) => ({
      cat: "await",
      id: 4,
      args: { at: "file:///a.ts:1:1", in: "", call: 2 },
      ...event,
    }));
    const text = JSON.stringify({ awaitwise: { version: 1 }, traceEvents: events });
    expect(parseTrace(text, "t.json").sites[0]?.awaits).toEqual([
      { call: 2, begin: 1, duration: 2.5 },
    ]);
  });

  test("that ends early is read as far as it goes, and says so", () => {
    const early = /^The trace "t\.json" ends early/;
    for (const end of [two.indexOf("\n]"), two.indexOf('"file:///b.ts') + 5]) {
      const { sites: found, notes } = parseTrace(two.slice(0, end), "t.json");
      expect(found.flatMap(({ awaits }) => awaits).length).toBeGreaterThanOrEqual(2);
      expect(notes).toEqual([expect.stringMatching(early)]);
    }
  });

  test("says what it lacks", () => {
    const gaps = { awaits: 0, pauses: 2, pausedFor: 1_500_000, full: true };
    expect(parseTrace(recordedTrace([], gaps), "t.json").notes).toEqual([
      'The trace "t.json" has gaps of 1500 ms in all: its program awaited more than could be recorded at little cost',
      'The trace "t.json" is as large as it may be, and holds the beginning only: see AWAITWISE_TRACE_LIMIT',
    ]);
  });
});

test.each([
  ["", /^The trace "t\.json" is empty: record one with AWAITWISE_TRACE/],
  ["not JSON", /^The trace "t\.json" does not parse as JSON: record one/],
  ['{"traceEvents":[]}', /^"t\.json" is no trace of awaits, but another program's: record one/],
  ["[]", /^"t\.json" is no trace of awaits/],
  [
    two.replace('"version":1', '"version":2'),
    /is of version 2, and this awaitwise reads version 1/,
  ],
  [two.replace('"cat":"await"', '"cat:"await"'), /is damaged: line 2 does not parse; record one/],
])("what is no trace is refused: %.20j", (text, message) => {
  expect(() => parseTrace(text, "t.json")).toThrow(message);
});
