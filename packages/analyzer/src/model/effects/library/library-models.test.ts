import { describe, test } from "@jest/globals";
import { checkEffects } from "../../../testkit/check-effects.js";

const databaseModule = {
  "db.ts": `import { PrismaClient } from "@prisma/client";
const holder = globalThis as unknown as { client?: PrismaClient };
export const db = holder.client ?? new PrismaClient();
export class PrismaService extends PrismaClient {}
export function connect() { return new PrismaClient(); }
function remember<T>(name: string, make: () => T): T { return make(); }
export const kept = remember("prisma", () => {
  const client = new PrismaClient();
  return client.$extends({});
});`,
};

describe("Without the package installed", () => {
  test("a call is known by the import its callee comes from", () => {
    checkEffects(`
import fs, { readFile as read } from "fs/promises";
import * as callbacks from "node:fs";
const { stat, ...others } = require("fs/promises");
async function run() {
  await fs.readFile("a"); // fs/promises readFile: reads fs(a), io
  await read("a"); // fs/promises readFile: reads fs(a), io
  await callbacks.promises.writeFile("b", ""); // fs promises.writeFile: writes fs(b), io
  await stat("c"); // fs/promises stat: reads fs(c), io
  callbacks.mkdirSync("d"); // fs mkdirSync: writes fs(d)
  await fs.rename("e", "f"); // fs/promises rename: writes fs(e) fs(f), io
  await (await import("fs/promises")).rm("g"); // fs/promises rm: writes fs(g), io
}
`);
  });

  test("a value made by a library keeps what it is, through fields, exports and parameters", () => {
    checkEffects(
      `
import axios from "axios";
import { Pool, type PoolClient } from "pg";
import { connect, db, kept, PrismaService } from "./db";
const { Client } = require("pg");
const pool = new Pool();
class Service {
  readonly #api = axios.create({ baseURL: "x" });
  private later: PoolClient;
  constructor(private readonly prisma: PrismaService, client: PoolClient) {
    this.later = client;
  }
  async run(client: PoolClient | undefined) {
    await this.#api.get("/b"); // axios AxiosInstance.get: reads net(/b), io
    await this.prisma.user.findMany(); // @prisma/client ModelDelegate.findMany: reads db.user, io
    await db.post.create({}); // @prisma/client ModelDelegate.create: reads db.post, writes db.post, io
    await connect().post.count(); // @prisma/client ModelDelegate.count: reads db.post, io
    await kept.post.count(); // @prisma/client ModelDelegate.count: reads db.post, io
    await client?.query("select 1"); // pg PoolClient.query: reads db, io, through client, connection
    await this.later.query("select 1"); // pg PoolClient.query: reads db, io, through this.later, connection
    await new Client().connect(); // pg Client.connect: io, changes new Client(), connection
    const own = await pool.connect();
    await own.query("delete from x"); // pg PoolClient.query: reads db, writes db, io, through own, connection
  }
}
`,
      { others: databaseModule },
    );
  });

  test("what a library hands to a callback is known", () => {
    checkEffects(
      `
import knexFactory from "knex";
import { db } from "./db";
const knex = knexFactory({});
async function run() {
  await db.$transaction(async (tx) => {
    await tx.user.findMany(); // @prisma/client ModelDelegate.findMany: reads db.user, io, through tx
  });
  await knex.transaction(async (trx) => {
    await trx("users").insert({}); // knex QueryBuilder.insert: reads db.users, writes db.users, io, through trx
    await knex("a").transacting(trx).select(); // knex QueryBuilder.select: reads db.a, io, through trx
  });
}
`,
      { others: databaseModule },
    );
  });

  test("a function that was promisified is the one that was given", () => {
    checkEffects(`
import { readFile } from "fs";
import util from "util";
const read = util.promisify(readFile);
async function run() {
  await read("x"); // fs readFile: reads fs(x), io
}
`);
  });

  test("what nobody modelled is unknown, and so is the project's own code", () => {
    checkEffects(`
import { load } from "somewhere";
class Pool { async query(text: string) { return text; } }
async function run(query: any) {
  await load(); // unknown
  await new Pool().query("select 1"); // unknown
  await query("select 1"); // unknown
}
`);
  });
});

