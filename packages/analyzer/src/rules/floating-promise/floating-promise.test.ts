import { describe, expect, test } from "@jest/globals";
import { checkFindings, findIn } from "../../testkit/check-findings.js";
import { checkFix, fixesIn } from "../../testkit/check-fix.js";
import { checkPage } from "../../testkit/check-page.js";

const rule = "floating-promise";
const check = (code: string, options?: object) =>
  checkFindings(rule, code, options === undefined ? {} : { options });
const save = "declare function save(n?: number): Promise<number>;\n";

test("the page says what the rule does", () => checkPage(rule));

describe("what floats", () => {
  test("a dropped call, in any kind of function and at the top level", () => {
    check(`${save}
save();
//~ floating-promise
function plain() {
  save();
//^^^^^^^ floating-promise
}
class Store {
  constructor() {
    save();
  //^^^^^^^ floating-promise
  }
  static {
    save();
  //^^^^^^^ floating-promise
  }
}
plain(); new Store();
`);
  });

  test("each side of a comma, a condition, or a logical operator", () => {
    check(`${save}
export function all(yes: boolean) {
  save(), yes;
//^^^^^^^^^^^^ floating-promise
  yes ? save() : yes;
//^^^^^^^^^^^^^^^^^^^ floating-promise
  yes && save();
//^^^^^^^^^^^^^^ floating-promise
  yes || void save();
}
`);
  });

  test("a chain without a rejection handler", () => {
    check(`${save}
export function chain() {
  save().then(() => 1);
//^^^^^^^^^^^^^^^^^^^^^ floating-promise
  save().then(() => 1, null);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^ floating-promise: not a function
  save().finally(() => {});
//^^^^^^^^^^^^^^^^^^^^^^^^^ floating-promise
  save().catch();
//^^^^^^^^^^^^^^^ floating-promise
  save()?.then(...[() => 1]);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^ floating-promise
}
`);
  });

  test("subclasses, unions, intersections, and type parameters bound to a promise", () => {
    check(`
class Job extends Promise<number> {}
export function kinds<T extends Promise<void>>(
  job: Job, maybe: Promise<void> | undefined, both: Promise<void> & { id: number }, generic: T,
) {
  job;
//^^^^ floating-promise
  maybe;
//^^^^^^ floating-promise
  both;
//^^^^^ floating-promise
  generic;
//^^^^^^^^ floating-promise
}
`);
  });

  test("awaiting an array does not await what is in it", () => {
    check(`${save}
export async function each(list: number[]) {
  await list.map(save);
//^^^^^^^^^^^^^^^^^^^^^ floating-promise: Promise.all
  await Promise.all(list.map(save));
}
`);
  });
});

describe("what does not", () => {
  test("what is awaited, returned, stored, handled, or marked with void", () => {
    check(`${save}
let last: Promise<number>;
export async function fine() {
  await save();
  last = save();
  void save();
  save().catch(() => 0);
  save().then(() => 1, () => 0);
  save().catch(() => 0).finally(() => {});
  save()["catch"](() => 0);
  return save();
}
export const wait = () => last;
`);
  });

  test("what is unknown: any, unresolved imports, and things that only look like a promise", () => {
    check(`
import { mystery } from "./no-such-module.js";
export function guess(anything: any, thenable: { then(f: () => void, g: () => void): void }) {
  anything();
  mystery();
  thenable;
}
`);
  });

  test("tests of node:test, told by where they are declared and not by their names", () => {
    check(`
import { describe, it, test } from "node:test";
import * as runner from "node:test";
describe("a", () => { it("b", async () => {}); });
test("c", () => {});
runner.test("d", () => {});
`);
    check(`
declare function test(name: string, body: () => void): Promise<void>;
export function f() {
  test("mine", () => {});
//^^^^^^^^^^^^^^^^^^^^^^^ floating-promise
}
`);
  });
});

