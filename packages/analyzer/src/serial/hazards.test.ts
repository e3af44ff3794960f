import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// Every hazard of the family's table: that it stands in the way, and that nothing else does.

const loaders = `
async function load(id: string): Promise<string> { return (await fetch("/users/" + id)).text(); }
async function post(id: string): Promise<string> { return (await fetch("/a", { method: "POST", body: id })).text(); }
declare function show(...all: unknown[]): void;
`;

/** How the findings of some code are: `default` and `low`, in the order of the text. */
function tiers(code: string): string[] {
  return findIn("serial-await", `${loaders}${code}`).map(({ confidence }) =>
    confidence === "low" ? "low" : "default",
  );
}

const fn = (body: string): string =>
  `export async function page(id: string, flag: boolean, signal: AbortSignal) {\n${body}\n}`;

describe("not blocked by", () => {
  test.each([
    [
      "a part of another whole",
      `const req: any = { body: {}, query: {} }; show(req); const a = await load(id); req.body.key = "x"; const b = await load(JSON.stringify(req.query)); return [a, b];`,
    ],
    [
      "a part beside the one that is asked with",
      `const req: any = { body: {} }; show(req); const a = await load(id); req.body.key = "x"; const b = await load(req.body.other); return [a, b];`,
    ],
  ])("%s", (_, body) => {
    expect(tiers(fn(body))).toEqual(["default"]);
  });
});

