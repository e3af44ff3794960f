import { describe, expect, test } from "@jest/globals";
import { checkFindings, findIn } from "../../testkit/check-findings.js";
import { checkFix, fixesIn } from "../../testkit/check-fix.js";
import { checkPage } from "../../testkit/check-page.js";

const rule = "misused-promise";
const work = "declare function work(n?: number): Promise<boolean>;\n";
const check = (code: string, options?: object) =>
  checkFindings(rule, work + code, options === undefined ? {} : { options });

test("the page says what the rule does", () => checkPage(rule));

const load = "declare function load(): Promise<{ n: number }>;\n";

describe("a truth value", () => {
  test("is wanted in conditions, and by what they take their truth from", () => {
    check(`
export function f(n: number) {
  if (work()) n++;
    //^^^^^^ misused-promise
  while (!work()) n++;
        //^^^^^^ misused-promise
  for (; n > 1 && work(); ) n++;
                //^^^^^^ misused-promise
  do n++; while ((work() ?? n) || n);
                //^^^^^^ misused-promise
  const a = work() ? 1 : 2;
          //^^^^^^ misused-promise
  return work() && a;
       //^^^^^^ misused-promise
}
`);
  });

  test("may be asked of what is not always a promise", () => {
    check(`
export function either(answer: boolean | Promise<boolean>, no: false | Promise<boolean>) {
  if (no) return 1;
  return answer ? 2 : 3;
       //^^^^^^ misused-promise: may be a promise
}
export function f(p: Promise<void> | undefined, any: any, like: { then: boolean }) {
  if (p) return 1;
  if (any || like) return 2;
  const later = p ?? work();
  return p && later;
}
`);
  });

  test("is taken from the callbacks of an array's predicates, and of nothing else", () => {
    check(`
declare const own: { filter(f: () => Promise<boolean>): void };
export function f(list: number[], both: string[] | readonly number[]) {
  list.filter(async (n) => n > 1);
            //^^^^^^^^^^^^^^^^^^ misused-promise
  list["every"](work);
              //^^^^ misused-promise
  both.some(async () => true);
          //^^^^^^^^^^^^^^^^ misused-promise
  list.map(async (n) => n);
  own.filter(async () => true);
}
`);
  });
});

test("an object is wanted by a spread", () => {
  check(`
export function f(maybe: Promise<object> | null, o: object) {
  return [{ ...work() }, { ...maybe }, { ...o }, [...[work()]]];
             //^^^^^^ misused-promise
                            //^^^^^ misused-promise
}
`);
});

describe("nothing at all is wanted", () => {
  test("by parameters, through overloads, unions, rest parameters and constructors", () => {
    check(`
declare function on(name: string, f: () => void): void;
declare function both(f: () => void): void;
declare function both(f: () => Promise<void>): void;
declare function union(f: (() => void) | (() => Promise<void>)): void;
declare function rest(...f: (() => void)[]): void;
declare function tuple(...f: [boolean, () => void]): void;
class Timer { constructor(readonly f: () => void) {} }
on("a", async () => { await work(); });
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ misused-promise
on("a", work);
      //^^^^ misused-promise
both(async () => { await work(); });
union(async () => { await work(); });
rest(() => {}, work);
             //^^^^ misused-promise
tuple(true, work);
          //^^^^ misused-promise
new Timer(work);
        //^^^^ misused-promise
new Promise<void>(async (resolve) => { await work(); resolve(); });
                //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ misused-promise
work().finally(async () => { await work(); });
on("a", () => void work());
`);
  });

  test("by variables, properties, methods and return values", () => {
    check(`
type Handlers = { a: () => void; b?: () => void; c: () => Promise<boolean> };
let later: () => void = work;
                      //^^^^ misused-promise
later = async () => { await work(); };
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ misused-promise
const a = work;
export const handlers: Handlers[] = [
  { a, b: work, c: work },
  //^ misused-promise
        //^^^^ misused-promise
  { async a() { await work(); }, c: work },
        //^ misused-promise
];
export function make(): () => void {
  return async () => { await work(); };
       //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ misused-promise
}
export const get = () => later;
`);
  });

  test("by inherited methods", () => {
    check(`
class Base { close(): void {} static open(): void {} load(): Promise<boolean> { return work(); } }
interface Closer { [Symbol.dispose](): void }
export class A extends Base implements Closer {
  override async close() { await work(); }
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ misused-promise: \`Base\`
  static override async open() { await work(); }
  override async load() { return await work(); }
  async [Symbol.dispose]() { await work(); }
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ misused-promise: \`Closer\`
}
`);
  });

  test("by using, which waits for no disposal", () => {
    check(`
export function f() {
  using held = { async [Symbol.dispose]() { await work(); } };
             //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ misused-promise
  return 1;
}
`);
  });

  test("by attributes", () => {
    checkFindings(
      rule,
      `declare global { namespace JSX { interface IntrinsicElements { button: { onClick: () => void } } } }
declare function work(): Promise<void>;
export const view = <button onClick={work} />;
                                   //^^^^ misused-promise
`,
      { name: "view.tsx" },
    );
  });

  test("but each place can be left out", () => {
    const code = `export const a: () => void = work;\nsetTimeout(work, 1);\n`;
    check(code, { checksVoidReturn: false });
    check(code, { checksVoidReturn: { arguments: false, variables: false } });
    check("if (work()) { ({ ...work() }); }\nexport {};", {
      checksConditionals: false,
      checksSpreads: false,
    });
  });
});

