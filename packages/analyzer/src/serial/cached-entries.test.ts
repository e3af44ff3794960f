import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// Entries that somebody puts into Redis who has looked for them there, and values that are made once for each key.

const confidences = (code: string): readonly string[] =>
  findIn("serial-await", code).map(({ confidence }) => confidence);

const cache = (
  put: string,
  look = "const known = await this.look(key); if (known) return known;",
) => `
import Redis from "ioredis";
class Cache {
  constructor(private readonly redis: Redis) {}
  async look(key: string) { return this.redis.hget(key, "text"); }
  async put(key: string, text: string) { ${put} }
  async through(key: string) {
    ${look}
    const text = await (await fetch("/" + key)).text();
    await this.put(key, text);
    return text;
  }
  async getUser(id: string) { return this.through("user:" + id); }
  async getOrder(id: string) { return this.through("order:" + id); }
  async getCount(id: string) { return this.look("count:" + id); }
  async describeOrder(id: string) { const order = await this.getOrder(id); return order.trim(); }
  async mapUser(id: string) { const user = await this.getUser(id); return user.trim(); }
  async mapOrder(id: string) { const order = await this.getOrder(id); return order.trim(); }
  async warm(id: string) { await this.through("user:" + id); return id; }
  async warmOrder(id: string) { await this.through("order:" + id); return id; }
}
`;

const both = (made: string, one: string, other: string): readonly string[] =>
  confidences(`
${made}
export async function page(cache: Cache, id: string) {
  const first = await cache.${one}(id);
  const second = await cache.${other}(id);
  return [first, second];
}
`);

const safely = `
    try { await this.redis.hset(key, "text", text); await this.redis.expire(key, 60); }
    catch (error) { await this.redis.unlink(key); throw error; }`;

describe("an entry that is put into Redis by who has looked for it", () => {
  test("is put there as well by another that does the same", () => {
    expect(both(cache('await this.redis.hset(key, "text", text);'), "getUser", "getOrder")).toEqual(
      ["high"],
    );
  });

  test("with the time for which it is kept, and taken out where that fails", () => {
    expect(both(cache(safely), "getUser", "getOrder")).toEqual(["high"]);
  });

  test("is one whose time is made longer by who looks for it", () => {
    const look = 'const known = await this.redis.getex(key, "EX", 300); if (known) return known;';
    const made = cache('await this.redis.set(key, text, "EX", 300);', look);
    expect(both(made, "getUser", "getOrder")).toEqual(["high"]);
    expect(both(made, "warm", "warmOrder")).not.toContain("high");
  });

  test("is none that another looks for on its own way", () => {
    const made = cache('await this.redis.hset(key, "text", text);');
    expect(both(made, "getUser", "getCount")).toEqual(["high"]);
    expect(both(made, "getCount", "getUser")).toEqual(["high"]);
  });

  test("is the affair of who brings it, whoever asks for that", () => {
    const made = cache('await this.redis.hset(key, "text", text);');
    expect(both(made, "mapUser", "mapOrder")).toEqual(["high"]);
    expect(both(made, "warm", "warmOrder")).not.toContain("high");
  });

  test("is one that counts where nobody has looked for it, or where it is no entry", () => {
    const put = 'await this.redis.hset(key, "text", text);';
    expect(both(cache(put, ""), "getUser", "getOrder")).not.toContain("high");
    expect(both(cache(put, ""), "getUser", "getCount")).not.toContain("high");
    const counts = cache('await this.redis.hincrby(key, "count", 1);');
    expect(both(counts, "getUser", "getOrder")).not.toContain("high");
    const removes = cache("await this.redis.unlink(key);");
    expect(both(removes, "getUser", "getOrder")).not.toContain("high");
  });

  test("is found by each turn of a loop for its own item", () => {
    const code = (put: string, look?: string): string => `
${cache(put, look)}
export async function all(cache: Cache, ids: string[]) {
  const users: string[] = [];
  for (const id of ids) users.push(await cache.getUser(id));
  return users;
}
`;
    const found = (put: string, look?: string): readonly string[] =>
      findIn("serial-await-in-loop", code(put, look)).map(({ confidence }) => confidence);
    expect(found('await this.redis.hset(key, "text", text);')).toEqual(["high"]);
    expect(found('await this.redis.hset(key, "text", text);', "")).not.toContain("high");
  });
});

describe("a value that is made once for each key", () => {
  const clients = (body: string): string => `
class Clients {
  private readonly clients: Record<string, Promise<string>> = {};
  private of(id: string): Promise<string> { ${body} }
  private async make(id: string) { return (await fetch("/clients/" + id)).text(); }
  async getUser(id: string) { return (await fetch("/users/" + (await this.of(id)))).text(); }
  async getOrder(id: string) { return (await fetch("/orders/" + (await this.of(id)))).text(); }
}
export async function page(clients: Clients, id: string) {
  const user = await clients.getUser(id);
  const order = await clients.getOrder(id);
  return [user, order];
}
`;

  test("is kept by its key, and forgotten where it could not be made", () => {
    expect(
      confidences(
        clients(`
    const known = this.clients[id];
    if (known !== undefined) return known;
    const made = this.make(id).catch((error) => { delete this.clients[id]; throw error; });
    this.clients[id] = made;
    return made;`),
      ),
    ).toEqual(["high"]);
  });

  test("is mostly there, so that nothing is gained by asking for it beside something else", () => {
    const code = clients(`
    const known = this.clients[id];
    if (known !== undefined) return known;
    const made = this.make(id);
    this.clients[id] = made;
    return made;`).replace("private of", "of");
    const page = (one: string): readonly string[] =>
      confidences(`${code}
export async function other(clients: Clients, id: string) {
  const client = await ${one};
  const text = await (await fetch("/texts/" + id)).text();
  return [client, text];
}`);
    expect(page("clients.of(id)")).toEqual(["high"]);
    expect(page("clients.getUser(id)")).toEqual(["high", "high"]);
  });

  test("is another where what was there is made anew, or another is asked for", () => {
    expect(
      confidences(
        clients(`
    let known = this.clients[id];
    known = undefined as never;
    if (known !== undefined) return known;
    const made = this.make(id).catch((error) => { this.clients = {} as never; throw error; });
    this.clients = { [id]: made } as never;
    return made;`).replace("readonly clients", "clients"),
      ),
    ).not.toContain("high");
  });
});

