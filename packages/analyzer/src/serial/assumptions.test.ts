import { describe, expect, test } from "@jest/globals";
import { renderExplanation } from "../explain/render-explanation.js";
import { checkFindings, findIn } from "../testkit/check-findings.js";
import { workbench } from "../testkit/workbench.js";

// What is taken for a read by its name, and for a note that a function makes for itself.

const check = (code: string) => checkFindings("serial-await", code);

const confidences = (code: string) =>
  findIn("serial-await", code).map(({ confidence }) => confidence);

const pair = (one: string, two: string, before = "") => `
import { client } from "a-client";
declare const api: any;
${before}
export async function load(id: string) {
  const first = await ${one};
  const second = await ${two};
  return [first, second];
}
`;

describe("a function that is nowhere to be read is taken for what its name says", () => {
  test("reads of a client that is not installed", () => {
    check(`
import { client } from "a-client";
export async function load(id: string) {
  const user = await client.getUser(id);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  const posts = await client.posts.list({ author: id });
  return [user, posts];
}
`);
  });

  test.each([
    ["client.findUser(id)", "client.fetchPosts(id)"],
    ["api.lists.list()", "api.tags.count()"],
    ["api.users.lookup(id)", "fetchPosts(id)"],
    ["api.orders.toArray()", "Promise.all([api.getOne(id), api.getTwo(id)])"],
    ["api.getClientById(id)", "api.listConnectionNames(id)"],
    ["api.getPoolSize(id)", "api.findClientSettings(id)"],
    ["api.getTransactions(id)", "api.findLastTransactionByNonce(id)"],
  ])("%s and %s", (one, two) => {
    const before = "declare const fetchPosts: any;";
    expect(confidences(pair(one, two, before))).toEqual(["low"]);
  });

  test("a procedure of a tRPC client is known by its form", () => {
    const before = "declare const src: any;";
    const code = pair("src.lists.list.query()", "api.users.byId.query({ id })", before);
    expect(confidences(code)).toEqual(["high"]);
  });

  test.each([
    "client.findOrCreateUser(id)",
    "client.getNextPage(id)",
    "client.getConnection(id)",
    "api.getClientForUser(id)",
    "api.findConnectionFromPool(id)",
    "client.frobnicate(id)",
    "client.getAndLock(id)",
    "api.session.get(id)",
    "api.page.find(id)",
    "api.load(id)",
    "client.query(id)",
    "api.getTranslations(id)",
    "api.getTransaction(id)",
    "api.findActiveTransaction(id)",
    "api.getTransactionManager(id)",
    "api.getTransactionalEntityManager(id)",
  ])("not %s, which may do more", (one) => {
    const found = findIn("serial-await", pair(one, 'fetch("/users/" + id)'));
    expect(found.map(({ confidence }) => confidence)).not.toContain("high");
    expect(JSON.stringify(found.flatMap(({ related }) => related))).not.toContain("by its name");
  });

  test("beside two that are known to read, these are found for certain", () => {
    check(`
import { client } from "a-client";
export async function load(id: string) {
  const user = await fetch("/users/" + id);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await: only read
  const posts = await fetch("/posts/" + id);
  const more = await client.getMore(id);
  return [user, posts, more];
}
`);
  });

  test("it conflicts with nothing for certain", () => {
    const code = (first: string) => `
import { client } from "a-client";
import { readFile, writeFile } from "node:fs/promises";
export const f = (id: string) => Promise.all([${first}, writeFile("a.txt", id)]);
`;
    const found = (first: string) => findIn("unsafe-gather", code(first)).length;
    expect(found("client.getUser(id)")).toBe(0);
    expect(found('readFile("a.txt")')).toBe(1);
  });

  test("a lookup that nobody waits for gains nothing", () => {
    const code = pair(
      "name(id)",
      "name(id)",
      "async function name(id: string) { return api.getName(id).trim(); }",
    );
    expect(findIn("serial-await", code)).toEqual([]);
  });

  test("its fix is a suggestion, and its assumption is said", () => {
    const [finding] = findIn("serial-await", pair("client.getUser(id)", "client.getPosts(id)"));
    expect([finding?.confidence, finding?.severity]).toEqual(["low", "suggestion"]);
    expect(finding?.fixes.map(({ safety }) => safety)[0]).toBe("suggested");
    expect(finding?.related.map(({ message }) => message)).toContain(
      "`client.getUser` on line 6 is not known, and taken for a read by its name",
    );
  });

  test("an explanation says it too", () => {
    const bench = workbench();
    bench.load({ "main.ts": pair("client.getUser(id)", "client.getPosts(id)") });
    const path = bench.path("main.ts");
    const text = bench.project.text(path) ?? "";
    const explanation = bench.project.explain(path, text.indexOf("await"));
    expect(explanation && renderExplanation(explanation)).toContain(
      "line 7 `client.getPosts`: `client.getUser` on line 6 is not known, and taken for a read by its name; `client.getPosts` on line 7",
    );
  });
});

