import { describe, expect, test } from "@jest/globals";
import { checkFindings, findIn } from "../../../testkit/check-findings.js";

// What is known of clients whose packages are not installed, and so have no types.

const check = (code: string) => checkFindings("serial-await", code);

const sure = (code: string) => {
  check(code);
  expect(findIn("serial-await", code).map(({ confidence }) => confidence)).not.toContain("low");
};

describe("a client without types is known by where it comes from", () => {
  test("a module's default export that is a class, in an expression and as a type", () => {
    check(`
import Stripe from "stripe";
export async function bill(id: string, other: Stripe) {
  const stripe = new Stripe("key");
  const customer = await stripe.customers.retrieve(id, { expand: ["source"] });
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  const invoices = await other.invoices.list({ customer: id });
  return [customer, invoices];
}
`);
  });

  test("a type of the platform's that is declared nowhere", () => {
    const code = (statement: string) => `
interface Env { DB: D1Database }
export async function page(env: Env, id: string) {
  const first = await env.DB.prepare("${statement}").bind(id).all();
  const users = await env.DB.prepare("select name from users").all();
  return [first, users];
}
`;
    const found = (statement: string) =>
      findIn("serial-await", code(statement)).map(({ confidence }) => confidence);
    expect(found("select title from posts where id = ?")).toEqual(["high"]);
    expect(found("insert into posts values (?) returning title")).not.toContain("high");
    const own =
      "class D1Database { constructor(readonly key: string) {} prepare = (text: string): any => run(text, this.key); } declare function run(text: string, key: string): any;";
    expect(
      findIn("serial-await", own + code("select title from posts where id = ?")).map(
        ({ confidence }) => confidence,
      ),
    ).not.toContain("high");
  });

  test("what a framework hands in under the name of `fetch`", () => {
    const code = (taken: string) => `
import type { PageLoad } from "./$types";
export const load: PageLoad = async (${taken}) => {
  const item = await fetch("/items/1");
  const user = await fetch("/users/1", OPTIONS);
  return { item, user };
};
`;
    const found = (taken: string, options: string) =>
      findIn("serial-await", code(taken).replace("OPTIONS", options)).map(
        ({ confidence }) => confidence,
      );
    expect(found("{ fetch }", "{}")).toEqual(["high"]);
    expect(found("{ fetch }", '{ method: "POST" }')).not.toContain("high");
    expect(
      found("{ fetch }: { fetch: (path: string, options?: object) => Promise<any> }", "{}"),
    ).not.toContain("high");
    expect(
      findIn(
        "serial-await",
        code("{ get }").replaceAll("fetch(", "get(").replace("OPTIONS", "{}"),
      ).map(({ confidence }) => confidence),
    ).not.toContain("high");
  });

  test("a field that holds a logger's function, made by one of the project", () => {
    check(`
import makeDebug from "debug";
const debug = (name: string) => {
  const made = makeDebug(\`app:\${name}\`);
  if (process.env.PLAIN) made.log = console.log.bind(console);
  return made;
};
class Api {
  private readonly d = debug("api");
  users = async () => { this.d("users"); return (await fetch("/users")).json(); };
  posts = async () => { this.d("posts"); return (await fetch("/posts")).json(); };
}
export async function all(api: Api) {
  const users = await api.users();
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  const posts = await api.posts();
  return [users, posts];
}
`);
  });

  test("the resources of a forge, each with its own kinds of lists", () => {
    check(`
import { Gitlab } from "@gitbeaker/rest";
const api = new Gitlab({ token: "t" });
export async function request(project: string, id: number) {
  const diffs = await api.MergeRequests.allDiffs(project, id);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  const commits = await api.MergeRequests.allCommits(project, id);
  return [diffs, commits];
}
`);
  });

  test("what is only named as the way to other members is not known as a function", () => {
    const code = (member: string) => `
import { Gitlab } from "@gitbeaker/rest";
const api = new Gitlab({ token: "t" });
export async function request(project: string) {
  const one = await api.Projects.${member}(project);
  const two = await api.Groups.${member}(project);
  return [one, two];
}
`;
    const confidences = (member: string) =>
      findIn("serial-await", code(member)).map(({ confidence }) => confidence);
    expect(confidences("show")).toEqual(["high"]);
    expect(confidences("frobnicate")).not.toContain("high");
  });

  test("the rows of Objection's classes, also of one that a function hands out", () => {
    const code = (first: string) => `
import { ModelProxy } from "./proxy.js";
import { Account } from "./account.js";
export class Accounts {
  constructor(private readonly itemModel: ModelProxy<typeof Account>) {}
  async page(id: string, trx: unknown) {
    const one = await ${first};
    const two = await Account.query().findById(id).throwIfNotFound();
    return [one, two, trx];
  }
}
`;
    const confidences = (first: string) =>
      findIn("serial-await", code(first)).map(({ confidence }) => confidence);
    expect(confidences("this.itemModel().query().whereIn('id', [id])")).toEqual(["high"]);
    expect(confidences("this.itemModel().query().onBuild((q) => { q.first(); })")).toEqual([
      "high",
    ]);
    for (const other of [
      "this.itemModel().query(trx).findById(id)",
      "this.itemModel().query().findById(id).transacting(trx)",
      "this.itemModel().query().insertAndFetch({ id })",
      "this.itemModel().query().findById(id).patch({ id })",
      "this.itemModel().query().whereIn('id', [id]).forUpdate()",
      "this.itemModel().query().elsewhere(id)",
      "this.session.query().findById(id)",
      "Account.bindKnex(this.knex).query().findById(id)",
    ]) {
      expect(confidences(other)).not.toContain("high");
    }
  });

  test("what a client of HTTP is asked for by what is called an address", () => {
    const code = (first: string) => `
import { Command } from "@somebody/command";
export class Show extends Command {
  async run(url: string, id: string) {
    const one = await ${first};
    const two = await this.api.get("/users");
    return [one, two];
  }
}
`;
    const confidences = (first: string) =>
      findIn("serial-await", code(first)).map(({ confidence }) => confidence);
    expect(confidences("this.api.get(url)")).toEqual(["high"]);
    expect(confidences('this.http.get(this.baseUrl + "/orders/" + id, { headers: {} })')).toEqual([
      "high",
    ]);
    expect(confidences('this.http.get("/orders/" + id)')).toEqual(["high"]);
    for (const other of [
      "this.api.get(id)",
      "this.api.get(id + url)",
      "this.cache.get(url)",
      "this.pages.get(url)",
      "this.api.post(url, { id })",
    ]) {
      expect(confidences(other)).not.toContain("high");
    }
  });

  test("what a client of whatever name is asked for by a path and a method", () => {
    const code = (options: string, how = "listApps") => `
import { Command } from "@somebody/command";
export class Show extends Command {
  ${how}(ids: string[]) { return this.heroku.request<string[]>("/filters/apps", ${options}); }
  async run(id: string) {
    const one = await this.${how}([id]);
    const two = await this.heroku.get<string>(\`/apps/\${id}\`);
    return [one, two];
  }
}
`;
    const confidences = (options: string, how?: string) =>
      findIn("serial-await", code(options, how)).map(({ confidence }) => confidence);
    expect(confidences('{ body: { ids }, method: "POST" }')).toEqual(["high"]);
    expect(confidences('{ body: { ids }, method: "PUT" }')).not.toContain("high");
    expect(confidences("{ body: { ids }, ...ids }", "filterApps")).not.toContain("high");
    // Which of a program's own questions only its name tells.
    expect(confidences("{ body: { ids }, ...ids }")).toEqual(["high"]);
  });

  test("rows that are asked for in a transaction, where the caller gives one", () => {
    const code = (first: string, second: string) => `
import { ModelProxy } from "./proxy.js";
import { Account, Item } from "./account.js";
class Items {
  constructor(private readonly itemModel: ModelProxy<typeof Item>) {}
  async getItem(id: string, trx?: unknown) { return this.itemModel().query(trx).findById(id); }
  async getOf(account: Account, trx?: unknown) { return account.$relatedQuery("items", trx); }
  async add(id: string, trx?: unknown) { return this.itemModel().query(trx).insertAndFetch({ id }); }
  async bound(id: string, trx: unknown) { return this.itemModel().query(trx).findById(id); }
}
export async function page(items: Items, id: string, account: Account, trx: unknown, other: unknown) {
  const one = await ${first};
  const two = await ${second};
  return [one, two];
}
`;
    const confidences = (first: string, second: string) =>
      findIn("serial-await", code(first, second)).map(({ confidence }) => confidence);
    expect(confidences("items.getItem(id)", "items.getItem(id)")).toEqual(["high"]);
    expect(confidences("items.getItem(id)", "items.getOf(account)")).toEqual(["high"]);
    expect(confidences("items.getItem(id, trx)", "items.getItem(id, trx)")).not.toContain("high");
    expect(confidences("items.getItem(id, trx)", "items.getOf(account, trx)")).not.toContain(
      "high",
    );
    expect(confidences("items.add(id)", "items.getItem(id)")).not.toContain("high");
    expect(confidences("items.bound(id, trx)", "items.bound(id, other)")).not.toContain("high");
  });

  test("what an instance of Objection's classes is asked for, which a graph is put into", () => {
    const code = (first: string) => `
import type { Account } from "./account.js";
async function resolveTeam(account: Account) {
  ${first}
  return account.team;
}
export async function page(account: Account, other: Account) {
  const one = await resolveTeam(account);
  const two = await (await fetch("/users/")).text();
  const name = other.name;
  return [one, two, name];
}
`;
    const confidences = (first: string) =>
      findIn("serial-await", code(first)).map(({ confidence }) => confidence);
    expect(confidences('await account.$fetchGraph("team", { skipFetched: true });')).toEqual([
      "high",
    ]);
    expect(confidences('const found = await account.$relatedQuery("team"); return found;')).toEqual(
      ["high"],
    );
    for (const other of [
      'await account.$fetchGraph("team");',
      'await account.$fetchGraph("team", { transaction: account.trx });',
      'await account.$fetchGraph("team", account.options);',
      "await account.$query().patch({ name: '' });",
      'await account.$relatedQuery("team", account.trx);',
      'await account.$loadRelated("team");',
    ]) {
      expect(confidences(other)).not.toContain("high");
    }
  });

  test("the path that a client of whatever name is asked for", () => {
    const code = (first: string) => `
import { Command } from "@somebody/command";
export class Show extends Command {
  async run(app: string) {
    const one = await ${first};
    const two = await this.heroku.get<string>(\`/apps/\${app}\`);
    return [one, two];
  }
}
`;
    const confidences = (first: string) =>
      findIn("serial-await", code(first)).map(({ confidence }) => confidence);
    expect(confidences('this.heroku.get<string[]>("/apps")')).toEqual(["high"]);
    expect(confidences('this.heroku.request<string[]>("/apps")')).toEqual(["high"]);
    const [finding] = findIn("serial-await", code('this.heroku.get<string[]>("/apps")'));
    expect(finding?.fixes.map(({ safety }) => safety)).toEqual(["suggested", "suggested"]);
    expect(confidences('this.heroku.request("/apps", { headers: {} })')).toEqual(["high"]);
    expect(confidences('this.heroku.request("/apps", { method: "GET" })')).toEqual(["high"]);
    for (const other of [
      'this.heroku.request("/apps", { method: "POST" })',
      'this.heroku.request("/apps", { method: "GET", ...options })',
      'this.heroku.request("/apps", { method })',
      'this.heroku.request("/apps", options)',
      'this.heroku.post("/apps")',
      "this.heroku.get(app)",
      'this.cache.get("/apps")',
      'this.heroku.get("apps")',
    ]) {
      expect(confidences(other)).not.toContain("high");
    }
  });

  test("the statement that a pool is handed", () => {
    const code = (first: string, client: string) => `
export async function rows(${client}, id: string) {
  const users = await ${client}.query(\`
    ${first}\`);
  const posts = await ${client}.query("SELECT * FROM posts WHERE id = $1", [id]);
  return [users, posts];
}
`;
    const count = (first: string, client = "pool") =>
      findIn("serial-await", code(first, client)).filter(({ confidence }) => confidence === "high")
        .length;
    expect(count("SELECT id FROM users")).toBe(1);
    expect(count("SELECT id FROM users FOR UPDATE")).toBe(0);
    expect(count("SELECT nextval('ids')")).toBe(0);
    expect(count("SELECT pg_advisory_lock(1)")).toBe(0);
    expect(count("UPDATE users SET seen = now()")).toBe(0);
    expect(count("WITH gone AS (DELETE FROM users RETURNING id) SELECT id FROM gone")).toBe(0);
    // One connection answers one statement at a time.
    expect(count("SELECT id FROM users", "connection")).toBe(0);
    expect(count("SELECT id FROM users", "client")).toBe(0);
  });

  const highOf = (first: string, second: string): number =>
    findIn(
      "serial-await",
      `
export async function rows(app: any, session: any, id: string, options: any) {
  const one = await ${first};
  const two = await ${second};
  return [one, two];
}
`,
    ).filter(({ confidence }) => confidence === "high").length;

  test("the collection of documents that is asked", () => {
    const posts = 'app.mongo.db.collection("posts").find({ id }).sort({ id: 1 }).toArray()';
    expect(highOf('app.mongo.db!.collection("users").findOne({ id })', posts)).toBe(1);
    expect(highOf('app.db.collection("users").countDocuments()', posts)).toBe(1);
    expect(highOf('app.db.collection("users").distinct("name", { id })', posts)).toBe(1);
    expect(
      highOf('app.db.collection("users").aggregate([{ $match: { id } }]).toArray()', posts),
    ).toBe(1);
    for (const other of [
      'app.db.collection("users").aggregate([{ $match: { id } }, { $out: "kept" }]).toArray()',
      'app.db.collection("users").aggregate(options).toArray()',
      'app.db.collection("users").findOneAndUpdate({ id }, { $set: { id } })',
      'app.db.collection("users").findOne({ id }, options)',
      'app.db.collection("users").find({ id }).next()',
      'app.transaction.collection("users").findOne({ id })',
      "app.db.collection().findOne({ id })",
    ]) {
      expect(highOf(other, posts)).toBe(0);
    }
    const inSession = (name: string): string =>
      `app.db.collection("${name}").findOne({ id }, { session })`;
    expect(highOf(inSession("users"), inSession("posts"))).toBe(0);
    expect(highOf('app.db.collection("users").insertOne({ id })', posts)).toBe(0);
  });

  test("the statement that is prepared for D1", () => {
    const posts = 'app.db.prepare("SELECT * FROM posts WHERE id = ?").bind(id).all()';
    expect(highOf('app.db.prepare("SELECT * FROM users").first()', posts)).toBe(1);
    expect(highOf("app.env.DB.prepare(`SELECT * FROM users`).all()", posts)).toBe(1);
    for (const other of [
      'app.db.prepare("INSERT INTO users (id) VALUES (?) RETURNING id").bind(id).first()',
      'app.db.prepare("DELETE FROM users WHERE id = ?").bind(id).run()',
      "app.db.prepare(id).bind(id).first()",
      // A database in the process answers at once, and is asked in words of its own.
      'app.db.prepare("SELECT * FROM users").all()',
      'app.db.prepare("SELECT * FROM users").get(id)',
      'app.db.prepare("SELECT * FROM users").bind(id).pluck().all()',
    ]) {
      expect(highOf(other, posts)).toBe(0);
    }
  });

  test("the key that a store of keys is asked for, by what it is called", () => {
    const posts = "app.env.POSTS_KV.list({ prefix: id })";
    expect(highOf("app.env.KV.get(id)", posts)).toBe(1);
    expect(highOf('app.env.SESSIONS_KV.getWithMetadata(id, "json")', posts)).toBe(1);
    expect(highOf("app.env.KV.put(id, id)", posts)).toBe(0);
    expect(highOf("app.KV.get(id)", posts)).toBe(0);
    expect(highOf("app.env.KEVIN.get(id)", posts)).toBe(0);
  });

  test("a method that hands out the transaction of the request, as its type says", () => {
    const high = (first: string, second: string, answer = "Prisma.TransactionClient") =>
      findIn(
        "serial-await",
        `
import { Prisma, PrismaClient } from "@prisma/client";
class Database extends PrismaClient {
  readonly requests = new Map<string, Prisma.TransactionClient>();
  txClient(): ${answer} { return this.requests.get("now") ?? this; }
}
export class Fields {
  constructor(readonly db: Database) {}
  async table(id: string) { return await this.db.txClient().table.findFirst({ where: { id } }); }
  async both(id: string) {
    const one = await ${first};
    const two = await ${second};
    return [one, two];
  }
}
`,
      ).filter(({ confidence }) => confidence === "high").length;
    const field = "this.db.txClient().field.findMany({ where: { id } })";
    const link = "this.db.txClient().link.findMany({ where: { id } })";
    expect(high(field, link)).toBe(0);
    expect(high("this.table(id)", link)).toBe(0);
    expect(high(field.replace(".txClient()", ""), link.replace(".txClient()", ""))).toBe(1);
    expect(high(field, link, "PrismaClient")).toBe(1);
  });
});

