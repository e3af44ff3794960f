import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Finding } from "../finding.js";
import { memoryDisk } from "../testkit/memory-disk.js";
import { discoverProjects } from "./discover.js";
import { openProject, type Project } from "./project.js";

/**
 * Whatever is edited in whatever order, a project that was open all along finds what one finds that is
 * opened anew; and where an edit leaves a file's signature alone, nothing changes in other files.
 * `AWAITWISE_FUZZ_RUNS` sets how many sequences are tried, `AWAITWISE_FUZZ_SEED` which.
 */
const runs = Number(process.env.AWAITWISE_FUZZ_RUNS ?? 60);
const seed = Number(process.env.AWAITWISE_FUZZ_SEED ?? 20_261_126);

const config = JSON.stringify({
  compilerOptions: {
    strict: true,
    target: "es2022",
    module: "esnext",
    moduleResolution: "bundler",
    types: [],
  },
});
const names = ["a", "b", "c", "d"];
const selection = { preset: "strict" } as const;

// What one file can say of a function, a class, a value: each line leaves the others standing.
const bodies = [
  "return 1;",
  "return await readFile(path);",
  "state += 1; return path.length;",
  "return await rest(path);",
  "return await other.save(path);",
  "await fetch(path); if (path) throw new Error(path); return held.size;",
  "held.set(path, 1); return await readFile(path);",
  "const one = await readFile(path); const two = await readFile(path + 2); return [one, two];",
  "return await work(() => { state += 1; });",
  "client = new Pool(); return client;",
];
const headers = [
  "export async function NAME(path: string): Promise<unknown> { BODY }",
  "export async function NAME(path: string) { BODY }",
  "export const NAME = async (path: string) => { BODY };",
  "export function NAME(path: string): void { void path; }",
];
const preludes = [
  'import { readFile } from "node:fs/promises";\nimport { Pool } from "pg";\nexport let state = 0;\nexport let client: any;\nexport const held = new Map<string, number>();',
  'import { readFile } from "node:fs/promises";\nimport { Pool } from "mysql2";\nexport let state = 0;\nlet client: any = new Pool();\nconst held = new Map<string, number>();\nexport { held };',
];
const classes = [
  "export interface Store { save(path: string): Promise<unknown>; }\nexport const other: Store = { async save(path) { BODY } };",
  "export class Store { async save(path: string): Promise<unknown> { BODY } }\nexport const other = new Store();",
  'import { Store as Base } from "./NEXT";\nexport class Store extends Base { async save(path: string): Promise<unknown> { BODY } }\nexport const other: Base = new Store();',
  'import type { Store as Base } from "./NEXT";\nexport class Store implements Base { state = 0; async save(path: string) { BODY } }\nexport const other: Base = null!;',
];
const users = [
  "export async function use(id: string): Promise<unknown> {\n  const first = await load(id);\n  const second = await rest(id);\n  return [first, second];\n}",
  "export async function use(id: string) {\n  const first = await other.save(id);\n  const second = await rest(id);\n  load(id);\n  return { first, second };\n}",
  "export async function use(id: string): Promise<void> {\n  for (const one of [id, id]) await load(one);\n  work(async () => { await rest(id); });\n  if (make()) state;\n}",
];
const works = [
  "export async function work(run: () => void): Promise<void> { run(); }",
  "export async function work(run: () => void): Promise<void> { try { run(); } catch {} }",
  "export function work(run: () => void | Promise<void>): Promise<void> { return Promise.resolve(run()); }",
];
const makes = [
  "export function make() { return { save: async (path: string) => { BODY } }; }",
  "export function make() { return (path: string) => path; }",
  "export function make() { const all = [1].map((n) => n); return () => all; }",
];

interface Parts {
  readonly prelude: string;
  readonly load: string;
  readonly rest: string;
  readonly kept: string;
  readonly user: string;
  readonly work: string;
  readonly make: string;
  readonly imports: number;
  readonly comment: string;
}

const of = fc.constantFrom;
const withBody = (templates: readonly string[]) =>
  fc.tuple(of(...templates), of(...bodies)).map(([one, body]) => one.replace("BODY", body));
