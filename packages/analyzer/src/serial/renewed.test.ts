import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// What a client of a service makes on the way where it has none or an old one: a token, an entry, what is under way.

const confidences = (code: string) =>
  findIn("serial-await", code).map(({ confidence }) => confidence);

const client = (fields: string, renew: string, named = true) => `
export class Client {
  ${fields}
  private async headers() { ${renew} return { authorization: this.token ?? "" }; }
  private async get(path: string): Promise<string> {
    const response = await fetch("https://api.test" + path, { headers: await this.headers() });
    return response.text();
  }
  getUser(id: string) { return this.get("/users/" + id); }
  getOrder(id: string) { return this.get("/orders/" + id); }
  user(id: string) { return this.get("/users/" + id); }
  order(id: string) { return this.get("/orders/" + id); }
  async page(id: string) {
    const user = await this.${named ? "getUser" : "user"}(id);
    const order = await this.${named ? "getOrder" : "order"}(id);
    return [user, order];
  }
  async short(id: string) {
    const user = await this.user(id);
    const order = await this.order(id);
    return [user, order];
  }
}
`;

const logIn =
  'const answer = await fetch("https://api.test/oauth/token", { method: "POST", body: "key" }); const said = await answer.json();';
const keeps = "this.token = said.token; this.expiresAt = Date.now() + said.ttl;";
const fields = "private token: string | undefined; private expiresAt = 0;";

describe("a token that is got where there is none, or an old one", () => {
  test.each([
    `if (!this.token || Date.now() > this.expiresAt) { ${logIn} ${keeps} }`,
    `if (this.token && Date.now() < this.expiresAt) return { authorization: this.token }; ${logIn} ${keeps}`,
    `if (this.token !== undefined && this.expiresAt > Date.now() + 1000) { return { authorization: this.token }; } ${logIn} ${keeps}`,
  ])("keeps no two requests apart, whatever their names: %s", (renew) => {
    expect(confidences(client(fields, renew))).toEqual(["high", "high"]);
  });

  test("is a note of its own, and the fix is left to the reader", () => {
    const renew = `if (!this.token || Date.now() > this.expiresAt) { ${logIn} ${keeps} }`;
    const safeties = findIn("serial-await", client(fields, renew)).flatMap(({ fixes }) =>
      fixes.map(({ safety }) => safety),
    );
    expect(new Set(safeties)).toEqual(new Set(["suggested"]));
  });

  test.each([
    ["it is got for each request", `${logIn} ${keeps}`],
    ["what decides is no age", `if (!this.token || this.expiresAt === 3) { ${logIn} ${keeps} }`],
    [
      "what is sent is no request for what is kept",
      `if (!this.token) { await fetch("https://api.test/visits", { method: "POST" }); }`,
    ],
    [
      "it is put in before it is complete",
      `if (!this.token) { this.token = "soon"; ${logIn} this.token = said.token; }`,
    ],
  ])("keeps them apart where %s", (_why, renew) => {
    expect(confidences(client(fields, renew, false))).not.toContain("high");
  });

  test("keeps them apart where what is kept is of whom was asked for last", () => {
    const code = `
export class Client {
  private last: { id: string; name: string } | undefined;
  async getName(id: string) {
    if (this.last && this.last.id === id) return this.last.name;
    const name = await (await fetch("https://api.test/" + id)).text();
    this.last = { id, name };
    return this.last.name;
  }
}
export async function names(client: Client) {
  const one = await client.getName("1");
  const two = await client.getName("2");
  return [one, two];
}
`;
    expect(confidences(code)).not.toContain("high");
  });
});

const keyed = (
  body: string,
  field = "private readonly known = new Map<string, Promise<string>>();",
) => `
export class Store {
  ${field}
  private async ask(id: string) { return (await fetch("https://api.test/" + id)).text(); }
  async getName(id: string) { ${body} }
}
export async function names(store: Store) {
  const one = await store.getName("1");
  const two = await store.getName("2");
  return [one, two];
}
`;

describe("an entry that is made where there is none", () => {
  test.each([
    "let name = this.known.get(id); if (!name) { name = this.ask(id); this.known.set(id, name); } return name;",
    "const under = this.known.get(id); if (under) return under; const name = this.ask(id); this.known.set(id, name); try { return await name; } finally { this.known.delete(id); }",
  ])("keeps no two apart: %s", (body) => {
    expect(confidences(keyed(body))).toEqual(["high"]);
  });

  test("keeps none apart where a table is asked for its key", () => {
    const field = "private readonly table: Record<string, string> = {};";
    const body =
      "if (!(id in this.table)) { this.table[id] = await this.ask(id); } return this.ask(this.table[id]!);";
    expect(confidences(keyed(body, field))).toEqual(["high"]);
  });
});

describe("an address that is made for a request", () => {
  const asked = (made: string) => `
export class Client {
  constructor(private readonly base: URL, private readonly plain = "https://api.test") {}
  private async ask(path: string, words: Record<string, string>) {
    ${made}
    for (const [name, word] of Object.entries(words)) url.searchParams.set(name, word);
    return (await fetch(url)).text();
  }
  async page() {
    const one = await this.ask("/one", { q: "1" });
    const two = await this.ask("/two", {});
    return [one, two];
  }
}
`;

  test.each(["const url = new URL(path, this.plain);", "const url = new URL(path, this.base);"])(
    "is no other than its own: %s",
    (made) => {
      expect(confidences(asked(made))).toEqual(["high"]);
    },
  );

  test("is another's where it is that itself", () => {
    expect(confidences(asked("const url = this.base;"))).not.toContain("high");
  });
});

const refused = (otherwise: string, before = "") => `
export class Client {
  private token: string | undefined;
  private count = "";
  private async login() {
    const answer = await fetch("https://api.test/login", { method: "POST", body: "key" });
    this.token = (await answer.json()).token;
  }
  private async get(path: string): Promise<string> {
    ${before}
    const response = await fetch("https://api.test" + path, { headers: { authorization: this.token ?? "" } });
    ${otherwise}
    return response.text();
  }
  user(id: string) { return this.get("/users/" + id); }
  order(id: string) { return this.get("/orders/" + id); }
  async page(id: string) {
    const user = await this.user(id);
    const order = await this.order(id);
    return [user, order];
  }
}
`;

describe("a token that the service has refused", () => {
  test.each([
    ["if (response.status === 401) { await this.login(); return this.get(path); }"],
    [
      "if (response.status === 401 && path !== '') { this.token = undefined; return this.get(path); }",
    ],
    ["if (response.status !== 401) return response.text(); await this.login();"],
    ["if (response.status !== 401) throw new Error(path); await this.login();"],
    [
      "try { return await response.text(); } catch (error) { this.token = undefined; throw error; }",
      "if (!this.token) await this.login();",
    ],
    ["", "if (isExpired(this.token)) await this.login();"],
  ])("is got anew, and keeps no two requests apart: %s %s", (otherwise, before = "") => {
    const isExpired = "const isExpired = (token?: string) => token === '';";
    expect(confidences(isExpired + refused(otherwise, before))).toEqual(["high"]);
  });

  test.each([
    ["if (response.status === 404) { await this.login(); return this.get(path); }"],
    ["if (response.status !== 401) { await this.login(); return this.get(path); }"],
    ["this.token = undefined;"],
    ["if (response.status === 401) { this.count = path; }"],
    [
      'if (response.status === 401) { await fetch("https://api.test/visits", { method: "POST" }); }',
    ],
  ])("is not what else is done: %s", (otherwise) => {
    expect(confidences(refused(otherwise))).not.toContain("high");
  });
});
