import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// Clients and statements that are known by their shape alone, whoever has written them.

const rule = "serial-await";
const confidences = (code: string, others: Record<string, string> = {}): readonly string[] =>
  findIn(rule, code, { others }).map(({ confidence }) => confidence);

const twice = (declared: string, first: string, second: string): string => `
${declared}
export async function page(api: Api, id: string) {
  const one = await ${first};
  const two = await ${second};
  return [one, two];
}
`;

const client = `interface Api {
  get<T>(url: string, options?: object): Promise<T>;
  post<T>(url: string, options?: object): Promise<T>;
  patch<T>(url: string, options?: object): Promise<T>;
  delete<T>(url: string): Promise<T>;
  request<T>(url: string, options?: { method?: string; body?: unknown }): Promise<T>;
}`;

describe("a client of HTTP is known by its methods", () => {
  test("what it gets is a read", () => {
    const code = twice(client, 'api.get<string>("/users")', "api.get<string>(id)");
    expect(confidences(code)).toEqual(["high"]);
  });

  test("so is a request that names no method, or one that reads", () => {
    const code = (options: string): string =>
      twice(client, 'api.get<string>("/users")', `api.request<string>("/posts", ${options})`);
    expect(confidences(code('{ method: "GET" }'))).toEqual(["high"]);
    expect(confidences(code("{}"))).toEqual(["high"]);
    expect(confidences(code('{ method: "POST" }'))).not.toContain("high");
    expect(confidences(code("{ body: id }"))).not.toContain("high");
    expect(confidences(code("{ method: id }"))).not.toContain("high");
  });

  test("what it posts is none", () => {
    const code = twice(client, 'api.get<string>("/users")', 'api.post<string>("/users")');
    expect(confidences(code)).not.toContain("high");
  });

  test("a type that only gets, or gets by a key, is not taken for one", () => {
    const code = (declared: string): string => twice(declared, 'api.get("a")', 'api.get("b")');
    expect(confidences(code("interface Api { get(url: string): Promise<string>; }"))).toEqual([
      "low",
    ]);
    const store = client.replaceAll("url: string", "key: string");
    expect(confidences(code(store))).toEqual(["low"]);
  });

  test("where the project implements it, its code is read", () => {
    const code = twice(client, 'api.get<string>("/users")', "api.get<string>(id)");
    const made = `${code}
let count = 0;
class Counting implements Api {
  async get<T>(url: string): Promise<T> { count = count * 2 + 1; return (await fetch(\`\${url}/\${count}\`)).json(); }
  async post<T>(url: string): Promise<T> { return this.get(url); }
  async patch<T>(url: string): Promise<T> { return this.get(url); }
  async delete<T>(url: string): Promise<T> { return this.get(url); }
  async request<T>(url: string): Promise<T> { return this.get(url); }
}
export { Counting };
`;
    expect(confidences(made)).not.toContain("high");
  });
});

describe("a port of the file system is known by its functions", () => {
  const port = `interface Api {
  stat: (path: string) => Promise<{ size: number }>;
  readFile: (path: string) => Promise<string>;
  unlink: (path: string) => Promise<void>;
  rename: (oldPath: string, newPath: string) => Promise<void>;
}`;

  test("two files are read side by side", () => {
    expect(confidences(twice(port, "api.readFile(id)", 'api.stat("b")'))).toEqual(["high"]);
  });

  test("what moves one of them stands in the way", () => {
    expect(confidences(twice(port, "api.readFile(id)", 'api.rename("b", id)'))).toEqual([]);
  });

  test("one function of that name says nothing", () => {
    const one = "interface Api { readFile(path: string): Promise<string>; }";
    expect(confidences(twice(one, 'api.readFile("a")', 'api.readFile("b")'))).toEqual(["low"]);
  });
});

