import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// Functions named for what they bring that make a row where there is none, and statements known by their tables.

const confidences = (code: string) =>
  findIn("serial-await", code).map(({ confidence }) => confidence);

const prisma = (
  first: string,
  second: string,
  read = "prisma.post.findMany({ where: { id } })",
) => `
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function getSettings(id: string) {
  const found = await prisma.settings.findUnique({ where: { id } });
  return found ?? (await prisma.settings.create({ data: { id } }));
}
const getOrCreateTeam = async (id: string) =>
  (await prisma.team.findFirst({ where: { id } })) ?? (await prisma.team.create({ data: { id } }));
const getPosts = async (id: string) => await ${read};
const findUser = async (id: string) => await prisma.user.findUniqueOrThrow({ where: { id } });
async function requiredUser(id: string) {
  const user = await prisma.user.findUnique({ where: { id } });
  if (user === null) throw new Error("no such user");
  return user;
}
const load = async (id: string) => await requiredUser(id);
async function getVisits(id: string) {
  await prisma.visit.deleteMany({ where: { id } });
  return 1;
}
export async function page(id: string) {
  const one = await ${first};
  const two = await ${second};
  return [one, two];
}
`;

describe("a row that a function named for what it brings makes where there is none", () => {
  test.each([
    ["getSettings(id)", "getPosts(id)"],
    ["getPosts(id)", "getSettings(id)"],
    ["getOrCreateTeam(id)", "getPosts(id)"],
    ["getSettings(id)", "getOrCreateTeam(id)"],
  ])("stands in the way of no other table: %s and %s", (first, second) => {
    expect(confidences(prisma(first, second))).toEqual(["high"]);
  });

  test.each([
    // The same table.
    ["getSettings(id)", "getSettings(id)", undefined],
    ["getSettings(id)", "prisma.settings.count()", undefined],
    // Rows of other tables come along, or may.
    [
      "getSettings(id)",
      "getPosts(id)",
      "prisma.post.findMany({ where: { id }, include: { settings: true } })",
    ],
    [
      "getSettings(id)",
      "getPosts(id)",
      "prisma.post.findMany({ select: { settings: { select: { id: true } } } })",
    ],
    [
      "getSettings(id)",
      "getPosts(id)",
      "prisma.post.findMany({ where: { settings: { some: { id } } } })",
    ],
    ["getSettings(id)", "getPosts(id)", "prisma.post.findMany({ ...JSON.parse(id) })"],
    ["getSettings(id)", "getPosts(id)", "prisma.post.findMany(JSON.parse(id))"],
    ["getSettings(id)", "getPosts(id)", "prisma.$queryRaw`select 1`"],
    // What it removes may be related to what the other reads.
    ["getVisits(id)", "getPosts(id)", undefined],
    // The function's own code writes: that is what it is there for.
    ["prisma.settings.create({ data: { id } })", "getPosts(id)", undefined],
  ])("stands in the way: %s and %s", (first, second, read) => {
    expect(confidences(prisma(first, second, read))).not.toContain("high");
  });

  test("tables that are included or joined are known by their names", () => {
    const read =
      "prisma.post.findMany({ where: { id }, include: { author: { select: { name: true } } } })";
    expect(confidences(prisma("getSettings(id)", "getPosts(id)", read))).toEqual(["high"]);
    const among = (statements: string) =>
      prisma("getBoth(id)", "getPosts(id)").replace(
        "export async function page",
        `async function getBoth(id: string) {
  const found = await prisma.both.findFirst({ where: { id } });
  if (found !== null) return found;
  await prisma.$transaction(${statements});
  return null;
}
export async function page`,
      );
    const made = "prisma.both.create({ data: { id } })";
    expect(confidences(among(`[${made}]`))).toEqual(["high"]);
    expect(confidences(among(`async (tx) => { await tx.both.create({ data: { id } }); }`))).toEqual(
      ["high"],
    );
    expect(confidences(among(`[${made}, prisma.post.create({ data: { id } })]`))).not.toContain(
      "high",
    );
    expect(confidences(among("JSON.parse(id)"))).not.toContain("high");
  });

  test("is not made for what the read before refuses", () => {
    expect(confidences(prisma("load(id)", "getSettings(id)"))).toEqual(["low"]);
    expect(confidences(prisma("getSettings(id)", "load(id)"))).toEqual(["high"]);
    expect(confidences(prisma("findUser(id)", "getSettings(id)"))).toEqual(["high"]);
    expect(confidences(prisma("load(id)", 'getSettings("all")'))).toEqual(["high"]);
  });

  test("conditions that speak of columns alone reach into no other table", () => {
    const read =
      'prisma.post.findMany({ where: { id: { in: [id] }, OR: [{ a: 1 }, { b: { not: null } }], a_b: { a: 1, b: 2 } }, orderBy: { a: "asc" }, take: 3 })';
    expect(confidences(prisma("getSettings(id)", "getPosts(id)", read))).toEqual(["high"]);
  });

  test("tables of builders are known by the objects or the names that stand for them", () => {
    const code = (table: string, more = "") => `
import { drizzle } from "drizzle-orm/node-postgres";
import { eq, sql } from "drizzle-orm";
import { settings, posts } from "./schema";
const db = drizzle("postgres://localhost");
async function getSettings() {
  const [found] = await db.select().from(settings).limit(1);
  if (found) return found;
  const [made] = await db.insert(settings).values({}).returning();
  return made;
}
export async function page(id: string) {
  const one = await getSettings();
  const two = await db.select().from(${table})${more}.where(eq(posts.id, id));
  return [one, two];
}
`;
    expect(confidences(code("posts"))).toEqual(["high"]);
    expect(confidences(code("settings"))).not.toContain("high");
    expect(confidences(code("schema.settingsTable"))).not.toContain("high");
    expect(
      confidences(code("posts", ".innerJoin(settings, eq(posts.id, settings.id))")),
    ).not.toContain("high");
    expect(confidences(code("posts", ".orderBy(sql`(select 1 from settings)`)"))).not.toContain(
      "high",
    );
  });

  test("tables of knex are known by name", () => {
    const code = (read: string) => `
import makeKnex from "knex";
const knex = makeKnex({});
const SETTINGS = "settings";
async function getKey(id: string) {
  const row = await knex("keys").where({ id }).first();
  await knex("keys").where({ id }).update({ used: 1 });
  return row;
}
export async function page(id: string) {
  const one = await getKey(id);
  const two = await ${read};
  return [one, two];
}
`;
    expect(confidences(code("knex(SETTINGS).where({ id }).first()"))).toEqual(["high"]);
    expect(confidences(code('knex.select("*").from("settings as s")'))).toEqual(["high"]);
    expect(confidences(code('knex("keys").count()'))).not.toContain("high");
    expect(confidences(code("knex(id).first()"))).not.toContain("high");
    expect(confidences(code('knex("a").join("keys", "a.id", "keys.id").first()'))).not.toContain(
      "high",
    );
  });

  test("are other ones after the builder of their statement was changed", () => {
    const code = (between: string): string => `
import { drizzle } from "drizzle-orm/node-postgres";
import { count } from "drizzle-orm";
import { posts } from "./schema";
const db = drizzle("postgres://localhost");
export async function page(limit: number) {
  const query = db.select().from(posts).$dynamic();
  const [total] = await db.select({ count: count() }).from(query.as("all")).execute();
  ${between}
  const rows = await query.execute();
  return [total, rows];
}
`;
    expect(confidences(code(""))).toEqual(["high"]);
    expect(confidences(code("query.limit(limit);"))).toEqual([]);
    expect(confidences(code("if (limit > 0) query.limit(limit);"))).toEqual([]);
  });
});

test("the turns of a loop may each make a row where one statement does so", () => {
  const found = (inside: string, name = "getSettings") =>
    findIn(
      "serial-await-in-loop",
      `
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function ${name}(id: string) {
  ${inside}
}
export async function page(ids: string[]) {
  const all = [];
  for (const id of ids) all.push(await ${name}(id));
  return all;
}
`,
    );
  const atOnce =
    "return await prisma.settings.upsert({ where: { id }, update: {}, create: { id } });";
  const [finding] = found(atOnce);
  expect(finding?.confidence).toBe("high");
  expect(finding?.fixes.map(({ safety }) => safety)).toEqual(["suggested"]);
  expect(finding?.related.map(({ message }) => message).join()).toContain("a note of its own");
  expect(found(atOnce, "saveSettings")).toEqual([]);
  const inTwo =
    "return (await prisma.settings.findUnique({ where: { id } })) ?? (await prisma.settings.create({ data: { id } }));";
  expect(found(inTwo)).toEqual([]);
});
