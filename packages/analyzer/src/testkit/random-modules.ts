import fc from "fast-check";

/** The modules of a random project: each declares the same names, by itself or from another. */
export const moduleNames = ["a", "b", "c", "d"];

export const moduleConfig = JSON.stringify({
  compilerOptions: {
    strict: true,
    target: "es2022",
    module: "esnext",
    moduleResolution: "bundler",
    types: [],
  },
});

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
  "return await new Pool().query(statement(path));",
  "const { text } = built(path); return await new Pool().query(text);",
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
  "export interface Store { save(path: string): Promise<unknown>; }\nexport const create = (): Store => ({ async save(path) { BODY } });\nexport const other = create();",
  'import type { Store as Base } from "./NEXT";\nexport type Store = { save(path: string): Promise<unknown> };\nexport function create(): Base { const save = async (path: string) => { BODY }; return { save }; }\nexport const other: Base = create();',
  'import type { Store as Base } from "./NEXT";\nexport interface Store extends Base {}\nexport const create = (db: Pool): Base => ({ async save(path) { await db.query("SELECT 1"); BODY } });\nexport const other = create(new Pool());\nexport const inTransaction = (tx: Pool) => create(tx).save("");',
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

const statements = [
  'export const statement = (id: string) => "SELECT 1 FROM a WHERE id = " + id;\nexport const built = (id: string) => ({ text: "SELECT 1 FROM a", values: [id] });',
  'export function statement(id: string): string { return "DELETE FROM a WHERE id = " + id; }\nexport function built(id: string): { text: string } { return { text: "DELETE FROM a " + id }; }',
  'export function statement(id: string): string { const text = "SELECT 1 FROM a"; return text; }\nexport function built(id: string): { text: string } { const text = "SELECT 1 FROM a"; return { text }; }',
  'export function statement(id: string): string { const text = "DELETE FROM a"; return text; }\nexport function built(id: string): { text: string } { const text = "DELETE FROM a"; return { text }; }',
  'declare const knex: any;\nexport const statement = (id: string): string => knex("a").where({ id }).toString();\nexport const built = (id: string): { text: string } => ({ text: id });',
  'declare const knex: any;\nexport const statement = (id: string): string => knex("a").where({ id }).del().toString();\nexport const built = (id: string): { text: string } => ({ text: id });',
  "export const statement = (id: string): string => id;\nexport const built = (id: string): { text: string } => ({ text: id });",
];

/** What one module says, part by part. */
export interface Parts {
  readonly prelude: string;
  readonly load: string;
  readonly rest: string;
  readonly kept: string;
  readonly user: string;
  readonly work: string;
  readonly make: string;
  readonly statement: string;
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
  statement: of(...statements),
  imports: fc.nat(255),
  comment: of("", "// A line.\n", "\n\n", "/** @effects reads db latency io */\n"),
};
export const parts: fc.Arbitrary<Parts> = fc.record(arbitraries);
/** An edit changes one part of a module, as typing does. */
export const change: fc.Arbitrary<Partial<Parts>> = fc.oneof(
  ...Object.entries(arbitraries).map(([name, one]) =>
    (one as fc.Arbitrary<string | number>).map((value) => ({ [name]: value })),
  ),
);
/** The text of a module: each declaration its own, or the one of another, by the bits of `imports`. */
export function moduleText(index: number, of: Parts): string {
  const next = moduleNames[(index + 1) % moduleNames.length] as string;
  const after = moduleNames[(index + 2) % moduleNames.length] as string;
  const declared: readonly (readonly [names: string, text: string])[] = [
    ["load", of.load],
    ["rest", of.rest],
    ["Store, other", of.kept],
    ["work", of.work],
    ["make", of.make],
    ["statement, built", of.statement],
  ];
  const lines = declared.map(([exported, text], bit) => {
    if ((of.imports & (1 << bit)) === 0) return text;
    const from = (of.imports & 64) === 0 ? next : after;
    return `import { ${exported} } from "./${from}";\nexport { ${exported} };`;
  });
  const [load, ...others] = lines;
  return [of.prelude, `${of.comment}${load}`, ...others, of.user, ""]
    .join("\n")
    .replaceAll("NEXT", next);
}
