import { describe, expect, test } from "@jest/globals";
import { checkFindings, findIn } from "../../testkit/check-findings.js";
import { checkFix, fixesIn } from "../../testkit/check-fix.js";
import { checkPage } from "../../testkit/check-page.js";

const rule = "serial-await";
const check = (code: string, others: Record<string, string> = {}) =>
  checkFindings(rule, code, { others });

const loaders = `
import { readFile } from "node:fs/promises";
async function user(id: string): Promise<string> { return (await fetch("/users/" + id)).text(); }
async function prices(): Promise<string> { return (await fetch("/prices")).text(); }
async function config(): Promise<string> { return readFile("config.json", "utf8"); }
`;

test("the page says what the rule does", () => checkPage(rule));

describe("reads that do not need each other", () => {
  test("are one group, the first of them marked, each await in the group", () => {
    const code = `${loaders}
export async function page(id: string) {
  const who = await user(id);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await: \`user\`, \`prices\` and \`config\`
  const { length } = await prices();
  let settings = await config();
  return [who, length, settings];
}
`;
    check(code);
    const [finding] = findIn(rule, code);
    expect(finding?.group?.map(({ start, end }) => code.slice(start, end))).toEqual([
      "await user(id)",
      "await prices()",
      "await config()",
    ]);
    expect(finding?.related.map(({ message }) => message)).toEqual([
      "`user` waits for the network here",
      "`prices` waits for the network here",
      "`config` waits for the file system here",
    ]);
  });

  test("are followed through the functions they call, across files and recursion", () => {
    check(
      `
import { walk, first } from "./other.js";
export async function page() {
  const a = await walk("a", 3);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  const b = await first();
  return [a, b];
}
`,
      {
        "other.ts": `
import { readdir } from "node:fs/promises";
export async function walk(path: string, depth: number): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(path)) {
    found.push(name);
    if (depth > 0) found.push(...(await again(name, depth - 1)));
  }
  return found;
}
const again = async (path: string, depth: number) => walk(path, depth);
export const first = async () => (await walk(".", 0))[0];
`,
      },
    );
  });

  test("are gathered with what they need first, each chain on its own", () => {
    check(`${loaders}
export async function nested() {
  const a = await user(await prices());
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await: \`user\` and \`user\` only read and none needs another's result, but each starts when the one before it has ended: 4 waits in a row where 2
  const b = await user(await config());
  return [a, b];
}
export async function interleaved() {
  const first = await prices();
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await: The chains \`prices\` then \`user\` and \`config\` then \`user\`
  const a = await user(first);
  const second = await config();
  const b = await user(second);
  return [a, b];
}
export async function firstStep() {
  const id = await config();
  const a = await user(id);
//^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await: \`user\` and \`prices\`
  const b = await prices();
  return [a, b];
}
`);
  });

  test("are found in arguments, literals, templates and what is returned", () => {
    check(`${loaders}
declare function show(...all: unknown[]): string;
export async function args() {
  return show(await prices(), await config());
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
}
export async function object() {
  return { prices: await prices(), deep: { config: (await config()).length } };
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
}
export const template = async () => \`\${await prices()} \${await config()}\`;
                                  //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
export async function declared() {
  const a = await prices(), b = await config();
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  return [a, b];
}
`);
  });

  test("are found in one branch of an expression, which runs under a condition", () => {
    check(`${loaders}
declare const id: string | undefined;
export async function branches() {
  const both = id === undefined ? [] : [...(await user(id)), ...(await prices())];
                                     //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  const list = id !== undefined && [await prices(), await config()];
                                 //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  const apart = id === undefined ? (await prices()).length : (await config()).length;
  return { both, list, apart, asked: id === undefined ? await prices() : await config() };
}
`);
  });

  test("are found past code that does not stand in the way", () => {
    check(`${loaders}
export async function page(input: { id: string }) {
  const all = await prices();
//^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  const count = all.length;
  const { id } = input;
  const who = await user(id);
  return [who, count];
}
`);
  });

  test("are not doubtful after what answers whether something is so", () => {
    check(`${loaders}
async function checkIfUserExists(): Promise<boolean> { return (await user("1")) !== ""; }
export async function page() {
  const known = await checkIfUserExists();
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await: none needs another's result
  const all = await prices();
  return [known, all];
}
`);
  });

  test("are doubtful after what is a guard by its name", () => {
    check(`${loaders}
async function requireUser(): Promise<string> { return user("1"); }
export async function page() {
  const who = await requireUser();
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await: Gather them if their order does not matter: \`requireUser\` on line 9 is a guard by its name
  const all = await prices();
  return [who, all];
}
`);
  });

  test("count timers, and promises made by hand", () => {
    check(`
const sleep = (ms: number) => new Promise<number>((resolve) => { setTimeout(() => resolve(ms), ms); });
export async function both() {
  const a = await sleep(1);
//^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  const b = await sleep(2);
  return a + b;
}
`);
  });
});

