import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// Functions whose parameter may be a pool or a transaction, and who hands them which; no package has types here.

const code = (rest: string): string => `
import { drizzle, type PostgresJsDatabase, type PostgresJsTransaction } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { posts, users } from "./schema.js";
type Database = PostgresJsDatabase<object>;
type Transaction = PostgresJsTransaction<object, object>;
export const db = drizzle({ client: postgres("postgres://localhost") });
async function listPosts(on: Database | Transaction, id: string) { return await on.select().from(posts).where(id); }
${rest}
`;
const confidences = (rest: string) =>
  findIn("serial-await", code(rest)).map(({ confidence }) => confidence);

describe("what may be a transaction", () => {
  test("is none where a module's pool is handed in", () => {
    const found = confidences(`
export async function page(id: string) {
  const mine = await listPosts(db, id);
  const all = await db.select().from(users);
  return [mine, all];
}`);
    expect(found).toEqual(["high"]);
  });

  test("is none of a connection that a module holds alone", () => {
    const found = findIn(
      "serial-await",
      `
import { drizzle, type NodePgDatabase, type NodePgTransaction } from "drizzle-orm/node-postgres";
import { Client } from "pg";
import { posts } from "./schema.js";
const client = new Client();
const db = drizzle(client);
async function listPosts(on: NodePgDatabase | NodePgTransaction, id: string) { return await on.select().from(posts).where(id); }
export async function page(id: string) {
  const mine = await listPosts(db, id);
  const other = await listPosts(db, id + "2");
  return [mine, other];
}
`,
    );
    expect(found.map(({ confidence }) => confidence)).not.toContain("high");
  });

  test.each([
    [
      "of a callback",
      `export async function page(id: string) {
  return await db.transaction(async (tx) => {
    const mine = await listPosts(tx, id);
    const other = await listPosts(tx, id + "2");
    return [mine, other];
  });
}`,
    ],
    [
      "of a caller's",
      `export async function page(on: Database | Transaction, id: string) {
  const mine = await listPosts(on, id);
  const other = await listPosts(on, id + "2");
  return [mine, other];
}`,
    ],
    [
      "that a module keeps",
      `let current: Database | Transaction = db;
export const use = (tx: Transaction) => { current = tx; };
export async function page(id: string) {
  const mine = await listPosts(current, id);
  const other = await listPosts(current, id + "2");
  return [mine, other];
}`,
    ],
  ])("is one %s", (_, rest) => {
    expect(confidences(rest)).not.toContain("high");
  });
});