describe("Whether a call only reads", () => {
  test("is seen in the text of a statement", () => {
    checkEffects(`
import { Pool } from "pg";
const pool = new Pool();
const find = "SELECT * FROM users";
async function run(text: string, id: number) {
  await pool.query(find); // pg Pool.query: reads db, io
  await pool.query(\`select * from users where id = \${id}\`); // pg Pool.query: reads db, io
  await pool.query({ text: "with a as (select 1) select * from a" }); // pg Pool.query: reads db, io
  await pool.query("with a as (delete from b returning *) select * from a"); // pg Pool.query: reads db, writes db, io
  await pool.query("select * from jobs for update skip locked"); // pg Pool.query: reads db, writes db, io
  await pool.query("select nextval('ids')"); // pg Pool.query: reads db, writes db, io
  await pool.query("BEGIN"); // pg Pool.query: reads db, writes db, io, transaction
  await pool.query(text); // pg Pool.query: reads db, writes db, io
}
`);
  });

  test("is seen in the method of a request", () => {
    checkEffects(`
import axios from "axios";
import got from "got";
async function run(init: RequestInit) {
  await fetch("/a"); // fetch: reads net(/a), io
  await fetch("/a", { method: "HEAD" }); // fetch: reads net(/a), io
  await fetch("/a", { method: "POST" }); // fetch: reads net(/a), writes net(/a), io
  await fetch("/a", { body: "x" }); // fetch: reads net(/a), writes net(/a), io
  await fetch("/a", init); // fetch: reads net(/a), writes net(/a), io
  await axios({ url: "/a", method: "get" }); // axios: reads net, io
  await axios.post("/a"); // axios post: reads net(/a), writes net(/a), io
  await got("/a").json(); // got CancelableRequest.json: reads net, io
  await got("/a", { json: {} }); // got: reads net(/a), writes net(/a), io
}
`);
  });

  test("is seen in the command that is sent", () => {
    checkEffects(`
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
const s3 = new S3Client({});
async function run(command: unknown) {
  await s3.send(new GetObjectCommand({})); // @aws-sdk/client-s3 S3Client.send: reads net, io
  await s3.send(new PutObjectCommand({})); // @aws-sdk/client-s3 S3Client.send: reads net, writes net, io
  await s3.send(command); // @aws-sdk/client-s3 S3Client.send: reads net, writes net, io
}
`);
  });

  test("is seen in the chain that builds a query", () => {
    checkEffects(`
import { drizzle } from "drizzle-orm/node-postgres";
import { Kysely } from "kysely";
import mongoose from "mongoose";
const db = drizzle("");
const sql = new Kysely({});
const User = mongoose.model("User");
async function run() {
  await db.select().from(users).where(eq(1)); // drizzle-orm Database.where: reads db.users, io
  await db.insert(users).values({}).returning(); // drizzle-orm Database.returning: reads db.users, writes db.users, io
  await db.query.users.findMany(); // drizzle-orm QueryTable.findMany: reads db.users, io
  await sql.selectFrom("a").selectAll().execute(); // kysely Kysely.execute: reads db.a, io
  await sql.deleteFrom("a").execute(); // kysely Kysely.execute: reads db, writes db, io
  await User.find({}).sort("a").lean(); // mongoose Query.lean: reads db.User, io
  await User.updateMany({}).exec(); // mongoose WritingQuery.exec: reads db.User, writes db.User, io
  const user = await User.findById(1);
  await user.save(); // mongoose Document.save: reads db, writes db, io, changes user
}
`);
  });
});

test("a client of unknown type is known by words that one kind of client alone puts together", () => {
  checkEffects(`
declare const ctx: any, db: any, dbRead: any, supabase: any, trpc: any, api: any, log: any, response: any;
async function run(id: string, cache: any, form: any) {
  await ctx.prisma.user.findMany(); // Prisma user.findMany: reads db.user, io
  await dbRead.user.findUnique({ where: { id } }); // Prisma user.findUnique: reads db.user, io
  await form.user.findUnique({ where: { id } }); // unknown
  await cache.user.delete(id); // unknown
  await ctx.db.query.users.findFirst({ limit: 1 }); // Drizzle users.findFirst: reads db.users, io
  await ctx.db.select().from(users).where(id); // Drizzle select: reads db.users, io
  await db.insert(users).values({ id }); // Drizzle insert: reads db.users, writes db.users, io
  await db.delete(users).where(id); // Drizzle delete: reads db, writes db, io
  await cache.delete(users).where(id); // unknown
  db.toString().trim(); // unknown
  await db.selectFrom("a").selectAll().executeTakeFirst(); // Kysely selectFrom: reads db.a, io
  await db.updateTable("a").set({}).execute(); // Kysely updateTable: reads db.a, writes db.a, io
  await supabase.from("a").select("*").eq("id", id); // Supabase from: reads db.a, io
  await supabase.from("a").update({}).eq("id", id); // Supabase from: reads db.a, writes db.a, io
  await trpc.users.list.query(); // tRPC query: reads net, io
  await trpc.users.add.mutate({}); // tRPC mutate: reads net, writes net, io
  await api.get(\`/users/\${id}\`); // HTTP get: reads net, io
  await api.post("/users", {}); // HTTP post: reads net, writes net, io
  await api.get(id); // unknown
  await cache.get("/users"); // unknown
  api.get("/users", () => 1); // unknown
  await response.json(); // response.json: io, changes response
  log.info("done"); // logger info: writes stdio, log
}
`);
});

test("the language's own functions say what they change and run", () => {
  checkEffects(`
function run(list: number[], map: ReadonlyMap<string, number>, text: string) {
  list.map((one) => one + 1); // Array.map: runs (one) => one
  list.push(2); // Array.push: changes list
  list.toSorted(); // Array.toSorted: pure
  Object.assign(list, {}); // Object.assign: changes list
  map.get("a"); // ReadonlyMap.get: pure
  new Set<number>().add(1); // Set.add: changes new Set<numb
  text.trim(); // String.trim: pure
  JSON.parse(text); // JSON.parse: pure
  Math.max(1, 2); // Math.max: pure
  Math.random(); // Math.random: reads random
  Date.now(); // Date.now: reads clock
  console.log(text); // console.log: writes stdio, log
  process.chdir(text); // process.chdir: writes process
  new Promise((done) => done(1)); // Promise: runs (done) => do
}
`);
});
