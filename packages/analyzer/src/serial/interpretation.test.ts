import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { ts } from "../model/compiler.js";
import { findIn } from "../testkit/check-findings.js";
import { applyFixes } from "../text/apply-fixes.js";

// Programs are made of calls with known effects, run as they are and as their safe fixes make them,
// over a model of the resources: they must leave the same state and results, and fail alike.

const declarations = `
/** @effects reads db.a latency io */ declare function readA(n: number): Promise<number>;
/** @effects reads db.b latency io */ declare function readB(n: number): Promise<number>;
/** @effects reads db.a writes db.a latency io */ declare function writeA(n: number): Promise<number>;
/** @effects reads db.b writes db.b latency io */ declare function writeB(n: number): Promise<number>;
/** @pure */ declare function mix(...all: number[]): number;
`;

const head = `
export async function main() {
  let total = 0;
  const add = async (n: number) => { total += n; return readA(total); };
  const v0 = 1;
`;

type Make = (
  index: number,
  arg: (choice: number) => string,
  resource: string,
  other: string,
) => string;

/** The statements that programs are made of; each brings a \`v\` of its number. */
const makers: readonly Make[] = [
  (i, arg, x) => `const v${i} = await read${x}(${arg(0)});`,
  (i, arg, x, y) => `const v${i} = await read${x}(await read${y}(${arg(0)}));`,
  (i, arg, x) => `const v${i} = await read${x}(mix(${arg(0)}, ${arg(1)}));`,
  (i, arg) => `const v${i} = mix(${arg(0)}, ${arg(1)});`,
  (i, arg, x) => `const v${i} = await write${x}(${arg(0)});`,
  (i, arg, x) => `await write${x}(${arg(0)}); const v${i} = ${arg(1)};`,
  (i, arg) => `if (mix(${arg(0)}) % 5 === 0) return [${arg(1)}, total]; const v${i} = ${arg(0)};`,
  (i, arg, x) => `let v${i} = await read${x}(${arg(0)}); v${i} = mix(v${i}, ${arg(1)});`,
  (i, arg, x, y) =>
    `const o${i} = { x: await read${x}(${arg(0)}), y: [await read${y}(${arg(1)})] }; const v${i} = mix(o${i}.x, ...o${i}.y);`,
  (i, arg, x, y) => `const v${i} = mix(await read${x}(${arg(0)}), await read${y}(${arg(1)}));`,
  (i, arg, x, y) =>
    `let v${i} = 0; try { const p = await read${x}(${arg(0)}); const q = await read${y}(${arg(1)}); v${i} = p + q; } catch { v${i} = ${arg(0)}; }`,
  (i, arg, x) =>
    `const l${i}: number[] = []; for (const one of [1, 2, 3]) { l${i}.push(await read${x}(mix(one, ${arg(0)}))); } const v${i} = mix(...l${i});`,
  (i, arg, x) =>
    `let v${i} = ${arg(0)}; for (const one of [1, 2, 3]) { const got = await read${x}(mix(one, v${i})); v${i} = mix(v${i}, got); }`,
  (i, arg, x) =>
    `let v${i} = 0; for (const one of [4, 5]) { const got = await read${x}(mix(one, ${arg(0)})); v${i} = mix(v${i}, got); }`,
  (i, arg, x) =>
    `const l${i}: number[] = []; let c${i} = 0; for (const one of [1, 2, 3]) { const got = await read${x}(mix(one, ${arg(0)})); c${i} = mix(c${i}, one); l${i}.push(mix(got, c${i})); } const v${i} = mix(...l${i});`,
  (i, arg, x) =>
    `let v${i} = 0; for (const [one, two] of [[1, 2], [3, 4]] as const) { const next = mix(one, ${arg(0)}); const got = await read${x}(next); if (got % 2 === 0) continue; v${i} = mix(v${i}, next, got, two); }`,
  (i, arg, x) =>
    `const i${i} = [${arg(0)}, 5, ${arg(1)}] as const; let v${i} = 0; for (let k = 0; k < i${i}.length; k++) { const one = i${i}[k]!; const got = await read${x}(one); v${i} = mix(v${i}, got); }`,
  (i, arg, x) =>
    `let v${i} = 0; for (const one of [2, 9]) { if ((await read${x}(mix(one, ${arg(0)}))) % 3 > 0) { v${i} = mix(v${i}, one); } }`,
  (i, arg) => `const v${i} = await add(${arg(0)});`,
  (i, arg) => `total += ${arg(0)}; const v${i} = total;`,
];

