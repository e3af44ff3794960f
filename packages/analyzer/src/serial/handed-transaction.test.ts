import { describe, expect, test } from "@jest/globals";
import type { Finding } from "../finding.js";
import { findIn } from "../testkit/check-findings.js";

// Classes whose objects hold a pool, or the transaction that somebody makes them with.

const users = (body: string, more = ""): string => `
import { Pool, PoolClient } from "pg";
export class Users {
  constructor(private readonly db: Pool | PoolClient, private readonly table: string) {}
  async page(id: string) {
    ${body}
    return [one, two];
  }
  async find(id: string) {
    return this.db.query("SELECT * FROM users WHERE id = $1", [id]);
  }
  async count() {
    return this.db.query("SELECT count(*) FROM posts");
  }
}
${more}
`;

const direct = `const one = await this.db.query("SELECT 1 FROM users");
    const two = await this.db.query("SELECT 1 FROM posts");`;

const maker = (made: string): string => `
import { Users } from "./main.js";
declare const pool: { transaction<T>(work: (client: never) => Promise<T>): Promise<T> };
export async function rename(id: string) {
  return pool.transaction(async (client) => {
    const users = ${made};
    return users.page(id);
  });
}
`;

const findings = (
  code: string,
  others: Record<string, string> = {},
  rule = "serial-await",
): readonly Finding[] => findIn(rule, code, { others });
const confidences = (code: string, others: Record<string, string> = {}): readonly string[] =>
  findings(code, others).map(({ confidence }) => confidence);

// Where nobody can tell whether the code runs on such an object, it is taken for one on a pool, and the finding says so.
const answers = (...given: Parameters<typeof findings>): readonly string[] =>
  findings(...given).map(({ confidence, related }) =>
    related.some(({ message }) => message.includes("is taken to query a pool"))
      ? `${confidence}, taken for a pool`
      : confidence,
  );
const taken = "high, taken for a pool";

