import { expect, test } from "@jest/globals";
import { ts } from "../compiler.js";
import { Mentions } from "./mentions.js";

const text = `
import { shared, type Shape, other as renamed } from "./other.js";
declare const outer: number;
export const kept = new Map<string, number>();
function dec(..._: unknown[]): any {}
export function first(one: number, { two, three: four = one }: any, five = outer, ...rest: number[]) {
  const outer = one + two + four;
  for (const one of rest) { use(one, outer, five); var late = one; }
  for (let index = 0; index < rest.length; index += 1) use(index, rest[index], late);
  { const one = "inner"; use(one); { let outer = one; outer = use(outer) as string; } }
  switch (outer) { case one: { const four = renamed; use(four); } default: use(four, shared) }
  try { use(one); } catch (one) { use(one); }
  const again = () => { const one = rest; return one ? [...one, late] : { one, outer, kept }; };
  const named = function named(): unknown { return named(); };
  return { again, named, one, late, kept, renamed };
}
function defaults(a = () => hidden, b = a, c = () => late) { var hidden = 1; return use(hidden, a, b, c); }
const hidden = 2, late = 3;
enum Level { low, high = low, hidden = 4, top = hidden + 1 }
namespace Space { export const hidden = 1; export const seen = hidden + late; }
namespace Space { export const more = seen + hidden; }
class Outer<T> extends Map<string, T> {
  static readonly made = hidden;
  readonly field = hidden;
  readonly work = () => late + hidden;
  constructor(readonly hidden: number, plain: string, late = plain) { super(); use(hidden, plain, late); hidden = 5; }
  static { var hidden = 7; use(hidden, late); }
  @dec(hidden) method(@dec(late) late: number): typeof hidden { return late as never; }
  [Symbol.iterator](): any { return (function* () { yield hidden; yield* arguments as any; })(); }
}
const Inner = class Named { again = Named; self(): unknown { return new Named(); } };
function use(..._: unknown[]): unknown { return undefined; }
function twice(value: number) { var value: number; let other = value; [other, value] = [value, other]; ({ value, other } = { value, other }); return value; }
function typed(value: unknown): value is Shape { const check = value as Shape; return check !== undefined && value! === check; }
export { hidden as shown };
export default late;
interface late {}
console.log(first, defaults, Level, Space, Outer, Inner, twice, typed, undefined, late, arguments, hidden);
`;

function programOf(options: ts.CompilerOptions): ts.Program {
  const files = new Map([
    ["/main.ts", text],
    ["/other.ts", "export const shared = 1; export interface Shape {} export const other = 2;"],
  ]);
  const host: ts.CompilerHost = {
    ...ts.createCompilerHost(options),
    fileExists: (file) => files.has(file),
    readFile: (file) => files.get(file),
    getCurrentDirectory: () => "/",
    getSourceFile: (file, target) => {
      const found = files.get(file);
      return found === undefined ? undefined : ts.createSourceFile(file, found, target, true);
    },
  };
  return ts.createProgram({ rootNames: ["/main.ts"], options, host });
}

function identifiersIn(source: ts.SourceFile): readonly ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const options = { noLib: true, noEmit: true, types: [], module: ts.ModuleKind.ESNext };

test.each([
  { target: ts.ScriptTarget.ES2022 },
  { target: ts.ScriptTarget.ES2015, experimentalDecorators: true, useDefineForClassFields: false },
])("a name stands for those only that mean the same, by the checker", (more) => {
  const program = programOf({ ...options, ...more });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile("/main.ts") as ts.SourceFile;
  const mentions = new Mentions(source);
  const names = identifiersIn(source);
  const others = names.flatMap((node) => {
    const { parent } = node;
    const same = ts.isShorthandPropertyAssignment(parent) ? mentions.ofShorthand(node) : undefined;
    const pairs = [
      [checker.getSymbolAtLocation(mentions.of(node)), checker.getSymbolAtLocation(node)],
    ];
    if (same !== undefined) {
      const value = checker.getShorthandAssignmentValueSymbol(parent);
      pairs.push([checker.getSymbolAtLocation(same), value]);
    }
    const line = text.slice(0, node.getStart()).split("\n").length;
    return pairs.every(([told, own]) => told === own) ? [] : [`${node.text} in line ${line}`];
  });
  expect(others).toEqual([]);
  // Most are told by others.
  const told = names.filter((node) => mentions.of(node) !== node);
  expect(told.length).toBeGreaterThan(names.length / 4);
});

test("names of all that is declared in one scope are told by one mention, and those of others are not", () => {
  const source = ts.createSourceFile(
    "/one.ts",
    "function f(a: number) { const b = a; g(a, b); { const a = b; g(a); } return { a, b }; }",
    ts.ScriptTarget.ES2022,
    true,
  );
  const mentions = new Mentions(source);
  const groups = new Map<ts.Node, number[]>();
  for (const node of identifiersIn(source)) {
    const of = ts.isShorthandPropertyAssignment(node.parent)
      ? (mentions.ofShorthand(node) as ts.Node)
      : mentions.of(node);
    groups.set(of, [...(groups.get(of) ?? []), node.getStart()]);
  }
  const places = (text: string) =>
    [...groups.values()]
      .filter(([at = 0]) => source.text.startsWith(text, at))
      .map((one) => one.length);
  // The parameter is declared twice as far as the outer block sees, and stands for itself there.
  expect(places("a").sort()).toEqual([1, 1, 1, 3]);
  expect(places("b")).toEqual([4]);
  expect(places("g")).toEqual([2]);
});

test("JavaScript has each name stand for itself", () => {
  const source = ts.createSourceFile("/one.js", "const a = 1; f(a, a);", 99, true);
  const mentions = new Mentions(source);
  expect(mentions.first).toEqual([]);
  expect(identifiersIn(source).every((node) => mentions.of(node) === node)).toBe(true);
});