describe("a query builder that is not installed", () => {
  test("in a field whose type is an alias of a pool or a transaction", () => {
    sure(`
import type { Knex } from "knex";
type Db = Knex | Knex.Transaction;
class Store {
  private db: Db;
  private timer: Function;
  constructor(db: Db, timer: Function) { this.db = db; this.timer = timer; }
  active(): any { return this.db("users").where({ deleted: false }); }
  async users(): Promise<string[]> {
    const stop = this.timer("users");
    const rows = await this.active().select("id");
    stop();
    return rows.map((row: { id: string }) => row.id);
  }
  async count(kind: string): Promise<number> {
    const query = this.db.count().from("orders").where((part) => {
      part.whereNull("gone").orWhere("kind", kind);
    });
    if (kind !== "") query.andWhere("kind", kind);
    const row = await query.first();
    return Number(row.count);
  }
  async dates(): Promise<string[]> {
    return this.db.distinct().select(this.db.raw("made as at")).from("orders");
  }
}
export async function page(store: Store, kind: string) {
  const users = await store.users();
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  const count = await store.count(kind);
  const dates = await store.dates();
  return [users, count, dates];
}
`);
  });

  test("not as a parameter that may be either", () => {
    check(`
import type { Knex } from "knex";
type Db = Knex | Knex.Transaction;
export async function both(db: Db) {
  const users = await db("users").select("id");
  const orders = await db("orders").select("id");
  return [users, orders];
}
`);
  });
});

