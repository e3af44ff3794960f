import fc from "fast-check";

// Programs whose effects are known, in every form in which awaits follow each other: what they are made
// of, and how they are put together at random.

/** What the programs call. It is declared to the analyser, and played by a model where they run. */
export const declarations = `
/** @effects reads db.a latency io */ declare function readA(n: number): Promise<number>;
/** @effects reads db.b latency io */ declare function readB(n: number): Promise<number>;
/** @effects reads db.a latency io */ declare function pairA(n: number): Promise<{ x: number; y: number }>;
/** @effects reads db.b latency io */ declare function pairB(n: number): Promise<{ x: number; y: number }>;
/** @effects reads db.a writes db.a latency io */ declare function writeA(n: number): Promise<number>;
/** @effects reads db.b writes db.b latency io */ declare function writeB(n: number): Promise<number>;
/** @effects writes fs latency io */ declare function writeFile(path: number, n: number): Promise<void>;
/** @pure */ declare function mix(...all: (number | string)[]): number;
/** @pure */ declare function numbers(n: number): number[];
const shared = { x: 0, list: [] as number[] };
`;

/** What a file imports decides how its loops are bounded, and what its gathers are called. */
export const headers = [
  "",
  `import { gather, mapConcurrent } from "@awaitwise/runtime";\nexport const used = [gather, mapConcurrent];\n`,
  `import pMap from "p-map";\nexport const used = pMap;\n`,
  `import pLimit from "p-limit";\nconst limit = pLimit(2);\nexport const used = limit;\n`,
] as const;

/** What the making of a form is given: names of its own, and values that are in sight. */
interface Making {
  /** The name that the form has to bring. */
  readonly own: string;
  /** A value in sight, or a number. */
  arg(): string;
  /** `A` or `B`. */
  readonly x: string;
  readonly y: string;
  /** An object that outlives the function: `this` or `shared`. */
  readonly state: string;
}

type Form = (making: Making) => string;

const eachOf = (items: string, body: string) => `for (const one of ${items}) { ${body} }`;

