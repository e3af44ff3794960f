import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// Commands of Redis that are written out, for a client that the project itself has made of others.

const client = `
import Ioredis, { Command } from "ioredis";
import { thing } from "not-there";
export enum Keys { Get = "get", Ttl = "ttl", Del = "del", Memory = "memory usage" }
export abstract class RedisClient {
  abstract sendCommand(command: [string, ...string[]], options?: object): Promise<unknown>;
  abstract sendPipeline(commands: [string, ...string[]][]): Promise<unknown[]>;
}
export class First extends RedisClient {
  constructor(private readonly client: Ioredis) { super(); }
  async sendCommand(command: [string, ...string[]]) {
    return this.client.sendCommand(new Command(command[0], command.slice(1)));
  }
  async sendPipeline(commands: [string, ...string[]][]) {
    return this.client.pipeline(commands).exec();
  }
}
export class Second extends RedisClient {
  async sendCommand(command: [string, ...string[]]) { return thing.send(command); }
  async sendPipeline(commands: [string, ...string[]][]) { return thing.all(commands); }
}
export const run = async (client: RedisClient, command: [string, ...string[]]) => {
  try {
    return await client.sendCommand(command);
  } catch {
    return null;
  }
};
`;

const both = (first: string, second: string): readonly string[] => {
  const code = `
import { First, Keys, RedisClient, run } from "./other.js";
export async function about(client: RedisClient, first: First, key: string, keys: string[], word: string) {
  const one = await ${first};
  const two = await ${second};
  return [one, two];
}
`;
  return findIn("serial-await", code, { others: { "other.ts": client } }).map(
    ({ confidence }) => confidence,
  );
};

const ttl = "client.sendCommand([Keys.Ttl, key])";

describe("commands of Redis that only read may be asked side by side", () => {
  test.each([
    ["client.sendCommand([Keys.Get, key])"],
    ['client.sendCommand(["HLEN", key], { encoding: "utf8" })'],
    ['client.sendPipeline([[Keys.Memory, key, "samples", "0"], [Keys.Ttl, key]])'],
    ["client.sendPipeline(keys.map((one) => [Keys.Get, one]))"],
    [
      "client.sendPipeline([...keys.map((one): [string, string] => [Keys.Get, one]), [Keys.Ttl, key]])",
    ],
    ['client.sendCommand(key ? ["INFO", key] : ["INFO"])'],
    ["run(client, [Keys.Get, key])"],
    ["first.sendCommand([Keys.Get, key])"],
  ])("%s", (command) => {
    expect(both(ttl, command)).toEqual(["high"]);
  });

  test.each([
    ["client.sendCommand([Keys.Del, key])"],
    ["client.sendCommand([word, key])"],
    ['client.sendCommand(key ? ["INFO", key] : ["FLUSHALL"])'],
    ['client.sendCommand(["scan", "0"])'],
    ["client.sendPipeline([[Keys.Ttl, key], [Keys.Del, key]])"],
    ["client.sendPipeline(keys.map((one) => [Keys.Del, one]))"],
    ["client.sendPipeline(keys.map((one) => [word, one]))"],
    ["run(client, [Keys.Del, key])"],
    ["run(client, [word, key])"],
    ["first.sendCommand([Keys.Del, key])"],
  ])("not %s", (command) => {
    expect(both(ttl, command)).not.toContain("high");
  });

  test("nor what is no client of Redis by its name", () => {
    const code = `
declare abstract class Modem { sendCommand(words: string[]): Promise<string>; }
export async function about(modem: Modem) {
  const one = await modem.sendCommand(["info"]);
  const two = await modem.sendCommand(["time"]);
  return [one, two];
}
`;
    expect(findIn("serial-await", code)).toEqual([]);
  });

  test("nor what only reads beside what changes it, by the package's own client", () => {
    const code = (second: string): string => `
import { createClient } from "redis";
const client = createClient();
export async function about(key: string) {
  const one = await client.sendCommand(["TTL", key]);
  const two = await ${second};
  return [one, two];
}
`;
    const of = (second: string) =>
      findIn("serial-await", code(second)).map((one) => one.confidence);
    expect(of('client.sendCommand(["JSON.GET", key])')).toEqual(["high"]);
    expect(of('client.sendCommand(["SET", key, "1"])')).toEqual([]);
    expect(of("client.del(key)")).toEqual([]);
  });
});