test.each([
  ["better-sqlite3", 0],
  ["pg", 1],
])("a query builder gains nothing over a database in the process itself: %s", (driver, count) => {
  const found = findIn(
    "serial-await",
    `
import driver from "${driver}";
import { Kysely } from "kysely";
class Database { constructor(readonly db: Kysely<unknown>) {} }
export const open = (dialect: any) => new Database(new Kysely({ dialect: dialect(driver) }));
export async function both(database: Database, id: string) {
  const user = await database.db.selectFrom("user").where("id", "=", id).executeTakeFirst();
  const posts = await database.db.selectFrom("post").where("author", "=", id).execute();
  return [user, posts];
}
`,
  );
  expect(found.length).toBe(count);
});

test.each([
  ["better-sqlite3", 0],
  ["pglite", 0],
  ["node-postgres", 1],
])("nor does Drizzle, whose driver says where it asks: %s", (driver, count) => {
  const both = (first: string, second: string) => `
import { drizzle } from "drizzle-orm/${driver}";
import { eq } from "drizzle-orm";
import { posts, users } from "./schema";
const db = drizzle("app.db", { schema: { posts, users } });
type DB = typeof db;
class Lists {
  constructor(readonly ctx: { db: DB }) {}
  async both(id: string) {
    const one = await ${first};
    const other = await ${second};
    return [one, other];
  }
}
export const lists = new Lists({ db });
`;
  const queried = both(
    "this.ctx.db.query.users.findFirst({ where: eq(users.id, id) })",
    "this.ctx.db.query.posts.findMany({ where: eq(posts.author, id) })",
  );
  const selected = both(
    "this.ctx.db.select().from(users).where(eq(users.id, id))",
    "this.ctx.db.select().from(posts).where(eq(posts.author, id))",
  );
  const counted = both(
    "this.ctx.db.query.users.findFirst({ where: eq(users.id, id) })",
    "this.ctx.db.$count(posts, eq(posts.author, id))",
  );
  const outside = both("db.query.users.findFirst()", "db.query.posts.findMany()");
  for (const text of [queried, selected, counted, outside]) {
    expect(findIn("serial-await", text).length).toBe(count);
  }
});