describe("blocked by", () => {
  test.each([
    ["a data dependence", `const a = await load(id); const b = await load(a); return [a, b];`],
    [
      "a data dependence through a pattern",
      `const { length: a } = await load(id); const b = await load(String(a)); return [a, b];`,
    ],
    [
      "a data dependence through a derived local",
      `const a = await load(id); const key = a.trim(); const b = await load(key); return [a, b];`,
    ],
    [
      "a data dependence through a closure",
      `const a = await load(id); const key = () => a; const b = await load(key()); return [a, b];`,
    ],
    [
      "a data dependence through an argument that is filled",
      `const list: string[] = []; const a = await load(id); list.push(a); const b = await load(list.join()); return [a, b];`,
    ],
    [
      "a data dependence through a variable that is assigned",
      `let key = id; const a = await load(id); key = a; const b = await load(key); return [a, b];`,
    ],
    [
      "a variable that changes while a function uses it",
      `let key = id; const at = () => key; const a = await load(at()); key = "x"; const b = await load(at()); return [a, b];`,
    ],
    [
      "a part of a whole that the second is handed",
      `const req: any = { body: {} }; show(req); const a = await load(id); req.body.key = a; const b = await load(JSON.stringify(req.body)); return [a, b];`,
    ],
    [
      "a part that is set elsewhere of a whole that the second is handed under another name",
      `const req: any = { body: {} }; show(req); const set = (to: any, key: string) => { to.body.key = key; }; const { body } = req; const a = await load(id); set(req, a); const b = await load(JSON.stringify(body)); return [a, b];`,
    ],
    [
      "a part deep in a whole that the second is handed",
      `const req: any = { body: {} }; show(req); const a = await load(id); req.body.filter.key = a; const b = await load(JSON.stringify(req.body)); return [a, b];`,
    ],
    [
      "a part of a whole that the first was handed",
      `const req: any = { body: {} }; show(req); const a = await load(JSON.stringify(req.body)); req.body.key = id; const b = await load(req.body.key); return [a, b];`,
    ],
    [
      "a return between",
      `const a = await load(id); if (!a) return []; const b = await load("b"); return [a, b];`,
    ],
    [
      "a throw between",
      `const a = await load(id); if (!a) throw new Error(); const b = await load("b"); return [a, b];`,
    ],
    [
      "nothing to gain from the body of a request, which has come with it",
      `const request = new Request("/"); const a = await request.json(); const b = await load("b"); return [a, b];`,
    ],
    [
      "a redirect between, whose type is missing",
      `const a = await load(id); if (!a) redirect("/"); const b = await load("b"); return [a, b];`,
    ],
    [
      "a throw between, to a handler around both",
      `try { const a = await load(id); if (!a) throw new Error(); const b = await load("b"); return [a, b]; } catch { return []; }`,
    ],
    [
      "a throw in a function that is called between",
      `const a = await load(id); need(a); const b = await load("b"); return [a, b];\nfunction need(it: string) { if (it === "") throw new Error("none"); }`,
    ],
    [
      "a guard by its name",
      `const a = await load(id); checkAccess(a); const b = await load("b"); return [a, b];\nfunction checkAccess(it: string) { return it; }`,
    ],
    [
      "a choice that the first await decides",
      `const a = await load(id); const b = a ? await load("b") : ""; return [a, b];`,
    ],
    ["a choice whose test waits", `return (await load(id)).length > 1 ? await load("b") : "";`],
    [
      "two choices, of which neither may be waited for",
      `const a = flag ? await load(id) : ""; const b = !flag && (await load("b")); return [a, b];`,
    ],
    [
      "a choice of which one branch writes",
      `const a = await load(id); const b = flag ? await load("b") : await post("b"); return [a, b];`,
    ],
    [
      "branches of one choice, of which one runs",
      `return flag ? await load(id) : await load("b");`,
    ],
    [
      "an await where a value is missing",
      `const a = await load(id); const b = id || (await load("b")); return [a, b];`,
    ],
    [
      "an await in a condition",
      `const a = await load(id); if (await load("b")) return [a]; return [];`,
    ],
    [
      "a write after the first",
      `const a = await load(id); const b = await post("b"); return [a, b];`,
    ],
    ["two writes", `const a = await post(id); const b = await post("b"); return [a, b];`],
    [
      "a write of a file that the next reads",
      `const { readFile, writeFile } = await import("node:fs/promises"); await writeFile("x", id); const b = await readFile("x", "utf8"); const c = 1; return [b, c];`,
    ],
    ["a result that is dropped", `await load(id); const b = await load("b"); return [b];`],
    [
      "one transaction",
      `const tx = { read: load }; const a = await tx.read(id); const b = await tx.read("b"); return [a, b];`,
    ],
    [
      "one transaction that a function between closes over",
      `const tx = { read: load }; const at = async (slot: string) => await tx.read(slot); const a = await at(id); const b = await at("b"); return [a, b];`,
    ],
    [
      "objects that were made with one transaction",
      `class Rows { constructor(_: object) {} read(key: string) { return load(key); } } const tx = {}; const users = new Rows(tx); const posts = new Rows(tx); const a = await users.read(id); const b = await posts.read("b"); return [a, b];`,
    ],
    [
      "what may be a transaction by the name of its written type",
      `type DbOrTx = { read: typeof load }; const from = async (key: string, _: DbOrTx) => await load(key); const count = async (executor: DbOrTx) => { const a = await from(id, executor); const b = await from("b", executor); return [a, b]; }; return count({ read: load });`,
    ],
    [
      "the bodies of answers that have come",
      `const [one, two] = await Promise.all([fetch("/a"), fetch("/b")]); const a = await one.json(); const b = await two.json(); return [a, b];`,
    ],
    [
      "the protocol of a stream",
      `const reader = new ReadableStream<string>().getReader(); const a = await reader.read(); const b = await reader.read(); return [a, b];`,
    ],
    [
      "a disposal between",
      `const a = await load(id); using held = { [Symbol.dispose]() {} }; const b = await load("b"); return [a, b, held];`,
    ],
    [
      "a handler that reads how far the `try` came",
      `let a = ""; let b = ""; try { a = await load(id); b = await load("b"); } catch { show(a); } return [a, b];`,
    ],
    [
      "a `catch` that lets the function go on with what came before the failure",
      `let a = ""; let b = ""; try { a = await load(id); b = await load("b"); } catch {} return [a, b];`,
    ],
    [
      "the same in a branch of the `try`",
      `let a = ""; let b = ""; try { if (flag) { const one = await load(id); if (one) { a = one; } b = await load("b"); } } catch { show("no"); } return [a, b];`,
    ],
    [
      "a list that is filled in a `try` and used after it",
      `const all: string[] = []; try { all.push(await load(id)); all.push(await load("b")); } catch {} return all;`,
    ],
    [
      "a `finally` that uses what came before the failure",
      `const all: string[] = []; try { all.push(await load(id)); all.push(await load("b")); } finally { show(...all); }`,
    ],
    [
      "a loop that tries again with what came before the failure",
      `let a = ""; for (const key of [id, "x"]) { try { a = await load(a + key); const b = await load("b"); return [a, b]; } catch {} } return [];`,
    ],
    [
      "one person, who answers one question after another",
      `const { default: inquirer } = await import("inquirer"); const a = await inquirer.prompt([{ name: "a" }]); const b = await inquirer.prompt([{ name: "b" }]); return [a, b];`,
    ],
    [
      "one person, who is asked by an interface of each question's own",
      `const { createInterface } = await import("node:readline"); const ask = (text: string) => { const lines = createInterface({ input: process.stdin }); return new Promise<string>((resolve) => { lines.question(text, (answer) => { lines.close(); resolve(answer); }); }); }; const a = await ask("a"); const b = await ask("b"); return [a, b];`,
    ],
    [
      "a check for cancellation",
      `const a = await load(id); signal.throwIfAborted(); const b = await load("b"); return [a, b];`,
    ],
    [
      "arguments that have effects of their own",
      `let n = 0; const a = await load(String(n++)); const b = await load(String(n++)); return [a, b];`,
    ],
    [
      "an effect between that is known, and that nothing waits for",
      `const a = await load(id); void post(a); const b = await load("b"); return [a, b];`,
    ],
    [
      "nothing to gain from the body of an answer, which comes with it",
      `const answer = new Response(id); const a = await answer.json(); const b = await load("b"); return [a, b];`,
    ],
    [
      "an effect between",
      `const a = await load(id); show(a); const b = await load("b"); return [a, b];`,
    ],
    [
      "nothing that is waited for",
      `const a = await one(); const b = await one(); return [a, b];\nasync function one() { return 1; }`,
    ],
  ])("%s", (_, body) => {
    expect(tiers(fn(body))).toEqual([]);
  });

  test.each([
    ["a test's imports", `import { it } from "vitest";\n`, ""],
    ["a browser script's imports", `import { chromium } from "playwright";\n`, ""],
  ])("%s", (_, imports) => {
    const body = `const a = await load(id); const b = await load("b"); return [a, b];`;
    expect(tiers(fn(body))).toEqual(["default"]);
    expect(tiers(`${imports}${fn(body)}`)).toEqual([]);
  });

  test.each([
    ["a transaction around", "db.transaction"],
    ["a lock around", "db.runExclusive"],
    ["a step of a user interface around", "act"],
    ["a test around", "it"],
  ])("%s", (_, name) => {
    const run = (
      callee: string,
    ) => `declare const db: any; declare const act: any; declare const it: any; declare const then: any;
${callee}(async () => { const a = await load("a"); const b = await load("b"); return [a, b]; });`;
    expect(tiers(run("then"))).toEqual(["default"]);
    expect(tiers(run(name))).toEqual([]);
  });

  test("steps of a migration", () => {
    const method = (name: string) =>
      `export class Step { async ${name}() { const a = await load("a"); const b = await load("b"); return [a, b]; } async down() {} }`;
    expect(tiers(method("run"))).toEqual(["default"]);
    expect(tiers(method("up"))).toEqual([]);
  });

  test("calls that belong to a request", () => {
    const code = (module: string) =>
      `import { cookies } from "${module}";\nexport async function page() { const a = await cookies(); const b = await load("b"); const c = await load("c"); return [a, b, c]; }`;
    const [finding] = findIn("serial-await", `${loaders}${code("next/headers")}`);
    expect(finding?.group).toHaveLength(2);
  });

  test.each([
    [
      "a variable of the module",
      "let count = 0;\nasync function next() { count += 1; return load(String(count)); }",
    ],
    [
      "a field",
      "const state = { count: 0 };\nasync function next() { state.count += 1; return load(String(state.count)); }",
    ],
  ])("shared state: %s", (_, state) => {
    const body = `const a = await next(); const b = await next(); return [a, b];`;
    expect(tiers(`${state}\n${fn(body)}`)).toEqual([]);
    expect(tiers(`async function next() { return load("x"); }\n${fn(body)}`)).toEqual(["default"]);
  });
});

