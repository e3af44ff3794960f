import { test } from "@jest/globals";
import { checkFindings } from "../../testkit/check-findings.js";
import { checkFix } from "../../testkit/check-fix.js";
import { checkPage } from "../../testkit/check-page.js";

const rule = "unawaited-coroutine";
const head = `import { coroutine, createTask } from "@awaitwise/runtime";
export const load = coroutine(async (n: number) => n);
`;

test("the page says what the rule does", () => checkPage(rule));

test("a coroutine that is dropped never begins, void or not", () => {
  checkFindings(
    rule,
    `${head}
export async function f(yes: boolean) {
  load(1);
//^^^^^^^ unawaited-coroutine
  void load(2);
     //^^^^^^^ unawaited-coroutine
  yes && load(3);
       //^^^^^^^ unawaited-coroutine
  yes ? load(4) : await load(5);
      //^^^^^^^ unawaited-coroutine
  await load(6);
  createTask(load(7));
  load(8).catch(() => 0);
  return load(9);
}
`,
  );
});

test("so does one in a variable that nothing reads", () => {
  checkFindings(
    rule,
    `${head}
export async function f() {
  const forgotten = load(1);
      //^^^^^^^^^ unawaited-coroutine
  const used = load(2);
  const promise = Promise.resolve(3);
  return used;
}
export const open = load(4);
`,
  );
});

test("a promise, or another class of that name, is none", () => {
  checkFindings(
    rule,
    `class Coroutine<T> extends Promise<T> {}
export function f(own: Coroutine<number>, p: Promise<void>) {
  own;
  p;
}
`,
  );
});

test("the fix awaits", () => {
  checkFix(
    rule,
    `${head}export async function f() {\n  load(1); // one\n  void load(2);\n}\n`,
    `${head}export async function f() {\n  await load(1); // one\n  await load(2);\n}\n`,
  );
});

test("what gives its argument back makes no coroutine", () => {
  checkFindings(
    rule,
    `import { Coroutine } from "@awaitwise/runtime";
Object.assign(Coroutine.prototype, { extra: 1 });
`,
  );
});