test.each([
  ["better-sqlite3", "new SqliteDialect({ database: new Driver('app.db') })", 0],
  ["sql.js", "dialectOf(Driver)", 0],
  ["pg", "new PostgresDialect({ pool: new Driver() })", 1],
])("nor a builder that a module makes for itself, of %s", (driver, dialect, count) => {
  const text = `
import Driver from "${driver}";
import { Kysely, PostgresDialect, SqliteDialect } from "kysely";
const db = new Kysely<any>({ dialect: ${dialect} });
export async function both(id: string) {
  const user = await db.selectFrom("user").where("id", "=", id).executeTakeFirst();
  const posts = await db.selectFrom("post").where("author", "=", id).execute();
  return [user, posts];
}
`;
  expect(findIn("serial-await", text).length).toBe(count);
});

test.each([
  ['{ client: "better-sqlite3" }', 0],
  ['{ client: "pg" }', 1],
])("nor Knex, which is told its driver by name: %s", (options, count) => {
  for (const from of ["db(NAME)", 'db.select("id").from(NAME)', "db.table(NAME)"]) {
    const of = (name: string) => from.replace("NAME", JSON.stringify(name));
    const text = `
import knex from "knex";
const db = knex(${options});
export async function both(id: string) {
  const user = await ${of("users")}.where({ id }).first();
  const posts = await ${of("posts")}.where({ author: id });
  return [user, posts];
}
`;
    expect(findIn("serial-await", text).length).toBe(count);
  }
});

