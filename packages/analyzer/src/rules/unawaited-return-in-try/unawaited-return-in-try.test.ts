import { expect, test } from "@jest/globals";
import { checkFindings, findIn } from "../../testkit/check-findings.js";
import { checkFix } from "../../testkit/check-fix.js";
import { checkPage } from "../../testkit/check-page.js";

const rule = "unawaited-return-in-try";
const load = "declare function load(): Promise<number>;\n";
const check = (code: string, options?: object) =>
  checkFindings(rule, load + code, options === undefined ? {} : { options });

test("the page says what the rule does", () => checkPage(rule));

test("try, catch and finally each see only what is awaited inside them", () => {
  check(`
export async function f(n: number) {
  try {
    if (n > 1) return load();
                    //^^^^^^ unawaited-return-in-try: the \`catch\` around it never sees it
    return n > 0 ? 1 : load();
                     //^^^^^^ unawaited-return-in-try
  } catch {
    return load();
  }
}
export async function g() {
  try {
    return load();
         //^^^^^^ unawaited-return-in-try: the \`finally\` around it
  } finally {
    console.log("done");
  }
}
export async function h() {
  try {
    await load();
  } catch {
    return load();
         //^^^^^^ unawaited-return-in-try: the \`finally\` around it
  } finally {
    console.log("done");
  }
}
export async function outer() {
  try {
    try { await load(); } finally { return load(); }
                                         //^^^^^^ unawaited-return-in-try: \`catch\`
  } catch {}
}
`);
});

test("using disposes of what it holds when the function is left", () => {
  check(`
declare const lock: Disposable;
export async function f() {
  using held = lock;
  { return load(); }
         //^^^^^^ unawaited-return-in-try: \`using\`
}
export async function before() {
  if (Math.random() > 0.5) return load();
  using held = lock;
  return 1;
}
`);
});

test("only the handlers of the same async function count", () => {
  check(`
export function plain() {
  try { return load(); } catch { return undefined; }
}
export async function inner() {
  try {
    const work = async () => load();
    const more = async () => { return load(); };
    return [await work(), await more()];
  } catch { return []; }
}
export async function values() {
  try { return 1; } catch { return 2; }
}
export async function awaited() {
  try { return await load(); } catch { return load(); }
}
export async function* generator() {
  try { return load(); } catch { return 0; }
}
`);
});

test("what is asked where no handler is around it can be chosen", () => {
  check(
    `export const f = async () => load();
                           //^^^^^^ unawaited-return-in-try
`,
    { elsewhere: "await" },
  );
  check(
    `export const f = async () => await load();
                           //^^^^^^^^^^^^ unawaited-return-in-try
`,
    { elsewhere: "no-await" },
  );
  const both = "export const f = async () => await load(); export const g = async () => load();\n";
  check(both, { elsewhere: "any" });
  expect(
    findIn(rule, `${load}${both}`).map(({ confidence, severity }) => [confidence, severity]),
  ).toEqual([["low", "suggestion"]]);
});

test("the handler is shown", () => {
  const code = `${load}export async function f() { try { return load(); } catch { return 1; } }`;
  const [finding] = findIn(rule, code);
  expect(
    finding?.related.map(({ start, end, message }) => [code.slice(start, end), message]),
  ).toEqual([["catch { return 1; }", "This does not see it reject"]]);
});

test("the fix awaits", () => {
  checkFix(
    rule,
    `${load}export async function f(n?: Promise<number>) {\n  try {\n    return n ?? load(); // it\n  } catch {\n    return 0;\n  }\n}\n`,
    `${load}export async function f(n?: Promise<number>) {\n  try {\n    return await (n ?? load()); // it\n  } catch {\n    return 0;\n  }\n}\n`,
  );
});

test("an await that nothing around it needs is only suggested to be left out", () => {
  const code = `${load}
export const f = async () => await load();
export async function g(any: any) {
  if (any) return await any;
  try { return await load(); } catch { return 0; }
}
`;
  expect(
    findIn(rule, code).map(({ confidence, severity, start, end }) => [
      code.slice(start, end),
      severity,
      confidence,
    ]),
  ).toEqual([["await load()", "suggestion", "low"]]);
});

test("an await stays where its value's type is asserted", () => {
  const options = { options: { elsewhere: "no-await" } };
  const code = `${load}export async function f() { return (await load()) as 1 | 2; }`;
  expect(findIn(rule, code, options).map(({ fixes, refusals }) => [fixes, refusals])).toEqual([
    [
      [],
      [
        {
          title: "Remove the await",
          reason: "The type that is asserted here is that of the value",
        },
      ],
    ],
  ]);
});
