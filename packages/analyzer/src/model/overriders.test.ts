import { afterAll, describe, expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import type { TypesFrom } from "../project/discover.js";
import { closeNativeCompiler } from "../project/native/native-compiler.js";
import { NativeProgram } from "../project/native/native-program.js";
import { whyNoNativeTypes } from "../project/native-types.js";
import { ProgramStore } from "../project/program-store.js";
import { memoryDisk } from "../testkit/memory-disk.js";
import { runsByTypes, typesOfTests } from "../testkit/types-of-tests.js";
import type { SemanticProgram } from "./checker.js";
import { ts } from "./compiler.js";
import { HeirsByName } from "./heirs-by-name.js";
import { Hierarchies } from "./overriders.js";

afterAll(closeNativeCompiler);

type Sources = Readonly<Record<string, string>>;

/** Asking about more classes than these has all sources read. */
const others = [...Array(17).keys()];
const many = others.map((index) => `export class Other${index} { run() {} }`).join("\n");

function programOf(
  sources: Sources,
  types: TypesFrom = typesOfTests,
  options: ts.CompilerOptions = {},
): SemanticProgram {
  const files = { "many.ts": many, ...sources };
  const texts = Object.entries(files).map(([name, text]) => [`/app/${name}`, text] as const);
  const store = new ProgramStore(
    memoryDisk(Object.fromEntries(texts)),
    "/app",
    {
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      moduleDetection: ts.ModuleDetectionKind.Force,
      target: ts.ScriptTarget.ES2022,
      types: [],
      ...options,
    },
    [],
    texts.map(([file]) => file),
    types,
  );
  const program = store.program();
  if (store.withoutNative !== undefined) throw new Error(store.withoutNative);
  return program;
}

function membersIn(program: SemanticProgram, file: string): readonly ts.ClassElement[] {
  const found: ts.ClassElement[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isClassLike(node) || ts.isInterfaceDeclaration(node) || ts.isTypeLiteralNode(node)) {
      for (const one of node.members) {
        if (one.name?.getText() === "run") found.push(one as ts.ClassElement);
      }
    }
    ts.forEachChild(node, visit);
  };
  const source = program.getSourceFile(`/app/${file}`);
  if (source !== undefined) visit(source);
  return found;
}

const placeOf = (node: ts.Node): string => `${node.getSourceFile().fileName}:${node.getStart()}`;

/** Once that many were asked about, the hierarchy of all sources answers. */
function wholeHierarchy(program: SemanticProgram): Hierarchies {
  const hierarchies = new Hierarchies(program);
  for (const one of membersIn(program, "many.ts")) hierarchies.overriders(one);
  return hierarchies;
}

/** What overrides the first method of `base.ts`, by the files; the same either way. */
function overridersIn(sources: Sources, options?: ts.CompilerOptions): readonly string[] {
  const program = programOf(sources, typesOfTests, options);
  const [member] = membersIn(program, "base.ts") as [ts.ClassElement];
  const found = new Hierarchies(program).overriders(member).map(placeOf);
  expect(found).toEqual(wholeHierarchy(program).overriders(member).map(placeOf));
  return found.map((place) => place.replace(/^\/app\/|:\d+$/g, ""));
}

/** Whether names decide what is below the first class of `base.ts`. */
function isFoundByName(sources: Sources, options?: ts.CompilerOptions): boolean {
  const program = programOf(sources, typesOfTests, options);
  const [member] = membersIn(program, "base.ts") as [ts.ClassElement];
  return new HeirsByName(program, () => []).reaches(member.parent);
}

const base = "export class Base { run() {} }";

