import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// What a function that is named for what it brings writes outside of the program, and nobody waits for, or keeps in a cache.

const confidences = (on: string, how = "getUser", other = 'fetch("/posts/" + id)') =>
  findIn(
    "serial-await",
    `
import { PrismaClient } from "@prisma/client";
import Redis from "ioredis";
const db = new PrismaClient();
const redis = new Redis();
async function mark(id: string) { await db.$executeRawUnsafe("UPDATE marks SET at = now()", id); }
const answer = (id: string) => { return db.$executeRawUnsafe("UPDATE marks SET at = now()", id); };
function now(id: string) { mark(id); return id; }
async function ${how}(id: string) {
  const user = await db.user.findUnique({ where: { id } });
  ${on}
  return user;
}
export async function page(id: string) {
  const user = await ${how}(id);
  const posts = await ${other};
  return [user, posts, redis, mark, answer, now];
}
`,
  ).map(({ confidence }) => confidence);

describe("what a read writes on the way and nobody waits for", () => {
  test.each([
    "mark(id);",
    "void mark(id);",
    "mark(id).catch(() => undefined);",
    "answer(id);",
    "void (async () => { await mark(id); })();",
    "db.$executeRawUnsafe('UPDATE marks SET at = now()').catch(() => undefined);",
    "now(id);",
  ])("keeps no other read waiting: %s", (on) => {
    expect(confidences(on)).toEqual(["high"]);
  });

  test.each([
    "await mark(id);",
    "const marked = mark(id); await marked;",
    "await Promise.all([mark(id)]);",
    "return mark(id);",
  ])("not where somebody does: %s", (on) => {
    expect(confidences(on)).not.toContain("high");
  });

  test("nor one of the same database", () => {
    const read = "db.marks.findMany({ where: { id } })";
    expect(confidences("mark(id).catch(() => undefined);", "getUser", read)).toEqual(["high"]);
    expect(confidences("await mark(id);", "getUser", read)).not.toContain("high");
  });

  test("not what changes something there", () => {
    const change = 'db.marks.update({ where: { id }, data: { at: "now" } })';
    expect(confidences("mark(id).catch(() => undefined);", "getUser", change)).toEqual([]);
  });

  test("not where it is named for what it does", () => {
    expect(confidences("void mark(id);", "registerUser")).not.toContain("high");
  });
});

describe("what a read puts into Redis", () => {
  test("is there to be read the next time", () => {
    expect(confidences('await redis.set("user:" + id, "seen");')).toEqual(["high"]);
    expect(confidences('await redis.setex("user:" + id, 60, "seen");')).toEqual(["high"]);
  });

  test("but no count, and no list", () => {
    expect(confidences('await redis.incr("users");')).not.toContain("high");
    expect(confidences('await redis.lpush("users", id);')).not.toContain("high");
  });

  test("not where it is named for what it does", () => {
    expect(confidences('await redis.set("user:" + id, "seen");', "saveUser")).not.toContain("high");
  });
});