const statement = fc.record({
  maker: fc.nat(makers.length - 1),
  first: fc.nat(30),
  second: fc.nat(30),
  resource: fc.constantFrom("A", "B"),
  other: fc.constantFrom("A", "B"),
});

const programs = fc.array(statement, { minLength: 2, maxLength: 7 }).map((statements) => {
  const lines = statements.map(({ maker, first, second, resource, other }, index) => {
    const pick = (choice: number): string => {
      const wish = choice === 0 ? first : second;
      return wish % 3 === 0 ? String(wish) : `v${wish % (index + 1)}`;
    };
    return `  ${(makers[maker] as Make)(index + 1, pick, resource, other).replaceAll("; ", ";\n  ")}`;
  });
  const all = Array.from({ length: statements.length + 1 }, (_, index) => `v${index}`);
  return `${head}${lines.join("\n")}\n  return [${all.join(", ")}, total];\n}\n`;
});

/** The text with every safe fix applied, until there is none. */
function fixed(text: string): { readonly text: string; readonly count: number } {
  let at = `${declarations}${text}`;
  let count = 0;
  for (let round = 0; round < 5; round += 1) {
    const fixes = ["serial-await", "serial-await-in-loop"].flatMap((rule) =>
      findIn(rule, at).flatMap((finding) =>
        finding.fixes.filter(({ safety }) => safety === "safe"),
      ),
    );
    if (fixes.length === 0) break;
    const outcome = applyFixes(at, fixes);
    count += outcome.applied.length;
    at = outcome.text;
  }
  return { text: at.slice(declarations.length), count };
}

interface Outcome {
  readonly result: unknown;
  readonly failed: boolean;
  readonly state: Readonly<Record<string, number>>;
}

/** Runs a program whose calls wait for as many turns as their name and argument say. */
async function run(text: string, failing: number): Promise<Outcome> {
  const state = { A: 3, B: 5 };
  const settle = async (name: string, n: number): Promise<void> => {
    const mark = (name.charCodeAt(0) * 7 + name.charCodeAt(name.length - 1) * 3 + n) % 11;
    for (let turn = 0; turn < mark; turn += 1) await null;
    if (mark === failing) throw new Error(`${name}(${n})`);
  };
  const read = (x: "A" | "B") => async (n: number) => {
    await settle(`read${x}`, n);
    return (state[x] * 31 + n) % 997;
  };
  const write = (x: "A" | "B") => async (n: number) => {
    await settle(`write${x}`, n);
    state[x] = (state[x] * 7 + n) % 997;
    return state[x];
  };
  const mix = (...all: number[]) => all.reduce((sum, one) => (sum * 13 + one) % 997, 1);
  const code = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  }).outputText;
  const program = new Function(
    "readA",
    "readB",
    "writeA",
    "writeB",
    "mix",
    `${code.replace("export async function", "async function").replace("export {};", "")}\nreturn main();`,
  ) as (...all: unknown[]) => Promise<unknown>;
  try {
    const result = await program(read("A"), read("B"), write("A"), write("B"), mix);
    return { result, failed: false, state };
  } catch {
    return { result: undefined, failed: true, state };
  }
}

test("safe fixes leave the same state and results, and fail where the program failed", async () => {
  let fixes = 0;
  await fc.assert(
    fc.asyncProperty(programs, async (program) => {
      const { text, count } = fixed(program);
      fixes += count;
      if (count === 0) return;
      // Eleven is what no call's mark is: nothing fails then.
      for (const failing of [11, 0, 2, 4, 7, 9]) {
        const before = await run(program, failing);
        const after = await run(text, failing);
        expect({ ...after, text }).toEqual({ ...before, text });
      }
    }),
    { numRuns: 25, seed: 5 },
  );
  expect(fixes).toBeGreaterThan(10);
}, 300_000);
