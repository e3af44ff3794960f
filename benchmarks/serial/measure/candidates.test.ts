import { expect, test } from "@jest/globals";
import { candidatesOf } from "./candidates.js";
import { shuffle } from "./random.js";

test("two results that do not name each other leave a question", () => {
  expect(kinds("const x = await a(); const y = await b(); return x + y;")).toEqual(["values"]);
});

test("a result that the second names leaves none", () => {
  expect(kinds("const x = await a(); const y = await b(x); return y;")).toEqual([]);
});

test("a result that reaches the second through another name leaves none", () => {
  expect(kinds("const x = await a(); const z = x.id; const y = await b(z); return y;")).toEqual([]);
});

test("two chains leave a question between their first awaits", () => {
  expect(
    kinds("const a = await f(); const b = await g(a); const c = await h(); return [b, c];"),
  ).toEqual(["values"]);
});

test("an exit between them is told apart", () => {
  expect(kinds("const x = await a(); if (!x) return; const y = await b(); return y;")).toEqual([
    "guarded",
  ]);
});

test("a dropped result is told apart", () => {
  expect(kinds("await a(); const y = await b(); return y;")).toEqual(["bare"]);
});

test("two awaits in one statement leave a question", () => {
  expect(kinds("return f(await a(), await b());")).toEqual(["values"]);
});

test("loops with an await of their own and gathers are candidates", () => {
  expect(kinds("for (const id of ids) { await a(id); }")).toEqual(["loops"]);
  expect(kinds("for (const id of ids) { later(async () => { await a(id); }); }")).toEqual([]);
  expect(kinds("return Promise.all(ids.map(load));")).toEqual(["gathers"]);
});

test("what began earlier or is there already is no operation", () => {
  expect(kinds("const p = await params; const x = await a(); return [p, x];")).toEqual([]);
  expect(
    kinds("const body = await request.json(); const x = await a(); return [body, x];"),
  ).toEqual([]);
});

test("the lines are those of the function", () => {
  const text =
    "\n\nexport async function f() {\n  const x = await a();\n  const y = await b();\n  return [x, y];\n}\n";
  expect(candidatesOf("f.ts", text)).toEqual([{ kind: "values", start: 3, end: 7 }]);
});

test("a seed draws the same order every time, and another seed another", () => {
  const items = Array.from({ length: 20 }, (_, i) => i);
  expect(shuffle(items, 1)).toEqual(shuffle(items, 1));
  expect(shuffle(items, 1)).not.toEqual(shuffle(items, 2));
  expect([...shuffle(items, 1)].sort((a, b) => a - b)).toEqual(items);
});

function kinds(body: string): string[] {
  const text = `async function f(ids) { ${body} }\n// await`;
  return candidatesOf("f.ts", text)
    .filter(({ start }) => start === 1)
    .map(({ kind }) => kind);
}