describe("what overrides a method is found by all names that its class has", () => {
  const cases: readonly (readonly [title: string, sources: Sources])[] = [
    ["its own", { "heir.ts": 'import { Base } from "./base"; class A extends Base { run() {} }' }],
    [
      "an import's",
      { "heir.ts": 'import { Base as One } from "./base"; class A extends One { run() {} }' },
    ],
    [
      "an import's, with comments and lines in between",
      {
        "heir.ts":
          'import {\n // all\n Base /* it */ as // so\n One,\n} from "./base"; class A extends /* ! */ One { run() {} }',
      },
    ],
    [
      "an export's",
      {
        "index.ts": 'export { Base as One } from "./base";',
        "heir.ts": 'import { One } from "./index"; class A extends One { run() {} }',
      },
    ],
    [
      "an export's in words",
      {
        "index.ts": 'export { Base as "one base" } from "./base";',
        "heir.ts": 'import { "one base" as One } from "./index"; class A extends One { run() {} }',
      },
    ],
    [
      "a default export's",
      {
        "index.ts": 'import { Base } from "./base"; export default Base;',
        "heir.ts": 'import Whatever from "./index"; class A extends Whatever { run() {} }',
      },
    ],
    [
      "a default export's, from a namespace and beside others",
      {
        "index.ts": 'import * as all from "./base"; export default all.Base; export const one = 1;',
        "heir.ts": 'import Any, { one } from "./index"; class A extends Any { run() {} } one;',
      },
    ],
    [
      "the member `default` of a namespace",
      {
        "index.ts": 'export { Base as default } from "./base";',
        "heir.ts": 'import * as all from "./index"; class A extends all.default { run() {} }',
      },
    ],
    [
      "a namespace's",
      { "heir.ts": 'import * as all from "./base"; class A extends all.Base { run() {} }' },
    ],
    [
      "a namespace's that waits",
      { "heir.ts": 'class A extends (await import("./base")).Base { run() {} }' },
    ],
    [
      "an import from a namespace",
      {
        "heir.ts":
          'import * as all from "./base"; import One = all.Base; class A extends One { run() {} }',
      },
    ],
    [
      "an heir's",
      {
        "middle.ts": 'import { Base } from "./base"; export class Middle extends Base {}',
        "index.ts": 'export { Middle as M } from "./middle";',
        "heir.ts": 'import { M } from "./index"; class A extends M { run() {} }',
      },
    ],
    [
      "an heir's without one",
      {
        "middle.ts": 'import { Base } from "./base"; export default class extends Base {}',
        "heir.ts": 'import M from "./middle"; class A extends M { run() {} }',
      },
    ],
    [
      "one behind the arguments of another type",
      {
        "heir.ts":
          'import { Base } from "./base"; interface P<T> { t: T } class A implements P<{ a: () => void }>, Base { t = { a() {} }; run() {} }',
      },
    ],
    [
      "one with arguments that hold texts",
      {
        "heir.ts":
          'import { Base } from "./base"; interface P<T> { t: T } class A implements P<"<">, Base { t = "<" as const; run() {} }',
      },
    ],
    [
      "one written with escapes",
      { "heir.ts": 'import { Base } from "./base"; class A extends B\\u0061se { run() {} }' },
    ],
    [
      "one that a declaration file of the project gives it",
      {
        "index.d.ts": 'export { Base as One } from "./base";',
        "heir.ts": 'import { One } from "./index"; class A extends One { run() {} }',
      },
    ],
    [
      "an object's type",
      { "heir.ts": 'import { Base } from "./base"; export const a: Base = { run() {} };' },
    ],
    [
      "a part of an object's type",
      {
        "heir.ts":
          'import { Base } from "./base"; export const a: Record<string, unknown> & Base = { run() {} };',
      },
    ],
    [
      "a part of an object's type that stands first",
      {
        "heir.ts":
          'import { Base as B } from "./base"; export const a: B & Record<string, unknown> = { run() {} };',
      },
    ],
    [
      "what an object satisfies",
      {
        "heir.ts":
          'import * as all from "./base"; export default { run() {} } satisfies Partial<{}> & (all.Base);',
      },
    ],
    [
      "what a function answers",
      {
        "heir.ts":
          'import { Base as One } from "./base"; export function make(): One { const at = 1; return { run() { return at; } }; }',
      },
    ],
    [
      "what a function answers, by names of its own",
      {
        "heir.ts":
          'import type * as all from "./base"; export const make = (from: () => void): all.Base => { const run = () => from(); const made = { run }; return made; };',
      },
    ],
    [
      "what a function gives a promise of",
      {
        "heir.ts":
          'import { Base } from "./base"; export const make = async (): Promise< Base > => ({ run() {} });',
      },
    ],
  ];
  test.each(cases)("%s", (_title, sources) => {
    const all = { "base.ts": base, ...sources };
    expect(overridersIn(all)).toEqual(["heir.ts"]);
    expect(isFoundByName(all)).toBe(true);
  });

  test("`this` inside of it", () => {
    const text =
      "export class Base { run() {} static make() { return class extends this { run() {} }; } }";
    expect(isFoundByName({ "base.ts": text })).toBe(true);
    overridersIn({ "base.ts": text });
  });
});

