import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// Objects that reach a query by way of a callback, a container or a text that grows; no package has types here.

const confidences = (code: string) =>
  findIn("serial-await", code).map(({ confidence }) => confidence);

describe("a client that a function of the project hands to a callback", () => {
  const page = (start: string) => `
import { Pool, type PoolClient } from "pg";
const pool = new Pool();
${start}
export async function page(id: string) {
  const user = await withClient((client) => client.query("SELECT * FROM users WHERE id = $1", [id]));
  const team = await withClient((client) => client.query("SELECT * FROM teams WHERE id = $1", [id]));
  return [user.rows, team.rows];
}
`;

  test("is what the type of its parameter says, and another one at each call", () => {
    const start = `
async function withClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try { return await work(client); } finally { client.release(); }
}`;
    expect(confidences(page(start))).toEqual(["high"]);
  });

  test("is one and the same where a module holds it", () => {
    const start = `
declare const only: PoolClient;
async function withClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> { return work(only); }`;
    expect(confidences(page(start))).not.toContain("high");
  });
});

test("options in a variable that may be changed say nothing", () => {
  const code = `
const ask = (url: string, options: RequestInit) => fetch(url, options);
export async function page(id: string) {
  let options = { method: "get" };
  if (id) options.method = "post";
  const one = await ask("/one", options);
  const two = await ask("/two", options);
  return [one, two];
}
`;
  expect(confidences(code)).not.toContain("high");
});

describe("a parameter that may be a pool or one connection", () => {
  const page = (name: string) => `
import type { Pool, PoolConnection } from "mysql2/promise";
export async function page(${name}: PoolConnection | Pool, id: string) {
  const users = await ${name}.query("SELECT * FROM users WHERE id = ?", [id]);
  const teams = await ${name}.query("SELECT * FROM teams WHERE id = ?", [id]);
  return [users, teams];
}
`;

  test("is the one that it is called, and else the connection", () => {
    expect(confidences(page("pool"))).toEqual(["high"]);
    expect(confidences(page("connection"))).not.toContain("high");
    expect(confidences(page("db"))).not.toContain("high");
  });
});

describe("a pool that is made and listened to where there is none", () => {
  test("is no change that two queries mind, and a line at the level of an error is a line", () => {
    const code = `
import { createPool, type Pool, type PoolConnection } from "mysql2/promise";
const logger = { err: (line: string): void => void send(line) };
declare function send(line: string): void;
class Database {
  private pool: Pool | null = null;
  private getPool(): Pool {
    if (this.pool === null) {
      this.pool = createPool({});
      this.pool.on("connection", (made: PoolConnection) => { made.config.debug = true; });
    }
    return this.pool;
  }
  async query(sql: string, params: unknown[] = []) {
    try { return await this.getPool().query(sql, params); } catch (error) { logger.err(String(error)); throw error; }
  }
}
const db = new Database();
export async function page(id: string) {
  const users = await db.query("SELECT * FROM users WHERE id = ?", [id]);
  const teams = await db.query("SELECT * FROM teams WHERE id = ?", [id]);
  return [users, teams];
}
`;
    expect(confidences(code)).toEqual(["high"]);
  });
});

describe("what a container hands out of a class", () => {
  const page = (body: string) => `
import { container } from "tsyringe";
import type { Knex } from "knex";
let last = "";
class Users {
  constructor(private readonly db: Knex) {}
  async byId(id: string) { return this.db("users").where({ id }).first(); }
  async remember(id: string) { last = id; return this.db("users").where({ id }).first(); }
}
class Teams {
  constructor(private readonly db: Knex) {}
  async all() { return this.db("teams"); }
}
export async function page(id: string) {
  const users = container.resolve(Users);
  ${body}
  return [user, teams];
}
`;

  test("has the methods of that class", () => {
    const body =
      "const user = await users.byId(id); const teams = await container.resolve(Teams).all();";
    expect(confidences(page(body))).toEqual(["high"]);
  });

  test("changes what they change", () => {
    const body =
      "const user = await users.remember(id); const teams = await users.remember(id + last);";
    expect(confidences(page(body))).not.toContain("high");
  });
});