test.each([
  ["@prisma/adapter-better-sqlite3", "file:app.db", 0],
  ["@prisma/adapter-libsql", "file:app.db", 0],
  ["@prisma/adapter-libsql", "libsql://a.example", 1],
])("nor Prisma by an adapter: %s of %s", (adapter, url, count) => {
  const text = `
import { PrismaClient } from "@prisma/client";
import { Adapter } from "${adapter}";
const db = new PrismaClient({ adapter: new Adapter({ url: "${url}" }) });
export async function both(id: string) {
  const user = await db.user.findUnique({ where: { id } });
  const posts = await db.post.findMany({ where: { author: id } });
  const marks = await db.$queryRaw\`SELECT at FROM marks\`;
  return [user, posts, marks];
}
`;
  expect(findIn("serial-await", text).length).toBe(count);
});

test("a module that has a driver for each of two places is taken for the one that waits", () => {
  const text = `
import { PGlite } from "@electric-sql/pglite";
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@prisma/client";
import { PrismaPGlite } from "pglite-prisma-adapter";
const adapter = process.env.TEST ? new PrismaPGlite(new PGlite()) : new PrismaPg({});
const db = new PrismaClient({ adapter });
export async function both(id: string) {
  const user = await db.user.findUnique({ where: { id } });
  const posts = await db.$queryRaw\`SELECT title FROM posts WHERE author = \${id}\`;
  return [user, posts];
}
`;
  expect(findIn("serial-await", text).map(({ confidence }) => confidence)).toEqual(["high"]);
});

