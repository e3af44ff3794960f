import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// What a call is named for: what runs there, where it only says that something does, and what is asked for in a gather or in another way.

const found = (field: string, call: string, method = "execute") =>
  findIn(
    "serial-await",
    `
import { tool } from "./other.js";
class Act {
  async ${method}(id: string) {
    tool.lost(id);
    return (await fetch("/users/" + id)).text();
  }
}
async function getOrders(id: string) { return (await fetch("/orders/" + id)).text(); }
export class Page {
  constructor(private readonly ${field}: Act) {}
  async show(id: string) {
    const user = await ${call}(id);
    const orders = await getOrders(id);
    return [user, orders];
  }
}
`,
    { others: { "other.ts": "export declare const tool: any;" } },
  );
const confidences = (...given: Parameters<typeof found>) =>
  found(...given).map(({ confidence }) => confidence);

describe("a use case that is run", () => {
  test.each([
    ["getUser", "this.getUser.execute", "execute"],
    ["getUserUseCase", "this.getUserUseCase.execute", "execute"],
    ["_findUserQuery", "this._findUserQuery.run", "run"],
    ["fetchUserHandler", "this.fetchUserHandler.handle", "handle"],
  ])("is named by its object: %s", (field, call, method) => {
    expect(confidences(field, call, method)).toEqual(["high"]);
  });

  test("says what is passed over of it", () => {
    const [finding] = found("getUser", "this.getUser.execute");
    expect(finding?.related.map(({ message }) => message)).toContain(
      "`this.getUser.execute` on line 13 calls `lost`, which cannot be resolved, and taken for a part of its reading",
    );
    expect(finding?.fixes.map(({ safety }) => safety)[0]).toBe("suggested");
  });

  test.each([
    ["createUser", "this.createUser.execute", "execute"],
    ["users", "this.users.execute", "execute"],
    ["getUser", "this.getUser.apply", "apply"],
    ["queryExecutor", "this.queryExecutor.execute", "execute"],
    ["searchIndexer", "this.searchIndexer.run", "run"],
  ])("is a question only where that is one: %s, %s", (field, call, method) => {
    expect(confidences(field, call, method)).not.toContain("high");
  });

  test("is a guard where its object is named for one", () => {
    const [finding] = found("ensureUser", "this.ensureUser.execute");
    expect(finding?.confidence).toBe("low");
    expect(finding?.related.map(({ message }) => message)).toContain(
      "`ensureUser` on line 13 is a guard by its name",
    );
  });
});

describe("what may be a means of asking", () => {
  const asked = (call: string) =>
    findIn(
      "serial-await",
      `
import { tool } from "./other.js";
async function getClient(id?: string) {
  tool.lost(id);
  return (await fetch("/clients/" + id)).text();
}
async function getOrders(id: string) { return (await fetch("/orders/" + id)).text(); }
export async function show(clientId: string, client: { id: string; name: string }) {
  const found = await ${call};
  const orders = await getOrders(clientId);
  return [found, orders, client];
}
`,
      { others: { "other.ts": "export declare const tool: any;" } },
    ).map(({ confidence }) => confidence);

  test("is asked for where the call says which", () => {
    expect(asked("getClient(clientId)")).toEqual(["high"]);
    expect(asked("getClient(client.id)")).toEqual(["high"]);
    expect(asked("getClient()")).toEqual(["low"]);
    expect(asked("getClient(client.name)")).toEqual(["low"]);
  });
});

describe("a gather of what is asked of each", () => {
  const each = (list: string) =>
    findIn(
      "serial-await",
      `
import { tool } from "./other.js";
async function getUser(id: string) {
  tool.lost(id);
  return (await fetch("/users/" + id)).text();
}
async function putUser(id: string) {
  tool.lost(id);
  return (await fetch("/users/" + id)).text();
}
async function getOrders(id: string) { return (await fetch("/orders/" + id)).text(); }
export async function show(ids: readonly string[]) {
  const users = await Promise.all(${list});
  const orders = await getOrders("all");
  return [users, orders];
}
`,
      { others: { "other.ts": "export declare const tool: any;" } },
    ).map(({ confidence }) => confidence);

  test.each([
    "ids.map((id) => getUser(id))",
    "ids.map(async (id) => await getUser(id))",
    "[getUser(ids[0]), getUser(ids[1])]",
  ])("is as much a question as they are: %s", (list) => {
    expect(each(list)).toEqual(["high"]);
  });

  test("is one that is asked for in somebody's own way", () => {
    const asked = (call: string) =>
      findIn(
        "serial-await",
        `
import { tool } from "./other.js";
async function getUser(id: string) { tool.lost(id); return (await fetch("/users/" + id)).text(); }
async function getOrders(id: string) { return (await fetch("/orders/" + id)).text(); }
async function withRetry<T>(run: () => Promise<T>): Promise<T> { try { return await run(); } catch { return run(); } }
async function later<T>(run: () => Promise<T>): Promise<T> { return run(); }
export async function show(id: string) {
  const user = await ${call};
  const orders = await getOrders(id);
  return [user, orders, withRetry, later];
}
`,
        { others: { "other.ts": "export declare const tool: any;" } },
      ).map(({ confidence }) => confidence);
    expect(asked("withRetry(() => getUser(id))")).toEqual(["high"]);
    expect(asked("later(() => getUser(id))")).toEqual(["low"]);
  });

  test.each([
    "ids.map((id) => putUser(id))",
    "[getUser(ids[0]), putUser(ids[1])]",
    "ids.map((id) => tool.getUser(id))",
    "[tool.getUser(ids[0]), tool.getUser(ids[1])]",
  ])("is not where they are none, or nowhere to be read: %s", (list) => {
    expect(each(list)).not.toContain("high");
  });
});