test("a callback that catches its own errors, or waits for nothing, is of low confidence", () => {
  const given = (callback: string) =>
    findIn(rule, `${work}setTimeout(${callback});`).map((one) => one.confidence);
  const confidence = (body: string) => given(`async () => { ${body} }`);
  expect(confidence("await work();")).toEqual(["high"]);
  expect(confidence("try { await work(); } catch {}")).toEqual(["low"]);
  expect(confidence("void work();")).toEqual(["low"]);
  expect(confidence("return work();")).toEqual(["high"]);
  expect(confidence("const n = 1; try { await work(n); } catch {} await work();")).toEqual([
    "high",
  ]);
  expect(confidence("await work().catch(console.error);")).toEqual(["low"]);
  expect(confidence("return work().catch(console.error).finally(() => {});")).toEqual(["low"]);
  expect(confidence("await work(await work()).catch(console.error);")).toEqual(["high"]);
  expect(given("() => work().catch(console.error)")).toEqual(["low"]);
  expect(given("async () => await work().catch(console.error)")).toEqual(["low"]);
  expect(given("() => work().finally(console.log)")).toEqual(["medium"]);
});

test("a function that is returned and handles its own promise is of low confidence", () => {
  const confidence = (value: string) =>
    findIn(rule, `${work}export const make = (): (() => void) => { return ${value}; };`).map(
      (one) => one.confidence,
    );
  expect(confidence("() => work().catch((error) => console.error(error))")).toEqual(["low"]);
  expect(confidence("() => work()")).toEqual(["medium"]);
});

describe("the fix", () => {
  test("awaits a condition or a spread in an async function", () => {
    checkFix(
      rule,
      `${work}${load}export async function f() {\n  if (!work()) return 1;\n  return { ...load() };\n}\n`,
      `${work}${load}export async function f() {\n  if (!await work()) return 1;\n  return { ...await load() };\n}\n`,
    );
    expect(fixesIn(rule, `${work}export const f = async () => ({ ...work() });`)).toEqual([]);
    expect(fixesIn(rule, `${work}export function f() { if (work()) return 1; return 2; }`)).toEqual(
      [],
    );
  });
});

test("a promise that is put in place where it is missing is asked for rightly: with low confidence", () => {
  const confidence = (body: string) =>
    findIn(
      rule,
      `export function f(queue: Promise<void>, other: Promise<void>) { ${body} return [queue, other]; }`,
    ).map((one) => one.confidence);
  expect(confidence("if (!queue) { queue = Promise.resolve(); }")).toEqual(["low"]);
  expect(confidence("if (!queue) queue = Promise.resolve();")).toEqual(["low"]);
  expect(confidence("if (!queue) other = Promise.resolve();")).toEqual(["high"]);
  expect(confidence("if (queue) queue = Promise.resolve();")).toEqual(["high"]);
});

test("a field whose promise is handed on where it is there is asked for rightly: with low confidence", () => {
  const confidence = (body: string) =>
    findIn(
      rule,
      `declare function find(): Promise<string>;
      export class Pool {
        opening!: Promise<string>; other!: Promise<string>;
        async open(): Promise<string> { ${body} return "new"; }
      }`,
    ).map((one) => one.confidence);
  expect(confidence("if (this.opening) return this.opening;")).toEqual(["low"]);
  expect(confidence("if (this.opening) { await this.opening; }")).toEqual(["low"]);
  expect(confidence("return this.opening ? this.opening : find();")).toEqual(["low"]);
  expect(confidence("if (this.opening) return this.other;")).toEqual(["high"]);
  expect(confidence("if (this.opening) console.log('open');")).toEqual(["high"]);
  expect(confidence("const found = find(); if (found) return found;")).toEqual(["high"]);
});

test("a listener that is taken away is not called there: with low confidence", () => {
  const confidence = (call: string) =>
    findIn(
      rule,
      `${work}import { EventEmitter } from "node:events";
export function f(of: EventEmitter, listener: () => Promise<void>) { ${call}; }`,
    ).map((one) => one.confidence);
  expect(confidence("of.on('a', listener)")).toEqual(["medium"]);
  expect(confidence("of.off('a', listener); of.removeListener('a', listener)")).toEqual([
    "low",
    "low",
  ]);
});

test("what a stub returns is said by those that take its place", () => {
  checkFindings(
    rule,
    `${work}
class Base {
  open() { throw new Error("not implemented"); }
  stop(): void { throw new Error("not implemented"); }
  close() { console.log("closed"); }
}
export class Disk extends Base {
  async open() { await work(); }
  async stop() { await work(); }
  //~ misused-promise: says that it returns nothing
  async close() { await work(); }
  //~ misused-promise: says that it returns nothing
}
`,
  );
});
