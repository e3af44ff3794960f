import { expect, test } from "@jest/globals";
import { memoryDisk } from "../testkit/memory-disk.js";
import { hasDatabaseInProcess } from "./database-in-process.js";
import { discoverProjects } from "./discover.js";
import { openProject } from "./project.js";

const names = (...packages: string[]) => Object.fromEntries(packages.map((name) => [name, "*"]));

test.each([
  ["a driver in the process", { dependencies: names("kysely", "better-sqlite3") }, true],
  ["one over the network beside it", { dependencies: names("better-sqlite3", "pg") }, false],
  [
    "what goes with a server's, wherever the driver is named",
    { dependencies: names("@electric-sql/pglite", "pg-connection-string") },
    false,
  ],
  [
    "a server's that is played in memory",
    { dependencies: names("better-sqlite3"), devDependencies: names("pg-mem") },
    true,
  ],
  ["one that the tests alone use", { devDependencies: names("better-sqlite3") }, false],
  ["a client that asks a file or a server", { dependencies: names("@libsql/client") }, false],
  ["none", { dependencies: names("express") }, false],
  ["nothing that can be read", "{", false],
])("a project's database is known by the drivers its manifest names: %s", (_what, manifest, is) => {
  const text = typeof manifest === "string" ? manifest : JSON.stringify(manifest);
  const disk = memoryDisk({ "/repo/.git/HEAD": "", "/repo/server/package.json": text });
  expect(hasDatabaseInProcess("/repo/server/src", disk)).toBe(is);
});

test.each([
  ["sqlite", true],
  ["postgresql", false],
])("and by the schema of Prisma: %s", (provider, is) => {
  const disk = memoryDisk({
    "/repo/package.json": JSON.stringify({ dependencies: names("@prisma/client") }),
    "/repo/prisma/schema.prisma": `
generator client { provider = "prisma-client-js" }
datasource db {
  provider = "${provider}"
  url      = env("DATABASE_URL")
}`,
  });
  expect(hasDatabaseInProcess("/repo", disk)).toBe(is);
});

test.each([
  [
    "a device's and a browser's",
    { "apps/mobile": ["core", "expo-sqlite"], "apps/web": ["core", "wa-sqlite"] },
    true,
  ],
  [
    "one of them a server's",
    { "apps/mobile": ["core", "expo-sqlite"], "apps/server": ["core", "pg"] },
    false,
  ],
  [
    "one of them a server's for tests, or by who uses it in turn",
    { "apps/mobile": ["core", "expo-sqlite"], "packages/server": ["dev:core", "dev:pg"] },
    false,
  ],
  [
    "a server's of who does not use it",
    { "apps/web": ["core", "wa-sqlite"], "apps/server": ["pg"], docs: ["dev:wrangler"] },
    true,
  ],
  [
    "of one that is deployed and builds no statements",
    { "apps/web": ["core", "wa-sqlite"], "apps/reader": ["core", "dev:wrangler"] },
    true,
  ],
  [
    "of one that is deployed and builds some",
    { "apps/web": ["core", "wa-sqlite"], "apps/api": ["core", "kysely", "dev:wrangler"] },
    false,
  ],
  [
    "a device's of who does not use it",
    { "apps/mobile": ["expo-sqlite"], "apps/server": ["core", "bun"] },
    false,
  ],
  [
    "Prisma's",
    { "apps/desktop": ["core", "better-sqlite3"], "apps/server": ["core", "@prisma/client"] },
    false,
  ],
  ["none", { "apps/web": ["core", "react"] }, false],
  ["too far down", { "a/b/c/d": ["core", "better-sqlite3"] }, false],
])(
  "a package that builds statements alone is known by the drivers of who uses it: %s",
  (_what, others, is) => {
    const manifests = Object.entries({ "packages/core": ["@mine/kysely"], ...others }).map(
      ([folder, packages]) => {
        const shipped = packages.filter((name) => !name.startsWith("dev:"));
        const other = packages.flatMap((name) => /^dev:(.+)/.exec(name)?.[1] ?? []);
        const manifest = {
          name: folder.slice(folder.lastIndexOf("/") + 1),
          dependencies: names(...shipped),
          devDependencies: names(...other),
        };
        return [`/repo/${folder}/package.json`, JSON.stringify(manifest)];
      },
    );
    const disk = memoryDisk({ "/repo/.git/HEAD": "", ...Object.fromEntries(manifests) });
    expect(hasDatabaseInProcess("/repo/packages/core/src", disk)).toBe(is);
    expect(hasDatabaseInProcess("/repo/packages", disk)).toBe(false);
  },
);