describe("what is declared is taken for a read by its name in the default tier", () => {
  const found = (main: string, other = "") => {
    const bench = workbench();
    bench.load({ "main.ts": main, "other.ts": other });
    const rules = ["serial-await"];
    return bench.project.check(bench.path("main.ts"), { rules, preset: "strict" });
  };
  const two = (one: string, other: string, setUp = "") => `
import { fetchRates, kept, order, orders, people } from "people-client";
import type { Made } from "./other.js";
${setUp}
export async function load(made: Made, id: string) {
  const first = await ${one};
  const second = await ${other};
  return [first, second, made, people, fetchRates, kept, order, orders];
}
`;
  const users = "getUser(id: string): Promise<string>; listOrders(of: string): Promise<string[]>;";
  const ofInterface = (members: string, one: string, other: string, more = "") =>
    found(two(one, other), `export interface Made { ${members} }\n${more}`).map(
      ({ confidence }) => confidence,
    );

  test("methods and a function of a package", () => {
    for (const other of ["people.listOrders(id)", "fetchRates(id)"]) {
      const [finding, ...others] = found(two("people.getUser(id)", other));
      expect([finding?.confidence, others]).toEqual(["high", []]);
    }
  });

  test("a verb alone, of a package's client, and of nothing that may keep what it was asked for", () => {
    const of = (one: string) =>
      found(two(one, "people.getUser(id)")).map(({ confidence }) => confidence);
    expect(of("order(id).get()")).toEqual(["high"]);
    expect(of("order(id).items().list()")).toEqual(["high"]);
    expect(of("kept.get()")).toEqual(["low"]);
    expect(of("orders.get(id)")).toEqual(["low"]);
  });

  test("the finding says what it rests on, and its fix is a suggestion", () => {
    const [finding] = found(two("people.getUser(id)", "people.listOrders(id)"));
    expect(finding?.message).toContain("are taken to only read");
    expect(finding?.fixes.map(({ safety }) => safety)[0]).toBe("suggested");
    expect(finding?.related.map(({ message }) => message)).toEqual([
      "`people.getUser` on line 6 is only declared, and taken for a read by its name",
      "`people.listOrders` on line 7 is only declared, and taken for a read by its name",
    ]);
  });

  test("also where a function of the project calls it", () => {
    const setUp = "const userOf = async (id: string) => (await people.getUser(id)).trim();";
    const [finding] = found(two("userOf(id)", "people.listOrders(id)", setUp));
    expect(finding?.confidence).toBe("high");
    expect(finding?.related.map(({ message }) => message)).toContain(
      "`userOf` on line 6 calls `getUser`, which is only declared, and taken for a read by its name",
    );
  });

  test("what the browser declares is not", () => {
    const code = (type: string): string => `
interface Made { getNotifications(of: string): Promise<string[]>; getUser(id: string): Promise<string>; }
export async function both(made: ${type}, id: string) {
  const first = await made.getNotifications(id);
  const second = await made.getNotifications("b");
  return [first, second];
}
`;
    const confidences = (type: string) =>
      findIn("serial-await", code(type)).map(({ confidence }) => confidence);
    expect(confidences("Made")).toEqual(["high"]);
    expect(confidences("ServiceWorkerRegistration")).not.toContain("high");
  });

  test("the turns of a loop, too, which say so and are fixed by a suggestion", () => {
    const [finding, ...others] = findIn(
      "serial-await-in-loop",
      `
import { people } from "people-client";
export async function load(ids: string[]) {
  const users = [];
  for (const id of ids) users.push(await people.getUser(id));
  return users;
}
`,
    );
    expect([finding?.confidence, others]).toEqual(["high", []]);
    expect(finding?.fixes.map(({ safety }) => safety)).toEqual(["suggested"]);
    expect(finding?.related.map(({ message }) => message)).toContain(
      "`people.getUser` on line 5 is only declared, and taken for a read by its name",
    );
  });

  test("an interface that nothing implements, and not one that something at hand does", () => {
    expect(ofInterface(users, "made.getUser(id)", "made.listOrders(id)")).toEqual(["high"]);
    const held = `declare const from: { getUser: Made["getUser"] };
export const held: Made = { getUser: from.getUser, async listOrders() { return []; } };`;
    expect(ofInterface(users, "made.getUser(id)", 'made.getUser("a")', held)).toEqual(["low"]);
  });

  test.each([
    [
      "what a process has or reckons by itself",
      "getFreePort(): Promise<string>; getNumTokens(of: string): Promise<string>;",
      "made.getFreePort()",
      "made.getNumTokens(id)",
    ],
    [
      "what works for it",
      "getProvider(): Promise<string>; getUser(id: string): Promise<string>;",
      "made.getProvider()",
      "made.getUser(id)",
    ],
    [
      "what is complete when something else has ended",
      "getQueryResults(): Promise<string>; getMetadata(): Promise<string>;",
      "made.getQueryResults()",
      "made.getMetadata()",
    ],
    [
      "what is renewed",
      "getAccessToken(): Promise<string>; getUser(id: string): Promise<string>;",
      "made.getAccessToken()",
      "made.getUser(id)",
    ],
    [
      "a verb alone, as a cache has it",
      "get(key: string): Promise<string>;",
      'made.get("a")',
      'made.get("b")',
    ],
    [
      "a type that is lost",
      "getUser: any; listOrders: any;",
      "made.getUser(id)",
      "made.listOrders(id)",
    ],
  ])("not %s", (_, members, one, other) => {
    expect(ofInterface(members, one, other)).toEqual(["low"]);
  });

  test("not what answers one question at a time, by the name of its type", () => {
    for (const name of ["ClientSession", "PoolConnection", "Page"]) {
      const other = `export interface ${name} { ${users} }\nexport type Made = ${name};`;
      const [finding] = found(two("made.getUser(id)", "made.listOrders(id)"), other);
      expect(finding?.confidence).toBe("low");
    }
  });

  test("not beside a write of anything outside", () => {
    const write = 'fetch("/users", { method: "POST" })';
    const [finding] = found(two("people.getUser(id)", write));
    expect(finding?.confidence).not.toBe("high");
  });
});