test.each([
  ["{ get: true }", "high"],
  ["{ get: false }", undefined],
  ["{ head: false }", undefined],
])(
  "Supabase runs a function of the database by GET where nothing is written: %s",
  (options, confidence) => {
    const text = `
import { createClient } from "@supabase/supabase-js";
const client = createClient("https://a.example", "key");
export async function both(id: string) {
  const chunk = await client.rpc("usage_of", { id }, ${options});
  const posts = await fetch("/posts/" + id);
  return [chunk, posts];
}
`;
    expect(findIn("serial-await", text).find((one) => one.confidence === "high")?.confidence).toBe(
      confidence,
    );
  },
);

test.each([
  ["file:app.db", 0],
  ["libsql://a.example", 1],
])("nor Drizzle over a file of libSQL: %s", (url, count) => {
  const text = `
import { createClient } from "@libsql/client";
import { drizzle } from "drizzle-orm/libsql";
import { posts, users } from "./schema";
const db = drizzle(createClient({ url: "${url}" }));
export async function both() {
  const one = await db.select().from(users);
  const other = await db.select().from(posts);
  return [one, other];
}
`;
  expect(findIn("serial-await", text).length).toBe(count);
});

describe("a library that runs what it is handed", () => {
  test("asks a class of Sequelize among those of a database, in the words of that", () => {
    const found = (ask: string) =>
      findIn(
        "serial-await",
        `
import { models } from "./database";
export async function page(id: string, transaction: unknown) {
  const user = await ${ask};
  const team = await models.Team.findOne({ where: { id }, attributes: ["name"] });
  return [user, team, transaction];
}
`,
      ).map(({ confidence }) => confidence);
    expect(found("models.User.findByPk(id)")).toEqual(["high"]);
    expect(found('models.User.scope("public").findAll({ where: { id } })')).toEqual(["high"]);
    expect(found('models.User.count({ where: { id }, include: "posts" })')).toEqual(["high"]);
    for (const ask of [
      "models.User.findByPk(id, { transaction })",
      "models.User.findOrCreate({ where: { id } })",
      "models.User.update({ name: id }, { where: { id } })",
      "models.User.findOne({ id })",
      "models.settings.findOne({ where: { id } })",
    ]) {
      expect(found(ask)).not.toContain("high");
    }
  });

  test("matches a pattern, or traces a span", () => {
    sure(`
import { trace } from "@opentelemetry/api";
import { match } from "ts-pattern";
const tracer = trace.getTracer("app");
const load = (kind: "a" | "b") =>
  match(kind)
    .with("a", async () => (await fetch("/a")).json())
    .with("b", async () => (await fetch("/b")).json())
    .exhaustive();
const traced = (path: string) =>
  tracer.startActiveSpan("load", async (span) => {
    span.setAttribute("path", path);
    return (await fetch(path)).json();
  });
export async function all() {
  const one = await load("a");
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  const other = await traced("/c");
  return [one, other];
}
`);
  });
});