describe("left to the reader by", () => {
  test.each([
    [
      "a function that is not at hand",
      `declare function elsewhere(): Promise<string>;`,
      `const a = await load(id); const b = await elsewhere(); return [a, b];`,
      "elsewhere",
    ],
    [
      "a receiver of type any",
      `declare const api: any;`,
      `const a = await load(id); const b = await api.read(); return [a, b];`,
      "api.read",
    ],
    [
      "a guard by its name whose result is used",
      `async function requireUser() { return load("me"); }`,
      `const a = await requireUser(); const b = await load("b"); return [a, b];`,
      "is a guard by its name",
    ],
    [
      "a log line between",
      "",
      `const a = await load(id); console.log("half way"); const b = await load("b"); return [a, b];`,
      "console",
    ],
    [
      "a guard between whose answer is used, by its name",
      `import { verifyToken } from "elsewhere";`,
      `const a = await load(id); const claims = verifyToken(id); const b = await load("b"); return [a, b, claims];`,
      "is a guard by its name",
    ],
    [
      "a guard between that is at hand and throws",
      `function ownerOrThrow(id: string) { if (id === "") throw new Error("none"); return id; }`,
      `const a = await load(id); const owner = ownerOrThrow(id); const b = await load("b"); return [a, b, owner];`,
      "is a guard by its name",
    ],
    [
      "the validation of input between",
      `import { z } from "zod";\nconst inputSchema = z.object({ id: z.string() });`,
      `const a = await load(id); const input = inputSchema.parse({ id }); const b = await load(input.id); return [a, b];`,
      "validates what the code after it relies on",
    ],
    [
      "an unknown function between, which acts by its name, though its answer is used",
      `declare const cards: any;\nasync function paid(id: string) { const a = await load(id); const result = cards.charge(a); return result.ok; }`,
      `const a = await paid(id); const b = await load("b"); return [a, b];`,
      "`paid` on line",
    ],
    [
      "a clock read between, to tell how long each takes",
      "",
      `const from = Date.now(); const a = await load(id); const took = Date.now() - from; const b = await load("b"); return [a, b, took];`,
      "reads the clock in between",
    ],
    [
      "a clock read between, and subtracted at the end",
      "",
      `const from = performance.now(); const a = await load(id); const middle = performance.now(); const b = await load("b"); return [a, b, middle - from];`,
      "reads the clock in between",
    ],
    [
      "a durable workflow",
      `import { sleep } from "@temporalio/workflow";`,
      `const a = await load(id); const b = await load("b"); return [a, b];`,
      "replays",
    ],
  ])("%s", (_, before, body, reason) => {
    const found = findIn("serial-await", `${before}\n${loaders}${fn(body)}`);
    expect(found.map(({ confidence, severity }) => `${confidence} ${severity}`)).toEqual([
      "low suggestion",
    ]);
    expect(found[0]?.message).toContain(reason);
  });
});