describe("nothing is said where", () => {
  test("one needs the other's result, directly, by destructuring or in a closure", () => {
    check(`${loaders}
export async function page() {
  const { length } = await prices();
  const who = await user(String(length));
  return [who, length];
}
export async function closure() {
  const id = await prices();
  const who = await call(() => user(id));
  return who;
}
async function call<T>(work: () => Promise<T>) { return work(); }
`);
  });

  test("one may write: outer variables, fields, other requests, unknown functions", () => {
    check(`${loaders}
let count = 0;
declare function elsewhere(): Promise<string>;
async function counted() { count += 1; return (await fetch("/a")).text(); }
async function posted() { return (await fetch("/a", { method: "POST" })).text(); }
async function optioned(init: RequestInit) { return (await fetch("/a", init)).text(); }
async function pushed(list: string[]) { list.push("x"); return (await fetch("/a")).text(); }
async function viaRecursion(n: number): Promise<string> { return n > 0 ? back(n) : config(); }
async function back(n: number): Promise<string> { count += 1; return viaRecursion(n - 1); }
export async function page(list: string[]) {
  const a = await counted();
  const b = await posted();
  const c = await optioned({});
  const d = await pushed(list);
  const e = await elsewhere();
  const f = await back(1);
  const g = await viaRecursion(1);
  return [a, b, c, d, e, f, g, count];
}
`);
  });

  test("nothing would be gained: functions that never wait", () => {
    check(`
async function one() { return 1; }
async function two() { return 2; }
export async function sum() {
  const a = await one();
  const b = await two();
  return a + b;
}
`);
  });

  test("a result is dropped, or the callee is a guard by its name", () => {
    check(`${loaders}
async function requireUser(): Promise<string> { return user("1"); }
export async function page() {
  await user("1");
  await prices();
}
`);
  });

  test("something stands between, or arguments have effects of their own", () => {
    check(`${loaders}
export async function page(id: string) {
  const who = await user(id);
  if (who === "") return [];
  const all = await prices();
  return [who, all];
}
export async function stepped(n: number) {
  const a = await user(String(n++));
  const b = await user(String(n++));
  return [a, b];
}
`);
  });

  test("order is meant: transactions, using, and a method that a subclass overrides", () => {
    check(`${loaders}
declare const db: { transaction<T>(work: () => Promise<T>): Promise<T> };
class Store {
  async load() { return prices(); }
}
let loads = 0;
export class Counting extends Store {
  override async load() { loads += 1; return super.load(); }
}
export const inTransaction = () => db.transaction(async () => {
  const a = await user("1");
  const b = await prices();
  return [a, b];
});
export async function methods(store: Store) {
  const a = await store.load();
  const b = await store.load();
  return [a, b];
}
`);
  });
});