describe("options", () => {
  test("thenables, void and functions called in place can be chosen", () => {
    check(
      `
declare const query: { then(ok: () => void, failed: () => void): void };
export function f() {
  query;
//^^^^^^ floating-promise
}
`,
      { checkThenables: true },
    );
    check(`(async () => {})();`, { ignoreIife: true });
    check(
      `${save}
export const f = () => void save();
                     //^^^^^^^^^^^ floating-promise
`,
      { ignoreVoid: false },
    );
  });

  test("calls and types are known as safe by name and place", () => {
    check(
      `
class Quiet extends Promise<void> {}
declare function make(): Quiet;
declare function push(): Promise<void>;
make();
push();
`,
      {
        allowForKnownSafeCalls: ["push"],
        allowForKnownSafePromises: [{ from: "file", name: "Quiet" }],
      },
    );
  });
});

describe("confidence", () => {
  test("is low where names say that nobody waits", () => {
    const confidence = (call: string) =>
      findIn(
        rule,
        `declare const analytics: { track(): Promise<void> }; declare function main(): Promise<void>;
         declare function save(): Promise<void>; ${call}`,
      ).map((finding) => finding.confidence);
    expect(confidence("analytics.track();")).toEqual(["low"]);
    expect(confidence("main();")).toEqual(["low"]);
    expect(confidence("save();")).toEqual(["high"]);
  });

  test("is low where a callback is only put off to a microtask", () => {
    const confidence = (call: string) =>
      findIn(rule, `${save}export function f(a: string[]) { ${call} }`).map(
        (finding) => finding.confidence,
      );
    expect(confidence("Promise.resolve().then(() => { a.pop(); });")).toEqual(["low"]);
    expect(confidence("Promise.resolve().then(() => { return save(); });")).toEqual(["medium"]);
    expect(confidence("Promise.resolve(save()).then(() => { a.pop(); });")).toEqual(["medium"]);
  });

  test("is low where promises are only taken out of a list", () => {
    const code = `export const f = (list: Promise<void>[]) => { list.splice(0, 1); list.pop(); list; };`;
    expect(findIn(rule, code).map((finding) => finding.confidence)).toEqual([
      "low",
      "low",
      "medium",
    ]);
  });

  test("is low where the function catches its own errors", () => {
    const confidence = (body: string) =>
      findIn(
        rule,
        `declare function save(): Promise<void>; async function sync() { ${body} } (async () => { ${body} })(); function f() { sync(); } f();`,
      ).map((finding) => finding.confidence);
    expect(confidence("try { await save(); } catch {}")).toEqual(["low", "low"]);
    expect(confidence("await save(); try { await save(); } catch {}")).toEqual(["high", "medium"]);
    expect(confidence("try { await save(); } finally {}")).toEqual(["high", "medium"]);
  });

  test("is medium where the function can neither await it nor catch its error", () => {
    const confidence = (body: string) =>
      findIn(
        rule,
        `declare function save(): Promise<void>; declare const Log: { warn(): Promise<void> }; ${body}`,
      ).map((finding) => finding.confidence);
    expect(confidence("export function f() { save(); }")).toEqual(["medium"]);
    expect(confidence("export function f() { try { save(); } catch {} }")).toEqual(["high"]);
    expect(confidence("export async function f() { save(); }")).toEqual(["high"]);
    expect(confidence("export async function f() { Log.warn(); }")).toEqual(["low"]);
  });
});