describe("not blocked by", () => {
  test.each([
    [
      "a log line inside what is called",
      `async function logged(id: string) { console.log(id); return load(id); }`,
      `const a = await logged(id); const b = await logged("b"); return [a, b];`,
    ],
    [
      "an unknown function that makes a value",
      `declare function format(text: string): string;`,
      `const a = await load(id); const shown = format(a); const b = await load("b"); return [shown, b];`,
    ],
    [
      "a check of its own name that throws nothing",
      `function verifyShape(text: string) { return text.length > 1; }`,
      `const a = await load(id); const fits = verifyShape(a); const b = await load("b"); return [a, b, fits];`,
    ],
    [
      "what is parsed but not validated, and the validation of what came",
      `declare const answerSchema: any;`,
      `const a = answerSchema.parse(await load(id)); const data = JSON.parse(id); const b = await load("b"); return [a, b, data];`,
    ],
    [
      "reads of a function between that makes a transaction of its own",
      "",
      `const at = async (slot: string) => { const tx = { read: load }; return await tx.read(slot); }; const a = await at(id); const b = await at("b"); return [a, b];`,
    ],
    [
      "what has a written type of another name",
      "",
      `type DbLike = { read: typeof load }; const from = async (key: string, _: DbLike) => await load(key); const count = async (executor: DbLike) => { const a = await from(id, executor); const b = await from("b", executor); return [a, b]; }; return count({ read: load });`,
    ],
    [
      "the bodies of answers that are asked for one after another",
      "",
      `const one = await fetch("/a"); const a = await one.json(); const two = await fetch("/b"); const b = await two.json(); return [a, b];`,
    ],
    [
      "a moment from which a reader counts",
      "",
      `const a = await load(id); const since = new Date(Date.now() - 86_400_000); const now = Date.now(); const b = await load(String(since)); return [a, b, now];`,
    ],
    [
      "how long all of them take",
      "",
      `const from = Date.now(); const a = await load(id); const b = await load("b"); return [a, b, Date.now() - from];`,
    ],
    [
      "a handler for all of them",
      "",
      `try { const a = await load(id); const b = await load("b"); return [a, b]; } catch { return []; }`,
    ],
    [
      "a handler after which nothing can see how far the `try` came",
      "",
      `let a = ""; let b = ""; try { a = await load(id); b = await load("b"); } catch { return []; } return [a, b];`,
    ],
    [
      "what is declared in the `try` itself",
      "",
      `try { const all: string[] = []; all.push(await load(id)); all.push(await load("b")); return all; } catch { return []; }`,
    ],
    [
      "a collection of its own",
      "",
      `const all = new Map<string, string>(); const a = await load(id); all.set("a", a); const b = await load("b"); all.set("b", b); return all;`,
    ],
    [
      "errors that are handled one by one",
      "",
      `const a = await load(id).catch(() => ""); const b = await load("b").catch(() => ""); return [a, b];`,
    ],
  ])("%s", (_, before, body) => {
    expect(tiers(`${before}\n${fn(body)}`)).toEqual(["default"]);
  });
});
