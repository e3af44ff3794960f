import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// What is seen to before somebody can be asked: a connection, a token. Whoever asks for it first himself has a reason.

const client = (body: string, how = "getAccessToken"): string => `
import { createClient } from "redis";
const redis = createClient();
export class Client {
  token = "";
  refreshing = false;
  private async ${how}(): Promise<string> {
    ${body}
    return this.token;
  }
  async getUser(id: string) {
    const token = await this.${how}();
    return (await fetch("/users/" + id, { headers: { token } })).text();
  }
  async getOrders(id: string) {
    const token = await this.${how}();
    return (await fetch("/orders/" + id, { headers: { token } })).text();
  }
  async putUser(id: string) {
    const token = await this.${how}();
    return (await fetch("/users/" + id, { headers: { token } })).text();
  }
  async page(id: string) {
    const user = await this.getUser(id);
    const orders = await this.getOrders(id);
    return [user, orders];
  }
  async put(id: string) {
    const user = await this.putUser(id);
    const orders = await this.getOrders(id);
    return [user, orders];
  }
  async first(id: string) {
    const token = await this.${how}();
    const user = await this.getUser(id);
    return [token, user];
  }
}
export const used = redis;
`;

const refreshes = `
    if (this.token !== "" || this.refreshing) return this.token;
    this.refreshing = true;
    const answer = await fetch("/oauth/token", { method: "POST", body: this.token + "x" });
    this.token = await answer.text();
    this.refreshing = false;`;

const linesOf = (code: string): readonly (number | undefined)[] =>
  findIn("serial-await", code)
    .filter(({ confidence }) => confidence === "high")
    .map(({ group }) => group?.[0]?.start)
    .map((start) => (start === undefined ? undefined : code.slice(0, start).split("\n").length));
const lineOf = (code: string, text: string): number =>
  code.slice(0, code.indexOf(text)).split("\n").length;

describe("what two questions have seen to", () => {
  test.each([
    ["a token that is asked for by a name for it", refreshes, "getAccessToken"],
    ["a token that is renewed", refreshes, "refreshTokenHeaders"],
    ["a connection that is opened", "if (!redis.isOpen) await redis.connect();", "ensureConnected"],
  ])("orders them not: %s", (_, body, how) => {
    const code = client(body, how);
    expect(linesOf(code)).toEqual([
      lineOf(code, "const user = await this.getUser"),
      lineOf(code, "const user = await this.putUser"),
    ]);
  });

  test.each([
    ["by a function that is named for nothing of the kind", refreshes, "advance"],
    ["where it is the next of something", refreshes, "getNextPageToken"],
    ["where it makes one for somebody", refreshes, "createOrderToken"],
    ["where it is any token", refreshes, "getSequenceToken"],
  ])("does: %s", (_, body, how) => {
    expect(linesOf(client(body, how))).toEqual([]);
  });

  test("says what it takes for a note of its own", () => {
    const [finding] = findIn("serial-await", client(refreshes));
    expect(finding?.fixes.map(({ safety }) => safety)[0]).toBe("suggested");
  });
});