/** Forms that bring one value each. Those that no fix can be called safe for are there to stand between. */
export const forms: Readonly<Record<string, Form>> = {
  declaration: ({ own, arg, x }) => `const ${own} = await read${x}(${arg()});`,
  declarators: ({ own, arg, x, y }) =>
    `const ${own}a = await read${x}(${arg()}), ${own}b = await read${y}(${arg()}); const ${own} = mix(${own}a, ${own}b);`,
  pattern: ({ own, arg, x }) => `const { x: ${own} } = await pair${x}(${arg()});`,
  "pattern with a default": ({ own, arg, x }) =>
    `const { x: ${own}x, y: ${own} = 4 } = await pair${x}(${arg()});`,
  "declared type": ({ own, arg, x }) => `const ${own}: number = await read${x}(${arg()});`,
  "variable that changes": ({ own, arg, x }) =>
    `let ${own} = await read${x}(${arg()}); ${own} = mix(${own}, ${arg()});`,
  "assigned variable": ({ own, arg, x }) =>
    `let ${own}: number; ${own} = await read${x}(${arg()});`,
  choice: ({ own, arg, x }) => `const ${own} = ${arg()} > 3 ? await read${x}(${arg()}) : ${arg()};`,
  "choice beside an await": ({ own, arg, x, y }) =>
    `const ${own}a = await read${x}(${arg()}); const ${own}b = ${arg()} > 3 ? await read${y}(${arg()}) : 0; const ${own} = mix(${own}a, ${own}b);`,
  "choice between two": ({ own, arg, x, y }) =>
    `const ${own} = mix(${arg()} > 3 ? await read${x}(${arg()}) : await read${y}(${arg()}), await read${y}(${arg()}));`,
  "choice behind a test": ({ own, arg, x, y }) =>
    `const ${own}a = ${arg()} > 3 && (await read${x}(${arg()})); const ${own} = mix(${own}a === false ? 1 : ${own}a, await read${y}(${arg()}));`,
  "choice that writes": ({ own, arg, x, y }) =>
    `const ${own}a = await read${y}(${arg()}); const ${own} = mix(${own}a, ${arg()} > 0 ? await write${x}(${arg()}) : 0);`,
  "nested call": ({ own, arg, x, y }) => `const ${own} = await read${x}(await read${y}(${arg()}));`,
  "nested calls": ({ own, arg, x, y }) =>
    `const ${own} = await read${x}(mix(await read${y}(${arg()}), await read${x}(${arg()})));`,
  arguments: ({ own, arg, x, y }) =>
    `const ${own} = mix(await read${x}(${arg()}), ${arg()}, await read${y}(${arg()}));`,
  operands: ({ own, arg, x, y }) =>
    `const ${own} = (await read${x}(${arg()})) + (await read${y}(${arg()}));`,
  array: ({ own, arg, x, y }) =>
    `const ${own}l = [await read${x}(${arg()}), await read${y}(${arg()})]; const ${own} = mix(...${own}l);`,
  "array with more": ({ own, arg, x, y }) =>
    `const ${own}l = [await read${x}(${arg()}), ${arg()}, await read${y}(${arg()})]; const ${own} = mix(...${own}l);`,
  object: ({ own, arg, x, y }) =>
    `const ${own}o = { x: await read${x}(${arg()}), y: [await read${y}(${arg()})] }; const ${own} = mix(${own}o.x, ...${own}o.y);`,
  template: ({ own, arg, x, y }) =>
    `const ${own} = mix(\`\${await read${x}(${arg()})}-\${await read${y}(${arg()})}\`);`,
  "arrow function": ({ own, arg, x, y }) =>
    `const ${own}f = async () => mix(await read${x}(${arg()}), await read${y}(${arg()})); const ${own} = await ${own}f();`,
  "object of an arrow function": ({ own, arg, x, y }) =>
    `const ${own}f = async () => ({ x: await read${x}(${arg()}), y: await read${y}(${arg()}) }); const ${own} = mix((await ${own}f()).x);`,
  "returned array": ({ own, arg, x, y }) =>
    `const ${own}f = async () => { return [await read${x}(${arg()}), await read${y}(${arg()})]; }; const ${own} = mix(...(await ${own}f()));`,
  "returned template": ({ own, arg, x, y }) =>
    `const ${own}f = async () => { return \`\${await read${x}(${arg()})} \${await read${y}(${arg()})}\`; }; const ${own} = mix(await ${own}f());`,
  "returned call": ({ own, arg, x, y }) =>
    `const ${own}f = async () => { const one = await read${x}(${arg()}); return mix(one, await read${y}(${arg()})); }; const ${own} = await ${own}f();`,
  "own object": ({ own, arg, x, y }) =>
    `const ${own}o = { x: 0, y: 0 }; ${own}o.x = await read${x}(${arg()}); ${own}o.y = await read${y}(${arg()}); const ${own} = mix(${own}o.x, ${own}o.y);`,
  "own list": ({ own, arg, x, y }) =>
    `const ${own}l: number[] = []; ${own}l.push(await read${x}(${arg()})); ${own}l.push(await read${y}(${arg()})); const ${own} = mix(...${own}l);`,
  "shared object": ({ own, arg, x, y, state }) =>
    `${state}.x = await read${x}(${arg()}); ${state}.list.push(await read${y}(${arg()})); const ${own} = ${state}.x;`,
  "filled argument": ({ own, arg, x, y }) =>
    `out.push(await read${x}(${arg()})); out.push(await read${y}(${arg()})); const ${own} = out.length;`,
  "captured variable": ({ own, arg, x, y }) =>
    `let ${own} = 0; const ${own}f = async () => { ${own} = await read${x}(${arg()}); ${own} += await read${y}(${arg()}); }; await ${own}f();`,
  "collecting loop": ({ own, arg, x }) =>
    `const ${own}l: number[] = []; ${eachOf("[1, 2, 3]", `${own}l.push(await read${x}(mix(one, ${arg()})));`)} const ${own} = mix(...${own}l);`,
  "collecting loop with steps": ({ own, arg, x }) =>
    `const ${own}l: number[] = []; ${eachOf("[1, 2, 3]", `const got = await read${x}(mix(one, ${arg()})); const more = mix(got, one); ${own}l.push(more);`)} const ${own} = mix(...${own}l);`,
  "loop that goes on collecting": ({ own, arg, x }) =>
    `const ${own}l: number[] = [${arg()}]; const ${own}k = ${arg()}; ${eachOf("[1, 2, 3]", `${own}l.push(await read${x}(mix(one, ${own}k)));`)} const ${own} = mix(...${own}l);`,
  "loop that collects in an argument": ({ own, arg, x }) =>
    `${eachOf("[1, 2, 3]", `out.push(await read${x}(mix(one, ${arg()})));`)} const ${own} = out.length;`,
  "loop that collects in a shared list": ({ own, arg, x, state }) =>
    `${eachOf("[1, 2, 3]", `const got = await read${x}(mix(one, ${arg()})); ${state}.list.push(got);`)} const ${own} = ${state}.list.length;`,
  "loop that uses what it awaits": ({ own, arg, x }) =>
    `let ${own} = 0; ${eachOf("[4, 5]", `const got = await read${x}(mix(one, ${arg()})); ${own} = mix(${own}, got);`)}`,
  "loop that collects what it counts": ({ own, arg, x }) =>
    `const ${own}l: number[] = []; let ${own}c = 0; ${eachOf("[1, 2, 3]", `const got = await read${x}(mix(one, ${arg()})); ${own}c = mix(${own}c, one); ${own}l.push(mix(got, ${own}c));`)} const ${own} = mix(...${own}l);`,
  "loop over pairs that goes on with the next": ({ own, arg, x }) =>
    `let ${own} = 0; for (const [one, two] of [[1, 2], [3, 4]] as const) { const next = mix(one, ${arg()}); const got = await read${x}(next); if (got % 2 === 0) continue; ${own} = mix(${own}, next, got, two); }`,
  "loop by index": ({ own, arg, x }) =>
    `const ${own}i = [${arg()}, 5, ${arg()}] as const; let ${own} = 0; for (let k = 0; k < ${own}i.length; k++) { const one = ${own}i[k]!; const got = await read${x}(one); ${own} = mix(${own}, got); }`,
  "loop that asks before it goes on": ({ own, arg, x }) =>
    `let ${own} = 0; for (const one of [2, 9]) { if ((await read${x}(mix(one, ${arg()}))) % 3 > 0) { ${own} = mix(${own}, one); } }`,
  "loop of any length": ({ own, arg, x }) =>
    `const ${own}l: number[] = []; ${eachOf(`numbers(${arg()})`, `${own}l.push(await read${x}(mix(one, ${arg()})));`)} const ${own} = mix(...${own}l);`,
  "loop of any length that uses what it awaits": ({ own, arg, x }) =>
    `let ${own} = 0; ${eachOf(`numbers(${arg()})`, `const got = await read${x}(mix(one, ${arg()})); ${own} = mix(${own}, got);`)}`,
  "loop that notes its errors": ({ own, arg, x }) =>
    `const ${own}l: number[] = []; ${eachOf("[1, 2, 3]", `try { ${own}l.push(await read${x}(mix(one, ${arg()}))); } catch { ${own}l.push(one); }`)} const ${own} = mix(...${own}l);`,
  "loop of any length that notes its errors": ({ own, arg, x, y }) =>
    `const ${own}l: number[] = []; ${eachOf(`numbers(${arg()})`, `try { const got = await read${x}(mix(one, ${arg()})); const more = await read${y}(got); ${own}l.push(mix(got, more)); } catch { ${own}l.push(one); }`)} const ${own} = mix(...${own}l);`,
  "loop that goes on after an error": ({ own, arg, x }) =>
    `const ${own}l: number[] = [${arg()}]; const ${own}k = ${arg()}; ${eachOf("[1, 2, 3, 4]", `try { const got = await read${x}(mix(one, ${own}k)); if (got % 2 === 0) continue; if (got % 3 === 0) { ${own}l.push(got, one); } else { ${own}l.push(got); } } catch { continue; }`)} const ${own} = mix(...${own}l);`,
  "loop that goes on after an error of its own": ({ own, arg, x }) =>
    `const ${own}l: number[] = []; ${eachOf("[1, 2, 3]", `const mine: number[] = []; mine.push(mix(one, ${arg()})); try { if (one % 2 === 0) throw new Error("no"); ${own}l.push(await read${x}(mix(...mine))); } catch { ${own}l.push(...mine); }`)} const ${own} = mix(...${own}l);`,
  "loop that notes its errors behind a test": ({ own, arg, x }) =>
    `const ${own}l: number[] = []; ${eachOf("[1, 2, 3]", `if (one !== 2) { try { ${own}l.push(await read${x}(mix(one, ${arg()}))); } catch { ${own}l.push(one); } }`)} const ${own} = mix(...${own}l);`,
  "loop that counts its errors": ({ own, arg, x }) =>
    `const ${own}l: number[] = []; let ${own} = 0; ${eachOf("[1, 2, 3]", `try { ${own}l.push(await read${x}(mix(one, ${arg()}))); } catch { ${own} += one; }`)} ${own} = mix(${own}, ...${own}l);`,
  "loop over own files": ({ own, arg }) =>
    `${eachOf("[1, 2, 3]", `const path = mix(one, 5); if (one !== 2) await writeFile(path, ${arg()});`)} const ${own} = ${arg()};`,
  "loop that a gather waits for": ({ own, arg, x }) =>
    `const ${own}l: unknown[] = []; ${eachOf("[1, 2, 3]", `${own}l.push(await read${x}(mix(one, ${arg()})));`)} const ${own}r = await Promise.all(${own}l); const ${own} = mix(...${own}r.map(String));`,
  "loop whose turns need the one before": ({ own, arg, x }) =>
    `let ${own} = ${arg()}; ${eachOf("[1, 2, 3]", `const got = await read${x}(mix(one, ${own})); ${own} = mix(${own}, got);`)}`,
  "loop that changes what it reads": ({ own, arg, x }) =>
    `let ${own} = 0; ${eachOf("[1, 2, 3]", `const got = await write${x}(mix(one, ${arg()})); ${own} = mix(${own}, got);`)}`,
  reduce: ({ own, arg, x }) =>
    `const ${own} = mix(...(await [1, 2, 3].reduce(async (before, one) => { const all = await before; all.push(await read${x}(mix(one, ${arg()}))); return all; }, Promise.resolve([] as number[]))));`,
  "kept by a handler": ({ own, arg, x, y }) =>
    `let ${own} = 0; let ${own}b = 0; try { ${own} = await read${x}(${arg()}); ${own}b = await read${y}(${arg()}); } catch { ${own}b = 7; } ${own} = mix(${own}, ${own}b);`,
  "list kept by a handler": ({ own, arg, x, y }) =>
    `const ${own}l: number[] = []; try { ${own}l.push(await read${x}(${arg()})); ${own}l.push(await read${y}(${arg()})); } catch { ${own}l.push(9); } const ${own} = mix(...${own}l);`,
  "own to a try": ({ own, arg, x, y }) =>
    `let ${own} = 0; try { const p = await read${x}(${arg()}); const q = await read${y}(${arg()}); ${own} = p + q; } catch { ${own} = ${arg()}; }`,
  computed: ({ own, arg }) => `const ${own} = mix(${arg()}, ${arg()});`,
  "write whose result is used": ({ own, arg, x }) => `const ${own} = await write${x}(${arg()});`,
  "write for its effect": ({ own, arg, x }) =>
    `await write${x}(${arg()}); const ${own} = ${arg()};`,
  "early return": ({ own, arg }) =>
    `if (mix(${arg()}) % 5 === 0) return [${arg()}]; const ${own} = ${arg()};`,
  "throw between": ({ own, arg }) =>
    `if (mix(${arg()}) % 7 === 0) throw new Error("no"); const ${own} = ${arg()};`,
  "call of a closure that counts": ({ own, arg }) => `const ${own} = await add(${arg()});`,
  "shared count": ({ own, arg, state }) => `${state}.x += ${arg()}; const ${own} = ${state}.x;`,
};