describe("a name that says what becomes of what is not found", () => {
  test("is one of a read", () => {
    const code = pair("client.findUserOrThrow(id)", "client.getPostsOrNull(id)");
    expect(confidences(code)).toEqual(["low"]);
    const acting = pair("client.findUserOrThrowAway(id)", "client.getPostsOrNull(id)");
    expect(JSON.stringify(findIn("serial-await", acting))).not.toContain(
      "findUserOrThrowAway` on line 6 is not known, and taken for a read",
    );
  });
});

describe("what a function named for what it brings writes down on the way", () => {
  test("an entry, a count, and a value that is made where there is none", () => {
    expect(
      confidences(`
let token: string | undefined;
let active = 0;
const seen = new Set<string>();
const waiting: string[] = [];
async function get(url: string) {
  waiting.push(url);
  if (token === undefined) {
    const answer = await fetch("/token");
    token = await answer.text();
  }
  active += 1;
  seen.add(url);
  const response = await fetch(url, { headers: { token } });
  active -= 1;
  waiting.shift();
  return response.json();
}
const getUsers = async () => get("/users");
const getPosts = async () => get("/posts");
export async function load() {
  const users = await getUsers();
  const posts = await getPosts();
  return [users, posts];
}
`),
    ).toEqual(["high"]);
  });

  test("not a value that one would find overwritten by the other", () => {
    expect(
      confidences(`
let current = "";
async function get(url: string) {
  current = url;
  await fetch("/begin");
  return fetch(current);
}
const getUsers = async () => get("/users");
const getPosts = async () => get("/posts");
export async function load() {
  const users = await getUsers();
  const posts = await getPosts();
  return [users, posts];
}
`),
    ).not.toContain("high");
  });

  test("not what its caller holds", () => {
    expect(
      confidences(`
async function getInto(list: string[], url: string) {
  const response = await fetch(url);
  list.push(await response.text());
  return list.length;
}
export async function load() {
  const list: string[] = [];
  const users = await getInto(list, "/users");
  const posts = await getInto(list, "/posts");
  return [users, posts, list];
}
`),
    ).not.toContain("high");
  });

  test("the storage of a browser", () => {
    expect(
      confidences(`
class Api {
  private async request(path: string) {
    const response = await fetch(path);
    localStorage.setItem("version", response.headers.get("version") ?? "");
    return response.json();
  }
  getUsers() { return this.request("/users"); }
  getPosts() { return this.request("/posts"); }
}
export async function load(api: Api) {
  const users = await api.getUsers();
  const posts = await api.getPosts();
  return [users, posts];
}
`),
    ).toEqual(["high"]);
  });
});

