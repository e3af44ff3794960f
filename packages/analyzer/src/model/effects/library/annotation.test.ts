import { expect, test } from "@jest/globals";
import { ts } from "../../syntax.js";
import { annotationOf, annotationProblems } from "./annotation.js";

function declarationIn(code: string): ts.Node {
  const source = ts.createSourceFile("a.ts", code, ts.ScriptTarget.Latest, true);
  let found: ts.Node = source;
  const visit = (node: ts.Node): void => {
    if (found !== source) return;
    if (ts.isFunctionLike(node)) found = node;
    else ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test.each([
  ["a function", "/** @pure */ function f() {}"],
  ["an arrow function in a variable", "/** @pure */ const f = () => 1;"],
  ["an exported variable", "/** @pure */ export const f = function () {};"],
  ["a method", "class A {\n/** @pure */\nf() {} }"],
  ["a field", "class A {\n/** @pure */\nf = () => 1; }"],
  ["a property", "const a = {\n/** @pure */\nf: () => 1 };"],
  ["a signature", "interface A {\n/** @pure */\nf(): void }"],
])("`@pure` is read from %s", (_, code) => {
  expect(annotationOf(declarationIn(code))).toEqual({
    pure: true,
    reads: [],
    writes: [],
    latency: "none",
  });
});

test("`@effects` names resources and the wait, and several of them add up", () => {
  const declaration = declarationIn(`
/**
 * Saves a user.
 * @effects reads db.users db.roles writes fs - the avatar is kept in a file
 * @effects writes db.users latency io
 */
async function save() {}`);
  expect(annotationOf(declaration)).toEqual({
    pure: false,
    reads: [
      { kind: "db", name: "users" },
      { kind: "db", name: "roles" },
    ],
    writes: [{ kind: "fs" }, { kind: "db", name: "users" }],
    latency: "io",
  });
  expect(annotationProblems(declaration)).toEqual([]);
});

test("a declaration without such a comment says nothing", () => {
  expect(annotationOf(declarationIn("/** @returns one */ function f() {}"))).toBeUndefined();
});

test.each([
  ["", `"@effects" says nothing: use "reads", "writes" and "latency", or "@pure"`],
  ["none", `"@effects none" is not known: begin with "reads", "writes" or "latency"`],
  ["latency slow", `"latency slow" is not known: use "none", "timer" or "io"`],
  [
    "reads disk",
    `"reads disk" is not known: use one of clock, db, dom, env, fs, lock, net, process, queue, random, stdio, stream, with a name after a dot where only a part is meant`,
  ],
])("`@effects %s` is left out, and its problem says what is allowed", (text, message) => {
  const declaration = declarationIn(`/** @effects ${text} */ function f() {}`);
  expect(annotationOf(declaration)).toBeUndefined();
  expect(annotationProblems(declaration).map((problem) => problem.message)).toEqual([message]);
});