/** What can stand around other forms; `inner` are their statements, `last` is what they bring. */
type Frame = (making: Making, inner: string, last: string) => string;

const frames: Readonly<Record<string, Frame>> = {
  block: ({ own }, inner, last) => `let ${own} = 0; { ${inner} ${own} = ${last}; }`,
  branch: ({ own, arg }, inner, last) =>
    `let ${own} = 0; if (mix(${arg()}) % 3 !== 0) { ${inner} ${own} = ${last}; }`,
  case: ({ own, arg }, inner, last) =>
    `let ${own} = 0; switch (mix(${arg()}) % 2) { case 0: ${inner} ${own} = ${last}; break; default: ${own} = 5; }`,
  "try that lets go on": ({ own, arg }, inner, last) =>
    `let ${own} = 0; try { ${inner} ${own} = ${last}; } catch { ${own} = ${arg()}; }`,
  "try with a finally": ({ own, state }, inner, last) =>
    `let ${own} = 0; try { ${inner} ${own} = ${last}; } finally { ${state}.x += 1; }`,
  closure: ({ own }, inner, last) =>
    `const ${own}f = async (): Promise<unknown> => { ${inner} return ${last}; }; const ${own} = mix(String(await ${own}f()));`,
};

/** Where a choice is left, a number says which; the same numbers make the same program. */
export interface Statement {
  readonly kind: number;
  readonly picks: readonly number[];
  readonly x: "A" | "B";
  readonly y: "A" | "B";
  readonly inner: readonly Statement[];
}