describe("a statement that is written out says what running it does", () => {
  const service = "interface Api { execQuery(text: string, on?: string): Promise<string[]>; }";

  test("in place, and in a constant", () => {
    const select = '"SELECT name FROM users"';
    expect(
      confidences(
        twice(service, `api.execQuery(${select}, id)`, "api.execQuery(`select 1 from a`)"),
      ),
    ).toEqual(["high"]);
    const constant = `const POSTS = ${select};\n${service}`;
    expect(
      confidences(twice(constant, "api.execQuery(POSTS)", `api.execQuery(${select})`)),
    ).toEqual(["high"]);
  });

  test.each([
    ["enum Words { Posts = READ }", "Words.Posts", ["high"]],
    ["const words = { posts: { all: READ } } as const;", "words.posts.all", ["high"]],
    ["const WORDS = { posts: READ };", "WORDS.posts", ["high"]],
    ["class Words { static readonly posts = READ; }", "Words.posts", ["high"]],
    ["const words = { posts: READ };", "words.posts", []],
    ["class Words { static posts = READ; }", "Words.posts", []],
    ["let words = { posts: READ } as const;", "words.posts", []],
    ["enum Words { Posts = WRITE }", "Words.Posts", []],
  ])("in a name that always stands for it: %s", (words, name, expected) => {
    const select = '"SELECT name FROM users"';
    const declared = words.replace("READ", select).replace("WRITE", '"DELETE FROM users"');
    const code = twice(
      `${declared}\n${service}`,
      `api.execQuery(${select})`,
      `api.execQuery(${name})`,
    );
    expect(confidences(code).filter((one) => one === "high")).toEqual(expected);
  });

  test("unless it writes, is not known, or goes through one connection", () => {
    const read = 'api.execQuery("SELECT name FROM users")';
    expect(confidences(twice(service, read, 'api.execQuery("DELETE FROM users")'))).not.toContain(
      "high",
    );
    expect(confidences(twice(service, read, "api.execQuery(id)"))).not.toContain("high");
    const locks = 'api.execQuery("SELECT name FROM users FOR UPDATE")';
    expect(confidences(twice(service, read, locks))).not.toContain("high");
    const connected = `${service}\ndeclare const connectionToDb: Api;`;
    const through = read.replace("api", "connectionToDb");
    expect(confidences(twice(connected, through, through))).not.toContain("high");
  });
});

describe("an object that is of a type stands for it", () => {
  const users = {
    "other.ts": `
export interface Users { find(id: string): Promise<string>; next(): Promise<string>; }
`,
    "third.ts": `
import type { Users } from "./other.js";
let page = 0;
export const pgUsers: Users = {
  async find(id) { return (await fetch(\`/users/\${id}\`)).text(); },
  async next() { page = page * 2 + 1; return (await fetch(\`/users?page=\${page}\`)).text(); },
};
`,
  };
  const code = (first: string, second: string): string => `
import type { Users } from "./other.js";
export async function page(users: Users, id: string) {
  const one = await ${first};
  const two = await ${second};
  return [one, two];
}
`;

  test("what its functions do is what is done", () => {
    expect(confidences(code("users.find(id)", 'users.find("b")'), users)).toEqual(["high"]);
    expect(confidences(code("users.next()", "users.next()"), users)).toEqual([]);
  });

  test.each([
    ["an arrow", "export const makeUsers = (from: string): Users => (MADE);"],
    ["a function", "export function makeUsers(from: string): Users { return MADE; }"],
    [
      "a variable",
      "export async function makeUsers(from: string): Promise<Users> { const made = MADE; return made; }",
    ],
  ])("and so is one that a function makes for whoever calls it: by %s", (_by, text) => {
    const made = text.replace(
      "MADE",
      `{
  async find(id: string) { return (await fetch(from + id)).text(); },
  async next() { page = page * 2 + 1; return (await fetch(from + page)).text(); },
}`,
    );
    const others = {
      ...users,
      "third.ts": `import type { Users } from "./other.js";\nlet page = 0;\n${made}`,
    };
    expect(confidences(code("users.find(id)", 'users.find("b")'), others)).toEqual(["high"]);
    expect(confidences(code("users.next()", "users.next()"), others)).toEqual([]);
    const type =
      "export type Users = { find(id: string): Promise<string>; next(): Promise<string> };";
    const named = { ...others, "other.ts": type };
    const held = (first: string, second: string): string =>
      code(first, second)
        .replaceAll("users.", "from.users.")
        .replace("users: Users", "from: { readonly users: Users }");
    expect(confidences(held("users.find(id)", 'users.find("b")'), named)).toEqual(["high"]);
    expect(confidences(held("users.next()", "users.next()"), named)).toEqual([]);
  });

  test("what it takes in from another leaves the whole unknown", () => {
    const held = {
      ...users,
      "third.ts": `
import type { Users } from "./other.js";
declare const made: Users;
export const makeUsers = (): Users => ({ ...made, async next() { return ""; } });
export const pgUsers: Users = {
  async find(id) { return (await fetch(\`/users/\${id}\`)).text(); },
  async next() { return ""; },
};
`,
    };
    expect(confidences(code("users.find(id)", 'users.find("b")'), held)).not.toContain("high");
  });

  test("a function that it holds from elsewhere leaves the whole unknown", () => {
    const held = {
      ...users,
      "third.ts": `
import type { Users } from "./other.js";
declare const made: { find: Users["find"] };
export const heldUsers: Users = { find: made.find, async next() { return ""; } };
`,
    };
    expect(confidences(code("users.find(id)", 'users.find("b")'), held)).not.toContain("high");
  });
});

