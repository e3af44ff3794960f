import { afterAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Finding } from "../finding.js";
import { memoryDisk } from "../testkit/memory-disk.js";
import { runsByTypes } from "../testkit/types-of-tests.js";
import { discoverProjects, type TypesFrom } from "./discover.js";
import { closeNativeCompiler } from "./native/native-compiler.js";
import { openProject, type Project } from "./project.js";

/**
 * Whatever bodies of functions are edited in whatever order, what is passed over since nothing was
 * found there before holds nothing now. Every pair of functions that can be in each other's way by a
 * rule's doing stands here: callees, fields, variables of the file, locks, tasks.
 * `AWAITWISE_FUZZ_RUNS` sets how many sequences are tried, `AWAITWISE_FUZZ_SEED` which.
 */
const allRuns = Number(process.env.AWAITWISE_FUZZ_RUNS ?? 30);
const seed = Number(process.env.AWAITWISE_FUZZ_SEED ?? 20_261_126);

const head = (runtime: boolean) => `import { readFile } from "node:fs/promises";
${runtime ? 'import { createTask, coroutine, Lock, sleep } from "@awaitwise/runtime";' : ""}
import { read, save, Store } from "./other";
let pending: Promise<string> | undefined;
let hits = 0;
const cache = new Map<string, Promise<string>>();
const store = new Store();
`;
const declarations = `
export declare function sleep(ms: number): Promise<void>;
export declare class Coroutine<T> extends Promise<T> { readonly name: string; }
export declare function coroutine<A extends unknown[], T>(run: (...args: A) => Promise<T>): (...args: A) => Coroutine<T>;
export declare function createTask<T>(run: Promise<T> | (() => Promise<T>)): Promise<T>;
export declare class Lock { with<T>(body: () => Promise<T>): Promise<T>; }
`;

// Bodies that mean something to the functions that call, read or forget what is in them.
const bodies = [
  "return 'a';",
  "return await readFile(id, 'utf8');",
  "hits += 1; return await readFile(id, 'utf8');",
  "try { return await read(id); } catch { return ''; }",
  "try { await save(id, id); } catch {} return id;",
  "const one = await read(id); const two = await second(id); return one + two;",
  "const one = await first(id); const two = await first(id + 1); return one + two;",
  "const made = first(id); return id;",
  "const made = first(id); await read(id); return await made;",
  "second(id); return await first(id);",
  "const held = third(id); return id;",
  "cache.set(id, first(id)); return await cache.get(id) ?? '';",
  "if (pending) return await pending; return id;",
  "for (const one of [id, id + 1]) await second(one); return id;",
  "return [id].map(async (one) => await first(one)).length + id;",
  "[id].forEach(async (one) => { await second(one); }); return id;",
  "return await store.load(id);",
  "store.keep(id); return id;",
  "const x = fetch(id); throw new Error(String(x));",
  "return (await read(id)) + (await store.load(id));",
  "await sleep(5); return id;",
  "await createTask(first(id)); return await fetch(id).then((one) => one.text());",
  "return await lock.with(async () => await second(id));",
  "try { await sleep(1); await first(id); } catch (error) { console.log(error); } return id;",
  "const { readFileSync } = await import('node:fs'); return readFileSync(id, 'utf8');",
  "const lazy = routine(id); return id;",
  "const lazy = routine(id); return await lazy;",
  "const name = first(id); return (name as any).tag ? id : await name;",
  "return id + broken(",
];
const methods = [
  "this.#wait = read(id); return id;",
  "return await this.#wait ?? '';",
  "if (this.#wait) return id; return '';",
  "this.total += 1; return await read(id);",
  "return await this.load(id);",
  "const a = await this.load(id); const b = await this.keep(id); return a + b;",
  "this.load(id); return id;",
  ...bodies.slice(0, 6),
];