describe("what does not make a function unknown", () => {
  const between = (line: string, before = "") => `
${before}
async function getUser(id: string) {
  ${line}
  const response = await fetch(\`/users/\${id}\`);
  return response.json();
}
export async function load(a: string, b: string) {
  const one = await getUser(a);
  const two = await getUser(b);
  return [one, two];
}
`;

  test.each([
    [
      "an object that is set up where it is made",
      'const form = new FormBuilder(); form.append("id", id);',
    ],
    [
      "listeners of what is made here",
      'const server = createServer(); server.on("error", () => {});',
    ],
    ["a module that is loaded by a name", "const plugin = require(id);"],
    ["a list of unknown origin", "const parts = settings.make(id); parts.sort(); parts.pop();"],
    [
      "a condition that a query is built of",
      "const where = (one: any, words: any) => words.and(one, id); where(id, settings);",
    ],
    [
      "a form that a value is given",
      "const show = (one: any) => settings.formatName(one); show(id);",
    ],
    ["a span", 'span.setAttribute("id", id); span.setStatus({ code: 1 });'],
    ["a base class from elsewhere", 'new Wrong("no");'],
  ])("%s", (_what, line) => {
    const before = `
import { FormBuilder, createServer, Base } from "elsewhere";
declare const settings: any; declare const span: any; declare const require: any;
class Wrong extends Base { constructor(text: string) { super(text); } }
`;
    expect(confidences(between(line, before))).toEqual(["high"]);
  });

  test("but an action on what comes from elsewhere does", () => {
    const before = 'import { getQueue } from "elsewhere";';
    expect(confidences(between("const queue = getQueue(); queue.send(id);", before))).not.toContain(
      "high",
    );
  });

  test("more reads than can be told apart", () => {
    const fields = Array.from({ length: 200 }, (_, index) => `f${index}`);
    const before = `interface All { ${fields.map((one) => `${one}: number`).join("; ")} }
export const all: All = {} as All;`;
    const line = `const sum = ${fields.map((one) => `all.${one}`).join(" + ")}; if (sum > 9) return;`;
    expect(confidences(between(line, before))).toEqual(["high"]);
  });
});

describe("what stands between and completes an object of the function", () => {
  test("comes before both", () => {
    check(`
declare const prisma: any;
export async function load(id: string, search?: string) {
  const counts = await prisma.user.groupBy({ by: ["id"] });
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  const where: { name?: string } = {};
  if (search) where.name = search;
  const users = await prisma.user.findMany({ where });
  return [counts, users];
}
`);
  });

  test("but not where it uses what came first", () => {
    const code = `
declare const prisma: any;
export async function load(search?: string) {
  const count = await prisma.user.count({ where: {} });
  const where: { name?: string } = {};
  if (count > 3) where.name = search;
  const users = await prisma.user.findMany({ where });
  return [count, users];
}
`;
    expect(findIn("serial-await", code)).toEqual([]);
  });
});