export interface Program {
  readonly statements: readonly Statement[];
  readonly isMethod: boolean;
  readonly returns: number;
}

const resource = fc.constantFrom("A" as const, "B" as const);
const picks = fc.array(fc.nat(30), { minLength: 6, maxLength: 6 });

const { statement } = fc.letrec<{ statement: Statement; leaf: Statement; frame: Statement }>(
  (tie) => ({
    statement: fc.oneof(
      { weight: 5, arbitrary: tie("leaf") },
      { weight: 1, arbitrary: tie("frame") },
    ),
    leaf: fc.record({
      kind: fc.nat(Object.keys(forms).length - 1),
      picks,
      x: resource,
      y: resource,
      inner: fc.constant([]),
    }),
    frame: fc.record({
      kind: fc.nat(Object.keys(frames).length - 1),
      picks,
      x: resource,
      y: resource,
      inner: fc.array(tie("leaf"), { minLength: 2, maxLength: 4 }),
    }),
  }),
);

/** Programs of up to six statements, of which some hold others. */
export const programs: fc.Arbitrary<Program> = fc.record({
  statements: fc.array(statement, { minLength: 1, maxLength: 6 }),
  isMethod: fc.boolean(),
  returns: fc.nat(3),
});

/** The text of a file with a program in each of `main0`, `main1` and so on. */
export function fileOf(header: string, all: readonly Program[]): string {
  return `${header}${declarations}${all.map(textOf).join("\n")}`;
}