test("a repository that is taken for a request belongs to the request's transaction", () => {
  checkFindings(
    rule,
    `
import { DataSource, type Repository } from "typeorm";
class RequestContext { user = ""; }
class Role { name = ""; }
class Connections {
  constructor(private raw: DataSource) {}
  getRepository(ctx: RequestContext, target: typeof Role): Repository<Role> { void ctx; return this.raw.getRepository(target); }
}
class Roles {
  constructor(private connection: Connections, private raw: DataSource) {}
  all(ctx: RequestContext) { return this.connection.getRepository(ctx, Role).find(); }
  count(ctx: RequestContext) { return this.connection.getRepository(ctx, Role).count(); }
  anyone() { return this.raw.getRepository(Role).find(); }
  countAnyone() { return this.raw.getRepository(Role).count(); }
}
export async function page(roles: Roles, connection: Connections, ctx: RequestContext) {
  const all = await roles.all(ctx);
  const count = await roles.count(ctx);
  const again = await connection.getRepository(ctx, Role).find();
  return [all, count, again];
}
export async function anyone(roles: Roles) {
  const all = await roles.anyone();
//~ serial-await
  const count = await roles.countAnyone();
  return [all, count];
}
`,
  );
});

describe("the fix", () => {
  const rest = "  return [a, b];\n}\n";
  const start = `${loaders}export async function page(id: string) {\n`;

  test("binds every name in one declaration", () => {
    checkFix(
      rule,
      `${start}  const a = await user(id);\n  const b = await prices();\n${rest}`,
      `${start}  const [a, b] = await Promise.all([user(id), prices()]);\n${rest}`,
    );
  });

  test("keeps patterns, comments and long calls on lines of their own", () => {
    checkFix(
      rule,
      `${start}  // who\n  const { length: a } = await user(id); // by id\n  // what\n  const [b = ""] = await prices(); // all\n${rest}`,
      `${start}  // who\n  const [{ length: a }, [b = ""]] = await Promise.all([\n    user(id), // by id\n    // what\n    prices(),\n  ]); // all\n${rest}`,
    );
  });

  test("takes a list in a branch for one gather, and leaves any other expression there to the reader", () => {
    checkFix(
      rule,
      `${start}  const a = id && [await user(id), await prices()];\n  const b = 1;\n${rest}`,
      `${start}  const a = id && await Promise.all([user(id), prices()]);\n  const b = 1;\n${rest}`,
    );
    const [finding] = findIn(
      "serial-await",
      `${start}  const a = id && (await user(id)) + (await prices());\n  const b = 1;\n${rest}`,
    );
    expect(finding?.fixes).toEqual([]);
    expect(finding?.refusals?.map(({ reason }) => reason)).toEqual([
      "They run under a condition inside an expression: take it apart first",
    ]);
  });

  test("keeps a choice where it is", () => {
    checkFix(
      rule,
      `${start}  const a = await user(id);\n  const b = id ? await prices() : [];\n${rest}`,
      `${start}  const [a, b] = await Promise.all([user(id), id ? prices() : []]);\n${rest}`,
    );
    checkFix(
      rule,
      `${start}  const a = id && (await user(id));\n  return [a, await prices()];\n}\n`,
      `${start}  const [a, pricesResult] = await Promise.all([id && user(id), prices()]);\n  return [a, pricesResult];\n}\n`,
    );
    checkFix(
      rule,
      `${start}  const a = id && (/* why */ await user(id));\n  return [a, await prices()];\n}\n`,
      `${start}  const [a, pricesResult] = await Promise.all([id && (/* why */ user(id)), prices()]);\n  return [a, pricesResult];\n}\n`,
    );
    checkFix(
      rule,
      `${start}  const a = id && (await /* why */ user(id) /* so */);\n  return [a, await prices()];\n}\n`,
      `${start}  const [a, pricesResult] = await Promise.all([id && (/* why */ user(id) /* so */), prices()]);\n  return [a, pricesResult];\n}\n`,
    );
    const gather = `import { gather } from "@awaitwise/runtime";${start}`;
    checkFix(
      rule,
      `${gather}  const a = await user(id);\n  const b = id ? await prices() : null;\n${rest}`,
      `${gather}  const [a, b] = await gather(user(id), async () => id ? await prices() : null);\n${rest}`,
    );
  });

  test("keeps declared types and let", () => {
    checkFix(
      rule,
      `${start}  const a: unknown = await user(id);\n  const b: string = await prices();\n${rest}`,
      `${start}  const [a, b]: [unknown, string] = await Promise.all([user(id), prices()]);\n${rest}`,
    );
    checkFix(
      rule,
      `${start}  const a = await user(id);\n  let b: string | number = await prices();\n  b += "!";\n${rest}`,
      `${start}  const [a, bResult] = await Promise.all([user(id), prices()]);\n  let b: string | number = bResult;\n  b += "!";\n${rest}`,
    );
  });

  test.each([
    [
      "a field of `this`",
      `this.who = await user(id); this.rows.push(await prices());`,
      "suggested",
    ],
    [
      "an argument",
      `const a = await user(id); rows.push(a); rows.push(await prices());`,
      "suggested",
    ],
    ["state of the module", `seen.who = await user(id); seen.rows = await prices();`, "suggested"],
    [
      "a value that is made at most once",
      `const a = await user(id); this.who ??= a.trim(); const b = await prices(); this.show(a, b);`,
      "suggested",
    ],
    [
      "a variable of its own",
      `let a: string; a = await user(id); const b = await prices(); this.show(a, b);`,
      "safe",
    ],
    [
      "an object of its own",
      `const all: unknown[] = []; all.push(await user(id)); all.push(await prices()); this.show(all);`,
      "safe",
    ],
  ])("is safe unless a failure would leave less in %s", (_, body, safety) => {
    const code = `${loaders}const seen: { who?: unknown; rows?: unknown } = {};\nexport class Page {\n  who: unknown;\n  rows: unknown[] = [];\n  show(...all: unknown[]): number { return all.length; }\n  async load(id: string, rows: unknown[]) {\n    ${body}\n    return seen.rows;\n  }\n}\n`;
    expect(fixesIn(rule, code)[0]?.split(":")[0]).toBe(safety);
  });

  test.each([
    [
      "a list",
      `async function each(at: number): Promise<unknown[]> {\n  const a = await user(String(at));\n  const b = await each(at + 1);\n  return [a, ...b];\n}`,
    ],
    [
      "a tree",
      `const each = async (at: number): Promise<unknown[]> => {\n  const a = await each(at * 2);\n  const b = await each(at * 2 + 1);\n  return [user(""), ...a, ...b];\n};`,
    ],
  ])(
    "is not safe where a function calls itself for each of %s: nothing limits how many run",
    (_, code) => {
      expect(fixesIn(rule, `${loaders}${code}\nexport { each };\n`)[0]?.split(":")[0]).toBe(
        "suggested",
      );
    },
  );

  test("uses the runtime's gather where the file imports it", () => {
    const imports = `import { gather as together } from "@awaitwise/runtime";\n`;
    checkFix(
      rule,
      `${imports}${start}  const a = await user(id);\n  const b = await prices();\n  void together;\n${rest}`,
      `${imports}${start}  const [a, b] = await together(user(id), prices());\n  void together;\n${rest}`,
    );
  });

  test("moves up what the second needs, and leaves below what it does not", () => {
    checkFix(
      rule,
      `${start}  const a = await prices();\n\n  // how many\n  const count = a.length;\n  const key = id.trim();\n  const b = await user(key);\n  void count;\n${rest}`,
      `${start}  const key = id.trim();\n  const [a, b] = await Promise.all([prices(), user(key)]);\n\n  // how many\n  const count = a.length;\n  void count;\n${rest}`,
    );
  });

  test("leaves below what uses what the first brings, though it may come before the second", () => {
    const unknown = `${loaders}declare const open: any;\nasync function settings(path: string): Promise<string> { return (await open(path)).text; }\n`;
    const head = `${unknown}export async function page(id: string) {\n`;
    const end = `  return [text, a, b];\n}\n`;
    const between = `  const text = JSON.parse(a);\n  text.list ||= {};\n`;
    checkFix(
      rule,
      `${head}  const a = await config();\n${between}  const b = await settings(id);\n${end}`,
      `${head}  const [a, b] = await Promise.all([config(), settings(id)]);\n${between}${end}`,
    );
  });

  test("gives parts of a statement names of their own", () => {
    checkFix(
      rule,
      `${start}  return { user: await user(id), all: [(await prices()).length] };\n}\n`,
      `${start}  const [userResult, pricesResult] = await Promise.all([user(id), prices()]);\n  return { user: userResult, all: [pricesResult.length] };\n}\n`,
    );
    checkFix(
      rule,
      `${loaders}export const pair = async () => [await prices(), await config()];\n`,
      `${loaders}export const pair = async () => await Promise.all([prices(), config()]);\n`,
    );
    checkFix(
      rule,
      `${loaders}export const both = async () => ({ all: await prices(), set: await config() });\n`,
      `${loaders}export const both = async () => {\n  const [all, set] = await Promise.all([prices(), config()]);\n  return { all, set };\n};\n`,
    );
  });

  test("makes each chain an async function", () => {
    checkFix(
      rule,
      `${start}  const first = await prices();\n  const a = await user(first);\n  const second = await config();\n  const b = await user(second);\n  void second;\n${rest}`,
      `${start}  const [a, [second, b]] = await Promise.all([
    (async () => {
      const first = await prices();
      return user(first);
    })(),
    (async () => {
      const second = await config();
      const b = await user(second);
      return [second, b] as const;
    })(),
  ]);
  void second;\n${rest}`,
    );
    checkFix(
      rule,
      `${start}  const a = await user(await prices());\n  const b = await config();\n${rest}`,
      `${start}  const [a, b] = await Promise.all([(async () => user(await prices()))(), config()]);\n${rest}`,
    );
  });

  test("is not offered where a comment would be lost", () => {
    const code = `${start}  const a = /* why */ await user(id);\n  const b = await prices();\n${rest}`;
    expect(findIn(rule, code).map(({ fixes }) => fixes.length)).toEqual([0]);
  });
});