describe("a note of whose turn it is", () => {
  const code = (next: string) => `
class Hosts {
  private turn = 0;
  constructor(private readonly hosts: string[]) {}
  next(): string { const host = this.hosts[this.turn] ?? ""; ${next} return host; }
}
const hosts = new Hosts(["https://one.example", "https://two.example"]);
async function getUser(id: string) { return (await fetch(hosts.next() + "/users/" + id)).text(); }
async function getOrder(id: string) { return (await fetch(hosts.next() + "/orders/" + id)).text(); }
export async function page(id: string) {
  const user = await getUser(id);
  const order = await getOrder(id);
  return [user, order];
}
`;
  const found = (next: string) =>
    findIn("serial-await", code(next)).map(({ confidence }) => confidence);

  test.each([
    "this.turn += 1;",
    "this.turn = this.turn + 1;",
    "this.turn = (this.turn + 1) % this.hosts.length;",
  ])("keeps no two apart that are named for what they bring: %s", (next) => {
    expect(found(next)).toEqual(["high"]);
  });

  test.each([
    "this.turn = this.hosts.length;",
    "this.turn = (this.hosts.length + 1) % 2;",
    "this.turn = this.turn * 2;",
  ])("but a value that does not go on from itself does: %s", (next) => {
    expect(found(next)).not.toContain("high");
  });
});

describe("the turns of a loop", () => {
  const loop = (call: string, before = "") => `
import { client } from "a-client";
${before}
export async function load(ids: string[]) {
  const users = [];
  for (const id of ids) {
    const user = await ${call};
    users.push(user);
  }
  return users;
}
`;
  const found = (code: string) => findIn("serial-await-in-loop", code);

  test("read one thing for each item, by the name of the call", () => {
    const [finding, ...others] = found(loop("client.getUser(id)"));
    expect(others).toEqual([]);
    expect([finding?.confidence, finding?.severity]).toEqual(["low", "suggestion"]);
    expect(finding?.fixes.map(({ safety }) => safety)).toEqual(["suggested"]);
    expect(finding?.related.map(({ message }) => message)).toContain(
      "`client.getUser` on line 7 is not known, and taken for a read by its name",
    );
  });

  test("may keep a list of what has been asked for", () => {
    const before = `
const asked = new Set<string>();
async function getUser(id: string) {
  asked.add(id);
  return (await fetch("/users/" + id)).json();
}`;
    expect(found(loop("getUser(id)", before)).map(({ confidence }) => confidence)).toEqual([
      "high",
    ]);
  });

  test("do not where one finds what another has set", () => {
    const before = `
let last = "";
async function getUser(id: string) {
  const response = await fetch("/users/" + id + "?after=" + last);
  last = id;
  return response.json();
}`;
    expect(found(loop("getUser(id)", before))).toEqual([]);
  });
});

describe("a store that is filled where it has nothing", () => {
  const code = (read: string) => `
import Redis from "ioredis";
const redis = new Redis();
class Cache {
  get(key: string) { return redis.get(key); }
  set(key: string, value: string) { return redis.set(key, value); }
}
const cache = new Cache();
async function getUser(id: string) {
  ${read}
  const response = await fetch("/users/" + id);
  const text = await response.text();
  await redis.set(id, text);
  await cache.set(id, text);
  return text;
}
export async function load(a: string, b: string) {
  const one = await getUser(a);
  const two = await getUser(b);
  return [one, two];
}
`;

  test("keeps nobody apart, be it a client or what the project wraps around one", () => {
    const read = `
  const known = (await redis.get(id)) ?? (await cache.get(id));
  if (known) return known;`;
    expect(confidences(code(read))).toEqual(["high"]);
  });

  test("but does where nobody has looked for the key", () => {
    expect(confidences(code(""))).not.toContain("high");
  });
});