test.each([
  ["const kept = new NodeCache();", 'import NodeCache from "node-cache";'],
  [
    "const kept = new LRUCache<string, string>({ max: 10 });",
    'import { LRUCache } from "lru-cache";',
  ],
])("an entry of a cache of a package is asked for with its type: %s", (made, imported) => {
  const load = (name: string, asked: string) => `
async function ${name}() {
  const known = kept.get${asked}("${name}");
  if (known) return known;
  const text = await (await fetch("/${name}")).text();
  kept.set("${name}", text);
  return text;
}`;
  const page = (asked: string) =>
    confidences(`${imported}
${made}
${load("rates", asked)}
${load("fees", asked)}
export async function page() { const a = await rates(); const b = await fees(); return [a, b]; }
`);
  expect(page("<string>")).toContain("high");
  expect(page("")).toContain("high");
});

describe("a comment that says that the order is meant", () => {
  const page = (comment: string): readonly string[] =>
    confidences(`
export async function page(id: string) {
  const user = await (await fetch("/users/" + id)).text();
  ${comment}
  const order = await (await fetch("/orders/" + id)).text();
  return [user, order];
}
`);

  test.each([
    "// We call this after the user, which warms the cache",
    "/* one after another: the service knows no more than one question */",
    "// must be read after the user",
    "// sequentially, as the server wants it",
  ])("%s", (comment) => {
    expect(page(comment)).not.toContain("high");
  });

  test.each(["", "// The orders of the user", "// Orders that were placed first"])(
    "is none where it says nothing of that: %s",
    (comment) => {
      expect(page(comment)).toContain("high");
    },
  );
});

describe("one entry of Redis that two look for and put there", () => {
  const coins = (key: string, other: string) => `
import Redis from "ioredis";
const redis = new Redis();
async function getCoins(symbol: string, anew = false) {
  const key = ${key};
  if (!anew) { const known = await redis.get(key); if (known) return JSON.parse(known)[symbol]; }
  const text = await (await fetch("/coins")).text();
  await redis.set(key, text);
  return JSON.parse(text)[symbol];
}
async function getNetwork(symbol: string) { return (await getCoins(symbol)).network; }
async function getPrice(symbol: string) {
  const coin = await getCoins(symbol);
  return (await fetch("/prices/" + coin.id)).text();
}
async function getOffer(symbol: string) {
  const coin = await getCoins(symbol);
  return (await fetch("/offers/" + coin.id)).text();
}
export async function page(symbol: string) {
  const coin = await getCoins(symbol, true);
  const other = await ${other}(symbol);
  return [coin, other];
}
export async function both(symbol: string) {
  const price = await getPrice(symbol);
  const offer = await getOffer(symbol);
  return [price, offer];
}
`;
  const constant = '"coins"';

  test("is found by the second as the first has left it, who asks for nothing else", () => {
    expect(confidences(coins(constant, "getNetwork"))).toEqual(["low", "high"]);
    expect(confidences(coins(constant, "getPrice"))).toEqual(["low", "high"]);
  });

  test("is no matter where both go on to ask for something with it", () => {
    const code = `
import Redis from "ioredis";
const redis = new Redis();
async function getToken() {
  const known = await redis.get("token");
  if (known) return known;
  const token = await (await fetch("/token")).text();
  await redis.set("token", token);
  return token;
}
async function request(path: string) {
  return (await fetch("/api/" + path, { headers: { authorization: await getToken() } })).text();
}
export async function page(id: string) {
  const user = await request("users/" + id);
  const orders = await request("orders/" + id);
  return [user, orders];
}
`;
    expect(confidences(code)).toEqual(["high"]);
  });

  test("is one of many where the key is another each time", () => {
    expect(confidences(coins('"coins:" + symbol', "getNetwork"))).toEqual(["high", "high"]);
  });
});

describe("what is loaded once, and answered from memory afterwards", () => {
  const store = (test: string, answer = "this.rows") => `
async function load(what: string): Promise<string[]> { return (await fetch("/" + what)).json(); }
class Store {
  rows: string[] = [];
  groups: string[] = [];
  isLoaded = false;
  wants = false;
  async fill() { this.rows = await load("rows"); this.groups = await load("groups"); this.isLoaded = true; }
  async getRows() { if (${test}) { return load("rows"); } return ${answer}; }
  async getGroups() { if (${test}) return load("groups"); return ${answer.replace("rows", "groups")}; }
}
export async function page(store: Store) {
  const rows = await store.getRows();
  const groups = await store.getGroups();
  return [rows, groups];
}
`;
  const found = (code: string) =>
    findIn("serial-await", code).filter(({ message }) => message.includes("getRows")).length;

  test("gains nothing by being asked for side by side", () => {
    expect(found(store("!this.isLoaded"))).toBe(0);
  });

  test("is not what may be asked for each time", () => {
    expect(found(store("this.wants"))).toBe(1);
    expect(found(store("!this.wants"))).toBe(1);
    expect(found(store("!this.isLoaded", 'await load("rows")'))).toBe(1);
  });
});