describe("the choice of form", () => {
  const body =
    "export async function page(id: string) {\n  const a = await user(id);\n  const b = await prices();\n  return [a, b];\n}\n";
  const gathered = (form: string) =>
    `export async function page(id: string) {\n  const [a, b] = await ${form};\n  return [a, b];\n}\n`;
  const runtime = { title: "with gather" };
  const language = { title: "with Promise.all" };

  test("is between Promise.all, which comes first, and the runtime's gather", () => {
    expect(fixesIn(rule, loaders + body)).toEqual([
      "safe: Gather them with Promise.all: all start at once, and the first rejection is the one that is thrown",
      "suggested: Gather them with gather: all start at once, the first rejection is thrown while the others run on; cancelling the task around it ends the wait for all. It needs the runtime's `run` around it",
    ]);
    checkFix(
      rule,
      loaders + body,
      `${loaders.replace(
        'from "node:fs/promises";',
        'from "node:fs/promises";\nimport { gather } from "@awaitwise/runtime";',
      )}${gathered("gather(user(id), prices())")}`,
      runtime,
    );
  });

  test("knows gather by the name of the whole module, but not by an import of its types", () => {
    const uses = "export const nap = () => aw.sleep(1);\n";
    const whole = `import * as aw from "@awaitwise/runtime";${loaders}${uses}`;
    checkFix(rule, whole + body, `${whole}${gathered("aw.gather(user(id), prices())")}`, {
      title: "with aw.gather",
    });
    checkFix(
      rule,
      whole + body,
      `${whole}${gathered("Promise.all([user(id), prices()])")}`,
      language,
    );
    const types = `import type * as aw from "@awaitwise/runtime";${loaders}export type Held = aw.Lock;\n`;
    expect(fixesIn(rule, types + body)[0]).toMatch(/^safe: Gather them with Promise\.all:/);
  });

  test("adds to what the file imports of the runtime already, but not to an import of types", () => {
    const uses = "export const nap = () => sleep(1);\n";
    checkFix(
      rule,
      `import { sleep } from "@awaitwise/runtime";${loaders}${uses}${body}`,
      `import { sleep, gather } from "@awaitwise/runtime";${loaders}${uses}${gathered("gather(user(id), prices())")}`,
      runtime,
    );
    const types =
      "import type { Lock } from '@awaitwise/runtime'\n\nexport type Held = Lock\nasync function user(id: string) { return (await fetch('/users/' + id)).text() }\nasync function prices() { return (await fetch('/prices')).text() }\n";
    checkFix(
      rule,
      `${types}${body}`,
      `${types.replace(
        "runtime'\n",
        "runtime'\nimport { gather } from '@awaitwise/runtime'\n",
      )}${gathered("gather(user(id), prices())")}`,
      runtime,
    );
  });

  test("gives a file without imports its first, below its header and its directives", () => {
    const plain =
      'async function user(id: string) { return (await fetch("/users/" + id)).text(); }\nasync function prices() { return (await fetch("/prices")).text(); }\n';
    const added = 'import { gather } from "@awaitwise/runtime";\n';
    const after = `${plain}${gathered("gather(user(id), prices())")}`;
    for (const header of ["", "#!/usr/bin/env node\n", "// Licence.\n\n"]) {
      checkFix(rule, `${header}${plain}${body}`, `${header}${added}\n${after}`, runtime);
    }
    checkFix(
      rule,
      `/** Says who. */\n${plain}${body}`,
      `${added}\n/** Says who. */\n${after}`,
      runtime,
    );
    checkFix(rule, `"use strict";\n${plain}${body}`, `"use strict";\n${added}${after}`, runtime);
  });

  test("has chains as functions, which the runtime's gather calls itself", () => {
    const start = `${loaders}export async function page() {\n`;
    checkFix(
      rule,
      `${start}  const first = await prices();\n  const a = await user(first);\n  const second = await config();\n  const b = await user(second);\n  return [a, b];\n}\n`,
      `${start.replace(
        'from "node:fs/promises";',
        'from "node:fs/promises";\nimport { gather } from "@awaitwise/runtime";',
      )}  const [a, b] = await gather(
    async () => {
      const first = await prices();
      return user(first);
    },
    async () => {
      const second = await config();
      return user(second);
    },
  );
  return [a, b];\n}\n`,
      {
        title:
          "2 chains side by side with gather: all start at once, the first rejection is thrown while the others run on; cancelling the task around it cancels all that have not ended.",
      },
    );
  });

  test("gives parts of one statement the same names in every form", () => {
    const start = `${loaders}export async function page(id: string) {\n`;
    const code = `${start}  return { user: await user(id), all: [(await prices()).length] };\n}\n`;
    const result = (form: string) =>
      `  const [userResult, pricesResult] = await ${form};\n  return { user: userResult, all: [pricesResult.length] };\n}\n`;
    checkFix(rule, code, `${start}${result("Promise.all([user(id), prices()])")}`, language);
    checkFix(
      rule,
      code,
      `${start.replace(
        'from "node:fs/promises";',
        'from "node:fs/promises";\nimport { gather } from "@awaitwise/runtime";',
      )}${result("gather(user(id), prices())")}`,
      runtime,
    );
  });

  test("has Promise.all second where the file imports the runtime's gather", () => {
    const imports = 'import { gather } from "@awaitwise/runtime";\nexport { gather };\n';
    expect(fixesIn(rule, imports + loaders + body)).toEqual([
      "safe: Gather them with gather: all start at once, and the first rejection is the one that is thrown",
      "suggested: Gather them with Promise.all: all start at once, the first rejection is thrown while the others run on; cancelling the task around it ends no wait for a plain promise",
    ]);
    checkFix(
      rule,
      imports + loaders + body,
      `${imports}${loaders}${gathered("Promise.all([user(id), prices()])")}`,
      language,
    );
  });

  test("is none where `gather` means something else, or nothing is exported by `export`", () => {
    const own = "const gather = 1;\nvoid gather;\n";
    expect(fixesIn(rule, loaders + own + body)).toHaveLength(1);
    const script =
      'async function user(id: string) { return (await fetch("/users/" + id)).text(); }\n' +
      body.replace("export ", "");
    expect(fixesIn(rule, script.replaceAll("prices()", 'user("1")'))).toHaveLength(1);
  });
});

