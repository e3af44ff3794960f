import { describe, expect, test } from "@jest/globals";
import { checkFindings, findIn } from "../../testkit/check-findings.js";
import { checkFix } from "../../testkit/check-fix.js";
import { checkPage } from "../../testkit/check-page.js";

const rule = "unsafe-gather";

test("the page's examples are found, and its remedies are free of findings", () => {
  checkPage(rule);
});

describe("one connection", () => {
  test("is found through a client, a transaction's callback, an option and a function of the project", () => {
    checkFindings(
      rule,
      `
import { Pool, type PoolClient } from "pg";
import { PrismaClient } from "@prisma/client";
import { Sequelize, Model } from "sequelize";
const prisma = new PrismaClient();
const sequelize = new Sequelize();
class User extends Model {}
async function countUsers(client: PoolClient) {
  const { rows } = await client.query("select count(*) from users");
  return rows;
}
export async function run(client: PoolClient) {
  await Promise.all([client.query("select 1"), client.query("select 2")]);
      //^^^^^^^^^^^ unsafe-gather: runs one statement at a time
  await Promise.all([countUsers(client), countUsers(client)]);
      //^^^^^^^^^^^ unsafe-gather
  await prisma.$transaction(async (tx) => {
    await Promise.all([tx.user.create({}), tx.post.create({})]);
        //^^^^^^^^^^^ unsafe-gather: the transaction \`tx\`
  });
  await sequelize.transaction(async (transaction) => {
    await Promise.all([User.findAll({ transaction }), User.count({ transaction })]);
        //^^^^^^^^^^^ unsafe-gather
  });
}
`,
    );
  });

  test("is found where each item of a collection uses it", () => {
    checkFindings(
      rule,
      `
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function run(ids: string[]) {
  await prisma.$transaction(async (tx) => {
    await Promise.all(ids.map((id) => tx.user.delete({ where: { id } })));
        //^^^^^^^^^^^ unsafe-gather: The calls for the items all go through the transaction \`tx\`
  });
}
`,
    );
  });

  test("is found on a field of the object, and not where a function finds a connection for itself", () => {
    checkFindings(
      rule,
      `
import { Pool, type PoolClient } from "pg";
const pool = new Pool();
async function withOwn(id: string) {
  const client = await pool.connect();
  try {
    return await client.query("select 1");
  } finally {
    client.release();
  }
}
export class Store {
  constructor(private readonly client: PoolClient) {}
  async load(ids: string[]) {
    await Promise.all([this.users(), this.posts()]);
        //^^^^^^^^^^^ unsafe-gather
    await Promise.all([withOwn("a"), withOwn("b")]);
    await Promise.all(ids.map((id) => withOwn(id)));
  }
  private async users() {
    return await this.client.query("select 1");
  }
  private async posts() {
    return await this.client.query("select 2");
  }
}
`,
    );
  });

  test("is doubtful where the calls wait for a service as well, or use it far from the gather", () => {
    const code = `
import type { PoolClient } from "pg";
async function inner(client: PoolClient) {
  return await client.query("select 1");
}
async function outer(client: PoolClient) {
  return await inner(client);
}
export async function run(client: PoolClient, urls: string[]) {
  await Promise.all([outer(client), outer(client)]);
  await Promise.all(urls.map(async (url) => {
    const page = await (await fetch(url)).text();
    await client.query("insert into pages values ($1)", [page]);
  }));
}
`;
    expect(findIn(rule, code).map(({ confidence }) => confidence)).toEqual(["medium", "low"]);
  });

  test("is found by the name of a transaction, where its type tells nothing and a database is asked", () => {
    checkFindings(
      rule,
      `
import { Document, Model, Table } from "sequelize-typescript";
import { db } from "elsewhere";
import { drizzle } from "drizzle-orm/node-postgres";
const own = drizzle("postgres://localhost");
class User extends Model {}
export async function add(ctx: any, ids: string[]) {
  const { transaction } = ctx.state;
  await Promise.all([User.findByPk(1, { transaction }), User.count({ transaction })]);
      //^^^^^^^^^^^ unsafe-gather: both go through the transaction \`transaction\`
  await Promise.all([
      //^^^^^^^^^^^ unsafe-gather
    User.findByPk(1, { transaction }),
    ids.length > 0 ? User.destroy({ where: { id: ids }, transaction }) : null,
  ]);
  await Promise.all(ids.map((id) => User.findByPk(id, { transaction })));
      //^^^^^^^^^^^ unsafe-gather: The calls for the items all go through the transaction \`transaction\`
  await Promise.all([User.findByPk(1, { transaction }), User.count({})]);
}
`,
    );
  });

  test("is not by a name where there may be none or a pool, nor where each has its own or asks nobody", () => {
    checkFindings(
      rule,
      `
import { Model, Sequelize } from "sequelize-typescript";
const sequelize = new Sequelize();
class User extends Model {}
export async function optional(ids: string[], transaction?: any) {
  await Promise.all(ids.map((id) => User.findByPk(id, { transaction })));
}
export async function taken(ids: string[], { transaction }: any) {
  await Promise.all(ids.map((id) => User.findByPk(id, { transaction })));
}
export async function own(ids: string[]) {
  await Promise.all(ids.map((id) =>
    sequelize.transaction(async (transaction: any) => User.findByPk(id, { transaction }))));
}
export async function told(transaction: any, ids: string[]) {
  await Promise.all(ids.map(async (id) => {
    await fetch("/told/" + id, { method: "POST", body: transaction.hash });
  }));
}
class Money { constructor(readonly id: string) {} toRow() { return { id: this.id }; } }
export async function paid(transaction: Money) {
  await Promise.all([User.create(transaction.toRow()), User.create(transaction.toRow())]);
}
export async function hashed(tx: string) {
  await Promise.all([User.findAll({ where: { tx } }), User.count({ where: { tx } })]);
}
export async function row(tx: any, toRow: (of: any) => object) {
  await Promise.all([User.create(toRow(tx)), User.create({ data: { tx } })]);
}
declare const Sentry: any;
export async function traced() {
  const transaction = Sentry.startTransaction({ name: "a" });
  await Promise.all([User.findAll({ transaction }), User.count({ transaction })]);
}
export async function either(options: any) {
  const transaction = options.transaction ?? sequelize;
  await Promise.all([User.findAll({ transaction }), User.count({ transaction })]);
}
export async function record(transaction: any) {
  await Promise.all([User.findByPk(transaction.from), User.findByPk(transaction.to)]);
}
export async function money(transactions: any[]) {
  await Promise.all(transactions.map((transaction) => User.findByPk(transaction.user)));
}
`,
    );
  });

  test("is found where a list of calls is made before it is waited for, and left to be mended by hand", () => {
    const code = `
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function run(ids: string[]) {
  await prisma.$transaction(async (tx) => {
    const gone = ids.map((id) => tx.user.delete({ where: { id } }));
    await Promise.all(gone);
  });
}
`;
    const [found, ...others] = findIn(rule, code);
    expect(others).toEqual([]);
    expect(found?.message).toContain("The calls for the items all go through the transaction `tx`");
    expect(found?.fixes).toEqual([]);
    expect(found?.refusals).toEqual([
      {
        title: "Await one after another",
        reason: "The list is made before: write the loop by hand",
      },
    ]);
  });

  test("is not where the list that is waited for is another of the name", () => {
    checkFindings(
      rule,
      `
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function run(ids: string[], others: Promise<unknown>[][]) {
  await prisma.$transaction(async (tx) => {
    const calls = ids.map((id) => tx.user.delete({ where: { id } }));
    const all = async (calls: Promise<unknown>[]) => Promise.all(calls);
    for (const calls of others) await Promise.all(calls);
    for (const call of calls) await call;
    let later = ids.map((id) => tx.user.delete({ where: { id } }));
    later = [];
    await Promise.all(later);
    return all(others[0] ?? []);
  });
}
`,
    );
  });

  test("is found through what is made with a transaction", () => {
    checkFindings(
      rule,
      `
import { Model } from "sequelize-typescript";
import { pool } from "elsewhere";
class User extends Model {}
const finderOn = (on: any) => async (id: string) => User.findByPk(id, { transaction: on });
const queriesOn = (on: any) => ({ find: finderOn(on) });
export async function run() {
  await pool.transaction(async (connection: any) => {
    const find = finderOn(connection);
    const { find: other } = queriesOn(connection);
    await Promise.all([find("a"), find("b")]);
        //^^^^^^^^^^^ unsafe-gather: the transaction \`connection\`
    await Promise.all([find("a"), other("b")]);
        //^^^^^^^^^^^ unsafe-gather
  });
}
`,
    );
  });

  test("may be what a parameter stands for that can be a pool, too", () => {
    checkFindings(
      rule,
      `
import type { Pool, PoolClient } from "pg";
export async function run(client: Pool | PoolClient) {
  await Promise.all([client.query("select 1"), client.query("select 2")]);
      //^^^^^^^^^^^ unsafe-gather: runs one statement at a time
}
`,
    );
    expect(
      findIn(
        "serial-await",
        `
import type { Pool, PoolClient } from "pg";
export async function run(client: Pool | PoolClient) {
  const one = await client.query("select 1");
  const two = await client.query("select 2");
  return [one, two];
}
`,
      ),
    ).toEqual([]);
  });

  test("is found where a transaction is handed to functions that cannot be followed", () => {
    checkFindings(
      rule,
      `
import { type Transaction } from "kysely";
import { drizzle } from "drizzle-orm/node-postgres";
import { audit, notify, schema } from "elsewhere";
const db = drizzle("postgres://localhost");
export async function run(tx: Transaction<any>, ids: string[]) {
  await Promise.all([audit(tx), notify(1, { tx })]);
      //^^^^^^^^^^^ unsafe-gather: are both handed the transaction \`tx\`
  await Promise.all(ids.map((id) => audit(id, tx)));
      //^^^^^^^^^^^ unsafe-gather: The calls for the items are all handed the transaction \`tx\`
  await db.transaction(async (inner) => {
    await Promise.all([audit(inner), inner.select().from(schema.users)]);
        //^^^^^^^^^^^ unsafe-gather: are both handed the transaction \`inner\`
  });
}
`,
    );
  });

  test("is not where it may be a pool, where only one is handed it, and where the functions are known", () => {
    checkFindings(
      rule,
      `
import { type Kysely, type Transaction } from "kysely";
import { drizzle } from "drizzle-orm/node-postgres";
import { audit, notify, type DbOrTransaction } from "elsewhere";
const db = drizzle("postgres://localhost");
const nameOf = async (tx: Transaction<any>, id: string) => (await fetch("/names/" + id)).json();
export async function run(tx: Transaction<any>, other: Transaction<any>, ids: string[]) {
  await Promise.all([audit(tx), notify(1)]);
  await Promise.all([audit(tx), notify(other)]);
  await Promise.all([nameOf(tx, "a"), nameOf(tx, "b")]);
  await Promise.all(ids.map((id) => db.transaction(async (own) => audit(id, own))));
}
export async function either(tx: Transaction<any> | Kysely<any>) {
  await Promise.all([audit(tx), notify(tx)]);
}
export async function named(tx: DbOrTransaction) {
  await Promise.all([audit(tx), notify(tx)]);
}
`,
    );
  });

  test("is not where a pool is handed to a function that takes either, and is where a transaction is", () => {
    checkFindings(
      rule,
      `
import { type Kysely, type Transaction } from "kysely";
declare function pool(): Kysely<any>;
async function save(db: Kysely<any> | Transaction<any>, id: string) {
  await db.insertInto("notes").values({ id }).execute();
}
export async function all(ids: string[]) {
  const db = pool();
  await Promise.all(ids.map((id) => save(db, id)));
  await Promise.all([save(db, "a"), save(db, "b")]);
}
export async function within(db: Transaction<any>, ids: string[]) {
  await Promise.all(ids.map((id) => save(db, id)));
      //^^^^^^^^^^^ unsafe-gather: The calls for the items all go through the transaction \`db\`
  await Promise.all([save(db, "a"), save(db, "b")]);
      //^^^^^^^^^^^ unsafe-gather: both go through the transaction \`db\`
}
`,
    );
  });

  test("is not where a function may be handed one among other things, and is not", () => {
    checkFindings(
      rule,
      `
import { Kysely, type Transaction } from "kysely";
const db = new Kysely<any>({} as never);
async function risks({ id, client }: { id: string; client?: Transaction<any> }) {
  const on: Transaction<any> | Kysely<any> = client ?? db;
  return await on.selectFrom("risks").where("id", "=", id).execute();
}
async function vendors({ id, client }: { id: string; client?: Transaction<any> }) {
  const on: Transaction<any> | Kysely<any> = client ?? db;
  return await on.selectFrom("vendors").where("id", "=", id).execute();
}
export async function all({ id }: { id: string }) {
  await Promise.all([risks({ id }), vendors({ id })]);
}
export async function within(id: string, client: Transaction<any>) {
  await Promise.all([risks({ id, client }), vendors({ id, client })]);
      //^^^^^^^^^^^ unsafe-gather
}
`,
    );
  });

  test("is no matter for a pool, for a client of each item's own, and for calls that do not wait", () => {
    checkFindings(
      rule,
      `
import { Pool, Client } from "pg";
import { PrismaClient } from "@prisma/client";
import Database from "better-sqlite3";
const pool = new Pool();
const prisma = new PrismaClient();
const local = new Database("a");
export async function run(ids: string[]) {
  await Promise.all([pool.query("select 1"), pool.query("select 2")]);
  await Promise.all([prisma.user.findMany(), prisma.post.create({})]);
  await Promise.all(ids.map(async (id) => {
    const client = new Client();
    await client.query("select 1");
  }));
  await Promise.all(ids.map((id) => prisma.$transaction(async (tx) => {
    await tx.user.delete({ where: { id } });
  })));
  await Promise.all([local.prepare("a").all(), local.prepare("b").all()]);
}
`,
    );
  });
});

