import { expect, test } from "@jest/globals";
import { checkFindings, findIn } from "../../testkit/check-findings.js";
import { checkFix, fixesIn } from "../../testkit/check-fix.js";
import { checkPage } from "../../testkit/check-page.js";

const rule = "promise-as-value";
const check = (code: string, name = "main.ts") => checkFindings(rule, code, { name });

test("the page says what the rule does", () => checkPage(rule));

test("a promise equals no value", () => {
  check(`
declare function load(): Promise<string>;
declare function user(): Promise<{ name: string }>;
declare const one: { name: string };
export async function f() {
  const text = load();
  const someone = user();
  return [
    text === ("x" as any as string),
  //^^^^ promise-as-value: compared with
    1 == (load() as any as Promise<1>),
       //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ promise-as-value: compared with \`1\`
    someone !== (one as any as Promise<never>), (someone as any) === one,
    load() === null,
  //^^^^^^ promise-as-value: compared with \`null\`
    undefined != text,
               //^^^^ promise-as-value: compared with \`undefined\`
  ];
}
interface User { name: string }
export const same = (p: Promise<User>, o: User, q: Promise<User>) => p === o || p === q;
                                                                   //^ promise-as-value: such a value
`);
});

test("a promise that may be missing is rightly compared with null", () => {
  check(`
declare function maybe(): Promise<string> | undefined;
declare const map: Record<string, Promise<string>>;
class Cache {
  running!: Promise<string>;
  get(key: string, given: Promise<string>) {
    if (this.running === undefined || given == null || maybe() === undefined || map[key] === undefined) return 1;
    const entry = map[key];
    const kept = maybe();
    let later: Promise<string> = given;
    return [entry === undefined, kept !== undefined, later === null, this.running === given];
  }
}
export const c = new Cache();
`);
});

test("nothing can be calculated with a promise", () => {
  check(`
declare function count(): Promise<any>;
export function f(n: Promise<number>) {
  let sum: any = 1;
  sum += n;
       //^ promise-as-value: calculated with
  sum = sum + count();
            //^^^^^^^ promise-as-value: calculated with
  sum ??= count();
  sum = +n;
       //^ promise-as-value: calculated with
  return n > 1 || sum;
       //^ promise-as-value: compared with a value
}
`);
});

test("a promise has no text, no number and no JSON", () => {
  check(`
declare function load(): Promise<string>;
declare const tag: (parts: TemplateStringsArray, ...values: unknown[]) => string;
export function f(list: Promise<string>[], both: string | Promise<string>) {
  const text = load();
  return [
    \`a \${text} b \${load()}\`,
       //^^^^ promise-as-value: put into text
                 //^^^^^^ promise-as-value: put into text
    tag\`a \${text}\`, \`\${both}\`, \`\${load().then(String)}\`,
                                //^^^^^^^^^^^^^^^^^^^ promise-as-value
    String(text), Number(load()), list.join(", "),
         //^^^^ promise-as-value: converted by \`String\`
                       //^^^^^^ promise-as-value: converted by \`Number\`
                                //^^^^ promise-as-value: joined as text
    JSON.stringify(text), JSON.stringify({ a: { text }, b: [load(), 1], c: both }),
                 //^^^^ promise-as-value: written as JSON
                                              //^^^^ promise-as-value: written as JSON
                                                          //^^^^^^ promise-as-value: written as JSON
    JSON.stringify(list), ["a"].join(), JSON.stringify(["a"]), "x" + both,
                 //^^^^ promise-as-value: Promise.all
  ];
}
`);
});

test("a promise has neither the keys, the members nor the properties of its value", () => {
  check(
    `
/** @returns {Promise<{ name: string, tags: string[], then: number }>} */
async function load() { return { name: "a", tags: ["b"], then: 1 }; }
async function list() { return ["a"]; }
export async function f() {
  const user = load();
  console.log(user.name, load().tags, user["name"], list()[0], list().length);
            //^^^^ promise-as-value: asked for \`name\`
                       //^^^^^^ promise-as-value: asked for \`tags\`
                                    //^^^^ promise-as-value: asked for \`name\`
                                                  //^^^^^^ promise-as-value: asked for \`0\`
                                                             //^^^^^^ promise-as-value: asked for \`length\`
  const { name, other } = load();
                        //^^^^^^ promise-as-value: asked for \`name\`
  const [first, ...more] = list();
                         //^^^^^^ promise-as-value: iterated over
  for (const one of list()) console.log(one, ...list());
                  //^^^^^^ promise-as-value: iterated over
                                              //^^^^^^ promise-as-value: iterated over
  for (const key in user) console.log(key);
                  //^^^^ promise-as-value: asked for its keys
  console.log("name" in user, "then" in user, "cancel" in user);
                      //^^^^ promise-as-value: asked whether it has \`name\`
                                                        //^^^^ promise-as-value: \`cancel\`
  user.then((one) => one.name, user.catch); user.stop; (await user).name;
  switch (list()) { case 1: return name; }
        //^^^^^^ promise-as-value: compared with values
  return [first, more, other];
}
`,
    "plain.js",
  );
});

test("a promise with members of its own is asked for them rightly", () => {
  check(`
declare class Request extends Promise<{ body: string }> { abort(): void; body: number }
declare class Named extends Promise<string> { override toString(): string }
declare function send(): Request;
declare function query(): { then(ok: (rows: string[]) => void, bad: (e: unknown) => void): void; toString(): string };
declare function mixed(): Promise<string[]> | string[];
export function f(named: Named, all: Named[]) {
  send().abort();
  return [\`\${named}\`, String(named), all.join(), \`\${send()}\`,
                                                  //^^^^^^ promise-as-value: put into text
    send().body, \`\${query()}\`, mixed().length, [...mixed() as string[]]];
}
`);
});

test("a look for a key that the value lacks too is of low confidence", () => {
  const code = `export const f = (p: Promise<{ a: 1 }>) => "x" in p;\n`;
  expect(findIn(rule, code).map(({ confidence }) => confidence)).toEqual(["low"]);
  expect(findIn(rule, code.replace('"x"', '"a"')).map(({ confidence }) => confidence)).toEqual([
    "high",
  ]);
});

test("the fix awaits, with parentheses where they are needed", () => {
  const head = `declare function list(): Promise<string[]>;\nexport async function f() {\n`;
  for (const [before, after] of [
    [`\`\${list()}\``, `\`\${await list()}\``],
    ["list().length /* n */", "(await list()).length /* n */"],
    ["[...list()]", "[...await list()]"],
    ["list()! [0]", "(await list()!) [0]"],
  ]) {
    checkFix(rule, `${head}  return ${before};\n}\n`, `${head}  return ${after};\n}\n`, {
      broken: true,
    });
  }
  expect(fixesIn(rule, `export const f = (p: Promise<1>) => \`\${p}\`;\n`)).toEqual([]);
});