describe("templates with a tag", () => {
  const client = `
import postgres from "postgres";
const sql = postgres("postgres://localhost/shop");
`;

  test("are awaited as calls are, where the statements in them only read", () => {
    const code = `${client}
export async function page(id: string, org: string) {
  const [user] = await sql\`select * from account where id = \${id}\`;
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await: \`sql\` and \`sql\` only read
  const rows =
    await sql<{ id: string }[]>\`select id from project where org_id = \${org}\`.catch(() => []);
  return { user, rows };
}
`;
    check(code);
    checkFix(
      rule,
      code.replace(/^\/\/\^.*\n/m, ""),
      `${client}
export async function page(id: string, org: string) {
  const [[user], rows] = await Promise.all([
    sql\`select * from account where id = \${id}\`,
    sql<{ id: string }[]>\`select id from project where org_id = \${org}\`.catch(() => []),
  ]);
  return { user, rows };
}
`,
      { broken: true },
    );
  });

  test("keep their order where one writes, needs what another brings, or is one of a transaction", () => {
    check(`${client}
export async function add(id: string) {
  const [user] = await sql\`select * from account where id = \${id}\`;
  const [row] = await sql\`insert into visit (account_id) values (\${id}) returning id\`;
  return { user, row };
}
export async function follow(id: string) {
  const [user] = await sql\`select * from account where id = \${id}\`;
  const [org] = await sql\`select * from org where id = \${user?.org_id}\`;
  return { user, org };
}
export const inside = (id: string) =>
  sql.begin(async (sql) => {
    const [user] = await sql\`select * from account where id = \${id}\`;
    const [org] = await sql\`select * from org where owner = \${id}\`;
    return { user, org };
  });
export async function reserved(id: string) {
  const one = await sql.reserve();
  const [user] = await one\`select * from account where id = \${id}\`;
  const [org] = await one\`select * from org where owner = \${id}\`;
  return { user, org };
}
`);
  });

  test("are not known where nothing says what the tag does with them", () => {
    check(`
import { $ } from "a-shell";
export async function build() {
  const made = await $\`make\`;
  const tested = await $\`make test\`;
  return { made, tested };
}
`);
  });
});