describe("clients that are known by a model", () => {
  test("questions to WhatsApp, by one socket", () => {
    const code = (second: string): string => `
import type { WASocket } from "baileys";
export async function page(socket: WASocket, id: string) {
  const picture = await socket.profilePictureUrl(id, "image");
  const other = await socket.${second};
  return [picture, other];
}
`;
    expect(confidences(code("fetchStatus(id)"))).toEqual(["high"]);
    expect(confidences(code('sendMessage(id, { text: "a" })'))).not.toContain("high");
  });

  test("statements of Cassandra", () => {
    const code = (second: string): string => `
import { Client } from "cassandra-driver";
const client = new Client({});
export async function page(id: string) {
  const tables = await client.execute("SELECT name FROM tables WHERE keyspace = ?", [id]);
  const other = await client.execute("${second}", [id]);
  return [tables, other];
}
`;
    expect(confidences(code("SELECT name FROM views"))).toEqual(["high"]);
    expect(confidences(code("INSERT INTO views (name) VALUES (?)"))).toEqual([]);
  });

  test("a forge's user, and the lists of what is his", () => {
    const code = `
import { Octokit } from "octokit";
const octokit = new Octokit({});
export async function page() {
  const user = await octokit.rest.users.getAuthenticated();
  const orgs = await octokit.rest.orgs.listForAuthenticatedUser();
  return [user, orgs];
}
`;
    expect(confidences(code)).toEqual(["high"]);
  });

  test.each([
    ["octokit.rest.issues.listForRepo({ owner })", "octokit.pulls.get({ owner })", "high"],
    [
      "octokit.paginate(octokit.rest.issues.listForRepo, { owner })",
      "octokit.rest.repos.listTags({ owner })",
      "high",
    ],
    [
      "github.paginate(github.issues.listLabelsForRepo, { owner })",
      'octokit.request("GET /user")',
      "high",
    ],
    ["octokit.rest.issues.create({ owner })", "octokit.rest.pulls.get({ owner })", undefined],
    ['octokit.request("POST /user/repos")', "octokit.rest.pulls.get({ owner })", undefined],
    ["github.paginate(pages, { owner })", "octokit.rest.pulls.get({ owner })", undefined],
    ["github.store.get(owner)", "octokit.rest.pulls.get({ owner })", undefined],
    [
      "octokit.paginate(octokit.issues.listForRepo, {}, (page: any) => page.data.map(({ id }: any) => id))",
      "octokit.rest.pulls.get({ owner })",
      "high",
    ],
    [
      "octokit.paginate(octokit.issues.listForRepo, {}, (page: any, done: any) => done(page))",
      "octokit.rest.pulls.get({ owner })",
      undefined,
    ],
    [
      "octokit.paginate(octokit.issues.listForRepo, {}, (page: any) => (pages.last = page))",
      "octokit.rest.pulls.get({ owner })",
      undefined,
    ],
    ["github.repos.getOrCreateBranch(owner)", "octokit.rest.pulls.get({ owner })", undefined],
    ['octokit.paginate("POST /x")', "octokit.rest.pulls.get({ owner })", undefined],
  ])("a forge's client without a type, by its own words: %s, %s", (first, second, expected) => {
    const code = `
export async function page(octokit: any, github: any, owner: string, pages: any) {
  const one = await ${first};
  const two = await ${second};
  return [one, two, pages];
}
`;
    expect(confidences(code).find((one) => one === "high")).toBe(expected);
  });

  test.each([
    ["container.fs.readFile(id)", "container.fs.readdir(id)", "high"],
    ["container.fs.readFile(id)", "container.fs.writeFile(id, id)", undefined],
    ["container.fs.open(id)", "container.fs.readdir(id)", undefined],
    ["container.files.readFile(id)", "container.files.readdir(id)", undefined],
  ])(
    "a file system that somebody has under Node's name for it: %s, %s",
    (first, second, expected) => {
      const code = `
export async function page(container: any, id: string) {
  const one = await ${first};
  const two = await ${second};
  return [one, two];
}
`;
      expect(confidences(code).find((one) => one === "high")).toBe(expected);
    },
  );

  test.each([
    ['knex("users").where({ id }).first()', 'knex("teams").select("id").orderBy("id")', "high"],
    [
      'knex("users").where({ id }).update({ id })',
      'knex("users").where({ id }).first()',
      undefined,
    ],
    ['knex("users").transacting(trx).first()', 'knex("teams").first()', undefined],
    ["knex(id).first()", 'knex("teams").first()', undefined],
    ["User.findAll({ where: { id } })", "Team.findByPk(id)", "high"],
    ["User.findAll({ where: { id }, transaction: trx })", "Team.findByPk(id)", undefined],
    ["users.findAll({ where: { id } })", "Team.findByPk(id)", undefined],
    ["redis.get(id)", "redis.mget(id, id)", "high"],
    ["redis.get(id)", "redis.set(id, id)", undefined],
    ["store.get(id)", "redis.get(id)", undefined],
    [
      'payload.find({ collection: "users", where: { id } })',
      'req.payload.findGlobal({ slug: "site" })',
      "high",
    ],
    [
      'payload.find({ collection: "users", req })',
      'payload.count({ collection: "teams" })',
      undefined,
    ],
    [
      'payload.update({ collection: "users", id })',
      'payload.count({ collection: "users" })',
      undefined,
    ],
    ["other.find({ where: { id } })", 'payload.count({ collection: "teams" })', undefined],
  ])("stores by their words: %s, %s", (first, second, expected) => {
    const code = `
import { db, knex, other, payload, redis, store, Team, trx, User, users } from "@shop/stores";
export async function page(id: string, req: any) {
  const one = await ${first};
  const two = await ${second};
  return { one, two, db, knex, other, payload, redis, store, Team, trx, User, users };
}
`;
    expect(confidences(code).find((one) => one === "high")).toBe(expected);
  });

  test("the body of what a handed fetch brings comes with it", () => {
    const code = `
export const load = async ({ fetch, locals }: any) => {
  const user = await locals.db.user.findUnique({ where: { id: 1 } });
  const posts = await (await fetch("/api/posts")).json();
  return { user, posts };
};
`;
    expect(confidences(code)).toEqual(["high"]);
  });

  test("what belongs to a row, by the types that Sequelize has for it", () => {
    const code = (second: string) => `
import { type HasManyAddAssociationMixin, type HasManyGetAssociationsMixin, Model } from "sequelize";
class Post extends Model {}
class User extends Model {
  declare getPosts: HasManyGetAssociationsMixin<Post>;
  declare countPosts: HasManyCountAssociationsMixin;
  declare addPost: HasManyAddAssociationMixin<Post, number>;
  declare renderPosts: Renderer<Post>;
}
export async function page(user: User) {
  const one = await user.getPosts();
  const two = await ${second};
  return { one, two };
}
`;
    expect(confidences(code("user.countPosts()"))).toEqual(["high"]);
    expect(confidences(code("user.addPost(1)"))).not.toContain("high");
    expect(confidences(code("user.renderPosts()"))).not.toContain("high");
  });

  test("finds by a condition on what has lost its type", () => {
    const code = (second: string): string => `
export class Bots {
  botRepository: any;
  settingsRepository: any;
  async page(id: string) {
    const bot = await this.botRepository.findFirst({ where: { id } });
    const other = await this.settingsRepository.${second};
    return [bot, other];
  }
}
`;
    expect(confidences(code("findFirst({ where: { id } })"))).toEqual(["high"]);
    expect(confidences(code("findFirst(id)"))).not.toContain("high");
    expect(confidences(code("update({ where: { id } })"))).not.toContain("high");
  });

  test("a query builder on what has lost its type, in a chain or by way of a constant", () => {
    const code = (query: string, on = "this"): string => `
interface Users { one(id: string): Promise<object>; other(id: string): Promise<object> }
export const users: Users = {
  async one(id) { return await ${on}.createQueryBuilder("user").where("user.id = :id", { id }).getOne(); },
  async other(id) {
    const query = ${on}.createQueryBuilder("user").leftJoin("user.company", "company");
    query.andWhere("company.id = :id", { id });
    return await query${query};
  },
};
export async function page(from: Users, id: string) {
  const one = await from.one(id);
  const two = await from.other(id);
  return [one, two];
}
`;
    expect(confidences(code(".getCount()"))).toEqual(["high"]);
    expect(confidences(code(".delete().execute()"))).not.toContain("high");
    expect(confidences(code(".setLock().getOne()"))).not.toContain("high");
    expect(confidences(code(".getCount()", "this.manager"))).not.toContain("high");
  });

  test.each([
    ["typeorm", "Repository<User>", "getMany", "getCount"],
    ["@mikro-orm/postgresql", "EntityRepository<User>", "getResultList", "getCount"],
  ])("a builder of %s, whose conditions are added to it", (from, type, rows, count) => {
    const text = (changed: string) => `
import { ${type.split("<")[0]} } from "${from}";
declare class User {}
export async function numbers(users: ${type}) {
  const query = users.createQueryBuilder("user");
  const all = await query.${rows}();
  const old = await ${changed}.${count}();
  return [all, old];
}
`;
    expect(findIn("serial-await", text(`query.where("age > 60")`))).toEqual([]);
    const own = `users.createQueryBuilder("user").where("age > 60")`;
    expect(findIn("serial-await", text(own)).length).toBe(1);
  });

  test("a query builder that is changed between two of its queries", () => {
    const code = (between: string): string => `
export class Users {
  users: any;
  async page(id: string) {
    const query = this.users.createQueryBuilder("user").where("user.id = :id", { id });
    const count = await query.getCount();
    ${between}
    const rows = await query.getMany();
    return [count, rows];
  }
}
`;
    expect(confidences(code(""))).toEqual(["high"]);
    expect(confidences(code("query.limit(10).offset(5);"))).toEqual([]);
    expect(confidences(code("const next = query.limit(10);"))).toEqual([]);
    expect(confidences(code("const same = query;\n    same.limit(10);"))).toEqual([]);
  });

  test("the caches of a page, which are listed before one is made", () => {
    const code = (second: string): string => `
export async function install() {
  const names = await caches.keys();
  const one = await caches.${second};
  return [names, one];
}
`;
    expect(confidences(code('match("/a")'))).toEqual(["high"]);
    expect(confidences(code('open("static")'))).not.toContain("high");
  });
});