describe("a statement that is put together", () => {
  const page = (statement: string, grows = 'if (id) sql += " WHERE id = $1";') => `
import { Pool } from "pg";
const pool = new Pool();
export async function page(id: string) {
  let sql = "SELECT * FROM users";
  ${grows}
  const rows = await pool.query(\`\${sql} LIMIT 10\`, [id]);
  const count = await pool.query(${statement}, [id]);
  return [rows, count];
}
`;

  test("does what it begins with", () => {
    expect(confidences(page("sql"))).toEqual(["high"]);
    expect(confidences(page('sql.replace("*", "count(*)")'))).toEqual(["high"]);
  });

  test("is one of several that all read", () => {
    expect(confidences(page("sql", 'if (id) sql = "SELECT * FROM teams";'))).toEqual(["high"]);
  });

  test.each([
    'sql += " FOR UPDATE";',
    'sql += "; DELETE FROM users";',
    "[sql] = [id];",
    'if (id) sql = "DELETE FROM users";',
  ])("is not known to read where it may do more: %s", (grows) => {
    expect(confidences(page("sql", grows))).not.toContain("high");
  });
});

describe("a client that is known by what it alone is asked", () => {
  const page = (first: string, second: string) => `
import { dbRead, tx } from "@shop/clients";
export async function page(id: string) {
  const users = await ${first};
  const teams = await ${second};
  return [users, teams, tx];
}
`;

  test.each([
    [
      "dbRead.$queryRaw<number[]>`SELECT id FROM users WHERE id = 1`",
      "dbRead.user.count({ where: { id } })",
    ],
    [
      'dbRead.$queryRawUnsafe("SELECT id FROM users")',
      "dbRead.$queryRaw`WITH a AS (SELECT 1) SELECT id FROM a`",
    ],
  ])("reads side by side: %s, %s", (first, second) => {
    expect(confidences(page(first, second))).toEqual(["high"]);
  });

  test.each([
    ["dbRead.$queryRaw`DELETE FROM users RETURNING id`", "dbRead.$queryRaw`SELECT 1`"],
    ["tx.$queryRaw`SELECT id FROM users`", "tx.$queryRaw`SELECT id FROM teams`"],
  ])("keeps its order: %s, %s", (first, second) => {
    expect(confidences(page(first, second))).not.toContain("high");
  });
});

describe("a function that a parameter falls back to", () => {
  const page = (first: string, second: string) => `
import { readFile } from "node:fs/promises";
type Run = (path: string) => Promise<string>;
declare const elsewhere: Run;
const load: Run = async (path) => readFile(path, "utf8");
const post: Run = async (path) => (await fetch(path, { method: "POST" })).text();
const ask = async (path: string, run: Run = load) => (await run(path)).length;
const send = async (path: string, run: Run = post) => (await run(path)).length;
const far = async (path: string, run: Run = elsewhere) => (await run(path)).length;
const option = async (path: string, { run = load }: { run?: Run } = {}) => run(path);
const lines = async (path: string, order?: (a: string, b: string) => number) => {
  const compare = order && ((a: string, b: string) => order(a, b));
  const all = (await load(path)).split("\\n");
  return compare ? all.sort(compare) : all;
};
export async function both() {
  const one = await ${first};
  const two = await ${second};
  return [one, two];
}
`;

  test.each([
    ['ask("a")', 'ask("b")'],
    ['option("a")', 'option("b", {})'],
    ['ask("a", undefined)', 'ask("b", load)'],
    ['lines("a")', 'lines("b", () => 0)'],
  ])("runs where nothing is handed in: %s, %s", (first, second) => {
    expect(confidences(page(first, second))).toEqual(["high"]);
  });

  test.each([
    ['send("a")', 'send("b")'],
    ['ask("a", post)', 'ask("b", post)'],
    ['far("a")', 'far("b")'],
  ])("does what it does, or what nobody knows: %s, %s", (first, second) => {
    expect(confidences(page(first, second))).not.toContain("high");
  });
});