describe("a check whose answer is used", () => {
  const org = `
import { readFile } from "node:fs/promises";
export async function checkAccess(id: string): Promise<boolean> {
  return (await readFile(id + ".flags", "utf8")).includes("beta");
}
export async function checkOwner(id: string): Promise<boolean> {
  if ((await readFile(id + ".owner", "utf8")) === "") throw new Error("Nobody owns " + id);
  return true;
}
`;

  test("is no guard where it is at hand and leaves it to the caller what comes of its answer", () => {
    check(
      `
import { readFile } from "node:fs/promises";
import { checkAccess } from "./other.js";
export async function list(id: string) {
  const isBeta = await checkAccess(id);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await: \`checkAccess\` and \`readFile\` only read
  const rows = await readFile("rows.txt", "utf8");
  return isBeta ? rows : rows.slice(0, 10);
}
`,
      { "other.ts": org },
    );
  });

  test("may be one where it may throw and where it is not at hand, and is one where its answer decides or is dropped", () => {
    check(
      `
import { readFile } from "node:fs/promises";
import { checkAccess, checkOwner } from "./other.js";
declare function checkElsewhere(id: string): Promise<boolean>;
export async function mayThrow(id: string) {
  const isOwned = await checkOwner(id);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await: order does not matter: \`checkOwner\` on line 6 is a guard by its name
  const rows = await readFile("rows.txt", "utf8");
  return { isOwned, rows };
}
export async function decides(id: string) {
  const isBeta = await checkAccess(id);
  if (!isBeta) return undefined;
  const rows = await readFile("rows.txt", "utf8");
  return rows;
}
export async function dropped(id: string) {
  await checkAccess(id);
  const rows = await readFile("rows.txt", "utf8");
  return rows;
}
export async function elsewhere(id: string) {
  const isBeta = await checkElsewhere(id);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await: order does not matter: \`checkElsewhere\` on line 23 is a guard by its name
  const rows = await readFile("rows.txt", "utf8");
  return { isBeta, rows };
}
`,
      { "other.ts": org },
    );
  });
});