describe("a client of a service is known by what its package is called", () => {
  const code = (first: string, second: string): string => `
import { ThingsClient } from "things-api-client";
export async function page(things: ThingsClient, id: string) {
  const one = await ${first};
  const two = await ${second};
  return [one, two];
}
`;

  test("what it is asked by a verb of reading is a read, whether or not the package is installed", () => {
    expect(confidences(code("things.user(id).get()", "things.orders().list()"))).toEqual(["high"]);
    const caught = "things.user(id).get().catch(() => undefined)";
    expect(confidences(code(caught, "things.listOrders(id)"))).toEqual(["high"]);
  });

  test("and the finding says what it rests on, and leaves its fix to the reader", () => {
    const [finding] = findIn(rule, code("things.user(id).get()", "things.orders().list()"));
    expect(finding?.related.map(({ message }) => message)).toContain(
      "`things.user(id).get` on line 4 is known by what its package is called, and taken for a read by its name",
    );
    expect(finding?.fixes.map(({ safety }) => safety)).toEqual(["suggested", "suggested"]);
  });

  test("what changes something, or says by no verb what it does, is none", () => {
    for (const other of [
      "things.createOrder(id)",
      "things.user(id).getOrCreate()",
      "things.user(id).resolve()",
      "things.getNextOrder()",
    ]) {
      expect(confidences(code("things.getUser(id)", other))).not.toContain("high");
    }
  });

  test("what nobody waits for is not known to wait for anything", () => {
    const kept = `
import { ThingsClient } from "things-api-client";
const nameOf = async (things: ThingsClient) => { const user = things.getUser("a"); return user.name; };
export async function page(things: ThingsClient) {
  const one = await nameOf(things);
  const two = await nameOf(things);
  return [one, two];
}
`;
    expect(confidences(kept)).not.toContain("high");
  });
});

