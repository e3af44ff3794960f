import { expect, test } from "@jest/globals";
import { ts } from "../syntax.js";
import { contents, type Location, mayAlias, type Root } from "./location.js";
import { isOwnCollection } from "./own-collection.js";

const declared = `
interface User { name: string }
type Users = string[];
class Registry extends Map<string, string> {}
interface Table { [key: string]: string }
`;

function isOwn(code: string): boolean {
  const file = ts.createSourceFile("/keys.ts", code + declared, ts.ScriptTarget.ESNext, true);
  let found: ts.VariableDeclaration | undefined;
  const visit = (node: ts.Node): void => {
    if (found === undefined && ts.isVariableDeclaration(node)) found = node;
    ts.forEachChild(node, visit);
  };
  visit(file);
  if (found === undefined) throw new Error(code);
  const types = file.statements.filter(
    (one) =>
      ts.isInterfaceDeclaration(one) ||
      ts.isTypeAliasDeclaration(one) ||
      ts.isClassDeclaration(one),
  );
  return isOwnCollection(found, ({ text }) => types.filter((one) => one.name?.text === text));
}

test.each([
  [
    "const known = new Map<string, User>(); export const get = (id: string) => known.get(id);",
    true,
  ],
  ["const known: Map<string, string> = new Map(); for (const one of known) print(one);", true],
  ["const known = new Set<string>(); known.add('a'); export const all = [...known];", true],
  ["export const known = new Map<string, User>();", false],
  ["const known = new Map<string, User>(); export { known };", false],
  ["const known = new Map<string, User>(); export const hand = () => known;", false],
  ["const known = new Map<string, User>(); show(known);", false],
  ["const known = new Map<string, User>(); export const all = known.set('a', user);", false],
  ["let known = new Map<string, User>();", false],
  ["const known = new Map();", false],
  ["const known = new Map<string, string[]>();", false],
  ["const known = new Map<string, UserList>();", false],
  ["const known = new Map<string, Users>();", false],
  ["const known = new Map<string, Registry>();", false],
  ["const known = new Map<string, Table>();", false],
  ["const known = new Map<string, User>(); known.forEach((one, key, all) => show(all));", false],
  ["const known = new Map<string, User>(); known.forEach((one) => show(one));", true],
  ["const known = createMap<string, User>();", false],
  ["function f() { const known = new Map<string, User>(); known.get('a'); }", false],
])("whether a module keeps it for itself: %s", (code, expected) => {
  expect(isOwn(code)).toBe(expected);
});

test("what a module keeps for itself is nothing that a function of another file was called with", () => {
  const held = (root: Root): Location => ({
    kind: "field",
    name: contents,
    owner: undefined,
    root,
  });
  const kept = held({
    from: "variable",
    key: "/keys.ts#known",
    name: "known",
    made: true,
    isOwn: true,
  });
  const handed = (key: string): Location => held({ from: "parameter", key, index: 0, name: "all" });
  expect(mayAlias(kept, handed("/other.ts#first"))).toBe(false);
  expect(mayAlias(handed("/other.ts#first"), kept)).toBe(false);
  expect(mayAlias(kept, handed("/keys.ts#remember"))).toBe(true);
  expect(mayAlias(kept, kept)).toBe(true);
});
