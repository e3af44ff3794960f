import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// Questions that are asked within a transaction of their own, on a connection that is taken for it.

const typeorm = (taken: string, inside = "") => `
import { DataSource, type EntityManager, type QueryRunner } from "typeorm";
class User { id = ""; }
class Order { id = ""; }
declare const source: DataSource;
async function within<T>(work: (manager: EntityManager) => Promise<T>, given: QueryRunner): Promise<T> {
  const runner = ${taken};
  await runner.startTransaction();
  try {
    const result = await work(runner.manager);
    ${inside}
    await runner.commitTransaction();
    return result;
  } catch (error) {
    await runner.rollbackTransaction();
    throw error;
  } finally {
    await runner.release();
  }
}
async function getUser(id: string, given: QueryRunner) {
  return within((manager) => manager.findOneBy(User, { id }), given);
}
async function getOrders(id: string, given: QueryRunner) {
  return within((manager) => manager.findBy(Order, { id }), given);
}
export async function page(id: string, given: QueryRunner) {
  const user = await getUser(id, given);
  const orders = await getOrders(id, given);
  return [user, orders];
}
`;
const pg = (taken: string, begin = '"BEGIN"') => `
import { Pool, type PoolClient } from "pg";
const pool = new Pool();
async function getUser(id: string, given: PoolClient) {
  const client = ${taken};
  try {
    await client.query(${begin});
    const { rows } = await client.query("SELECT * FROM users WHERE id = $1", [id]);
    await client.query("COMMIT");
    return rows;
  } finally {
    client.release();
  }
}
export async function page(id: string, other: string, given: PoolClient) {
  const user = await getUser(id, given);
  const friend = await getUser(other, given);
  return [user, friend];
}
`;
const confidences = (code: string): readonly string[] =>
  findIn("serial-await", code).map(({ confidence }) => confidence);

describe("a transaction that a function begins on a connection of its own", () => {
  test("changes nothing by its beginning and its end", () => {
    expect(confidences(typeorm("source.createQueryRunner()"))).toEqual(["high"]);
    expect(confidences(pg("await pool.connect()"))).toEqual(["high"]);
  });

  test("nor does a client that is made for one question, from its connection to its end", () => {
    const code = `
import { Client } from "pg";
async function getUser(id: string) {
  const client = new Client();
  await client.connect();
  const { rows } = await client.query("SELECT * FROM users WHERE id = $1", [id]);
  await client.end();
  return rows;
}
export async function page(id: string) {
  const user = await getUser(id);
  const page = await (await fetch("/pages/" + id)).text();
  return [user, page];
}
`;
    expect(confidences(code)).toEqual(["high"]);
    expect(confidences(code.replace("SELECT * FROM users", "DELETE FROM users"))).not.toContain(
      "high",
    );
  });

  test("is one where somebody hands the connection in, or where more is said", () => {
    expect(confidences(typeorm("given"))).not.toContain("high");
    expect(confidences(pg("given"))).not.toContain("high");
    expect(
      confidences(pg("await pool.connect()", '"BEGIN; UPDATE users SET seen = now()"')),
    ).not.toContain("high");
    expect(
      confidences(typeorm("source.createQueryRunner()", "await runner.manager.save(new User());")),
    ).not.toContain("high");
  });

  test("runs one statement at a time all the same", () => {
    const code = `
import { DataSource } from "typeorm";
class User { id = ""; }
declare const source: DataSource;
export async function page(id: string) {
  const one = source.createQueryRunner();
  const first = await one.query("SELECT 1");
  const second = await one.query("SELECT 2");
  const user = await one.manager.findOneBy(User, { id });
  const { manager } = one;
  const friend = await manager.findOneBy(User, { id });
  const friends = await manager.findBy(User, { id });
  return [first, second, user, friend, friends];
}
`;
    expect(confidences(code)).not.toContain("high");
    expect(
      findIn(
        "unsafe-gather",
        code.replace(
          'const first = await one.query("SELECT 1");',
          'await Promise.all([one.query("SELECT 1"), one.query("SELECT 2")]); const first = 1;',
        ),
      ),
    ).toHaveLength(1);
  });
});