describe("where nothing is installed", () => {
  test("a client by the type of what makes it", () => {
    const code = `
import { createClient } from "redis";
type Connected = ReturnType<typeof createClient>;
export class Store {
  constructor(private readonly client: Connected) {}
  read(key: string) { return this.client.hGet(key, "a"); }
}
export async function page(store: Store) {
  const one = await store.read("a");
  const two = await store.read("b");
  return [one, two];
}
`;
    expect(confidences(code)).toEqual(["high"]);
    expect(confidences(code.replaceAll("hGet", "hSet"))).not.toContain("high");
  });

  test("a schema whose function is handed on by its name", () => {
    const code = (what: string) => `
import { z } from "zod";
import { api } from "elsewhere";
const User = z.object({ name: z.string() });
const load = (id: string) => fetch("/users/" + id).then(${what});
export async function page() {
  const one = await load("a");
  const two = await load("b");
  return [one, two, api];
}
`;
    expect(confidences(code("User.parse"))).toEqual(["high"]);
    expect(confidences(code("api.keep"))).not.toContain("high");
  });

  test("bytes that are blotted out", () => {
    const code = `
import { decrypt } from "elsewhere";
const load = async (id: string) => {
  const key = decrypt(id);
  const text = await (await fetch("/users/" + id + key)).text();
  key.fill(0);
  return text;
};
export async function page() {
  const one = await load("a");
  const two = await load("b");
  return [one, two];
}
`;
    expect(confidences(code)).toEqual(["high"]);
  });
});