function textOf({ statements, isMethod, returns }: Program, index: number): string {
  const state = isMethod ? "this" : "shared";
  let count = 0;
  const write = (list: readonly Statement[], seen: readonly string[]): [string, string[]] => {
    const scope = [...seen];
    const lines = list.map((one) => {
      count += 1;
      const own = `v${count}`;
      let picked = 0;
      const known = [...scope];
      const making: Making = {
        own,
        x: one.x,
        y: one.y,
        state,
        arg: () => {
          const wish = one.picks[picked % one.picks.length] ?? 0;
          picked += 1;
          return wish % 3 === 0 ? String(wish) : (known[wish % known.length] ?? "1");
        },
      };
      let text: string;
      if (one.inner.length > 0) {
        const frame = Object.values(frames)[one.kind] as Frame;
        const [inner, names] = write(one.inner, scope);
        text = frame(making, inner, names.at(-1) ?? "0");
      } else text = (Object.values(forms)[one.kind] as Form)(making);
      scope.push(own);
      return text;
    });
    return [lines.join(" "), scope];
  };
  const [body, names] = write(statements, ["v0"]);
  const a = names.at(-1) as string;
  const b = names[Math.floor(names.length / 2)] as string;
  const last = [
    `return [${names.join(", ")}, total];`,
    `return [await readA(${a}), await readB(${b}), total];`,
    `return { a: await readA(${a}), b: await readB(${b}), c: [${names.join(", ")}] };`,
    `return mix(\`\${await readB(${a})} \${await readA(${b})}\`, ${names.join(", ")});`,
  ][returns];
  const code = `let total = 0; const add = async (n: number) => { total += n; return readA(total); }; await add(1); const v0 = 1; ${body} ${last}`;
  // A statement a line, as people write: fixes go by lines.
  const lines = code.replaceAll(/([;{}]) (?=[^{}]*[;{])/g, "$1\n  ");
  return isMethod
    ? `export class Main${index} { x = 0; list: number[] = []; async main(out: number[]): Promise<unknown> {\n  ${lines}\n} }\n`
    : `export async function main${index}(out: number[]): Promise<unknown> {\n  ${lines}\n}\n`;
}
