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

  test.each(["db.mark(id);", "tool.lost(id);", "await tool.prepare(id);"])(
    "is where it has no type or takes time, too, if the function is known to wait for something: %s",
    (inside) => {
      expect(confidences(inside)).toEqual(["high"]);
      const used = inside.replace(/^await/, "const at = await");
      for (const how of ["resolveUser", "getUserSettings"]) {
        expect(confidences(used, how)).toEqual(["high"]);
        // What is waited for and not used is done for its effect, but by a question.
        if (used !== inside) expect(confidences(inside, how)).toEqual(["low"]);
      }
      expect(confidences(inside, "registerUser")).toEqual(["low"]);
    },
  );

  test.each(["doGetUser", "tryFindUser", "_safeGetUser"])(
    "is whatever says how it does it: %s",
    (how) => {
      expect(confidences("await tool.prepare(id);", how)).toEqual(["high"]);
    },
  );

  test("is said to be what cannot be resolved", () => {
    const [finding] = found("db.mark(id);");
    expect(finding?.message).toContain("are taken to only read");
    expect(finding?.fixes.map(({ safety }) => safety)[0]).toBe("suggested");
    expect(finding?.related.map(({ message }) => message)).toContain(
      "`getUser` on line 10 calls `mark`, which cannot be resolved, and taken for a part of its reading",
    );
  });

  test("is not where it says by its name that it acts", () => {
    for (const inside of [
      "tool.commitAll();",
      "db.send(id);",
      "await db.removeAll(id);",
      "await db.patchAll(id);",
      "await db.unlock(id);",
      "await db.blockUser(id);",
      "await db.mailer().send(id);",
      "tool.mark(id); await db.charge(id);",
    ]) {
      expect(confidences(inside)).toEqual(["low"]);
    }
    for (const inside of [
      "await db.charge(id);",
      "await db.create(id);",
      "await db.run(() => id);",
    ]) {
      expect(confidences(inside, "getUserSettings")).toEqual(["low"]);
    }
    for (const inside of ["await db.getBlock(id);", "await db.getSlot(id).send();"]) {
      expect(confidences(inside)).toEqual(["high"]);
    }
  });

  test("is not where a caller hands it in", () => {
    const handed = `
async function getUser(id: string, mark: (id: string) => unknown) {
  mark(id);
  return (await fetch("/users/" + id)).text();
}
async function getOrders(id: string) { return (await fetch("/orders/" + id)).text(); }
export async function page(id: string, mark: (id: string) => void) {
  const user = await getUser(id, mark);
  const orders = await getOrders(id);
  return [user, orders];
}
`;
    expect(findIn("serial-await", handed).map(({ confidence }) => confidence)).toEqual(["low"]);
  });

  test("is not where the function is not named for what it brings", () => {
    expect(confidences("tool.mark(id);", "registerUser")).toEqual(["low"]);
  });

  test("is not where what is awaited itself is no more than declared", () => {
    expect(confidences("", "getUser", "tool.prepare(id)")).not.toContain("high");
  });
});