describe("what a function answers", () => {
  const heirOf = (text: string): readonly string[] =>
    overridersIn({ "base.ts": base, "heir.ts": `import { Base } from "./base"; ${text}` });

  test("is of its type as far as it holds functions of its own", () => {
    expect(heirOf("export const make = (run: () => void): Base => ({ run });")).toEqual([]);
    expect(
      heirOf("export const make = (): Base => { const run = () => {}; return { run }; };"),
    ).toEqual(["heir.ts"]);
    expect(heirOf("export const make = (): Base[] => [{ run() {} }];")).toEqual([]);
    expect(heirOf("declare const held: Base; export const make = (): Base => held;")).toEqual([]);
  });

  test("takes what it has from another where it has none of its own", () => {
    expect(
      heirOf("declare const held: Base; export const make = (): Base => ({ ...held, stop() {} });"),
    ).toEqual(["heir.ts"]);
  });

  test("is of a type that has members and a name, too", () => {
    const named = "export type Base = { id: string } & ({ run(): void });";
    const heir =
      'import { Base } from "./base"; export const make = (): Base => ({ id: "", run() {} });';
    expect(overridersIn({ "base.ts": named, "heir.ts": heir })).toEqual(["heir.ts"]);
  });
});

describe("all sources are read where names do not decide", () => {
  test("as in projects with JavaScript", () => {
    const sources = {
      "base.ts": base,
      "heir.js":
        'const { Base: One } = require("./base"); class A extends One { run() {} } module.exports = A;',
    };
    expect(isFoundByName(sources, { allowJs: true })).toBe(false);
    overridersIn(sources, { allowJs: true });
  });

  test("as where a class is all that a module exports", () => {
    const sources = {
      "base.ts": "class Base { run() {} } export = Base;",
      "heir.ts": 'import One = require("./base"); class A extends One { run() {} }',
    };
    const options = { module: ts.ModuleKind.CommonJS };
    expect(isFoundByName(sources, options)).toBe(false);
    expect(overridersIn(sources, options)).toEqual(["heir.ts"]);
  });

  test("as for what is global", () => {
    const sources = {
      "base.ts": "declare global { interface Base { run(): void } } export {};",
      "heir.ts": "class A implements Base { run() {} }",
    };
    expect(isFoundByName(sources)).toBe(false);
    expect(overridersIn(sources)).toEqual(["heir.ts"]);
  });

  test("as for what is declared for a package", () => {
    const sources = {
      "base.ts": 'declare module "pack" { interface Base { run(): void } } export {};',
    };
    expect(isFoundByName(sources)).toBe(false);
  });
});

const where = whyNoNativeTypes() === undefined ? test : test.skip;

where("the heirs of one class have few files parsed, however many there are", () => {
  const parsed = [20, 80].map((modules) => {
    const sources = Object.fromEntries(
      [...Array(modules).keys()].map((index) => [
        `m${index}.ts`,
        `import { Base } from "./base"; import { P${Math.max(0, index - 1)} as P } from "./m${Math.max(0, index - 1)}";
export class P${index} extends ${index % 10 === 0 ? "Object" : "P"} { constructor(readonly base: Base) { super(base); } }`,
      ]),
    );
    const program = programOf(
      {
        "base.ts": base,
        ...sources,
        "heir.ts": 'import { Base as One } from "./base"; export class A extends One { run() {} }',
      },
      "native",
    );
    const [member] = membersIn(program, "base.ts") as [ts.ClassElement];
    const files = new Set<string>();
    const get = NativeProgram.prototype.getSourceFile;
    jest.spyOn(NativeProgram.prototype, "getSourceFile").mockImplementation(function (
      this: NativeProgram,
      file,
    ) {
      files.add(file);
      return get.call(this, file);
    });
    const found = new Hierarchies(program).overriders(member);
    jest.restoreAllMocks();
    expect(found.map((one) => one.getSourceFile().fileName)).toEqual(["/app/heir.ts"]);
    return [...files].filter((file) => /^\/app\/m\d/.test(file)).length;
  });
  expect(parsed).toEqual([0, 0]);
});

