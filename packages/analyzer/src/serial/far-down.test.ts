import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// What two questions leave behind far down, in files of others.

const page = (one: string, other: string): string => `
import { api, getUser, getOrders, getInto, pushOrders, type Context } from "./other.js";
export async function page(id: string, list: string[], ctx: Context) {
  const first = await ${one};
  const second = await ${other};
  return [first, second];
}
export const used = [api, getUser, getOrders, getInto, pushOrders];
`;

const questions = `
import { Store, request } from "./third.js";
export class Context { readonly seen: string[] = []; last = ""; }
export async function getUser(id: string) { return request("/users/" + id); }
export async function getOrders(id: string) { return request("/orders/" + id); }
export async function pushOrders(id: string) { return request("/orders/" + id); }
export async function getInto(id: string, list: string[]) { return fill(list, id); }
async function fill(list: string[], id: string) {
  const text = await request("/" + id);
  list.length = 0;
  return text;
}
export const api = new Store();
`;

const client = (body: string, start = ""): string => `
import { Redis } from "ioredis";
import { readFile, writeFile } from "node:fs/promises";
${start}
const redis = new Redis();
let last = "";
const state = { last: "", seen: [] as string[] };
export async function request(path: string): Promise<string> { ${body} }
export class Store {
  last = "";
  async getUser(id: string) { return this.ask("/users/" + id); }
  async getOrders(id: string) { return this.ask("/orders/" + id); }
  async getLast() { return (await fetch("/at/" + this.last)).text(); }
  private async ask(path: string) { const text = await answer(this, path); return text; }
}
async function answer(store: Store, path: string) {
  const text = await (await fetch(path)).text();
  store.last = text;
  return text;
}
export const lastOne = () => last;
export async function getLast() { return (await fetch("/at/" + last)).text(); }
export const noted = [redis, last, state, readFile, writeFile];
`;

const confidences = (one: string, other: string, third: string, second = questions) =>
  findIn("serial-await", page(one, other), {
    others: { "other.ts": second, "third.ts": third },
  }).map(({ confidence }) => confidence);

const both = (body: string, start?: string) =>
  confidences("getUser(id)", "getOrders(id)", client(body, start));

const asked = "const text = await (await fetch(path)).text();";

describe("what two questions change far down in the same way", () => {
  test.each([
    ["a variable of a module", `${asked} last = text; return text;`],
    ["a field", `${asked} state.last = text; return text;`],
    ["the environment", `${asked} process.env.LAST = path; return text;`],
  ])("is their own affair: %s", (_, body) => {
    expect(both(body)).toEqual(["high"]);
  });

  test.each([
    ["is read again after a wait", `last = path; ${asked} return text + last;`],
    ["is read again after one", `state.last = path; ${asked} return text + state.last;`],
    ["was read before a wait", `const at = last; ${asked} last = text; return text + at;`],
    [
      "is read as a whole",
      `const all = { ...state }; ${asked} state.last = text; return text + all.last;`,
    ],
    [
      "is read by another key",
      `const at = state["last"]; ${asked} state.last = text; return text + at;`,
    ],
    ["is an entry of Redis", `${asked} await redis.set("last", text); return text;`],
    ["is a file", `${asked} await writeFile("last", text); return text;`],
    ["is a list that is pushed to", `${asked} await redis.lpush("all", text); return text;`],
  ])("is not where it %s", (_, body) => {
    expect(both(body)).not.toContain("high");
  });

  test("is not where another function looks at it on the way", () => {
    const start = `
let tenant = "";
const useTenant = (id: string) => { tenant = id; };
const tenantOf = () => tenant;
class Session {
  #cookie = "";
  get cookie() { return this.#cookie; }
  keep(next: string) { this.#cookie = next; }
}
const session = new Session();
`;
    const tenants = `useTenant(path); ${asked} return text + tenantOf();`;
    expect(both(tenants, start)).not.toContain("high");
    const cookies = `
  const answer = await fetch(path, { headers: { cookie: session.cookie } });
  session.keep(answer.headers.get("set-cookie") ?? "");
  return answer.text();`;
    expect(both(cookies, start)).not.toContain("high");
  });

  test("is not where a function is named for something else", () => {
    const third = client(`${asked} last = text; return text;`);
    expect(confidences("getUser(id)", "pushOrders(id)", third)).not.toContain("high");
    expect(confidences("pushOrders(id)", "getUser(id)", third)).not.toContain("high");
  });

  test("is not in the file that asks, nor where the question does it itself", () => {
    const here = `
let last = "";
async function request(path: string) { ${asked} last = text; return text + last.length; }
async function getUser(id: string) { return request("/users/" + id); }
async function getOrders(id: string) { return request("/orders/" + id); }
export async function page(id: string) {
  const first = await getUser(id);
  const second = await getOrders(id);
  return [first, second];
}`;
    expect(findIn("serial-await", here).map(({ confidence }) => confidence)).not.toContain("high");
    const itself = `
let last = "";
export class Context {}
export const api = { last };
export async function getUser(path: string) { ${asked} last = text; return text; }
export async function getOrders(path: string) { ${asked} last = text; return text; }
export async function getInto(path: string, list: string[]) { return path + list.length; }
export async function pushOrders(path: string) { return path; }
`;
    expect(confidences("getUser(id)", "getOrders(id)", "export {};", itself)).not.toContain("high");
  });

  test("is not in what they are handed", () => {
    const third = client(`${asked} return text;`);
    expect(confidences("getInto(id, list)", "getInto(id, list)", third)).not.toContain("high");
  });
});