describe("what is taken apart is known by the types that are written for it", () => {
  const code = (declared: string, head: string, before = "") => `
import { PrismaClient } from "@prisma/client";
import Redis from "ioredis";
${declared}
export async function page(${head}) {
  ${before}
  const user = await rows.user.findMany();
  const order = await kept.get("order");
  return [user, order];
}
`;
  const found = (text: string): readonly string[] =>
    findIn("serial-await", text).map(({ confidence }) => confidence);

  test.each([
    ["", "{ rows, kept }: { rows: PrismaClient; kept: Redis }"],
    ["interface Context { rows: PrismaClient; kept: Redis }", "{ rows, kept }: Context"],
    [
      "type Context = { rows: PrismaClient } & { kept: Redis };",
      "{ rows, kept }: Readonly<Context>",
    ],
  ])("a parameter: %s %s", (declared, head) => {
    expect(found(code(declared, head))).toEqual(["high"]);
  });

  test.each([
    "declare function open(): Promise<{ rows: PrismaClient; kept: Redis }>;",
    "const open = () => ({ rows: new PrismaClient(), kept: new Redis() });",
    "function open() { const kept = new Redis(); return { rows: new PrismaClient(), kept }; }",
  ])("what a function answers: %s", (declared) => {
    expect(found(code(declared, "", "const { rows, kept } = await open();"))).toEqual(["high"]);
  });

  test.each([
    ["", "{ rows, kept }: { rows: any; kept: any }"],
    ["interface Context { rows: PrismaClient }", "{ kept }: any, { rows }: Context"],
    [
      "interface Context { other: PrismaClient; kept: Redis }",
      "{ rows = {} as any, kept }: Context & any",
    ],
  ])("but not where they say nothing: %s %s", (declared, head) => {
    expect(found(code(declared, head))).not.toContain("high");
  });
});