describe("a transaction of money is no connection", () => {
  const code = (type: string, declared = "") => `
import { z } from "zod";
import { readFile } from "node:fs/promises";
${declared}
const nameOf = (transaction: any) => readFile(transaction.id, "utf8");
export async function page(transaction: ${type}) {
  const one = await nameOf(transaction);
  const two = await readFile(transaction.to, "utf8");
  return [one, two];
}
`;

  test.each([
    ["Payment", "interface Payment { id: string; to: string }"],
    ["Payment", "const schema = z.object({}); type Payment = z.infer<typeof schema>;"],
    ["Payment", "const Payment = z.object({}); type Payment = z.infer<typeof Payment>;"],
    ["{ id: string; to: string }", ""],
  ])("%s: %s", (type, declared) => {
    expect(confidences(code(type, declared))).toEqual(["high"]);
  });

  test.each([
    ["Payment | Refund | null", "interface Payment { id: string } interface Refund { to: string }"],
  ])("each of several: %s", (type, declared) => {
    expect(confidences(code(type, declared))).toEqual(["high"]);
  });

  const turns = (type: string, turn: string) => `
import { readFile } from "node:fs/promises";
interface Payment { id: string }
interface Payments { all: ${type} }
const nameOf = (transaction: any) => readFile(transaction.id, "utf8");
export async function pages(given: Payments) {
  const found: string[] = [];
  for (const transaction of given.all) { ${turn} }
  return found;
}
`;

  test("nor is each of a list of them", () => {
    const turn = `
    const one = await nameOf(transaction);
    const two = await readFile((transaction as any).to, "utf8");
    found.push(one, two);`;
    const inTurn = (type: string): readonly string[] => confidences(turns(type, turn));
    expect(inTurn("Payment[]")).toEqual(["high"]);
    expect(inTurn("readonly Payment[]")).toEqual(["high"]);
    expect(inTurn("Array<Payment>")).toEqual(["high"]);
    expect(inTurn("Iterable<Payment>")).not.toContain("high");
    expect(inTurn("any[]")).not.toContain("high");
    expect(inTurn("(Payment | { run(): void })[]")).not.toContain("high");
  });

  test("what a loop goes through is another in each turn, whatever it is", () => {
    const found = (turn: string): readonly string[] =>
      findIn("serial-await-in-loop", turns("any[]", turn)).map(({ confidence }) => confidence);
    expect(found('found.push(await readFile(transaction.id, "utf8"));')).toEqual(["high"]);
    expect(found('found.push(await readFile((given as any).transaction.id, "utf8"));')).toEqual([]);
  });

  test.each([
    ["any", ""],
    ["Payment", "interface Payment { id: string; to: string; query(text: string): void }"],
    ["Payment", "interface Payment { id: string } interface Payment { query(text: string): void }"],
    ["Payment", "interface Payment { id: string; client: PoolClient }"],
    ["Payment", "type Payment = { id: string; run: (text: string) => void };"],
    ["Payment", 'import type { Payment } from "elsewhere";'],
    ["Payment", "interface Payment extends Base { id: string } interface Base { run(): void }"],
  ])("but what may be asked something: %s %s", (type, declared) => {
    expect(confidences(code(type, declared))).not.toContain("high");
  });
});