describe("one resource", () => {
  test("is found where two use one file and one of them changes it", () => {
    checkFindings(
      rule,
      `
import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
export async function run(path: string, names: string[]) {
  await Promise.all([writeFile("a.txt", ""), readFile("a.txt")]);
      //^^^^^^^^^^^ unsafe-gather: one of them changes it
  await Promise.all([mkdir("out"), writeFile("out/a.txt", "")]);
      //^^^^^^^^^^^ unsafe-gather
  await Promise.all(names.map((name) => appendFile("log.txt", name)));
      //^^^^^^^^^^^ unsafe-gather: The calls for the items all write
  await Promise.all([writeFile("a.txt", ""), writeFile("b.txt", "")]);
  await Promise.all([readFile(path), readFile(path)]);
  await Promise.all(names.map((name) => writeFile(name, "")));
}
`,
    );
  });

  test("is found where two draw on one stream", () => {
    checkFindings(
      rule,
      `
export async function run(stream: ReadableStream<string>) {
  const reader = stream.getReader();
  return Promise.all([reader.read(), reader.read()]);
       //^^^^^^^^^^^ unsafe-gather: both draw on \`reader\`
}
`,
    );
  });
});

describe("shared memory", () => {
  test("is found where one writes after an await what the other reads after one", () => {
    checkFindings(
      rule,
      `
class Session {
  private token = "";
  async load(): Promise<void> {
    await Promise.all([this.login(), this.fetchUser()]);
        //^^^^^^^^^^^ unsafe-gather: reads \`this.token\`
  }
  private async login(): Promise<void> {
    const response = await fetch("/login");
    this.token = await response.text();
  }
  private async fetchUser(): Promise<Response> {
    const url = await Promise.resolve("/user");
    return fetch(url, { headers: { token: this.token } });
  }
}
export const session = new Session();
`,
    );
  });

  test("is doubtful in another object that is changed far inside of what is called", () => {
    const confidences = (owner: string, find: string) =>
      findIn(
        rule,
        `
class Manager {
  mode = "auto";
  async set() { await fetch("https://example.org/"); this.mode = "commit"; }
  async far() { await this.set(); }
  async count() { await fetch("https://example.org/"); return this.mode.length; }
  own() { return Promise.all([this.${find}(), this.count()]); }
}
const manager = new Manager();
export const both = () => Promise.all([manager.${find}(), manager.count()]);
`.replace(owner === "this" ? /^export const both.*$/m : /^ {2}own\(\).*$/m, ""),
      ).map(({ confidence }) => confidence);
    expect(confidences("manager", "set")).toEqual(["medium"]);
    expect(confidences("manager", "far")).toEqual(["low"]);
    expect(confidences("this", "far")).toEqual(["medium"]);
  });

  test("is no matter where what is read was there before, or each writes its own", () => {
    checkFindings(
      rule,
      `
class Page {
  private user = "";
  private posts = "";
  private readonly base = "/";
  async load(): Promise<void> {
    await Promise.all([this.loadUser(), this.loadPosts()]);
  }
  private async loadUser(): Promise<void> {
    this.user = await (await fetch(this.base)).text();
  }
  private async loadPosts(): Promise<void> {
    this.posts = await (await fetch(this.base)).text();
  }
}
export const page = new Page();
`,
    );
  });
});

