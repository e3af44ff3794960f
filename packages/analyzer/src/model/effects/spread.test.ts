import { describe, expect, test } from "@jest/globals";
import { ts } from "../syntax.js";
import type { TypeSource } from "../type-source.js";
import { shapeOf } from "./shape.js";
import { spreadOf } from "./spread.js";

/** Answers nothing: return types are written down here, or said by bodies that are all there is to know. */
const noTypes = { answer: (_file, questions) => questions.map(() => undefined) } as TypeSource;

type Texts = Readonly<Record<string, string>>;

/** The statements that an edit of `a.ts` touches, by file, as they begin; `+` where others can see it. */
function touched(before: string, after: string, others: Texts = {}): Record<string, string[]> {
  const parse = (name: string, text: string): ts.SourceFile =>
    ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true);
  const files = new Map(
    Object.entries({ "a.ts": after, ...others }).map(([name, text]) => [name, parse(name, text)]),
  );
  const imports = (file: string): Map<string, Set<string>> =>
    new Map(
      [...(files.get(file)?.text ?? "").matchAll(/"\.\/(\w+)"/g)].map(([, name]) => [
        `./${name}`,
        new Set([`${name}.ts`]),
      ]),
    );
  const found = spreadOf(
    [
      {
        before: shapeOf(parse("a.ts", before), noTypes),
        after: shapeOf(files.get("a.ts") as ts.SourceFile, noTypes),
      },
    ],
    {
      source: (file) => files.get(file),
      imports,
      importers: (file) =>
        [...files.keys()].filter((one) => imports(one).has(`./${file.slice(0, -3)}`)),
    },
  );
  return Object.fromEntries(
    [...found].map(([file, { statements, outward }]) => [
      outward ? `${file} +` : file,
      statements === "all" ? ["all"] : [...statements].map((one) => one.getText().slice(0, 17)),
    ]),
  );
}

const one = "export function one(): number { return 1; }\n";
const two = "export function two(): number { return 2; }\n";
const asyncOne = "export async function one(): Promise<number> { return 1; }\n";

describe("what a name means elsewhere is touched", () => {
  test("in the statements that mention it, and in no others", () => {
    const b = `import { one, two } from "./a";\nexport function uses(): void { one(); }\nexport function other(): void { two(); }\n`;
    expect(touched(one + two, asyncOne + two, { "b.ts": b })).toEqual({
      "a.ts +": ["export async func"],
      "b.ts": ["export function u"],
    });
  });

  test("through a body that alone says what is returned, and not through one beside a written type", () => {
    const written = `import { one } from "./a";\nexport function uses(): void { one(); }\n`;
    const inferred = `import { one } from "./a";\nexport function guess() { return one(); }\n`;
    const user = `import { uses } from "./b";\nimport { guess } from "./c";\nfunction first(): void { uses(); }\nfunction second(): void { guess(); }\n`;
    expect(
      touched(one, asyncOne, { "b.ts": written, "c.ts": inferred, "d.ts": user }),
    ).toMatchObject({
      "b.ts": ["export function u"],
      "c.ts +": ["export function g"],
      "d.ts": ["function second()"],
    });
  });

  test("through files that pass it on: by name, by all names, and by a namespace", () => {
    const found = touched(one + two, asyncOne + two, {
      "b.ts": `export { one as renamed, two } from "./a";\n`,
      "c.ts": `export * from "./a";\n`,
      "d.ts": `import { renamed, two } from "./b";\nrenamed();\ntwo();\n`,
      "e.ts": `import { one, two } from "./c";\none();\ntwo();\n`,
      "f.ts": `import * as all from "./c";\nall.two();\nlet x = 1;\n`,
    });
    expect(found["d.ts +"]).toEqual(["renamed();"]);
    expect(found["e.ts +"]).toEqual(["one();"]);
    expect(found["f.ts +"]).toEqual(["all.two();"]);
  });

  test("through types, and what is made of them", () => {
    const found = touched(
      "export interface Store { load(): void }\n",
      "export interface Store { load(): Promise<void> }\n",
      {
        "b.ts": `import type { Store } from "./a";\nexport const store: Store = null!;\nexport const other = 1;\n`,
        "c.ts": `import { store, other } from "./b";\nfunction f(): void { store.load(); }\nfunction g(): void { void other; }\n`,
      },
    );
    expect(found["c.ts"]).toEqual(["function f(): voi"]);
  });

  test("where it went away, came under another name, or by `import()`", () => {
    expect(
      touched(one + two, two, {
        "b.ts": `import { one } from "./a";\none();\nlet x = 1;\n`,
        "c.ts": `import("./a");\nlet y = 2;\n`,
      }),
    ).toEqual({
      "a.ts +": [],
      "b.ts +": ["one();"],
      "c.ts +": [`import("./a");`],
    });
  });

  test("through a variable that a touched function fills, and through what narrows it", () => {
    const b = `import { one } from "./a";\nlet held: unknown;\nfunction fill(): void { held = one; }\nfunction reads(): unknown { return held; }\nfunction other(): void {}\n`;
    expect(touched(one, asyncOne, { "b.ts": b })["b.ts +"]).toEqual([
      "let held: unknown",
      "function fill(): ",
      "function reads():",
    ]);
  });

  test("anywhere in JavaScript, where nobody says what is seen from outside", () => {
    expect(touched(one, asyncOne, { "b.js": `import { one } from "./a";\nlet x = 1;\n` })).toEqual({
      "a.ts +": ["export async func"],
      "b.js +": ["all"],
    });
  });
});

test("a body that is edited beside a written type touches nothing, nor does a comment", () => {
  const unchanged = { "b.ts": `import { one } from "./a";\none();\n` };
  const commented = `// Counts.\n${one}`;
  expect(touched(one, commented, unchanged)).toEqual({ "a.ts +": [] });
  expect(touched(one, one.replace("1;", "2;"), unchanged)).toEqual({ "a.ts +": [] });
});
