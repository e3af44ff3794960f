import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Finding, Span } from "../finding.js";
import { ts } from "../model/syntax.js";
import { allRules } from "../rules/index.js";
import { workbench } from "../testkit/workbench.js";
import { applyFixes } from "../text/apply-fixes.js";
import { internalError } from "./check-file.js";

// What a fixture of every kind of syntax has is more than the sources of one repository have.
const fixtures = [
  `export class A<T extends Promise<number>> { static { void 0; } #p = load(); accessor a = 1; declare b: T; get c() { return this.#p; } async *[Symbol.asyncIterator]() { yield* this.#p as never; } } declare function load(): Promise<number>;`,
  `namespace N.M { export enum E { A = 1, B = A << 1 } export import X = M.E; } declare module "m" { export = N; } abstract class C implements N.M { @dec() private async m?(@inject x: number, ...rest: [a?: 1]): Promise<void>; constructor(readonly p = save()) { super(); } }`,
  `async function f() { using a = open(); await using b = open(); for await (const { x, ...y } of z) { label: for (;;) { if (x) break label; else continue; } } try { return await g\`\${x}\`; } catch { throw new Error("a", { cause: await x }); } finally { delete y.z; } }`,
  `const v = <T,>(x: T) => <div {...x} on={async () => { await x; }}>{list.map(async (one) => <A key={await one} />)}</div>; export default v satisfies unknown;`,
  `switch (await p) { case q(): { p; break; } default: p && q(), r ?? (await s)?.t!.u[0]++; } if (p) {} else while (p) do p; while (p()); var { a = p, b: [c = await p] } = d; with (a) b;`,
  `/** @type {Promise<number>} */ const a = require("./a"); module.exports = { a, async b() { return a; } }; exports.c = function* () { yield a.then(() => {}); }; new Promise(async (ok) => { ok(await a); });`,
  `import { createTask, coroutine, Lock, run } from "@awaitwise/runtime"; import { readFileSync } from "node:fs"; const lock = new Lock(); run(async () => { await lock.with(async () => { readFileSync("a"); await fetch("b"); await lock.acquire(); }); createTask(work(1)); try { await work(2); } catch (e) {} }); const work = coroutine(async (n: number) => n);`,
];

const sources = [...fixtures, ...ownSources(join(__dirname, ".."))];
const names = ["main.ts", "other.ts", "third.ts", "view.tsx", "plain.js"] as const;

test("broken sources are answered: no crash, nothing outside of the text, and fixes that fit", () => {
  const bench = workbench();
  const mutant = fc
    .record({
      source: fc.constantFrom(...sources),
      cuts: fc.array(fc.tuple(fc.nat(), fc.constantFrom(...operations)), { maxLength: 6 }),
    })
    .map(({ cuts, source }) => cuts.reduce((text, [at, change]) => change(text, at), source));
  fc.assert(
    fc.property(fc.tuple(mutant, mutant, mutant, mutant, mutant), (texts) => {
      bench.load(Object.fromEntries(texts.map((text, index) => [names[index], text])));
      names.forEach((name, index) => {
        const path = bench.path(name);
        const text = texts[index] ?? "";
        const findings = bench.project.check(path, { preset: "strict" });
        expect(findings.filter(({ rule }) => rule === internalError)).toEqual([]);
        for (const finding of findings) expectToFit(finding, path, text);
      });
    }),
    { numRuns: 60, seed: 4 },
  );
});

test("names that modules import from each other in a circle come to an end", () => {
  const bench = workbench();
  const circles: readonly Readonly<Record<string, string>>[] = [
    { "main.ts": 'import { save } from "./main.js";\nsave();\nexport { save };\n' },
    {
      "main.ts": 'import { save } from "./other.js";\nsave();\nexport { save };\n',
      "other.ts": 'export { save } from "./third.js";\n',
      "third.ts": 'export { save } from "./main.js";\n',
    },
    {
      "main.ts":
        'export function save(): void {}\nimport { save } from "./main.js";\nexport function save(): void {}\nsave();\n',
    },
  ];
  for (const sources of circles) {
    bench.load(sources);
    const findings = bench.project.check(bench.path("main.ts"), { preset: "strict" });
    expect(findings.map(({ rule }) => rule)).toEqual([]);
  }
});

test("every rule that throws is a finding of its own kind, beside those of the others", () => {
  const bench = workbench();
  bench.load({ "main.ts": "declare function save(): Promise<void>;\nsave();\n" });
  const rule = allRules.find(({ meta }) => meta.id === "await-non-promise");
  const { visit } = rule ?? {};
  if (rule === undefined || visit === undefined) throw new Error("The rule is gone");
  try {
    rule.visit = () => {
      throw new Error("no luck");
    };
    bench.load({ "main.ts": "declare function save(): Promise<void>;\nsave();\nawait 1;\n" });
    expect(bench.project.check(bench.path("main.ts")).map((one) => one.rule)).toEqual([
      "floating-promise",
      internalError,
    ]);
  } finally {
    rule.visit = visit;
  }
});

function expectToFit(finding: Finding, path: string, text: string): void {
  const places = [finding, ...finding.related, ...(finding.group ?? [])];
  const edits = finding.fixes.flatMap((fix) => fix.edits);
  const pending = (finding.refusals ?? []).flatMap((one) => one.pending ?? []);
  const inside = ({ end, file, start }: Span): boolean =>
    file !== path || (0 <= start && start <= end && end <= text.length);
  expect({ finding, fits: [...places, ...edits, ...pending].every(inside) }).toEqual({
    finding,
    fits: true,
  });
  expect(finding.file).toBe(path);
  expect(finding.end).toBeGreaterThan(finding.start);
  for (const fix of finding.fixes) expect(applyFixes(text, [fix], path).applied).toHaveLength(1);
}

type Change = (text: string, at: number) => string;

const operations: readonly Change[] = [
  (text, at) => withToken(text, at, () => ""),
  (text, at) => withToken(text, at, (token) => `${token} ${token}`),
  (text, at) => withToken(text, at, (token) => `${token}(`),
  (text, at) => withToken(text, at, (token) => `await ${token}`),
  (text, at) => withToken(text, at, (token) => `async ${token} =>`),
  (text, at) => withToken(text, at, (token) => `{ ${token}`),
  (text, at) => withToken(text, at, (token) => `\`\${${token}`),
  (text, at) => text.slice(0, at % (text.length + 1)),
  (text, at) => text.slice(at % (text.length + 1)),
];

function withToken(text: string, at: number, change: (token: string) => string): string {
  const starts: [start: number, end: number][] = [];
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, text);
  while (scanner.scan() !== ts.SyntaxKind.EndOfFileToken) {
    starts.push([scanner.getTokenStart(), scanner.getTokenEnd()]);
  }
  const [start, end] = starts[at % Math.max(starts.length, 1)] ?? [0, 0];
  return text.slice(0, start) + change(text.slice(start, end)) + text.slice(end);
}

function ownSources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .filter((text) => text.length < 6_000);
}