test("what two questions leave far down keeps their order where somebody looks at it afterwards", () => {
  const third = `
let last = "";
export const lastOne = () => last;
export async function request(path: string) { ${asked} last = text; return text; }
`;
  const found = (after: string) =>
    findIn(
      "serial-await",
      `
import { getUser, getOrders } from "./other.js";
import { lastOne } from "./third.js";
export async function page(id: string) {
  const first = await getUser(id);
  const second = await getOrders(id);
  return [first, second, ${after}];
}
export const used = lastOne;
`,
      {
        others: {
          "other.ts": `
import { request } from "./third.js";
export async function getUser(id: string) { return request("/users/" + id); }
export async function getOrders(id: string) { return request("/orders/" + id); }
`,
          "third.ts": third,
        },
      },
    ).map(({ confidence }) => confidence);
  expect(found("id")).toEqual(["high"]);
  expect(found("lastOne()")).not.toContain("high");
});

describe("what one question changes far down", () => {
  const third = client(`${asked} return text;`);

  test("is the affair of what it is asked of", () => {
    expect(confidences("api.getUser(id)", "api.getOrders(id)", third)).toEqual(["high"]);
  });

  test("is there for another that reads what has its name", () => {
    expect(confidences("api.getUser(id)", "api.getLast()", third)).not.toContain("high");
    expect(confidences("api.getLast()", "api.getUser(id)", third)).not.toContain("high");
  });

  test("is there for another that may read it as a part of a whole", () => {
    const transport = `
export const transport = { headers: { authorization: "" } };
export async function signedIn(id: string): Promise<string> {
  const text = await (await fetch("/sign-in/" + id)).text();
  transport.headers.authorization = text;
  return text;
}
export async function send(path: string): Promise<string> {
  return (await fetch(path, { headers: { ...transport.headers } })).text();
}
`;
    const asks = `
import { send, signedIn } from "./third.js";
export class Context {}
export const api = {};
export async function getUser(id: string) { return signedIn(id); }
export async function getOrders(id: string) { return send("/orders/" + id); }
export async function getInto(id: string, list: string[]) { return id + list.length; }
export async function pushOrders(id: string) { return id; }
`;
    expect(confidences("getUser(id)", "getOrders(id)", transport, asks)).not.toContain("high");
  });

  test("are rows for another that asks the database for what nobody can read", () => {
    const rows = (read: string) => `
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function seen(id: string) {
  const user = await prisma.user.findUnique({ where: { id } });
  await prisma.visit.update({ where: { id }, data: { at: id } });
  return user;
}
export async function counted(id: string) { return ${read}; }
`;
    const asks = `
import { counted, seen } from "./third.js";
export class Context {}
export const api = {};
export async function getUser(id: string) { return seen(id); }
export async function getOrders(id: string) { return counted(id); }
export async function getInto(id: string, list: string[]) { return id + list.length; }
export async function pushOrders(id: string) { return id; }
`;
    const pair = (read: string) => confidences("getUser(id)", "getOrders(id)", rows(read), asks);
    expect(pair("prisma.order.count()")).toEqual(["high"]);
    expect(pair("prisma.visit.count()")).not.toContain("high");
    expect(pair('prisma.$queryRawUnsafe("SELECT " + id)')).not.toContain("high");
  });
});

describe("what an identity map keeps", () => {
  const rows = (more: string) => `
import { EntityManager } from "@mikro-orm/core";
class User { id = ""; }
class Order { id = ""; }
export class Rows {
  constructor(private readonly em: EntityManager) {}
  async user(id: string) { return this.em.findOneOrFail(User, { id }); }
  async orders(id: string) { ${more} return this.em.find(Order, { id }); }
}
`;
  const asks = `
import { Rows } from "./third.js";
export class Context {}
export const api = new Rows({} as never);
export async function getUser(id: string) { return api.user(id); }
export async function getOrders(id: string) { return api.orders(id); }
export async function getInto(id: string, list: string[]) { return id + list.length; }
export async function pushOrders(id: string) { return api.orders(id); }
`;
  const pair = (one: string, other: string, more = "") => confidences(one, other, rows(more), asks);

  test("is found or loaded by two questions, whoever comes first", () => {
    expect(pair("getUser(id)", "getOrders(id)")).toEqual(["high"]);
    expect(pair("getOrders(id)", "getUser(id)")).toEqual(["high"]);
  });

  test("is where what is related to a row is loaded as well", () => {
    const more =
      'const [user] = await this.em.find(User, { id }); await this.em.populate(user!, ["roles"]);';
    expect(pair("getUser(id)", "getOrders(id)", more)).toEqual(["high"]);
    expect(pair("getOrders(id)", "getUser(id)", more)).toEqual(["high"]);
  });

  test.each([
    ["getOrders(id)", "this.em.create(Order, { id });"],
    ["getOrders(id)", "await this.em.flush();"],
    ["getOrders(id)", "this.em.clear();"],
    ["pushOrders(id)", ""],
  ])("is not where one of them changes it otherwise, or is none: %s, %s", (other, more) => {
    expect(pair("getUser(id)", other, more)).not.toContain("high");
    expect(pair(other, "getUser(id)", more)).not.toContain("high");
  });
});