test("what lies above the repository says nothing", () => {
  const manifest = JSON.stringify({ dependencies: names("better-sqlite3") });
  const disk = memoryDisk({ "/package.json": manifest, "/repo/.git/HEAD": "" });
  expect(hasDatabaseInProcess("/repo", disk)).toBe(false);
});

test("two reads gain nothing there, whoever made the builder, and do once the manifest names a server's driver", () => {
  const manifest = "/repo/package.json";
  const file = "/repo/src/users.ts";
  const disk = memoryDisk({
    "/repo/.git/HEAD": "",
    [manifest]: JSON.stringify({ dependencies: names("kysely", "better-sqlite3") }),
    "/repo/tsconfig.json": "{}",
    [file]: `
import type { Kysely } from "kysely";
export class Users {
  constructor(private readonly db: Kysely<any>) {}
  async both(id: string) {
    const user = await this.db.selectFrom("user").where("id", "=", id).executeTakeFirst();
    const posts = await this.db.selectFrom("post").where("author", "=", id).execute();
    return [user, posts];
  }
}
`,
  });
  const [description] = discoverProjects({ cwd: "/repo", disk });
  if (description === undefined) throw new Error("no project");
  const project = openProject(description, disk);
  const rules = () => project.check(file).map(({ rule }) => rule);
  expect(rules()).toEqual([]);
  disk.write(manifest, JSON.stringify({ dependencies: names("kysely", "pg") }));
  project.refresh([manifest]);
  expect(rules()).toEqual(["serial-await"]);
});

test("nor do they where only their shape tells what they are, but for those that a server answers", () => {
  const file = "/repo/src/users.ts";
  const disk = memoryDisk({
    "/repo/.git/HEAD": "",
    "/repo/package.json": JSON.stringify({ dependencies: names("@mine/kysely", "expo-sqlite") }),
    "/repo/tsconfig.json": "{}",
    [file]: `
export async function both(db: any, id: string) {
  const user = await db.selectFrom("user").where("id", "=", id).executeTakeFirst();
  const posts = await db.selectFrom("post").where("author", "=", id).execute();
  return [user, posts];
}
export async function served(app: any, id: string) {
  const user = await app.db.collection("user").findOne({ id });
  const post = await app.db.collection("post").findOne({ author: id });
  return [user, post];
}
`,
  });
  const [description] = discoverProjects({ cwd: "/repo", disk });
  if (description === undefined) throw new Error("no project");
  const project = openProject(description, disk);
  expect(project.check(file).map(({ message }) => message)).toEqual([
    expect.stringContaining("findOne"),
  ]);
});

test("nor where the file that makes the database, for whom it is nothing known, names the driver", () => {
  const file = "/repo/src/users.ts";
  const base = (driver: string) => `
import { drizzle } from "drizzle-orm/${driver}";
import Database from "${driver}";
export const db: any = drizzle(new Database());
`;
  const disk = memoryDisk({
    "/repo/.git/HEAD": "",
    "/repo/package.json": JSON.stringify({ dependencies: names("better-sqlite3", "pg") }),
    "/repo/tsconfig.json": "{}",
    "/repo/src/db.ts": base("better-sqlite3"),
    [file]: `
import { db } from "./db";
import { users, posts } from "./schema";
export async function both() {
  const all = await db.select().from(users).where(1);
  const first = await db.query.posts.findFirst();
  return [all, first, posts];
}
`,
  });
  const [description] = discoverProjects({ cwd: "/repo", disk });
  if (description === undefined) throw new Error("no project");
  const project = openProject(description, disk);
  const rules = () => project.check(file).map(({ rule }) => rule);
  expect(rules()).toEqual([]);
  disk.write("/repo/src/db.ts", base("node-postgres"));
  project.refresh(["/repo/src/db.ts"]);
  expect(rules()).toEqual(["serial-await"]);
});
