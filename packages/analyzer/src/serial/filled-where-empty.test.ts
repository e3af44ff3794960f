import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// What functions named for what they bring make on the way where there is nothing yet.

const confidences = (code: string) =>
  findIn("serial-await", code).map(({ confidence }) => confidence);

const store = (start: string, second: string, connect = "this.client = new Redis();") => `
import Redis from "ioredis";
export class Store {
  private client: Redis | undefined;
  private state = "";
  async connect() { this.state = "connected"; ${connect} }
  async getUser(id: string) { ${start} return this.client?.get("user:" + id); }
  async getOrder(id: string) { ${start} return this.client?.get("order:" + id); }
  async getState(id: string) { return (await fetch("/states/" + id + this.state)).text(); }
  async touch(id: string) { ${start} return this.client?.get("touched:" + id); }
  async visit(id: string) { ${start} return this.client?.incr("visits:" + id); }
}
export async function page(store: Store, id: string) {
  const user = await store.getUser(id);
  const other = await store.${second}(id);
  return [user, other];
}
`;

describe("a client that is connected by a function where there is none", () => {
  test.each([
    "if (!this.client) await this.connect();",
    "if (this.client === undefined) { await this.connect(); }",
  ])("keeps no two reads through it apart: %s", (start) => {
    expect(confidences(store(start, "getOrder"))).toEqual(["high"]);
  });

  test("keeps them apart where it stands there before it is connected", () => {
    const start = "if (!this.client) await this.connect();";
    const connect = 'this.client = new Redis(); await fetch("/ready");';
    expect(confidences(store(start, "getOrder", connect))).not.toContain("high");
  });

  test("keeps them apart where it is connected each time", () => {
    expect(confidences(store("await this.connect();", "getOrder"))).not.toContain("high");
  });

  test("keeps them apart where the function that is called under the test fills something else", () => {
    const start = "if (!this.client) await this.connect();";
    expect(confidences(store(start, "getOrder", ""))).not.toContain("high");
  });

  test("keeps apart who fills it and who reads what is set with it, and what does more than read", () => {
    const start = "if (!this.client) await this.connect();";
    expect(confidences(store(start, "getState"))).not.toContain("high");
    expect(confidences(store(start, "visit"))).not.toContain("high");
  });

  test("is no matter of names: who does nothing but that reads", () => {
    const start = "if (!this.client) await this.connect();";
    expect(confidences(store(start, "touch"))).toEqual(["high"]);
  });

  test("keeps no two reads apart where something else is asked beside whether it is there", () => {
    const once = (test: string) => `
import { readFile } from "node:fs/promises";
class Settings {
  static current: Settings | null = null;
  static get(): Settings | null {
    if (${test}) Settings.current = new Settings();
    return Settings.current;
  }
}
async function load(name: string) {
  return Settings.get() === null ? "" : readFile(name, "utf8");
}
export async function both() {
  const a = await load("a");
  const b = await load("b");
  return [a, b];
}
`;
    expect(confidences(once('Settings.current == null && "env" in globalThis'))).toEqual(["high"]);
    expect(confidences(once('"env" in globalThis && !Settings.current'))).toEqual(["high"]);
    expect(confidences(once('Settings.current == null || "env" in globalThis'))).toEqual([]);
    expect(confidences(once('"env" in globalThis'))).toEqual([]);
  });
});