describe("what keeps an await from being gathered by default", () => {
  test("a read that is named for a check, and may throw", () => {
    const check = (name: string) =>
      confidences(`
import { client } from "@prisma/client";
import { prisma } from "./prisma";
class Refused extends Error {}
async function ${name}(id: string) {
  const user = await prisma.user.findUnique({ where: { id } });
  if (user === null) throw new Refused(id);
  return user;
}
export async function load(id: string) {
  const info = await ${name}(id);
  const org = await prisma.org.findFirst({ where: { id } });
  return [info, org, client];
}
`);
    expect(check("getUser")).toEqual(["high"]);
    expect(check("getAuthorizeInfo")).toEqual(["low"]);
  });

  test("a read that refuses what it does not find, beside one that does not", () => {
    const pair = (second: string) =>
      confidences(`
import { prisma } from "./prisma";
class Missing extends Error {}
const refuse = () => { throw new Missing(); };
export async function load(id: string) {
  const item = await prisma.item.findFirstOrThrow({ where: { id } }).catch(() => { throw new Missing(); });
  const anchor = await prisma.anchor.${second};
  return [item, anchor, refuse];
}
`);
    expect(pair("findMany({ where: { id } })")).toEqual(["low"]);
    expect(
      pair("findFirstOrThrow({ where: { id } }).catch(() => { throw new Missing(); })"),
    ).toEqual(["high"]);
  });

  test("a cache that the turns of a loop are handed", () => {
    const loop = (found: string) =>
      findIn(
        "serial-await-in-loop",
        `
import { prisma } from "./prisma";
interface Feature { id: string }
async function load(id: string, known: Map<string, Feature>) {
  if (!known.has(id)) known.set(id, await prisma.feature.findUnique({ where: { id } }));
  return known.get(id);
}
export async function all(ids: readonly string[]) {
  const found = ${found};
  const features = [];
  for (const id of ids) features.push(await load(id, found));
  return features;
}
`,
      ).map(({ confidence }) => confidence);
    expect(loop("new Map<string, Feature>()")).toEqual(["low"]);
  });
});

describe("a cache that a request's context has for itself", () => {
  test.each([
    ["context: Context, one: string, other: string", ""],
    ["one: string, other: string", "const context = contextOf(one);"],
  ])("is filled by whoever reads through it: %s", (parameters, before) => {
    expect(
      confidences(`
import { prisma } from "./prisma";
class Context {
  private seen: Record<string, Map<string, unknown>> = { user: new Map() };
  async fill(type: string, id: string) {
    const missing = [id].filter((one) => !this.seen[type].has(one));
    for (const one of missing) this.seen[type].set(one, await prisma.ref.findFirst({ where: { one } }));
  }
}
async function getUser(context: Context, id: string) {
  await context.fill("user", id);
  return prisma.user.findUnique({ where: { id } });
}
const contexts = new Map<string, Context>();
function contextOf(id: string): Context { return contexts.get(id) as Context; }
export async function page(${parameters}) {
  ${before}
  const first = await getUser(context, one);
  const second = await getUser(context, other);
  return [first, second];
}
`),
    ).toEqual(["high"]);
  });
});

test("what a module keeps for itself is not what another collection holds", () => {
  expect(
    confidences(`
import { prisma } from "./prisma";
const shapes = new WeakMap<object, Set<string>>();
async function getRows(shape: object) {
  if (!shapes.has(shape)) shapes.set(shape, new Set(["id"]));
  return prisma.row.findMany({ where: { shape } });
}
export async function page(shape: object) {
  const rows = await getRows(shape);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const others = await getRows({});
  return [byId, others];
}
`),
  ).toEqual(["high"]);
});