describe("fixes", () => {
  test("await is safe in an async function, suggested at the top level, and not offered elsewhere", () => {
    expect(fixesIn(rule, `${save}export async function f() { save(); }`)).toEqual([
      "safe: Await it",
      "suggested: Say with void that dropping it is meant",
    ]);
    expect(fixesIn(rule, `${save}save();`)).toEqual([
      "suggested: Await it",
      "suggested: Say with void that dropping it is meant",
    ]);
    expect(fixesIn(rule, `${save}export function f() { save(); }`)).toEqual([
      "suggested: Say with void that dropping it is meant",
    ]);
    expect(fixesIn(rule, `${save}export const f = [1].map((n) => { save(n); });`)).toEqual([
      "suggested: Return it",
      "suggested: Say with void that dropping it is meant",
    ]);
  });

  test("it is not returned to what drops it again", () => {
    expect(fixesIn(rule, `${save}export const f = [1].forEach((n) => { save(n); });`)).toEqual([
      "suggested: Say with void that dropping it is meant",
    ]);
  });

  test("no top-level await where the module becomes a function", () => {
    expect(fixesIn(rule, `${save}save();`, { compiler: { module: "commonjs" } })).toEqual([
      "suggested: Say with void that dropping it is meant",
    ]);
  });

  test("await keeps comments and puts parentheses where they are needed", () => {
    checkFix(
      rule,
      `${save}export async function f(yes: boolean) {\r\n  // first\r\n  save(); // second\r\n  yes && save();\r\n}\r\n`,
      `${save}export async function f(yes: boolean) {\r\n  // first\r\n  await save(); // second\r\n  yes && save();\r\n}\r\n`.replace(
        "yes && save()",
        "await (yes && save())",
      ),
    );
  });

  test("await takes the operand of a comma that drops a promise", () => {
    checkFix(
      rule,
      `${save}export async function f(n: number) {\n  n++, save();\n}\n`,
      `${save}export async function f(n: number) {\n  n++, await save();\n}\n`,
    );
  });

  test("await joins an array, void keeps the drop", () => {
    checkFix(
      rule,
      `${save}export async function f(list: number[]) {\n  list.map(save);\n}\n`,
      `${save}export async function f(list: number[]) {\n  await Promise.all(list.map(save));\n}\n`,
    );
    checkFix(
      rule,
      `${save}export function f(yes: boolean) {\n  yes ? save() : save(1);\n}\n`,
      `${save}export function f(yes: boolean) {\n  void (yes ? save() : save(1)); // Not awaited: fire and forget\n}\n`,
      { title: "void" },
    );
    checkFix(
      rule,
      `${save}export async function f() {\n  void save();\n}\n`,
      `${save}export async function f() {\n  await save();\n}\n`,
      { options: { ignoreVoid: false } },
    );
  });
});

test("a function that got a callback for its error tells it there: with low confidence", () => {
  const confidence = (body: string, returned = "Promise<string> | undefined") =>
    findIn(
      rule,
      `declare function send(text: string, done?: (err: unknown, text?: string) => void): ${returned};
export function f(): Promise<string> { return new Promise((resolve, reject) => { ${body} }); }`,
    ).map((one) => one.confidence);
  const inline = "send('a', (err, text) => (err ? reject(err) : resolve(text ?? '')));";
  expect(confidence(inline)).toEqual(["low"]);
  expect(confidence(inline, "Promise<string>")).toEqual(["medium"]);
  expect(confidence("send('a');")).toEqual(["medium"]);
  expect(confidence("send('a', (text) => resolve(String(text)));")).toEqual(["medium"]);
});