describe("what the turns of a loop change far down", () => {
  const turns = (ask: string, body: string, more = "") =>
    findIn(
      "serial-await-in-loop",
      `
import { api, getUser, getOrders, getInto, pushOrders } from "./other.js";
import { getLast, lastOne } from "./third.js";
export async function page(ids: readonly string[]) {
  const all: string[] = [];
  for (const id of ids.slice(0, 5)) {
    const user = await ${ask};
    all.push(user.trim());
    ${more}
  }
  return all;
}
export const used = [api, getUser, getOrders, getInto, pushOrders, getLast, lastOne];
`,
      { others: { "other.ts": questions, "third.ts": client(body) } },
    ).map(({ confidence }) => confidence);

  test("is a question's own affair", () => {
    expect(turns("getUser(id)", `${asked} last = text; return text;`)).toEqual(["high"]);
  });

  test.each(["all.push(lastOne());", "all.push(await getLast());"])(
    "is not where the turn looks at it: %s",
    (more) => {
      const noted = `${asked} last = text; return text;`;
      expect(turns("getUser(id)", noted, more)).not.toContain("high");
    },
  );

  test.each([
    ["getUser(id)", `last = path; ${asked} return text + last;`],
    ["getUser(id)", `${asked} await redis.set("last", text); return text;`],
    ["pushOrders(id)", `${asked} last = text; return text;`],
  ])("is not where turns may meet in it, or nothing is asked: %s, %s", (ask, body) => {
    expect(turns(ask, body)).not.toContain("high");
  });
});

test("a finding that passes over it says so, and its fix is a suggestion", () => {
  const [finding] = findIn("serial-await", page("getUser(id)", "getOrders(id)"), {
    others: {
      "other.ts": questions,
      "third.ts": client(`${asked} last = text; return text;`),
    },
  });
  expect(JSON.stringify(finding)).toContain("taken for a note of its own");
  expect(finding?.fixes?.map(({ safety }) => safety)).not.toContain("safe");
});

describe("what one question keeps for itself on its way", () => {
  const beside = (keeps: string, how = "getUser", call = `${how}(id)`): readonly string[] =>
    findIn(
      "serial-await",
      `
import { ${how}, state } from "./other.js";
async function getOrders(id: string) { return (await fetch("/orders/" + id)).text(); }
export async function page(id: string) {
  const user = await ${call};
  const orders = await getOrders(id);
  return [user, orders, state];
}
`,
      {
        others: {
          "other.ts": `
import { Redis } from "ioredis";
import { writeFile } from "node:fs/promises";
export const state = { token: "", at: 0 };
const redis = new Redis();
let token = "";
async function tokenOf() {
  ${keeps}
  return token;
}
async function ask(path: string) {
  const text = await (await fetch(path + (await tokenOf()))).text();
  return text;
}
export async function ${how}(id: string) { return ask("/users/" + id); }
export const used = [redis, writeFile];
`,
        },
      },
    ).map(({ confidence }) => confidence);

  test.each([
    ["a variable that it looks at again", "token = token + 1;"],
    ["a field", "state.token = token; state.at += 1; token = state.token;"],
    ["a file", 'await writeFile("token", token);'],
  ])("is left there whether or not another fails: %s", (_, keeps) => {
    expect(beside(keeps)).toEqual(["high"]);
    expect(beside(keeps, "signIn")).not.toContain("high");
  });

  test("is not what others wait to take", () => {
    expect(beside('await redis.lpush("tokens", token);')).not.toContain("high");
  });

  test("is not where the code around it waits to read it", () => {
    const found = findIn(
      "serial-await",
      `
import { getUser, state } from "./other.js";
export async function page(id: string) {
  const user = await getUser(id);
  const orders = await (await fetch("/orders/" + state.token)).text();
  return [user, orders];
}
`,
      {
        others: {
          "other.ts": `
export const state = { token: "" };
async function ask(path: string) { state.token += path; return (await fetch(path + state.token)).text(); }
export async function getUser(id: string) { return ask("/users/" + id); }
`,
        },
      },
    );
    expect(found.map(({ confidence }) => confidence)).not.toContain("high");
  });
});
