import { describe, expect, test } from "@jest/globals";
import { fingerprints } from "./fingerprint.js";

/** The fingerprint of the stretch between the two bars. */
function of(marked: string, file = "/a.ts", rule = "r"): string {
  const start = marked.indexOf("|");
  const end = marked.lastIndexOf("|") - 1;
  return fingerprints(file, marked.replaceAll("|", ""), [{ rule, start, end }])[0] ?? "";
}

const base = of('function f() { |g("a", 1)|; }');

describe("a fingerprint stays the same", () => {
  test("when lines move, the file is renamed, or the code is formatted", () => {
    expect(of('\n\n// more\nfunction f() {\n  |g("a", 1)|;\n}')).toBe(base);
    expect(of('function f() { |g("a", 1)|; }', "/b.ts")).toBe(base);
    expect(of("function f() { |g(\n 'a',\n 1,\n)|; }")).toBe(base);
    expect(of('function f() { |g("a", /* one */ 1)|; }')).toBe(base);
    expect(of('function f() { other(); |g("a", 1)|; }')).toBe(base);
  });

  test("when code between the members of a group changes", () => {
    const group = (text: string): string | undefined => {
      const group = [text.indexOf("await a()"), text.indexOf("await b()")];
      const span = { rule: "r", start: group[0] as number, end: text.length, group };
      return fingerprints("/a.ts", text, [span])[0];
    };
    const two = group("async function f() { await a(); await b(); }");
    expect(group("async function f() { await a(); x(); await b(); }")).toBe(two);
    expect(group("async function f() { await a(); await b().c; }")).not.toBe(two);
  });
});

describe("a fingerprint differs", () => {
  test("with the rule, the code, and the functions and classes around it", () => {
    const all = [
      base,
      of('function f() { |g("a", 1)|; }', "/a.ts", "other"),
      of('function f() { |g("a", 2)|; }'),
      of('function h() { |g("a", 1)|; }'),
      of('class C { f() { |g("a", 1)|; } }'),
      of('class D { f() { |g("a", 1)|; } }'),
      of('const k = () => { |g("a", 1)|; };'),
      of('list.map(() => { |g("a", 1)|; });'),
      of('list.filter(() => { |g("a", 1)|; });'),
      of('export default () => { |g("a", 1)|; };'),
      of('|g("a", 1)|;'),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});

test("a text that does not parse still has fingerprints", () => {
  expect(of("function f( { |g(1)|")).toMatch(/^[0-9a-f]{20}$/);
});
