import { describe, expect, test } from "@jest/globals";
import { ts } from "../model/compiler.js";
import { gainOf } from "./gain.js";
import { loopPlaces } from "./loop-places.js";
import type { RecordedAwait } from "./parse-trace.js";

/** What a call awaited, one after another: the beginning of the code after `await`, and how long. */
type Call = readonly (readonly [code: string, duration: number])[];

/** The calls one after another, without a moment between them. */
function inTurn(calls: readonly Call[]) {
  let now = 0;
  return calls.map((call) =>
    call.map(([code, duration]) => {
      const begin = now;
      now += duration;
      return [code, begin, duration] as const;
    }),
  );
}

/** The gain of the loop that begins with `head`. */
function gain(
  body: string,
  head: string,
  calls: readonly (readonly (readonly [string, number, number])[])[],
) {
  const text = `async function f() {\n${body}\n}\n`;
  const source = ts.createSourceFile("/a.ts", text, ts.ScriptTarget.Latest, true);
  const awaits = new Map<number, RecordedAwait[]>();
  calls.forEach((call, index) => {
    for (const [code, begin, duration] of call) {
      const start = text.indexOf(`await ${code}`);
      expect([code, start > 0]).toEqual([code, true]);
      const known = awaits.get(start) ?? [];
      awaits.set(start, [...known, { call: index, begin, duration }]);
    }
  });
  const start = text.indexOf(head);
  let end = start;
  const visit = (node: ts.Node): void => {
    if (node.getStart(source) === start) end = Math.max(end, node.end);
    ts.forEachChild(node, visit);
  };
  visit(source);
  const group = [{ file: "/a.ts", start, end }];
  const finding = {
    rule: "serial-await-in-loop",
    severity: "warning",
    confidence: "high",
    message: "Serial",
    file: "/a.ts",
    start,
    end,
    group,
    related: [],
    fixes: [],
  } as const;
  return gainOf(finding, awaits, loopPlaces(source));
}

describe("what starting the turns of a loop together saves", () => {
  test("is all but the longest turn", () => {
    const loop = "for (const x of xs) { const y = await a(x); use(y, await b(y)); }";
    const seen = inTurn([
      [
        ["a", 10],
        ["b", 3],
        ["a", 10],
        ["b", 3],
        ["a", 20],
      ],
    ]);
    expect(gain(loop, "for", seen)).toEqual({ times: 1, cost: 46, saving: 46 - 20 });
  });

  test("takes an await within another for the same turn", () => {
    const loop = "for (const x of xs) use(await a(await b(x)));";
    const seen = inTurn([
      [
        ["b", 1],
        ["a", 10],
        ["b", 2],
        ["a", 20],
      ],
    ]);
    expect(gain(loop, "for", seen)).toEqual({ times: 1, cost: 33, saving: 11 });
  });

  const nested =
    "for (const shop of await shops()) { const open = await hours(shop);\nfor (const item of shop) use(await load(item));\n}";
  const visits = inTurn([
    [
      ["shops", 5],
      ["hours", 7],
      ["load", 10],
      ["load", 20],
      ["hours", 8],
      ["hours", 9],
      ["load", 30],
      ["load", 10],
      ["load", 10],
    ],
  ]);

  test("is counted for each run of a loop within another", () => {
    expect(gain(nested, "for (const item", visits)).toEqual({ times: 2, cost: 80, saving: 30 });
  });

  test("counts a loop within as a part of the turn that it runs in", () => {
    expect(gain(nested, "for (const shop", visits)).toEqual({
      times: 1,
      cost: 7 + 30 + 8 + 9 + 50,
      saving: 7 + 30 + 8,
    });
  });

  test("tells runs apart by what is awaited for the items themselves", () => {
    const loop =
      "for (const shop of shops) { for (const item of await items(shop)) use(await load(item)); }";
    const seen = inTurn([
      [
        ["items", 1],
        ["load", 10],
        ["load", 10],
        ["items", 1],
        ["load", 10],
        ["load", 15],
      ],
    ]);
    expect(gain(loop, "for (const item", seen)).toEqual({ times: 2, cost: 45, saving: 20 });
  });

  test("is said to be the most it can be where nothing tells the runs apart", () => {
    const loop = "for (const shop of shops) { for (const item of shop) use(await load(item)); }";
    const seen = inTurn([
      [
        ["load", 10],
        ["load", 10],
        ["load", 10],
      ],
    ]);
    expect(gain(loop, "for (const item", seen)).toEqual({
      times: 1,
      cost: 30,
      saving: 20,
      bound: "at most",
    });
    const once = inTurn([[["load", 10]], [["load", 20]]]);
    expect(gain(loop, "for (const item", once)).toEqual({ times: 2, cost: 30, saving: 0 });
    const perhaps = loop.replace("{ for", "{ if (shop.late) await hours(shop); for");
    expect(gain(perhaps, "for (const item", seen)).toMatchObject({ bound: "at most" });
  });

  test("tells turns apart that take different sides of a fork", () => {
    const loop = "for (const x of xs) { if (x.big) use(await a(x)); else use(await b(x)); }";
    const seen = inTurn([
      [
        ["a", 10],
        ["b", 20],
        ["b", 20],
      ],
    ]);
    expect(gain(loop, "for", seen)).toEqual({ times: 1, cost: 50, saving: 30 });
  });

  test("is said to be the least it can be where nothing tells the turns apart", () => {
    const loop = "for (const x of xs) { if (x.a) use(await a(x)); if (x.b) use(await b(x)); }";
    const seen = inTurn([
      [
        ["a", 10],
        ["b", 20],
      ],
    ]);
    expect(gain(loop, "for", seen)).toEqual({ times: 1, cost: 30, saving: 0, bound: "at least" });
    const skips = "for (const x of xs) { use(await a(x)); if (x.done) continue; use(await b(x)); }";
    expect(gain(skips, "for", seen)).toEqual({ times: 1, cost: 30, saving: 0 });
    const guarded =
      "for (const x of xs) { if (x.done) continue; use(await a(x)); if (x.b) use(await b(x)); }";
    expect(gain(guarded, "for", seen)).toEqual({ times: 1, cost: 30, saving: 0 });
    const between = "for (const x of xs) { use(await a(x)); if (x.c) continue; use(await b(x)); }";
    const unsure = between.replace("use(await a(x))", "if (x.a) use(await a(x))");
    expect(gain(unsure, "for", seen)).toMatchObject({ saving: 0, bound: "at least" });
  });

  test("is of each reduce by itself, whose turns are calls that wait for the one before", () => {
    const loop =
      "xs.reduce(async (before, x) => { const all = await before; return [...all, await a(x)]; }, start)";
    const turn = (begin: number, waited: number, duration: number) =>
      [
        ["before", begin, waited],
        ["a", begin + waited, duration],
      ] as const;
    // Two at once, and a third when both are done.
    const seen = [turn(0, 0, 10), turn(0, 0, 15), turn(0, 10, 20), turn(0, 15, 5)];
    const third = [turn(30, 0, 1), turn(30, 1, 2)];
    expect(gain(loop, "xs.reduce", [...seen, ...third])).toEqual({
      times: 3,
      cost: 53,
      saving: 10 + 5 + 1,
    });
  });
});
