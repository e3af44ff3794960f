import { describe, expect, test } from "@jest/globals";
import { timeIn, withLatency } from "./latency.js";

function marked(text: string, isFixed: boolean): string {
  const [head, body, tail] = text.split("|") as [string, string, string];
  const region = { id: "one", start: head.length, end: head.length + body.length };
  const all = withLatency("a.js", head + body + tail, [region], { isFixed });
  return all.slice(0, all.indexOf("\nasync function __awaitwiseOperation"));
}

const op = (text: string): string => `__awaitwiseOperation("one", ${text})`;

describe("operations are slowed down", () => {
  test("where they are awaited, and nowhere else", () => {
    expect(marked("await x();|const a = await f(); const b = await g(a);|await y();", false)).toBe(
      `await x();const a = await ${op("f()")}; const b = await ${op("g(a)")};await y();`,
    );
  });

  test("in each other's arguments, the inner one first", () => {
    expect(marked("|const a = await f(await g());|", false)).toBe(
      `const a = await ${op(`f(await ${op("g()")})`)};`,
    );
  });

  test("where they are gathered, one by one", () => {
    expect(marked("|const [a, b] = await Promise.all([f(), g(() => h())]);|", true)).toBe(
      `const [a, b] = await Promise.all([${op("f()")}, ${op("g(() => h())")}]);`,
    );
  });

  test("in functions that are called in place", () => {
    expect(
      marked("|const [a, b] = await Promise.all([(async () => f(await g()))(), h()]);|", true),
    ).toBe(
      `const [a, b] = await Promise.all([(async () => ${op(`f(await ${op("g()")})`)})(), ${op("h()")}]);`,
    );
  });

  test("as a whole where the text that is not fixed gathers", () => {
    expect(marked("|const a = await Promise.all([f(), g()]);|", false)).toBe(
      `const a = await ${op("Promise.all([f(), g()])")};`,
    );
  });
});

test("time in which several operations run counts once", () => {
  const event = (from: number, to: number, process = 1) => ({ region: "one", process, from, to });
  expect(timeIn([event(0, 50), event(60, 110)]).get("one")).toEqual({ operations: 2, ms: 100 });
  expect(timeIn([event(0, 50), event(10, 60)]).get("one")).toEqual({ operations: 2, ms: 60 });
  expect(timeIn([event(0, 50), event(10, 60, 2)]).get("one")).toEqual({ operations: 2, ms: 100 });
});