/** Random modules, each of which may import from, export and extend what the ones before it declare. */
const names = ["A", "B", "C"];
const name = fc.constantFrom(...names);
// What of it nothing stands behind is an error that nobody looks at.
const imports = fc
  .tuple(name, name, name, name)
  .map(
    ([one, two, three, four]) =>
      `import { ${one} as A0, ${two} as B0, ${three} as C0 } from "FROM"; import ${four}1 from "FROM"; import * as all from "FROM"; import A2 = all.A; import B2 = all.B; import C2 = all.C;`,
  );
const line = fc.oneof(
  fc.tuple(name, name).map(([one, other]) => `export { ${one} as ${other} } from "FROM";`),
  fc.constant('export * from "FROM";'),
  fc.constant('export * as inner from "FROM";'),
  name.map((one) => `export { ${one} as default } from "FROM";`),
  fc.tuple(name, name).map(([one, other]) => `export { ${one}0 as ${other} };`),
  name.map((one) => `export default ${one};`),
  name.map((one) => `export const held${one} = ${one};`),
  fc.constant("export class A { run() {} }"),
  fc.constant("export interface B { run(): void }"),
  fc.constant("export default class C { run() {} }"),
  fc
    .tuple(
      fc.constantFrom("export class", "export default class", "class", "export interface"),
      name,
      fc.constantFrom("extends", "extends", "implements"),
      fc.oneof(
        name,
        fc.tuple(name, fc.constantFrom("0", "1", "2")).map(([one, end]) => one + end),
        name.map((one) => `all.${one}`),
        name.map((one) => `all.inner.${one}`),
        fc.constantFrom("all.default", "heldA", "Array<() => A>", "this"),
      ),
      fc.constantFrom("", "", "<string>"),
    )
    .map(([kind, one, how, above, end]) => `${kind} ${one} ${how} ${above}${end} { run() {} }`),
  name.map((one) => `const object${one}: ${one} = { run() {} };`),
  name.map((one) => `export const part${one}: { a?: 1 } & all.${one} = { run() {} };`),
  name.map((one) => `({ run() {} }) satisfies ${one};`),
  name.map((one) => `export const make${one} = (): ${one} => ({ run() {} });`),
  name.map(
    (one) =>
      `export async function start${one}(): Promise<all.${one}> { const run = () => {}; return { run }; }`,
  ),
  fc.constant("export type C = { run(): void };"),
);
const from = fc.nat(3);
const modules = fc.array(
  fc
    .tuple(fc.tuple(imports, from), fc.array(fc.tuple(line, from), { minLength: 1, maxLength: 6 }))
    .map(([first, lines]) => [first, ...lines]),
  { minLength: 2, maxLength: 4 },
);
const allRuns = Number(process.env.AWAITWISE_FUZZ_RUNS ?? 100);
const seed = Number(process.env.AWAITWISE_FUZZ_SEED ?? 20_261_127);

describe.each(runsByTypes(allRuns))("with the types of %s", (types, numRuns) => {
  test("random modules have the same overriders by name as by all sources", () => {
    let found = 0;
    fc.assert(
      fc.property(modules, (made) => {
        const texts = made.map((lines) =>
          lines.map(([text, from]) => text.replace("FROM", `./m${from % made.length}`)).join("\n"),
        );
        const sources = Object.fromEntries(texts.map((text, index) => [`m${index}.ts`, text]));
        const program = programOf(sources, types);
        const whole = wholeHierarchy(program);
        for (const file of Object.keys(sources)) {
          for (const member of membersIn(program, file)) {
            const all = whole.overriders(member).map(placeOf);
            found += all.length;
            expect(new Hierarchies(program).overriders(member).map(placeOf)).toEqual(all);
          }
        }
      }),
      { numRuns, seed },
    );
    expect(found).toBeGreaterThan(numRuns / 10);
  });
});

describe("what stands in for a class in tests", () => {
  const heir = 'import { Base } from "../base"; export class Fake extends Base { run() {} }';
  const other = 'import { Base } from "./base"; export class Real extends Base { run() {} }';

  test("is run by these alone", () => {
    const sources = { "base.ts": base, "real.ts": other, "__tests__/fake.ts": heir };
    expect(overridersIn(sources)).toEqual(["real.ts"]);
  });

  test("counts where the class is one of a test", () => {
    const program = programOf({
      "mocks/base.ts": base,
      "mocks/fake.ts": 'import { Base } from "./base"; class Fake extends Base { run() {} }',
    });
    const [member] = membersIn(program, "mocks/base.ts") as [ts.ClassElement];
    expect(new Hierarchies(program).overriders(member)).toHaveLength(1);
  });
});
