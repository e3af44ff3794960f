import { describe, expect, test } from "@jest/globals";
import ts from "typescript";
import { mutate, mutations } from "./mutations.js";

/** What becomes of a text at the first node where it can be done; of several choices the first. */
function done(name: string, text: string): string | undefined {
  const source = ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true);
  let found: string | undefined;
  const visit = (node: ts.Node): void => {
    if (found !== undefined) return;
    const edit = mutations[name]?.(node, () => 0);
    if (edit === undefined) ts.forEachChild(node, visit);
    else found = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
  };
  ts.forEachChild(source, visit);
  return found;
}

describe("each way of breaking a source", () => {
  const cases: readonly (readonly [name: string, before: string, after: string])[] = [
    ["await deleted", "await  f();", "f();"],
    ["await added", "await g; f();", "await g; await f();"],
    ["async dropped", "export async function f() {}", "export function f() {}"],
    ["async added", "class A { private m() {} }", "class A { private async m() {} }"],
    ["async added", "a.b(() => c);", "a.b(async () => c);"],
    ["return type dropped", "function f(a: A): Promise<B> {}", "function f(a: A) {}"],
    ["return type replaced", "const f = (): B => b;", "const f = (): Promise<B> => b;"],
    ["type replaced", "function f(a: A): B {}", "function f(a: Promise<A>): B {}"],
    ["type dropped", "let a!: A;", "let a!;"],
    ["call made optional", "a.b(c);", "a.b?.(c);"],
    ["member made optional", "interface A { b: C }", "interface A { b?: C }"],
    ["argument removed", "f(a, b);", "f(b);"],
    ["argument doubled", "f(a, b);", "f(a, a, b);"],
    ["argument replaced", "f(a, b);", "f(async () => {}, b);"],
    ["import broken", 'import { a } from "./b";', 'import { a } from "./b-gone";'],
    ["name imported renamed", "import { a as b } from 'c';", "import { aGone as b } from 'c';"],
    ["member renamed", "a.b();", "a.bRenamed();"],
    ["function renamed", "function f() {}", "function fRenamed() {}"],
    ["type arguments removed", "f<A, B>(c);", "f(c);"],
    ["type parameters removed", "class A<T> extends B<T> {}", "class A extends B<T> {}"],
    ["return dropped", "() => { return f(); }", "() => { f(); }"],
    ["return added", "f();", "return f();"],
    ["void dropped", "void f();", "f();"],
    ["value cast", "g(f());", "(g(f()) as any);"],
    ["value put into an array", "f();", "[f()];"],
    ["chained call dropped", "f().catch(g);", "f();"],
    ["then chained", "f();", "f().then((it) => it);"],
    ["statement removed", "() => { f(); g(); }", "() => {  g(); }"],
    ["statement doubled", "f();", "f();\nf();"],
    ["heritage removed", "class A extends B {}", "class A {}"],
    ["token removed", "a + b;", "a  b;"],
  ];

  test.each(cases)("%s: %s", (name, before, after) => {
    expect(done(name, before)).toBe(after);
  });

  test("has a case", () => {
    expect([...new Set(cases.map(([name]) => name))]).toEqual(Object.keys(mutations));
  });
});

describe("a broken copy", () => {
  const text = "export async function f(a: A): Promise<B> { await g(a); return h(a, 1); }\n".repeat(
    8,
  );

  test("is the same for the same seed, and another for another", () => {
    const [first, again, other] = [7, 7, 8].map((seed) => mutate("a.ts", text, seed, 5));
    expect(again).toEqual(first);
    expect(other?.text).not.toBe(first?.text);
    expect(first?.done).toHaveLength(5);
  });

  test("has fewer changes where there are not so many places, and none in an empty text", () => {
    expect(mutate("a.ts", "", 1, 5)).toEqual({ text: "", done: [] });
    expect(mutate("a.ts", "f;", 1, 50).done.length).toBeLessThan(5);
  });
});