describe("what a class queries through a field is a suggestion", () => {
  test("where somebody makes the class with a transaction, whose line it names", () => {
    const [found] = findings(users(direct), { "third.ts": maker('new Users(client, "users")') });
    expect(found?.confidence).toBe("low");
    expect(found?.message).toContain("line 6 of third.ts makes `Users` with one");
  });

  test("and no more than that where nobody does", () => {
    expect(confidences(users(direct))).toEqual(["high"]);
    const pooled = maker('new Users(client, "users")').replace("pool.transaction", "pool.each");
    expect(confidences(users(direct), { "third.ts": pooled })).toEqual(["high"]);
    const beside = maker('new Other(client, "users")');
    expect(confidences(users(direct), { "third.ts": beside })).toEqual(["high"]);
  });

  test("through its own methods as well", () => {
    const body = "const one = await this.find(id);\n    const two = await this.count();";
    expect(confidences(users(body))).toEqual(["high"]);
    expect(confidences(users(body), { "third.ts": maker('new Users(client, "users")') })).toEqual([
      "low",
    ]);
  });

  test("by the name of a transaction, or by a type that may be one", () => {
    const by = (declared: string, value: string): string => `
import { Users } from "./main.js";
export const usersOf = (${declared}) => new Users(${value}, "users");
`;
    expect(answers(users(direct), { "third.ts": by("tx: any", "tx") })).toEqual([taken]);
    expect(answers(users(direct), { "third.ts": by("db: DbOrTx", "db") })).toEqual([taken]);
    expect(answers(users(direct), { "third.ts": by("db: any", "db") })).toEqual(["high"]);
  });

  test("where a subclass is made with one", () => {
    const made = maker('new Admins(client, "admins")').replace(
      'import { Users } from "./main.js";',
      'import { Users } from "./main.js";\nclass Admins extends Users {}',
    );
    expect(answers(users(direct), { "third.ts": made })).toEqual(["low"]);
    const own = made.replace(
      "class Admins extends Users {}",
      "class Admins extends Users { constructor(db: never, name: string) { super(db, name); } }",
    );
    expect(answers(users(direct), { "third.ts": own })).toEqual(["low"]);
  });

  test("where a factory hands the transaction on", () => {
    const made = maker("createUsers(client)").replace(
      "declare const pool",
      'const createUsers = (db: never) => new Users(db, "users");\ndeclare const pool',
    );
    expect(answers(users(direct), { "third.ts": made })).toEqual(["low"]);
    const other = made.replace("new Users(db,", "new Users(pool as never,");
    expect(confidences(users(direct), { "third.ts": other })).toEqual(["high"]);
  });

  test("where a class that is made with one hands its field on", () => {
    const between = `
import { Users } from "./main.js";
class Teams {
  constructor(private readonly db: never) {}
  async users() {
    return new Users(this.db, "users").page("1");
  }
}
declare const pool: { transaction<T>(work: (client: never) => Promise<T>): Promise<T> };
export const all = () => pool.transaction(async (client) => new Teams(client).users());
`;
    expect(confidences(users(direct), { "third.ts": between })).toEqual(["low"]);
    const both = `${between}\nexport const rest = (tx: never) => new Users(tx, "users");`;
    const [found] = findings(users(direct), { "third.ts": both });
    expect(found?.message).toContain("makes `Users` with one");
    const pooled = between.replace("pool.transaction(", "pool.each(");
    expect(confidences(users(direct), { "third.ts": pooled })).toEqual(["high"]);
  });

  describe("but not in a method that nobody runs on such an object", () => {
    const made = maker('new Users(client, "users")');
    const others = (how: string) => ({ "third.ts": made.replace("return users.page(id)", how) });

    test.each(["return users.find(id)", "await users.find(id); return users.count()"])(
      "%s",
      (how) => {
        expect(confidences(users(direct), others(how))).toEqual(["high"]);
      },
    );

    test.each([
      "return users.page(id)",
      "return [users.find(id), () => users.page]",
      "const { page } = users; return page(id)",
      "const all = { users }; await users.page(id); return all",
    ])("which this does: %s", (how) => {
      expect(confidences(users(direct), others(how))).toEqual(["low"]);
    });

    test.each([
      "const all = { users }; return all",
      "return users",
      "users.find(id); return (users as any)[id]",
      "const { page, ...rest } = users; return rest",
    ])("which this may do: %s", (how) => {
      const [finding] = findings(users(direct), others(how));
      expect(answers(users(direct), others(how))).toEqual([taken]);
      expect(finding?.fixes.map(({ safety }) => safety)[0]).toBe("suggested");
    });

    test("also through others of the class", () => {
      const through = (more: string) =>
        users(direct, "").replace("async count()", `${more}\n  async count()`);
      const run = others("return users.all(id)");
      expect(confidences(through("async all(id: string) { return this.page(id); }"), run)).toEqual([
        "low",
      ]);
      expect(answers(through("async all(id: string) { return run(this, id); }"), run)).toEqual([
        taken,
      ]);
      expect(confidences(through("async all(id: string) { return this.find(id); }"), run)).toEqual([
        "high",
      ]);
    });

    test("nor where such a method makes another object with it", () => {
      const between = (how: string) => `
import { Users } from "./main.js";
class Teams {
  constructor(private readonly db: never) {}
  async users() { return new Users(this.db, "users").page("1"); }
  async name() { return "a"; }
}
declare const pool: { transaction<T>(work: (client: never) => Promise<T>): Promise<T> };
export const all = () => pool.transaction(async (client) => new Teams(client).${how}());
`;
      expect(confidences(users(direct), { "third.ts": between("users") })).toEqual(["low"]);
      expect(confidences(users(direct), { "third.ts": between("name") })).toEqual(["high"]);
    });
  });

  test("but not where the field that it is put in is another", () => {
    const made = maker("new Users(pool as never, client)");
    expect(confidences(users(direct), { "third.ts": made })).toEqual(["high"]);
  });
});