test("a delegate of a client is no field of what the turns of a loop fill", () => {
  const text = (client: string) => `
import { PrismaClient } from "@prisma/client";
interface Item { id: string; user?: unknown }
const prisma = ${client};
export async function fill(items: Item[]) {
  for (const item of items) item.user = await prisma.user.findUnique({ where: { id: item.id } });
  return items;
}
`;
  expect(findIn("serial-await-in-loop", text("new PrismaClient()")).length).toBe(1);
  expect(findIn("serial-await-in-loop", text("made()")).length).toBe(0);
});

test("a package whose default export is a connection still exports the rest of it", () => {
  const text = `
import mongoose from "mongoose";
const of = (name: string) => mongoose.connection.db.collection(name);
export async function both(one: string, other: string) {
  const users = await of(one).find({}).toArray();
  const count = await of(other).countDocuments({});
  return [users, count];
}
`;
  const [found] = findIn("serial-await", text);
  expect(found?.message).toContain("only read and none needs");
});

test("a pool is known by a statement that is written out for it, in a template with a tag as well", () => {
  const code = (method: string, statement: string) => `
import { sql } from "@a-team/slonik";
declare const pool: any;
async function settle(id: string) { return await pool.${method}(${statement}); }
export async function page(id: string) {
  const one = await settle(id);
  const two = await settle(id + "2");
  return [one, two];
}
`;
  const found = (...given: Parameters<typeof code>) =>
    findIn("serial-await", code(...given)).map(({ confidence }) => confidence);
  expect(found("query", '"select 1"')).toEqual(["high"]);
  expect(found("one", "sql`select * from users`")).toEqual(["high"]);
  expect(found("one", "sql`delete from users returning id`")).toEqual([]);
  expect(found("lend", "sql`select * from users`")).not.toContain("high");
});

test("a transaction that may be handed in is one where it is", () => {
  const code = (db: string, handed: string) => `
import type { Kysely, Transaction } from "kysely";
type KyselyDB = Kysely<any>;
type KyselyTransaction = Transaction<any>;
function dbOrTx(db: KyselyDB, trx?: KyselyTransaction): KyselyDB | KyselyTransaction {
  if (trx) return trx;
  return db;
}
class Users {
  constructor(private readonly db: KyselyDB) {}
  async find(id: string, trx?: KyselyTransaction) {
    const db = ${db};
    return db.selectFrom("users").where("id", "=", id).executeTakeFirst();
  }
}
export async function page(users: Users, id: string, handed: KyselyTransaction) {
  const one = await users.find(id, ${handed});
  const two = await users.find(id + "2", ${handed});
  return [one, two];
}
`;
  const found = (db: string, handed = "undefined") =>
    findIn("serial-await", code(db, handed)).map(({ confidence }) => confidence);
  for (const db of ["dbOrTx(this.db, trx)", "trx ?? this.db", "trx ? trx : this.db"]) {
    expect(found(db)).toEqual(["high"]);
    expect(found(db, "handed")).toEqual([]);
  }
});
