import { describe, expect, test } from "@jest/globals";
import { workbench } from "../testkit/workbench.js";
import { applyFixes } from "../text/apply-fixes.js";

const head = `declare function save(): Promise<number>;\n`;

/** The texts after the only fix in callers of the only finding in main.ts, or why there is none. */
function fixed(sources: Record<string, string>): Record<string, string> | string {
  const bench = workbench();
  bench.load(sources);
  const before = bench.errors();
  const [finding, ...others] = bench.project.check(bench.path("main.ts"), {
    rules: ["floating-promise"],
  });
  if (finding === undefined || others.length > 0) throw new Error("Not exactly one finding");
  const { fixes, refusals } = bench.project.fixInCallers(finding);
  const [fix] = fixes;
  if (fix === undefined) return refusals[0]?.reason ?? "nothing";
  const texts = Object.fromEntries(
    Object.entries(sources).map(([name, text]) => [
      name,
      applyFixes(text, [fix], bench.path(name)).text,
    ]),
  );
  bench.load(texts);
  expect(bench.errors()).toEqual(before);
  expect(bench.project.check(bench.path("main.ts"), { rules: ["floating-promise"] })).toEqual([]);
  return { title: `${fix.safety}: ${fix.title}`, ...texts };
}

describe("one edit in all files", () => {
  test("makes the function async, and every caller await it, up to where somebody waits", () => {
    expect(
      fixed({
        "main.ts": `${head}export function store(): number {\n  save(); // one\n  return 1;\n}\nexport const twice = () => store() ** 2;\n`,
        "other.ts": `import { store as put, twice } from "./main.js";\nexport async function all() {\n  return [put(), twice()];\n}\n`,
      }),
    ).toEqual({
      title: "dangerous: Await it, make `store` and 1 more async, and await in 3 callers",
      "main.ts": `${head}export async function store(): Promise<number> {\n  await save(); // one\n  return 1;\n}\nexport const twice = async () => (await store()) ** 2;\n`,
      "other.ts": `import { store as put, twice } from "./main.js";\nexport async function all() {\n  return [await put(), await twice()];\n}\n`,
    });
  });

  test("follows methods, default imports, recursion and functions called in place", () => {
    expect(
      fixed({
        "main.ts": `${head}export default class Store {\n  put(n: number): number {\n    if (n > 0) return this.put(n - 1);\n    save();\n    return n;\n  }\n}\n`,
        "other.ts": `import Store from "./main.js";\nexport const made = (() => new Store().put(2).toFixed())();\n`,
      }),
    ).toEqual({
      title: "dangerous: Await it, make `put` and 1 more async, and await in 3 callers",
      "main.ts": `${head}export default class Store {\n  async put(n: number): Promise<number> {\n    if (n > 0) return await this.put(n - 1);\n    await save();\n    return n;\n  }\n}\n`,
      "other.ts": `import Store from "./main.js";\nexport const made = await (async () => (await new Store().put(2)).toFixed())();\n`,
    });
    expect(
      fixed({
        "main.ts": `${head}function store() {\n  save();\n}\nexport default store;\n`,
        "other.ts": `import put from "./main.js";\nput();\n`,
      }),
    ).toMatchObject({ "other.ts": `import put from "./main.js";\nawait put();\n` });
  });

  test("stops where a callback is waited for", () => {
    expect(
      fixed({
        "main.ts": `${head}declare function each(work: () => void | Promise<void>): Promise<void>;\nfunction store() {\n  save();\n}\nawait each(() => {\n  store();\n});\n`,
      }),
    ).toEqual({
      title: "suggested: Await it, make `store` and 1 more async, and await in 1 caller",
      "main.ts": `${head}declare function each(work: () => void | Promise<void>): Promise<void>;\nasync function store() {\n  await save();\n}\nawait each(async () => {\n  await store();\n});\n`,
    });
  });
});

describe("it is refused, with the reason", () => {
  const refused = (code: string, others: Record<string, string> = {}) =>
    fixed({ "main.ts": head + code, ...others });

  test("where a caller cannot wait", () => {
    expect(
      refused(`function store() { save(); }\nexport class A { constructor() { store(); } }`),
    ).toBe("A constructor cannot wait, at main.ts:3");
    expect(refused(`function store() { save(); return 1; }\nexport class A { a = store(); }`)).toBe(
      "It is called at main.ts:3, where nothing can be awaited",
    );
    expect(
      refused(`function store() { save(); return 1; }\n[1].forEach(() => { store(); });`),
    ).toBe("What the function around it is handed to is not known to wait, at main.ts:3");
    expect(refused(`export class A { get a() { save(); return 1; } }`)).toBe("nothing");
  });

  test("where it is not only called", () => {
    expect(refused(`function store() { save(); return 1; }\n[1].map(store);`)).toBe(
      "`store` is handed on as a value at main.ts:3",
    );
    expect(
      refused(`function store() { save(); return 1; }\nexport type A = ReturnType<typeof store>;`),
    ).toBe("`store` has its type used at main.ts:3");
    expect(refused(`class A { put() { save(); } }\nconst { put } = new A();\nput();`)).toBe(
      "`put` may be taken out of its object at main.ts:3",
    );
  });

  test("where it stands for something that others call", () => {
    expect(
      refused(`interface B { put(): void }\nexport class A implements B { put() { save(); } }`),
    ).toBe("`put` stands for the member of `B`, which expects no promise");
    expect(
      refused(
        `interface B { put(): void }\nclass A { put() { save(); } }\nconst b: B = new A();\nb.put();`,
      ),
    ).toBe("`put` may be called through an interface at main.ts:5");
    expect(
      refused(
        `export function put(a: string): void;\nexport function put(a: number): void;\nexport function put(): void { save(); }`,
      ),
    ).toBe("`put` has overloads");
  });
});