describe("void with a reason", () => {
  const voided = (statement: string, after: string) =>
    checkFix(
      rule,
      `${save}declare const logger: { info(text: string): Promise<void> }; declare function work(): void;\nexport function f() {\n${statement}\n}\n`,
      `${save}declare const logger: { info(text: string): Promise<void> }; declare function work(): void;\nexport function f() {\n${after}\n}\n`,
      { title: "void" },
    );

  test("the fix says why, as far as the code says it", () => {
    voided("  save();", "  void save(); // Not awaited: fire and forget");
    voided(
      '  logger.info("a")',
      '  void logger.info("a") // Not awaited: nothing here depends on it',
    );
    checkFix(
      rule,
      `${save}async function sync() {\n  try { await save(); } catch {}\n}\nexport function f() {\n  sync();\n}\n`,
      `${save}async function sync() {\n  try { await save(); } catch {}\n}\nexport function f() {\n  void sync(); // Not awaited: it handles its own errors\n}\n`,
      { title: "void" },
    );
    checkFix(
      rule,
      "export async function main() {}\r\nmain();\r\n",
      "export async function main() {}\r\nvoid main(); // Not awaited: the program is what it does\r\n",
      { title: "void" },
    );
  });

  test("it stays within its line, and leaves a comment that is there alone", () => {
    voided("  save(); work();", "  void save(); /* Not awaited: fire and forget */ work();");
    voided("  { save(); }", "  { void save(); /* Not awaited: fire and forget */ }");
    voided("  save(); // as soon as it can", "  void save(); // as soon as it can");
    voided(
      "  // As soon as it can.\n  save();",
      "  // As soon as it can.\n  void save(); // Not awaited: fire and forget",
    );
    voided(
      "  save(); // eslint-disable-line foo",
      "  void save(); /* Not awaited: fire and forget */ // eslint-disable-line foo",
    );
  });

  test("can be asked for", () => {
    const asked = (body: string) =>
      findIn(rule, `${save}export function f(list: number[]) {\n\n${body}\n}\n`, {
        options: { voidNeedsReason: true },
      }).map(({ message }) => /nothing says why/.exec(message)?.[0]);
    for (const body of [
      "void save();",
      "void save(); // eslint-disable-line no-void",
      "// Further up.\n\nvoid save();",
      "list.forEach(() => void save());",
    ]) {
      expect([body, asked(body)]).toEqual([body, ["nothing says why"]]);
    }
    for (const body of [
      "void list;",
      "void save(); // the page is left anyway",
      "// The page is left anyway.\nvoid save();",
      "void /* the page is left anyway */ save();",
      "list.forEach(() => void save()); // each for itself",
    ]) {
      expect([body, asked(body)]).toEqual([body, []]);
    }
    checkFix(
      rule,
      `${save}export async function f() {\n  void save();\n}\n`,
      `${save}export async function f() {\n  await save();\n}\n`,
      { options: { voidNeedsReason: true } },
    );
  });
});

test("a method of promises that is borrowed takes a rejection handler too", () => {
  check(`
const promiseThen = Promise.prototype.then;
const { then } = Promise.prototype;
let other = Promise.prototype.then;
declare const handlers: [() => void, () => void];
export function f(p: Promise<number>, ok: () => void, bad: () => void) {
  promiseThen.call(p, ok, bad);
  Promise.prototype.then.call(p, ok, bad);
  Promise.prototype["catch"].apply(p, [bad]);
  p.then.call(p, undefined, bad);
  promiseThen.call(p, ok);
//^^^^^^^^^^^^^^^^^^^^^^^^ floating-promise: is dropped
  Promise.prototype.then.apply(p, [ok, undefined]);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ floating-promise: not a function
  Promise.prototype.then.apply(p, handlers);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ floating-promise: is dropped
  other.call(p, ok, bad);
//^^^^^^^^^^^^^^^^^^^^^^^ floating-promise: is dropped
  then.call(p, ok, bad);
}
`);
});

test("what gives its argument back makes no promise", () => {
  check(`
declare const kept: Promise<number>;
declare function make(): Promise<number>;
Object.assign(Promise.prototype, { extra: 1 });
Object.defineProperty(kept, "name", { value: 1 });
Object.seal(make());
//~ floating-promise
export {};
`);
});

test("an awaited tuple that holds a promise beside other things is of low confidence", () => {
  const confidence = (type: string) =>
    findIn(
      rule,
      `declare function pair(): Promise<${type}>; export async function f() { await pair(); }`,
    ).map((one) => one.confidence);
  expect(confidence("[string, Promise<void>?]")).toEqual(["low"]);
  expect(confidence("[Promise<void>, Promise<void>]")).toEqual(["high"]);
  expect(confidence("Promise<void>[]")).toEqual(["high"]);
});