describe("loaders that gather what they are asked for", () => {
  test("read, whoever hands them out", () => {
    check(`
import DataLoader from "dataloader";
interface Loaders {
  get(name: "users"): DataLoader<string, { name: string }>;
  get(name: "teams"): DataLoader<string, { title: string }>;
}
export async function head(loaders: Loaders, id: string) {
  const user = await loaders.get("users").load(id);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  const teams = await loaders.get("teams").loadMany([id]);
  return { user, teams };
}
export async function untyped({ dataLoader }: any, id: string) {
  const user = await dataLoader.get("users").load(id);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  const team = await dataLoader.get("teams").load(id);
  return { user, team };
}
`);
  });

  test("are asked again behind what was written, or what made them forget", () => {
    check(`
import DataLoader from "dataloader";
import { Pool } from "pg";
const pool = new Pool();
export async function renamed(users: DataLoader<string, { name: string }>, id: string) {
  const user = await users.load(id);
  const { rowCount } = await pool.query("update users set name = upper(name) where id = $1", [id]);
  const after = await users.load(id);
  return { user, rowCount, after };
}
export async function twice(users: DataLoader<string, { name: string }>, id: string) {
  const user = await users.load(id);
  users.clear(id);
  const again = await users.load(id);
  return { user, again };
}
export async function others(pluginLoader: any, configLoader: any) {
  const plugin = await pluginLoader.load("a");
  const config = await configLoader.load("b");
  return { plugin, config };
}
`);
  });
});