describe("what a reading function has called far down", () => {
  const far = (call: string, how = "resolveUser"): readonly string[] =>
    findIn(
      "serial-await",
      `
import { ask, own } from "./other.js";
async function ${how}(id: string) { return ask("/users/" + id); }
async function getOrders(id: string) { return (await fetch("/orders/" + id)).text(); }
export async function page(id: string) {
  const user = await ${how}(id);
  const orders = await getOrders(id);
  return [user, orders, own];
}
`,
      {
        others: {
          "other.ts": `
export declare const own: any;
export async function ask(path: string): Promise<string> {
  const text = await (await fetch(path)).text();
  ${call}
  return text;
}
`,
        },
      },
    ).map(({ confidence }) => confidence);

  test.each([
    "await own.mark(path);",
    "own.create(path);",
    "await own.measured(async () => path);",
  ])("is a part of the reading: %s", (call) => {
    expect(far(call)).toEqual(["high"]);
  });

  test.each([
    ["own.publish(path);"],
    ["await own.create(path);"],
    ["await own.charge(path);"],
    ["await own.signIn(path);"],
    ["await own.runStatement(path);"],
  ])("is not where it acts by its name: %s", (call) => {
    expect(far(call)).not.toContain("high");
  });

  test("is not where the function is named for something else", () => {
    expect(far("await own.mark(path);", "registerUser")).not.toContain("high");
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

test("what a question may fill of what it is handed keeps its place", () => {
  const code = (receiver: string) => `
async function getTeam(${receiver}: any) {
  ${receiver}.attach("team");
  return (await fetch("/teams/" + ${receiver}.id)).text();
}
async function getName(name: string) { return (await fetch("/names/" + name)).text(); }
export async function page(one: any) {
  const team = await getTeam(one);
  const name = await getName(one.team);
  return [team, name];
}
`;
  const of = (receiver: string) =>
    findIn("serial-await", code(receiver)).map(({ confidence }) => confidence);
  expect(of("account")).not.toContain("high");
  expect(of("client")).toEqual(["high"]);
  expect(of("pool")).toEqual(["high"]);
});

test("what it calls on what it has made itself fills nothing of anybody's", () => {
  const code = (table: string) => `
import { lost } from "./other.js";
function narrowed(query: any, id: string) { query.where(id); return query; }
async function getTeam(id: string, query: any) {
  const rows = narrowed(${table}, id);
  return (await fetch("/teams/" + rows.text)).text();
}
async function getName(query: any) { return (await fetch("/names/" + query.text)).text(); }
export async function page(id: string) {
  const query = lost.table("names");
  const team = await getTeam(id, query);
  const name = await getName(query);
  return [team, name];
}
`;
  const of = (table: string) =>
    findIn("serial-await", code(table), {
      others: { "other.ts": "export declare const lost: any;" },
    }).map(({ confidence }) => confidence);
  expect(of('lost.table("teams")')).toEqual(["high"]);
  expect(of("query")).not.toContain("high");
});

test.each(["any", "{ id: string; team?: string }"])(
  "so does what it is called with, unless that is a value: %s",
  (type) => {
    const code = (parameter: string, given: string) => `
import { attach } from "./other.js";
async function getTeam(${parameter}) {
  attach(${given});
  return (await fetch("/teams/" + ${given})).text();
}
async function getName(name: string) { return (await fetch("/names/" + name)).text(); }
export async function page(one: any) {
  const team = await getTeam(one);
  const name = await getName(one.team);
  return [team, name];
}
`;
    const of = (parameter: string, given: string) =>
      findIn("serial-await", code(parameter, given), {
        others: { "other.ts": "export declare const attach: any;" },
      }).map(({ confidence }) => confidence);
    expect(of(`account: ${type}`, "account")).not.toContain("high");
    expect(of("account: string", "account")).toEqual(["high"]);
    expect(of(`client: ${type}`, "client")).toEqual(["high"]);
  },
);

describe("a question that nothing else is known of", () => {
  const beside = (orders: string) => `
import { db } from "./other.js";
async function getUser(id: string) { return db.bring(id); }
async function getOrders(id: string) { ${orders} }
export async function page(id: string) {
  const user = await getUser(id);
  const orders = await getOrders(id);
  return [user, orders];
}
`;
  const of = (orders: string) =>
    findIn("serial-await", beside(orders), {
      others: { "other.ts": "export declare const db: any;" },
    }).map(({ confidence }) => confidence);

  test("is taken to wait beside one that is known to", () => {
    expect(of('return (await fetch("/orders/" + id)).text();')).toEqual(["high"]);
  });

  test("is not taken to where that is what its module sets up, or somebody looks into at once", () => {
    const code = (question: string) => `
import { createEnv, db } from "./other.js";
const env = createEnv({ url: "/" });
async function getUser(id: string) { ${question} }
async function getOrders(id: string) { return (await fetch("/orders/" + id)).text(); }
export async function page(id: string) {
  const user = await getUser(id);
  const orders = await getOrders(id);
  return [user, orders, db];
}
`;
    const found = (question: string) =>
      findIn("serial-await", code(question), {
        others: {
          "other.ts": "export declare const createEnv: any; export declare const db: any;",
        },
      }).map(({ confidence }) => confidence);
    expect(found("return env.url + id;")).not.toContain("high");
    expect(found("return createEnv({ id }).url + id;")).not.toContain("high");
    expect(found("return db.bring(env.url + id);")).toEqual(["high"]);
  });

  test("is taken to beside another question as well, which the finding says", () => {
    const found = findIn("serial-await", beside("return db.bring(id);"), {
      others: { "other.ts": "export declare const db: any;" },
    });
    expect(found.map(({ confidence }) => confidence)).toEqual(["high"]);
    expect(found[0]?.message).toContain("are taken to only read");
    expect(found[0]?.fixes.map(({ safety }) => safety)).not.toContain("safe");
    expect(found[0]?.related.map(({ message }) => message)).toContain(
      "`getOrders` on line 7 calls `bring`, which cannot be resolved, and taken for a part of its reading",
    );
  });

  test.each([
    "return db.ask(id);",
    "return db.pull(16);",
    "await db.goto(id); return db.text();",
    "return db.showInputBox(id);",
    "return db.openMailbox(id);",
    "return db.nextval(id);",
  ])("is not taken to where whom it asks answers one after another: %s", (orders) => {
    expect(of(orders)).not.toContain("high");
  });

  test.each(["getLine", "readHeader", "loadSchema", "getAnswer", "getUniqueSlug"])(
    "nor where it is named for what comes piece by piece: %s",
    (how) => {
      const code = beside("return db.bring(id);").replaceAll("getOrders", how);
      const found = findIn("serial-await", code, {
        others: { "other.ts": "export declare const db: any;" },
      });
      expect(found.map(({ confidence }) => confidence)).not.toContain("high");
    },
  );

  test.each([
    ['queryRows("select * from users")', ["high"]],
    ['queryRows("INSERT INTO users VALUES (1) RETURNING id")', ["low"]],
    ["queryRows(`with made as (insert into users values (1)) select * from made`)", ["low"]],
    ['queryRows("/users", { method: "POST" })', ["low"]],
    ['queryRows("/users", { method: "GET" })', ["high"]],
  ])("is none where what it is handed says that it writes: %s", (call, expected) => {
    const found = findIn(
      "serial-await",
      `
import { db } from "./other.js";
async function queryRows(text: string, how?: { method: string }) { return db.bring(text, how); }
async function getOrders(id: string) { return (await fetch("/orders/" + id)).text(); }
export async function page(id: string) {
  const rows = await ${call};
  const orders = await getOrders(id);
  return [rows, orders];
}
`,
      { others: { "other.ts": "export declare const db: any;" } },
    );
    expect(found.map(({ confidence }) => confidence)).toEqual(expected);
  });

  test("is not taken to where its name may be one of something at hand", () => {
    const both = (one: string, other: string) =>
      findIn(
        "serial-await",
        `
import { db } from "./other.js";
async function ${one}(id: string) { return db.fetchUser(id); }
async function ${other}(id: string) { return db.fetchOrders(id); }
export async function page(id: string) {
  const user = await ${one}(id);
  const orders = await ${other}(id);
  return [user, orders];
}
`,
        { others: { "other.ts": "export declare const db: any;" } },
      );
    for (const other of ["getOrders", "getOrdersFromDraftStore"]) {
      expect(both("getUser", other).map(({ confidence }) => confidence)).toEqual(["high"]);
    }
    for (const [one, other] of [
      ["getUserConfig", "getOrders"],
      ["getUser", "getOrderSettings"],
      ["getUser", "getOrderPublisher"],
      ["loadUserModule", "getOrders"],
      ["getSetUserInstruction", "getOrders"],
    ] as const) {
      const [finding] = both(one, other);
      expect(finding?.confidence).toBe("low");
      expect(finding?.related.map(({ message }) => message)).toContain(
        "that they wait for something outside the program is known by their names alone",
      );
    }
  });

  const turns = (question: string, how = "getUser") =>
    findIn(
      "serial-await-in-loop",
      `
import { db } from "./other.js";
async function ${how}(id: string) { ${question} }
export async function page(ids: readonly string[]) {
  const users: unknown[] = [];
  for (const id of ids) users.push(await ${how}(id));
  return users;
}
`,
      { others: { "other.ts": "export declare const db: any;" } },
    );

  test("is taken to in the turns of a loop, too, unless it may be one of something at hand", () => {
    for (const question of ["return db.bring(id);", "return db.fetchUser(id);"]) {
      expect(turns(question).map(({ confidence }) => confidence)).toEqual(["high"]);
    }
    const [finding] = turns("return db.fetchUser(id);", "getUserSettings");
    expect(finding?.confidence).toBe("low");
    expect(finding?.message).toContain(
      "that `getUserSettings` on line 6 waits for something outside the program is known by names alone",
    );
  });
});

test("the turns of a loop pass over it as well", () => {
  const turns = (inside: string) =>
    findIn(
      "serial-await-in-loop",
      `
interface Tool { mark(name: string): void; commit(name: string): void; lost: any }
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
  // What a caller hands in may be filled by it.
  expect(turns("tool.lost(id);").map(({ confidence }) => confidence)).toEqual(["low"]);
  expect(turns("tool.commit(id);").map(({ confidence }) => confidence)).toEqual(["low"]);
});