describe("a function of a URL and of the options of a request is a fetch", () => {
  const code = (type: string, options: string) => `
type Send = ${type};
export class Users {
  constructor(private readonly send: Send) {}
  async get(id: string) { return this.send("/users/" + id, ${options}); }
  async both(a: string, b: string) {
    const one = await this.get(a);
    const two = await this.get(b);
    return [one, two];
  }
}
`;
  const send = "<T>(url: string, options: RequestInit, timeout?: number) => Promise<T>";

  test("which reads where its options say so", () => {
    expect(confidences(code(send, '{ method: "GET" }'))).toEqual(["high"]);
    expect(confidences(code(send, "{}"))).toEqual(["high"]);
    expect(confidences(code(send, '{ method: "DELETE" }'))).not.toContain("high");
    expect(confidences(code(send, "{ method: id }"))).not.toContain("high");
  });

  test("what takes something else, or answers at once, is none", () => {
    const other = "(url: string, options: { method?: string }) => Promise<string>";
    expect(confidences(code(other, '{ method: "GET" }'))).not.toContain("high");
    const atOnce = "(url: string, options: RequestInit) => string";
    expect(confidences(code(atOnce, '{ method: "GET" }'))).toEqual([]);
    const second = "(options: RequestInit, url: string) => Promise<string>";
    expect(confidences(code(second, "{} as never"))).not.toContain("high");
  });
});

test("Prisma's client is known where a call makes it", () => {
  const code = twice(
    "declare const db: any; interface Api {}",
    "db.prisma().user.findMany({ where: { id } })",
    "db.prisma().post.findFirst({ where: { id } })",
  );
  expect(confidences(code)).toEqual(["high"]);
  expect(confidences(code.replace("post.findFirst", "user.deleteMany"))).not.toContain("high");
  expect(confidences(code.replaceAll("db.prisma()", "db.tables()"))).not.toContain("high");
});