test("who makes such an object with a pool gathers what it asks", () => {
  const code = users(
    direct.replace(/this\.db\.query/g, "this.db.query"),
    `
export async function both(pool: Pool, id: string) {
  const users = new Users(pool, "users");
  const one = await users.find(id);
  const two = await users.count();
  return [one, two];
}`,
  );
  const made = { "third.ts": maker('new Users(client, "users")') };
  expect(confidences(code, made)).toEqual(["low", "high"]);
  const handed = code
    .replace("both(pool: Pool, id", "both(users: Users, id")
    .replace('  const users = new Users(pool, "users");\n', "");
  expect(confidences(handed)).toEqual(["high", "high"]);
  expect(confidences(handed, made)).toEqual(["low", "high"]);
  const handedOn = { "third.ts": made["third.ts"].replace("users.page(id)", "both(users, id)") };
  expect(answers(handed, handedOn)).toEqual([taken, "low"]);
});

test("a loop over such queries is a suggestion as well", () => {
  const code = users(
    `const two = [];
    const one = id;
    for (const part of [id, id]) two.push(await this.find(part));`,
  );
  const loop = (others: Record<string, string>): readonly string[] =>
    findings(code, others, "serial-await-in-loop").map(({ confidence }) => confidence);
  expect(loop({})).toEqual(["high"]);
  expect(loop({ "third.ts": maker('new Users(client, "users")') })).toEqual(["low"]);
});

describe("what is asked through a type is a suggestion where somebody makes an object of it with a transaction", () => {
  const types = `
import { Pool, PoolClient } from "pg";
export interface Users { find(id: string): Promise<unknown>; count(): Promise<unknown> }
export const createUsers = (db: Pool): Users => ({
  find: async (id) => db.query("SELECT * FROM users WHERE id = $1", [id]),
  count: async () => db.query("SELECT count(*) FROM users"),
});
export class PgUsers implements Users {
  constructor(private readonly db: Pool) {}
  async find(id: string) { return this.db.query("SELECT * FROM users WHERE id = $1", [id]); }
  async count() { return this.db.query("SELECT count(*) FROM users"); }
}
`;
  const make = (made: string): string => `
import { createUsers, PgUsers, type Users } from "./other.js";
declare const pool: { transaction<T>(work: (client: never) => Promise<T>): Promise<T> };
export const withUsers = <T>(work: (users: Users) => Promise<T>) =>
  pool.transaction((client) => work(${made}));
export const page = async (asked: (users: Users) => Promise<unknown>) => asked(createUsers(null as never));
`;
  const asked = (parameter: string): string => `
import { withUsers } from "./third.js";
import type { Users } from "./other.js";
export const page = (id: string) =>
  withUsers(async (${parameter}) => {
    const one = await users.find(id);
    const two = await users.count();
    return [one, two];
  });
`;

  test.each([
    ["a function that makes it", "createUsers(client)"],
    ["a class that implements it", "new PgUsers(client)"],
  ])("by %s", (_by, made) => {
    const others = { "other.ts": types, "third.ts": make(made) };
    expect(confidences(asked("users"), others)).toEqual(["low"]);
    expect(confidences(asked("users: Users"), others)).toEqual(["low"]);
    const pooled = make(made).replace("pool.transaction", "pool.each");
    expect(confidences(asked("users"), { "other.ts": types, "third.ts": pooled })).toEqual([
      "high",
    ]);
  });
});

test("what a function makes with a transaction serves one query at a time, and so does a callback that one runs", () => {
  const code = (made: string, around = "pool.each") => `
import { Pool } from "pg";
declare const pool: { each<T>(work: (client: any) => Promise<T>): Promise<T>; withTx<T>(work: (client: any) => Promise<T>): Promise<T> };
const other = new Pool();
const queriesOn = (options: { on: any }) => ({
  find: async (id: string) => other.query("SELECT * FROM users WHERE id = " + id),
  count: async () => other.query("SELECT count(*) FROM users"),
});
export const page = (id: string, tx: any, db: any) =>
  ${around}(async (client) => {
    const queries = ${made};
    const one = await queries.find(id);
    const two = await queries.count();
    return [one, two, client, tx, db];
  });
`;
  expect(confidences(code("queriesOn({ on: db })"))).toEqual(["high"]);
  expect(confidences(code("queriesOn({ on: tx })"))).toEqual([]);
  expect(confidences(code("queriesOn({ on: db })", "pool.withTx"))).toEqual([]);
});
