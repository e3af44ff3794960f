import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// Which awaits of a line make a group, where some of them cannot.

const groups = (code: string) =>
  findIn("serial-await", code).map(({ confidence, group = [] }) => [
    confidence,
    ...group.map(({ start, end }) => code.slice(start, end)),
  ]);

const page = (body: string): string => `
async function load(id: string): Promise<string> { return (await fetch("/users/" + id)).text(); }
async function save(id: string): Promise<string> { return (await fetch("/users", { method: "POST", body: id })).text(); }
let calls = 0;
async function tally(id: string): Promise<string> { calls += 1; return load(id); }
declare function getGuess(id: string): Promise<string>;
declare function send(...parts: string[]): Promise<void>;
class Cart {
  #items: string[] = [];
  add(item: string) {
    if (item === "") throw new Error("nothing to add");
    this.#items.push(item);
  }
}
function refuse(item: string) {
  if (item === "") throw new Error("nothing to add");
}
export async function page(a?: string, b?: string, kind?: string) {
  ${body}
}
export const used = [load, save, tally, getGuess, send, Cart, refuse];
`;

describe("choices alone", () => {
  test.each([
    ["a ? await load(a) : null", "b ? await load(b) : null"],
    ["a && (await load(a))", "!b ? null : await load(b)"],
    ['kind ? await load("1") : null', 'kind ? await load("2") : null'],
    ["!a && kind ? await load(kind) : a", "!b && kind ? await load(kind) : b"],
    ["!(a || kind) ? await load('1') : null", "b && !kind ? await load(b) : null"],
    ["!(a && kind) ? await load('1') : null", "b ? await load(b) : null"],
  ])("are a group where both may wait: %s and %s", (first, second) => {
    const found = groups(page(`const one = ${first}; const two = ${second}; return [one, two];`));
    expect(found).toHaveLength(1);
    expect(found[0]?.[0]).toBe("high");
  });

  test.each([
    ['kind ? await load("1") : null', '!kind ? await load("2") : null'],
    ['kind === "a" ? await load("1") : null', 'kind === "b" ? await load("2") : null'],
    ["a ? await load(a) : null", 'a ? null : await load("2")'],
    ["!a && kind ? await load(kind) : a", "b && a ? await load(b) : null"],
    ["!(a || kind) ? await load('1') : null", "kind && b ? await load(b) : null"],
    ["!(a && kind) ? await load('1') : null", "a && kind ? await load(kind) : null"],
    ['b && kind === "a" ? await load("1") : b', 'a && kind === "b" ? await load("2") : a'],
  ])("are none where it is the one or the other: %s and %s", (first, second) => {
    expect(groups(page(`const one = ${first}; const two = ${second}; return [one, two];`))).toEqual(
      [],
    );
  });
});

test("what changes something between reads leaves them a group", () => {
  const body = `const one = await getGuess("1");
  const two = await tally("2");
  const three = await load("3");
  return [one, two, three];`;
  expect(groups(page(body))).toEqual([["low", 'await getGuess("1")', 'await load("3")']]);
});

test("what is sent for its effect is called with an await that can wait beside those before", () => {
  const body = `const one = await load("1");
  const line = one.trim();
  await send("head", line, await load("2"));`;
  expect(groups(page(body))).toEqual([["high", 'await load("1")', 'await load("2")']]);
});

describe("a call between two awaits that may throw", () => {
  const filled = (between: string): string =>
    page(`const cart = new Cart();
  const one = await load("1");
  ${between}
  const two = await load("2");
  return [one, two, cart];`);

  test("leaves a suggestion where it fills what the code has made", () => {
    expect(groups(filled('cart.add("coins");'))[0]?.[0]).toBe("low");
  });

  test("is a guard where it is there for nothing else", () => {
    expect(groups(filled('refuse("coins");'))).toEqual([]);
  });
});

describe("an await in the head of a loop within a loop", () => {
  const loop = (inner: string): string =>
    page(`const all: string[] = [];
  for (const id of [a, b, kind]) {
    for (const one of await load(id ?? "")) {
      ${inner}
    }
  }
  return all;`);
  const found = (code: string) =>
    findIn("serial-await-in-loop", code).map(({ start, confidence }) => [
      code.slice(start, start + 14),
      confidence,
    ]);

  test("is one of the outer loop's turn", () => {
    expect(found(loop("all.push(one);"))).toEqual([["for (const id ", "high"]]);
  });

  test("is not where the inner turns wait, too", () => {
    expect(found(loop("all.push(await save(one));"))).toEqual([]);
  });
});

describe("where one needs another", () => {
  test("the fewest gathers are written, each as early as it can be", () => {
    const body = `
  const one = await load("1");
  const two = await load("2");
  const three = await load(one);
  const four = await load("4");
  return [two, three, four];`;
    expect(groups(page(body))).toEqual([
      ["high", 'await load("1")', 'await load("2")', 'await load("4")'],
    ]);
  });

  test("the nearest are gathered where that makes no more of them", () => {
    const body = `
  const one = await load("1");
  const two = await load(one);
  const three = await load("3");
  return [two, three];`;
    expect(groups(page(body))).toEqual([["high", "await load(one)", 'await load("3")']]);
  });

  test("those of one statement stay together", () => {
    const body = `
  const one = await load("1");
  const all = { two: await load("2"), three: await load("3"), four: await load(one) };
  return all;`;
    expect(groups(page(body))).toEqual([
      ["high", 'await load("2")', 'await load("3")', "await load(one)"],
    ]);
  });

  test("nothing is drawn past what is left of a statement that it needs", () => {
    const body = `
  const state = { id: "" };
  const all = { one: await load("1"), set: (state.id = "3"), three: await load(state.id) };
  return all;`;
    expect(groups(page(body))).toEqual([]);
  });

  test("what a statement declares beside an await is not moved behind who needs it", () => {
    const body = `
  const one = String(a), two = await load("2");
  const three = await load(one);
  return [two, three];`;
    const [finding] = findIn("serial-await", page(body));
    expect(finding?.fixes).toEqual([]);
    expect(finding?.refusals?.map(({ reason }) => reason)).toEqual([
      "Give what line 20 declares beside an await a declaration of its own first",
    ]);
  });
});