describe("a pause between two awaits", () => {
  const pause = `
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
`;

  test("is meant, under a condition as well", () => {
    check(`${pause}
export async function always() {
  const first = await readFile("state.txt", "utf8");
  await sleep(1000);
  const second = await readFile("state.txt", "utf8");
  return { first, second };
}
export async function sometimes() {
  const jobs = await readFile("jobs.txt", "utf8");
  if (jobs === "") await pause(20_000);
  const rules = await readFile("rules.txt", "utf8");
  return { jobs, rules };
}
`);
  });

  test("keeps nothing apart that it does not stand between", () => {
    check(`${pause}
export async function after() {
  const jobs = await readFile("jobs.txt", "utf8");
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  const rules = await readFile("rules.txt", "utf8");
  if (jobs === "") await pause(20_000);
  return { jobs, rules };
}
`);
  });
});

describe("a figure that is kept between two awaits", () => {
  const keeper = `
import { readFile } from "node:fs/promises";
import { metrics, store } from "./elsewhere";
`;

  test("keeps nothing apart, in a function that is called as well", () => {
    check(`${keeper}
async function prices(profiler: any) {
  const text = await readFile("prices.txt", "utf8");
  profiler?.addDataPoint("prices", text.length);
  return text;
}
export async function page(profiler: any) {
  const all = await prices(profiler);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await: only read
  metrics.increment("page.visits");
  const rules = await readFile("rules.txt", "utf8");
  return { all, rules };
}
`);
  });

  test("is more than that where it is waited for, answers something, or is kept by something else", () => {
    check(`${keeper}
export async function waited() {
  const all = await readFile("prices.txt", "utf8");
  await metrics.increment("page.visits");
  const rules = await readFile("rules.txt", "utf8");
  return { all, rules };
}
export async function elsewhere() {
  const all = await readFile("prices.txt", "utf8");
  store.increment("visits");
  const rules = await readFile("rules.txt", "utf8");
  return { all, rules };
}
`);
  });
});
