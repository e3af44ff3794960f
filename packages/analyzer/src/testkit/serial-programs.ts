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
/** @effects reads db.a latency io */ declare function listA(n: number): Promise<number[]>;
/** @effects reads db.b latency io */ declare function listB(n: number): Promise<number[]>;
/** @effects writes fs latency io */ declare function writeFile(path: number, n: number): Promise<void>;
/** @pure */ declare function mix(...all: (number | string)[]): number;
/** @pure */ declare function numbers(n: number): number[];
const shared = { x: 0, list: [] as number[] };
async function needA(n: number): Promise<number> {
  const found = await readA(n);
  if (found % 5 === 0) throw new Error("none");
  return found;
}
async function needB(n: number): Promise<number> {
  const found = await readB(n);
  if (found % 5 === 0) throw new Error("none");
  return found;
}
async function checkA(n: number): Promise<void> {
  if ((await readA(n)) % 3 === 0) throw new Error("no");
}
async function checkB(n: number): Promise<void> {
  if ((await readB(n)) % 3 === 0) throw new Error("no");
}
const known = new Map<string, number>();
async function getA(n: number): Promise<number> {
  const at = \`A \${n}\`;
  const before = known.get(at);
  if (before !== undefined) return before;
  const found = await readA(n);
  known.set(at, found);
  return found;
}
async function getB(n: number): Promise<number> {
  const at = \`B \${n}\`;
  const before = known.get(at);
  if (before !== undefined) return before;
  const found = await readB(n);
  known.set(at, found);
  return found;
}
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
  "argument that changes between": ({ own, arg, x, y }) =>
    `let ${own}n = ${arg()}; const ${own}a = await read${x}(${own}n); ${own}n = mix(${own}n, 3); const ${own} = mix(${own}a, await read${y}(${own}n));`,
  "argument that is counted up": ({ own, x, y }) =>
    `let ${own}n = 1; const ${own} = mix(await read${x}(${own}n++), await read${y}(${own}n++), ${own}n);`,
  "more than awaited": ({ own, arg, x, y }) =>
    `const ${own}a = (await read${x}(${arg()})) as number; const ${own}b = (await read${y}(${arg()}))!; const ${own} = mix(${own}a, -${own}b);`,
  "member of what is awaited": ({ own, arg, x, y }) =>
    `const ${own}a = (await pair${x}(${arg()})).x; const ${own} = mix(${own}a, (await pair${y}(${arg()}))["x"]);`,
  "spread objects": ({ own, arg, x, y }) =>
    `const ${own}o = { ...(await pair${x}(${arg()})), ...(await pair${y}(${arg()})) }; const ${own} = mix(${own}o.x);`,
  "spread lists": ({ own, arg, x, y }) =>
    `const ${own} = mix(...(await list${x}(${arg()})), ...(await list${y}(${arg()})));`,
  "patterns of lists": ({ own, arg, x, y }) =>
    `const [${own}a = 1] = await list${x}(${arg()}); const [, ${own}b = 2, ...${own}c] = await list${y}(${arg()}); const ${own} = mix(${own}a, ${own}b, ...${own}c);`,
  "pattern that is assigned": ({ own, arg, x, y }) =>
    `let ${own}a = 0; let ${own} = 0; [${own}a, ${own}] = [await read${x}(${arg()}), await read${y}(${arg()})]; ${own} = mix(${own}, ${own}a);`,
  "keys and values": ({ own, arg, x, y }) =>
    `const ${own}o = { [await read${x}(${arg()})]: await read${y}(${arg()}) }; const ${own} = mix(JSON.stringify(${own}o));`,
  "set of two": ({ own, arg, x, y }) =>
    `const ${own} = mix(...new Set([await read${x}(${arg()}), await read${y}(${arg()})]));`,
  comparison: ({ own, arg, x, y }) =>
    `const ${own} = (await read${x}(${arg()})) > (await read${y}(${arg()})) ? 1 : 2;`,
  condition: ({ own, arg, x, y }) =>
    `let ${own} = 1; if ((await read${x}(${arg()})) > (await read${y}(${arg()}))) { ${own} = 2; }`,
  "condition that may end": ({ own, arg, x, y }) =>
    `let ${own} = 1; if ((await read${x}(${arg()})) % 2 === 0 && (await read${y}(${arg()})) % 2 === 0) { ${own} = 2; }`,
  switch: ({ own, arg, x, y }) =>
    `let ${own} = 1; switch (mix(await read${x}(${arg()}), await read${y}(${arg()})) % 2) { case 0: ${own} = ${arg()}; break; default: ${own} = 5; }`,
  "what stands in for nothing": ({ own, arg, x, y }) =>
    `const ${own}m = ${arg()} > 3 ? undefined : ${arg()}; const ${own}a = await read${x}(${arg()}); const ${own} = mix(${own}m ?? (await read${y}(${arg()})), ${own}a);`,
  "assigned where there is nothing": ({ own, arg, x, y }) =>
    `let ${own}m = ${arg()} > 3 ? undefined : ${arg()}; ${own}m ??= await read${x}(${arg()}); const ${own} = mix(${own}m, await read${y}(${arg()}));`,
  "choice between nested ones": ({ own, arg, x, y }) =>
    `const ${own}a = ${arg()} > 3 ? (${arg()} > 5 ? await read${x}(${arg()}) : 2) : await read${y}(${arg()}); const ${own} = mix(${own}a, await read${y}(${arg()}));`,
  "same choice twice": ({ own, arg, x, y }) =>
    `const ${own}t = ${arg()} > 3; const ${own}a = ${own}t ? await read${x}(${arg()}) : undefined; const ${own}b = ${own}t ? await read${y}(${arg()}) : undefined; const ${own} = mix(${own}a ?? 1, ${own}b ?? 2);`,
  "choices of different things": ({ own, arg, x, y }) =>
    `const ${own}t = ${arg()} > 3; const ${own}u = ${arg()} < 9; const ${own}a = ${own}t ? await read${x}(${arg()}) : 0; const ${own}b = ${own}u && (await read${y}(${arg()})); const ${own} = mix(${own}a, String(${own}b));`,
  "choice whose test changes": ({ own, arg, x, y }) =>
    `let ${own}t = ${arg()}; const ${own}a = ${own}t > 3 ? await read${x}(${arg()}) : 0; ${own}t = mix(${own}t); const ${own}b = ${own}t % 2 > 0 ? await read${y}(${arg()}) : 0; const ${own} = mix(${own}a, ${own}b);`,
  "returned object": ({ own, arg, x, y }) =>
    `const ${own}f = async () => { const one = await read${x}(${arg()}); return { one, two: await read${y}(${arg()}) }; }; const ${own} = mix(JSON.stringify(await ${own}f()));`,
  "returned choice": ({ own, arg, x, y }) =>
    `const ${own}f = async () => { const one = await read${x}(${arg()}); return ${arg()} > 3 ? mix(one, await read${y}(${arg()})) : one; }; const ${own} = mix(await ${own}f());`,
  "returned from a try": ({ own, arg, x, y }) =>
    `const ${own}f = async () => { try { const one = await read${x}(${arg()}); const two = await read${y}(${arg()}); return mix(one, two); } catch { return ${arg()}; } }; const ${own} = mix(await ${own}f());`,
  "names that a fix would take": ({ own, arg, x, y }) =>
    `const ${own}f = async (a: number, b: number) => { const result = ${arg()}; const awaited = ${arg()}; return mix(a, b, result, awaited, await read${x}(a), await read${y}(b)); }; const ${own} = await ${own}f(${arg()}, ${arg()});`,
  "reads that throw": ({ own, arg, x, y }) =>
    `const ${own}a = await need${x}(${arg()}); const ${own}b = await need${y}(${arg()}); const ${own} = mix(${own}a, ${own}b);`,
  "remembered reads": ({ own, arg, x, y }) =>
    `const ${own}a = await get${x}(${arg()}); const ${own}b = await get${y}(${arg()}); const ${own} = mix(${own}a, ${own}b);`,
  chains: ({ own, arg, x, y }) =>
    `const ${own}a = await read${x}(${arg()}); const ${own}b = await read${y}(${own}a); const ${own}c = await read${y}(${arg()}); const ${own}d = await read${x}(${own}c); const ${own} = mix(${own}b, ${own}d);`,
  "promise that is begun early": ({ own, arg, x, y }) =>
    `const ${own}p = read${x}(${arg()}); const ${own}a = await read${y}(${arg()}); const ${own} = mix(await ${own}p, ${own}a);`,
  "recursion over a list": ({ own, arg, x }) =>
    `const ${own}f = async (rest: number[]): Promise<number> => { const [one, ...more] = rest; if (one === undefined) return 0; const got = await read${x}(one); return mix(got, await ${own}f(more)); }; const ${own} = await ${own}f([1, ${arg()}, 3]);`,
  "summing loop": ({ own, arg, x }) =>
    `let ${own} = 0; ${eachOf("[1, 2, 3]", `${own} += await read${x}(mix(one, ${arg()}));`)}`,
  "loop that fills an object": ({ own, arg, x }) =>
    `const ${own}o: Record<number, number> = {}; ${eachOf("[3, 2, 1]", `${own}o[one] = await read${x}(mix(one, ${arg()}));`)} const ${own} = mix(JSON.stringify(${own}o));`,
  "loop that fills a map": ({ own, arg, x }) =>
    `const ${own}m = new Map<number, number>(); ${eachOf("[3, 2, 1]", `${own}m.set(one, await read${x}(mix(one, ${arg()})));`)} const ${own} = mix(...[...${own}m].flat());`,
  "loop that asks what it fills": ({ own, arg, x }) =>
    `const ${own}l: number[] = [${arg()}]; ${eachOf("[1, 2, 3]", `const got = (await read${x}(mix(one, ${arg()}))) % 3; if (!${own}l.includes(got)) ${own}l.push(got);`)} const ${own} = mix(...${own}l);`,
  "loop that asks what it fills before it waits": ({ own, arg, x }) =>
    `const ${own}l: number[] = []; ${eachOf("[1, 2, 3]", `if (${own}l.includes(${arg()})) continue; ${own}l.push((await read${x}(one)) % 3);`)} const ${own} = mix(...${own}l);`,
  "loop while there are more": ({ own, arg, x }) =>
    `const ${own}i = [${arg()}, 5, ${arg()}]; let ${own} = 0; let ${own}k = 0; while (${own}k < ${own}i.length) { const got = await read${x}(${own}i[${own}k]!); ${own} = mix(${own}, got); ${own}k += 1; }`,
  "loop over keys": ({ own, arg, x }) =>
    `let ${own} = 0; for (const one in { 1: 2, 3: 4 }) { const got = await read${x}(mix(one, ${arg()})); ${own} = mix(${own}, got); }`,
  "loop over entries": ({ own, arg, x }) =>
    `let ${own} = 0; for (const [at, one] of [4, 5].entries()) { const got = await read${x}(mix(one, ${arg()})); ${own} = mix(${own}, at, got); }`,
  "loop that changes its item": ({ own, arg, x }) =>
    `let ${own} = 0; for (let one of [4, 5]) { one = mix(one, ${arg()}); const got = await read${x}(one); ${own} = mix(${own}, one, got); }`,
  "loop that counts before it waits": ({ own, arg, x }) =>
    `let ${own} = 0; let ${own}c = ${arg()}; ${eachOf("[4, 5]", `${own}c += 1; const got = await read${x}(mix(one, ${own}c)); ${own} = mix(${own}, got);`)}`,
  "loop of two waits": ({ own, arg, x, y }) =>
    `const ${own}l: number[] = []; ${eachOf("[1, 2, 3]", `const got = await read${x}(mix(one, ${arg()})); const more = await read${y}(one); ${own}l.push(mix(got, more));`)} const ${own} = mix(...${own}l);`,
  "loop of gathers": ({ own, arg, x, y }) =>
    `const ${own}l: number[] = []; ${eachOf("[1, 2, 3]", `const [got, more] = await Promise.all([read${x}(mix(one, ${arg()})), read${y}(one)]); ${own}l.push(mix(got, more));`)} const ${own} = mix(...${own}l);`,
  "loop in a loop": ({ own, arg, x }) =>
    `const ${own}l: number[] = []; ${eachOf("[1, 2]", `for (const two of [3, 4]) { ${own}l.push(await read${x}(mix(one, two, ${arg()}))); }`)} const ${own} = mix(...${own}l);`,
  "loop over what each turn loads": ({ own, arg, x }) =>
    `const ${own}l: number[] = []; ${eachOf("[1, 2]", `for (const two of await list${x}(mix(one, ${arg()}))) { ${own}l.push(mix(one, two)); }`)} const ${own} = mix(...${own}l);`,
  "loop in a loop of any length": ({ own, arg, x, y }) =>
    `const ${own}l: number[] = []; ${eachOf(`numbers(${arg()})`, `const got = await read${y}(one); for (const two of numbers(got)) { ${own}l.push(await read${x}(mix(two, ${arg()}))); }`)} const ${own} = mix(...${own}l);`,
  "loop that goes on with the outer one": ({ own, arg, x }) =>
    `let ${own} = 0; outer: for (const one of [1, 2]) { for (const two of [3, 4]) { const got = await read${x}(mix(one, two, ${arg()})); if (got % 2 === 0) continue outer; ${own} = mix(${own}, got); } }`,
  "loop that ends early": ({ own, arg, x }) =>
    `let ${own} = 0; ${eachOf("[1, 2, 3]", `const got = await read${x}(mix(one, ${arg()})); if (got % 3 === 0) break; ${own} = mix(${own}, got);`)}`,
  "loop that looks for one": ({ own, arg, x }) =>
    `const ${own}f = async () => { ${eachOf("[1, 2, 3]", `const got = await read${x}(mix(one, ${arg()})); if (got % 3 === 0) return got;`)} return 0; }; const ${own} = mix(await ${own}f());`,
  "loop of reads that throw": ({ own, arg, x }) =>
    `const ${own}l: number[] = []; ${eachOf("[1, 2, 3]", `${own}l.push(await need${x}(mix(one, ${arg()})));`)} const ${own} = mix(...${own}l);`,
  "loop of remembered reads": ({ own, arg, x }) =>
    `const ${own}l: number[] = []; ${eachOf("[1, 2, 1, 3]", `${own}l.push(await get${x}(mix(one, ${arg()})));`)} const ${own} = mix(...${own}l);`,
  "loop of checks": ({ own, arg, x }) =>
    `const ${own}l: number[] = []; ${eachOf("[1, 2, 3]", `try { await check${x}(mix(one, ${arg()})); ${own}l.push(one); } catch {}`)} const ${own} = mix(...${own}l);`,
  "loop of changes that keeps its errors": ({ own, arg, x }) =>
    `const ${own}l: number[] = []; ${eachOf("[1, 2, 3]", `try { await write${x}(mix(one, ${arg()})); } catch { ${own}l.push(one); }`)} const ${own} = mix(...${own}l);`,
  "loop that throws what it noted": ({ own, arg, x }) =>
    `const ${own}l: number[] = []; ${eachOf("[1, 2, 3]", `try { ${own}l.push(await read${x}(mix(one, ${arg()}))); } catch (error) { throw new Error(String(error)); }`)} const ${own} = mix(...${own}l);`,
  "loop with a closure": ({ own, arg, x }) =>
    `const ${own}l: number[] = []; ${eachOf("[1, 2, 3]", `const ask = () => read${x}(mix(one, ${arg()})); ${own}l.push(await ask());`)} const ${own} = mix(...${own}l);`,
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

/** The item of a turn that other forms stand in. */
const itemOf = (own: string): string => `${own}one`;

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
  turns: ({ own }, inner, last) =>
    `const ${own}l: number[] = []; for (const ${itemOf(own)} of [1, 2, 3]) { ${inner} ${own}l.push(mix(${last}, ${itemOf(own)})); } const ${own} = mix(...${own}l);`,
  "turns of any number": ({ own, arg }, inner, last) =>
    `let ${own} = 0; for (const ${itemOf(own)} of numbers(${arg()})) { ${inner} ${own} = mix(${last}, ${itemOf(own)}, ${own}); }`,
  "turns that keep their errors": ({ own }, inner, last) =>
    `const ${own}l: number[] = []; for (const ${itemOf(own)} of [1, 2, 3]) { try { ${inner} ${own}l.push(${last}); } catch { ${own}l.push(${itemOf(own)}); } } const ${own} = mix(...${own}l);`,
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
        const kind = Object.keys(frames)[one.kind] as string;
        const inSight = kind.startsWith("turns") ? [...scope, itemOf(own)] : scope;
        const [inner, names] = write(one.inner, inSight);
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