describe("what a check keeps of its answer is its own affair", () => {
  const code = (use: string) => `
import { readFile } from "node:fs/promises";
class Monitor {
  #load = "";
  #room = "";
  async checkLoad() {
    const load = await readFile("/proc/loadavg", "utf8");
    this.#load = load;
    return load;
  }
  async checkRoom() {
    const room = await readFile("/proc/meminfo", "utf8");
    this.#room = room;
    return room;
  }
  get last() { return this.#load + this.#room; }
}
const monitor = new Monitor();
export async function accepts() {
  ${use}
}
`;

  test("where the answer is used", () => {
    const used =
      "const load = await monitor.checkLoad();\n  return load + (await monitor.checkRoom());";
    expect(confidences(code(used))).toEqual(["high"]);
  });

  test("not where it is dropped, as a guard's is", () => {
    const dropped = "await monitor.checkLoad();\n  return await monitor.checkRoom();";
    expect(confidences(code(dropped))).not.toContain("high");
  });
});

describe("a field that an object keeps for its own methods", () => {
  const found = (field: string) =>
    findIn(
      "serial-await",
      `
class Users {
  ${field}: Promise<Response> | undefined;
  async getUsers(id: string) {
    this.${field} = fetch("/users/" + id);
    return (await this.${field}).json();
  }
}
async function getOrders(id: string) { return (await fetch("/orders/" + id)).json(); }
export async function page(id: string, users: Users) {
  const found = await users.getUsers(id);
  const orders = await getOrders(id);
  return [found, orders];
}
`,
    ).map(({ confidence }) => confidence);

  test("is its own affair, whoever holds the object", () => {
    expect(found("_asked")).toEqual(["high"]);
    expect(found("#asked")).toEqual(["high"]);
    expect(found("asked")).not.toContain("high");
  });
});

test("but what two methods keep in one field of an object has an order", () => {
  const code = (field: string) => `
class Client {
  private ${field} = "";
  async getUser(id: string) {
    this.${field} = id;
    await fetch("/begin");
    return (await fetch("/users/" + this.${field})).json();
  }
  async getTeam(id: string) {
    this.${field} = id;
    await fetch("/begin");
    return (await fetch("/teams/" + this.${field})).json();
  }
}
export async function page(client: Client, a: string, b: string) {
  const user = await client.getUser(a);
  const team = await client.getTeam(b);
  return [user, team];
}
export async function lines(id: string) {
  const context = { ${field}: "" };
  const one = await getFirst(id, context);
  const two = await getSecond(id, context);
  return [one, two, context];
}
async function getFirst(id: string, context: { ${field}: string }) {
  const text = await (await fetch(id)).text();
  context.${field} += text;
  return text;
}
async function getSecond(id: string, context: { ${field}: string }) {
  const text = await (await fetch(id + "/2")).text();
  context.${field} += text;
  return text;
}
`;
  for (const field of ["_current", "current"]) {
    expect(findIn("serial-await", code(field)).map(({ confidence }) => confidence)).not.toContain(
      "high",
    );
  }
});

describe("what waits until something has come about", () => {
  const found = (how: string) =>
    findIn(
      "serial-await",
      `
async function ${how}(id: string) { return (await fetch("/connections/" + id)).json(); }
async function getTeams(id: string) { return (await fetch("/teams/" + id)).json(); }
export async function page(id: string) {
  const connection = await ${how}(id);
  const teams = await getTeams(id);
  return [connection, teams];
}
`,
    ).map(({ confidence }) => confidence);

  test.each(["pollForConnection", "waitForConnection", "waitUntilConnected"])(
    "is left to the reader: %s",
    (how) => expect(found(how)).toEqual(["low"]),
  );

  test("by its name", () => {
    expect(found("pollConnections")).toEqual(["high"]);
  });
});

describe("what takes something that has to be given back", () => {
  const found = (call: string) =>
    findIn(
      "serial-await",
      `
import { createPool } from "mysql2/promise";
const pool = createPool("mysql://localhost");
async function getTeams(id: string) { return (await fetch("/teams/" + id)).json(); }
async function getConnection(id: string) { return (await fetch("/connections/" + id)).json(); }
export async function page(id: string) {
  const teams = await getTeams(id);
  const connection = await ${call};
  return [teams, connection, pool, getConnection];
}
`,
    ).map(({ confidence }) => confidence);

  test("is left to the reader", () => {
    expect(found("pool.getConnection()")).not.toContain("high");
  });

  test("is none that is asked for by what it is called with", () => {
    expect(found("getConnection(id)")).toEqual(["high"]);
  });
});
