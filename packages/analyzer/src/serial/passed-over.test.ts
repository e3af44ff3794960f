import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// What a function that is named for what it brings calls on the way, and what of that is no more than declared.

const found = (inside: string, how = "getUser", beside = "getOrders(id)") =>
  findIn(
    "serial-await",
    `
import { people } from "people-client";
import { db, tool } from "./other.js";
async function ${how}(id: string) {
  ${inside}
  return (await fetch("/users/" + id)).text();
}
async function getOrders(id: string) { return (await fetch("/orders/" + id)).text(); }
export async function page(id: string) {
  const user = await ${how}(id);
  const orders = await ${beside};
  return [user, orders, people, db, tool];
}
`,
    {
      others: {
        "other.ts": `
export interface Tool {
  mark(name: string): void;
  isStale: (name: string) => boolean;
  commitAll(): void;
  prepare(name: string): Promise<void>;
  lost: any;
}
export declare const tool: Tool;
export declare const db: any;
`,
      },
    },
  );
const confidences = (...given: Parameters<typeof found>) =>
  found(...given).map(({ confidence }) => confidence);

describe("what a reading function calls on the way", () => {
  test("is a part of the reading where it is declared and answers at once", () => {
    expect(confidences("tool.mark(id);")).toEqual(["high"]);
    expect(confidences("tool.isStale(id);")).toEqual(["high"]);
  });

  test("is said by the finding, whose fix is a suggestion", () => {
    const [finding] = found("tool.mark(id);");
    expect(finding?.message).toContain("are taken to only read");
    expect(finding?.fixes.map(({ safety }) => safety)[0]).toBe("suggested");
    expect(finding?.related.map(({ message }) => message)).toContain(
      "`getUser` on line 10 calls `mark`, which is only declared, and taken for a part of its reading",
    );
  });

  test("is not where it has no type, takes time, or says by its name that it acts", () => {
    expect(confidences("db.mark(id);")).toEqual(["low"]);
    expect(confidences("tool.lost(id);")).toEqual(["low"]);
    expect(confidences("await tool.prepare(id);")).toEqual(["low"]);
    expect(confidences("tool.commitAll();")).toEqual(["low"]);
  });

  test("is not where the function is not named for what it brings", () => {
    expect(confidences("tool.mark(id);", "registerUser")).toEqual(["low"]);
  });

  test("is not where what is awaited itself is no more than declared", () => {
    expect(confidences("", "getUser", "tool.prepare(id)")).not.toContain("high");
  });
});

describe("a request by the project's own client of HTTP", () => {
  const client = (verb = "get") => `
import { prepare } from "./other.js";
class Client {
  get<T>(path: string): Promise<T> { return this.request("GET", path); }
  post<T>(path: string): Promise<T> { return this.request("POST", path); }
  patch<T>(path: string): Promise<T> { return this.request("PATCH", path); }
  delete<T>(path: string): Promise<T> { return this.request("DELETE", path); }
  private async request<T>(method: string, path: string): Promise<T> {
    await prepare(path);
    return (await fetch(path, { method })).json();
  }
}
const client = new Client();
async function getUser(id: string) { return client.${verb}<string>("/users/" + id); }

export async function page(id: string) {
  const user = await getUser(id);
  const orders = await client.get<string[]>("/orders/" + id);
  return [user, orders];
}
`;
  const ofClient = (verb?: string) =>
    findIn("serial-await", client(verb), {
      others: {
        "other.ts": "export declare const prepare: (path: string) => Promise<void>;",
      },
    }).map(({ confidence }) => confidence);

  test("gets, whatever the client does on the way", () => {
    expect(ofClient()).toEqual(["high"]);
  });

  test("and nothing else", () => {
    expect(ofClient("post")).not.toContain("high");
  });
});

test("the turns of a loop pass over it as well", () => {
  const turns = (inside: string) =>
    findIn(
      "serial-await-in-loop",
      `
interface Tool { mark(name: string): void; lost: any }
async function getUser(id: string, tool: Tool) {
  ${inside}
  return (await fetch("/users/" + id)).text();
}
export async function page(ids: string[], tool: Tool) {
  const all: string[] = [];
  for (const id of ids) all.push(await getUser(id, tool));
  return all;
}
`,
    );
  const [finding] = turns("tool.mark(id);");
  expect(finding?.confidence).toBe("high");
  expect(finding?.fixes.map(({ safety }) => safety)).toEqual(["suggested"]);
  expect(finding?.related.map(({ message }) => message)).toContain(
    "`getUser` on line 9 calls `mark`, which is only declared, and taken for a part of its reading",
  );
  expect(turns("tool.lost(id);").map(({ confidence }) => confidence)).toEqual(["low"]);
});
