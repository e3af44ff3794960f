import { expect, test } from "@jest/globals";
import { checkFindings, findIn } from "../../testkit/check-findings.js";
import { checkFix, fixesIn } from "../../testkit/check-fix.js";
import { checkPage } from "../../testkit/check-page.js";

const rule = "unjoined-promises";
const head = "declare function work(n: number): Promise<number>;\n";
const check = (code: string) => checkFindings(rule, head + code);

test("the page says what the rule does", () => checkPage(rule));

test("a collection that is only made, filled and counted joins nothing", () => {
  check(`
export function f(list: number[]) {
  const mapped = list.map(async (n) => { await work(n); });
      //^^^^^^ unjoined-promises: collects promises that nothing joins
  const pushed = [];
      //^^^^^^ unjoined-promises
  for (const n of list) pushed.push(work(n));
  const set = new Set<Promise<number>>();
      //^^^ unjoined-promises
  set.add(work(1));
  const map = new Map<number, Promise<number>>();
      //^^^ unjoined-promises
  map.set(1, work(1));
  const two = [work(1), work(2)];
      //^^^ unjoined-promises
  return pushed.length + map.size;
}
export class Pool {
  #running: Promise<number>[] = [];
//^^^^^^^^ unjoined-promises
  add(n: number) { this.#running.push(work(n)); }
}
`);
});

test("whatever may hand a member or the collection on is a join", () => {
  check(`
declare function join(all: unknown): void;
export const shared = [work(1)];
export async function f(list: number[]) {
  const awaited = list.map((n) => work(n));
  await Promise.all(awaited);
  const returned = [work(1)];
  const given = [work(1)];
  join(given);
  const looked = [work(1)];
  void looked[0];
  const looped = [work(1)];
  for (const one of looped) await one;
  const values = new Map([[1, work(1)]]);
  const chained = new Set<Promise<number>>();
  join(chained.add(work(1)));
  const captured = [work(1)];
  const named = { captured };
  const numbers = list.map((n) => n);
  const mixed: (number | Promise<number>)[] = [];
  mixed.push(1);
  const nothing: number[] = [];
  const any = (list as any).map(work);
  return [returned, values.get(1), named];
}
export class Pool {
  #running: Promise<number>[] = [];
  waiting: Promise<number>[] = [];
  add(n: number) { this.#running.push(work(n)); this.waiting.push(work(n)); }
  all() { return Promise.all(this.#running); }
}
`);
});

test("a loop over promises does not see their values", () => {
  check(`
declare const names: Promise<string>[];
declare const plain: string[];
declare class Request extends Promise<string> { abort(): void }
declare const requests: Request[];
export async function f() {
  for (const name of names) console.log(\`\${name}\`);
                   //^^^^^ unjoined-promises: as a value
  for (const name of names) if ((name as any) === "a" || name) console.log(1);
  for (const name of names) console.log((await name).length);
  for (const name of names) name.catch(() => {});
  for (const name of plain) console.log(name.length);
  for (const name of names) console.log(1);
  for (const one of requests) one.abort();
  for (const one of requests) console.log((one as any as string).length, one.valueOf());
  for (const one of names) console.log(one.length);
                  //^^^^^ unjoined-promises: as a value
}
`);
});

test("promises that have handlers are of low confidence", () => {
  const confidence = (added: string) =>
    findIn(rule, `${head}export function f() { const all = []; all.push(${added}); }`).map(
      (one) => one.confidence,
    );
  expect(confidence("work(1)")).toEqual(["high"]);
  expect(confidence("work(1).catch(() => 0)")).toEqual(["low"]);
});

test("the fix joins where the list is made, or after it is filled", () => {
  const wrap = (code: string) => `${head}export async function f(list: number[]) {\n  ${code}\n}\n`;
  checkFix(
    rule,
    wrap("const all = list.map((n) => work(n)); // all"),
    wrap("const all = await Promise.all(list.map((n) => work(n))); // all"),
  );
  checkFix(
    rule,
    wrap("const all: Promise<number>[] = [];\n  all.push(work(1));\n  return 1;"),
    wrap(
      "const all: Promise<number>[] = [];\n  all.push(work(1));\n  await Promise.all(all);\n  return 1;",
    ),
  );
  checkFix(
    rule,
    wrap("const all = new Map<number, Promise<number>>();\n  all.set(1, work(1));"),
    wrap(
      "const all = new Map<number, Promise<number>>();\n  all.set(1, work(1));\n  await Promise.all(all.values());",
    ),
  );
  expect(fixesIn(rule, `${head}export function f() { const all = [work(1)]; }\n`)).toEqual([]);
});