const arbitraries = {
  prelude: of(...preludes),
  load: withBody(headers).map((one) => one.replace("NAME", "load")),
  rest: withBody(headers).map((one) => one.replace("NAME", "rest")),
  kept: withBody(classes),
  user: of(...users),
  work: of(...works),
  make: withBody(makes),
  imports: fc.nat(255),
  comment: of("", "// A line.\n", "\n\n", "/** @effects reads db latency io */\n"),
};
const parts: fc.Arbitrary<Parts> = fc.record(arbitraries);
// An edit changes one part of a file, as typing does.
const change: fc.Arbitrary<Partial<Parts>> = fc.oneof(
  ...Object.entries(arbitraries).map(([name, one]) =>
    (one as fc.Arbitrary<string | number>).map((value) => ({ [name]: value })),
  ),
);
const steps = fc.array(
  fc.record({
    file: fc.nat(names.length - 1),
    change,
    how: fc.constantFrom("type", "type", "type", "save", "close"),
  }),
  { minLength: 1, maxLength: 12 },
);

// A declaration of its own, or the one of another file, by the bits of `imports`.
function textOf(index: number, of: Parts): string {
  const next = names[(index + 1) % names.length] as string;
  const after = names[(index + 2) % names.length] as string;
  const declared: readonly (readonly [names: string, text: string])[] = [
    ["load", of.load],
    ["rest", of.rest],
    ["Store, other", of.kept],
    ["work", of.work],
    ["make", of.make],
  ];
  const lines = declared.map(([exported, text], bit) => {
    if ((of.imports & (1 << bit)) === 0) return text;
    const from = (of.imports & 32) === 0 ? next : after;
    return `import { ${exported} } from "./${from}";\nexport { ${exported} };`;
  });
  const [load, ...others] = lines;
  return [of.prelude, `${of.comment}${load}`, ...others, of.user, ""]
    .join("\n")
    .replaceAll("NEXT", next);
}

const pathOf = (index: number): string => `/app/${names[index]}.ts`;
const open = (disk: ReturnType<typeof memoryDisk>): Project => {
  const [description] = discoverProjects({ cwd: "/app", disk });
  if (description === undefined) throw new Error("No project was found");
  return openProject(description, disk);
};
const findingsOf = (
  project: Project,
  incremental: boolean,
): ReadonlyMap<string, readonly Finding[]> =>
  new Map(
    names.map((_, index) => [
      pathOf(index),
      project.check(pathOf(index), { ...selection, incremental }),
    ]),
  );
const shows = (findings: readonly Finding[], file: string): boolean =>
  findings.some(
    ({ related, fixes }) =>
      related.some((place) => place.file === file) ||
      fixes.some(({ edits }) => edits.some((edit) => edit.file === file)),
  );

test(`a project that is edited finds what a fresh one finds, and signatures tell what others see (${runs} sequences)`, () => {
  fc.assert(
    fc.property(fc.tuple(parts, parts, parts, parts), steps, (first, sequence) => {
      const files = [...first];
      const texts = (): string[] => files.map((one, index) => textOf(index, one));
      const onDisk = Object.fromEntries(texts().map((text, index) => [pathOf(index), text]));
      const disk = memoryDisk({ "/app/tsconfig.json": config, ...onDisk });
      const project = open(disk);
      let before = findingsOf(project, true);
      for (const { file, change, how } of sequence) {
        const path = pathOf(file);
        const signature = project.signatureWithoutPlaces(path);
        const dependants = new Set(project.dependants(path));
        files[file] = { ...(files[file] as Parts), ...change };
        const text = texts()[file] as string;
        project.setBuffer(path, text);
        if (how !== "type") {
          disk.write(path, text);
          project.refresh([path]);
        }
        if (how === "close") project.closeBuffer(path);
        const same = project.signatureWithoutPlaces(path) === signature;
        for (const one of project.dependants(path)) dependants.add(one);
        const now = findingsOf(project, true);
        for (const [other, found] of before) {
          if (other === path || (dependants.has(other) && !same)) continue;
          if (shows(found, path)) continue;
          expect({ edited: path, other, found: now.get(other) }).toEqual({
            edited: path,
            other,
            found,
          });
        }
        before = now;
      }
      const fresh = open(
        memoryDisk({
          "/app/tsconfig.json": config,
          ...Object.fromEntries(texts().map((text, index) => [pathOf(index), text])),
        }),
      );
      expect(before).toEqual(findingsOf(fresh, false));
      names.forEach((_, index) => {
        expect(project.signature(pathOf(index))).toBe(fresh.signature(pathOf(index)));
      });
    }),
    { numRuns: runs, seed },
  );
});