test("the tasks of one group are members as those of a gather are", () => {
  checkFindings(
    rule,
    `
import { taskGroup } from "@awaitwise/runtime";
import type { PoolClient } from "pg";
export async function run(client: PoolClient) {
  await taskGroup(async (group) => {
    group.createTask(() => client.query("select 1"));
  //^^^^^^^^^^^^^^^^ unsafe-gather
    group.createTask(() => client.query("select 2"));
  });
}
`,
  );
});

test("a test may run against each other what it likes", () => {
  const code = `
import { test } from "@jest/globals";
import type { Client } from "pg";
declare const client: Client;
test("both", async () => { await Promise.all([client.query("a"), client.query("b")]); });
`;
  expect(findIn(rule, code)).toEqual([]);
});

describe("the fix", () => {
  test("gives each its own declaration", () => {
    checkFix(
      rule,
      `import type { PrismaClient } from "./other.js";
export async function run(prisma: PrismaClient) {
  await prisma.$transaction(async (tx) => {
    const [users, posts] = await Promise.all([tx.user.count(), tx.post.count()]);
    return users + posts;
  });
}
`,
      `import type { PrismaClient } from "./other.js";
export async function run(prisma: PrismaClient) {
  await prisma.$transaction(async (tx) => {
    const users = await tx.user.count();
    const posts = await tx.post.count();
    return users + posts;
  });
}
`,
      { others: { "other.ts": prismaClient } },
    );
  });

  test("keeps an expression an expression, and makes statements of one whose result is dropped", () => {
    checkFix(
      rule,
      `import type { PrismaClient } from "./other.js";
export async function run(prisma: PrismaClient) {
  await prisma.$transaction(async (tx) => {
    await Promise.all([tx.user.count(), tx.post.count()]);
    return 1;
  });
  return prisma.$transaction(async (tx) => {
    return await Promise.all([tx.user.count(), tx.post.count()]);
  });
}
`,
      `import type { PrismaClient } from "./other.js";
export async function run(prisma: PrismaClient) {
  await prisma.$transaction(async (tx) => {
    await tx.user.count();
    await tx.post.count();
    return 1;
  });
  return prisma.$transaction(async (tx) => {
    return [await tx.user.count(), await tx.post.count()];
  });
}
`,
      { others: { "other.ts": prismaClient } },
    );
  });

  test("makes a loop of a mapping whose results are dropped", () => {
    checkFix(
      rule,
      `import type { PrismaClient } from "./other.js";
export async function run(prisma: PrismaClient, ids: string[]) {
  await prisma.$transaction(async (tx) => {
    await Promise.all(ids.map((id) => tx.user.count(id)));
    await Promise.all(
      ids.map(async (id) => {
        const count = await tx.user.count(id);
        await tx.post.count(String(count));
      }),
    );
  });
}
`,
      `import type { PrismaClient } from "./other.js";
export async function run(prisma: PrismaClient, ids: string[]) {
  await prisma.$transaction(async (tx) => {
    for (const id of ids) {
      await tx.user.count(id);
    }
    for (const id of ids) {
        const count = await tx.user.count(id);
        await tx.post.count(String(count));
      }
  });
}
`,
      { others: { "other.ts": prismaClient } },
    );
  });
});

const prismaClient = `
export interface UserDelegate { count(id?: string): Promise<number>; }
export interface TransactionClient { user: UserDelegate; post: UserDelegate; }
export interface PrismaClient extends TransactionClient {
  $transaction<T>(work: (tx: TransactionClient) => Promise<T>): Promise<T>;
}
`;