interface File {
  readonly first: string;
  readonly second: string;
  readonly third: string;
  readonly load: string;
  readonly keep: string;
}
const of = fc.constantFrom;
const functions = {
  first: of(...bodies),
  second: of(...bodies),
  third: of(...bodies),
  load: of(...methods),
  keep: of(...methods),
};
const file: fc.Arbitrary<File> = fc.record(functions);
const change: fc.Arbitrary<Partial<File>> = fc.oneof(
  ...Object.entries(functions).map(([name, one]) => one.map((value) => ({ [name]: value }))),
);
const steps = fc.array(
  fc.record({
    main: fc.boolean(),
    change,
    /** What goes before the functions: places move, and names and types stay. */
    moved: of("", "", "\n", "// A line more.\n"),
    checked: fc.boolean(),
  }),
  { minLength: 1, maxLength: 15 },
);

const mainText = (of: File, runtime: boolean, moved: string) => `${head(runtime)}${moved}
const lock = ${runtime ? "new Lock()" : "{ with: async <T>(body: () => Promise<T>) => await body() }"};
const routine = ${runtime ? "coroutine(async (id: string) => await read(id))" : "read"};
export async function first(id: string): Promise<string> { ${of.first} }
export async function second(id: string): Promise<string> { ${of.second} }
export async function third(id: string) { ${of.third} }
export class Local {
  #wait: Promise<string> | undefined;
  total = 0;
  async load(id: string): Promise<string> { ${of.load} }
  async keep(id: string): Promise<string> { ${of.keep} }
}
export async function use(id: string): Promise<string> {
  const one = await first(id);
  const two = await second(id);
  return one + two;
}
export function start(id: string): void { third(id); }
`;
const otherText = (of: File) => `import { readFile } from "node:fs/promises";
import { first, second } from "./main";
const store = undefined as unknown as Store;
const cache = new Map<string, Promise<string>>();
let pending: Promise<string> | undefined;
export let hits = 0;
export async function read(id: string): Promise<string> { ${of.load.replaceAll("this", "store").replaceAll("#wait", "wait")} }
export async function save(id: string, text: string): Promise<void> { await readFile(id); }
async function third(id: string): Promise<string> { ${of.third} }
export class Store {
  wait: Promise<string> | undefined;
  total = 0;
  async load(id: string): Promise<string> { ${of.first} }
  async keep(id: string): Promise<string> { ${of.keep.replaceAll("#wait", "wait")} }
}
`;

const paths = ["/app/main.ts", "/app/other.ts"];
function open(texts: readonly string[], types: TypesFrom) {
  const disk = memoryDisk({
    "/app/tsconfig.json": JSON.stringify({
      compilerOptions: {
        ...{ strict: true, target: "es2022", module: "esnext", moduleResolution: "bundler" },
        types: [],
      },
    }),
    "/app/node_modules/@awaitwise/runtime/package.json":
      '{ "name": "@awaitwise/runtime", "types": "index.d.ts" }',
    "/app/node_modules/@awaitwise/runtime/index.d.ts": declarations,
    ...Object.fromEntries(texts.map((text, index) => [paths[index], text])),
  });
  const [description] = discoverProjects({ cwd: "/app", disk });
  if (description === undefined) throw new Error("No project was found");
  return openProject({ ...description, types }, disk);
}
const findings = (project: Project, incremental: boolean): readonly Finding[] =>
  paths.flatMap((path) => project.check(path, { preset: "strict", incremental }));

afterAll(closeNativeCompiler);

test.each(runsByTypes(allRuns))(
  "with types of %s, what is passed over after edits holds nothing (%i sequences)",
  (types, runs) => {
    fc.assert(
      fc.property(file, file, fc.boolean(), steps, (main, other, runtime, sequence) => {
        const files = { main, other };
        let moved = "";
        const texts = () => [mainText(files.main, runtime, moved), otherText(files.other)];
        const project = open(texts(), types);
        findings(project, true);
        for (const step of sequence) {
          const edited = step.main ? "main" : "other";
          files[edited] = { ...files[edited], ...step.change };
          if (step.main) moved = step.moved;
          texts().forEach((text, index) => {
            project.setBuffer(paths[index] as string, text);
          });
          if (!step.checked) continue;
          const found = findings(project, true);
          expect(found).toEqual(findings(project, false));
        }
        const found = findings(project, true);
        const fresh = open(texts(), types);
        expect(found).toEqual(findings(fresh, false));
        expect([project.withoutNative, fresh.withoutNative]).toEqual([undefined, undefined]);
        project.close();
        fresh.close();
      }),
      { numRuns: runs, seed },
    );
  },
);
