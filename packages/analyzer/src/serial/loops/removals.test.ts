import { describe, expect, test } from "@jest/globals";
import { findIn } from "../../testkit/check-findings.js";
import { checkFix } from "../../testkit/check-fix.js";

// Loops whose turns take something away, each what its own item names.

const rule = "serial-await-in-loop";
const setUp = `import Redis from "ioredis";
interface Store { removeFile(path: string): Promise<void>; saveFile(path: string): Promise<void> }
interface Devices { send(command: unknown): Promise<void> }
interface Ready { removeNow(id: string): void }
const redis = new Redis();
async function removeDomain(domain: string): Promise<void> {
  await fetch("/domains/" + domain, { method: "DELETE" });
}
let count = 0;
async function removeCounted(id: string): Promise<void> {
  count += 1;
  await fetch("/items/" + id + "?n=" + count, { method: "DELETE" });
}
declare const log: { warn(line: unknown): void };
export const used = [redis, removeDomain, removeCounted, log];
`;
const each = (body: string, more = ""): string => `${setUp}${more}
export async function each(ids: string[], store: Store, devices: Devices, ready: Ready, lost: any, one: string) {
  const failed: string[] = [];
  for (const id of ids) {
    ${body}
  }
  return [failed, store, devices, ready, lost, one];
}
`;
const found = (body: string, more?: string): readonly string[] =>
  findIn(rule, each(body, more)).map(({ confidence }) => confidence);
const kept = (body: string, caught = "log.warn(error);"): string =>
  `try { ${body} } catch (error) { ${caught} }`;

describe("what each turn removes is found where it keeps its errors to itself", () => {
  test.each([
    ["by a function of the project", "await removeDomain(id);"],
    ["by one that an interface declares", "await store.removeFile(`/files/` + id);"],
    ["behind a test", "if (id === one) continue; await removeDomain(id);"],
    ["by a command of a client", "await devices.send(new DeleteItemCommand({ key: id }));"],
    [
      "by a command that is made before",
      "const command = new DeleteItemCommand({ key: id }); await devices.send(command);",
    ],
  ])("%s", (_, body) => {
    const command = "declare class DeleteItemCommand { constructor(of: { key: string }) }";
    expect(found(kept(body), command)).toEqual(["high"]);
  });

  test("whatever it does with them, unless they end the loop", () => {
    expect(found(kept("await removeDomain(id);", "failed.push(id); continue;"))).toEqual(["high"]);
    expect(found(kept("await removeDomain(id);", ""))).toEqual(["high"]);
    expect(found(kept("await removeDomain(id);", "throw error;"))).toEqual([]);
    expect(found(kept("await removeDomain(id);", "break;"))).toEqual([]);
  });

  test("but not what stands in one file of git", () => {
    const git =
      "interface Git { unsetConfig(key: string): Promise<void>; removeRemote(name: string): Promise<void> } declare const git: Git;";
    expect(found(kept("await git.unsetConfig(id);"), git)).toEqual([]);
    expect(found(kept("await git.removeRemote(id);"), git)).toEqual([]);
  });

  test("and says what is only declared", () => {
    const [finding] = findIn(rule, each(kept("await store.removeFile(id);")));
    expect(finding?.message).toContain(
      "though each removes what its own item names and keeps its errors to itself. Start the turns together, with a limit where there may be many",
    );
    expect(finding?.related.map(({ message }) => message)).toContain(
      "`store.removeFile` on line 20 is only declared, and taken for a removal by its name",
    );
    const [known] = findIn(rule, each(kept("await removeDomain(id);")));
    expect(known?.related.map(({ message }) => message).join()).not.toContain("declared");
  });
});

describe("nothing is said where", () => {
  test.each([
    ["an error ends the loop", "await removeDomain(id);"],
    ["every turn removes the same", kept("await removeDomain(one);")],
    [
      "the turn does something else as well",
      kept("await removeDomain(id); await store.saveFile(id);"),
    ],
    ["something is put there", kept("await store.saveFile(id);")],
    ["nothing says what the function is", kept("await lost.remove(id);")],
    ["what it gives is no promise", kept("await ready.removeNow(id);")],
    ["the turns share a count", kept("await removeCounted(id);")],
    ["the turn tells of progress", kept("await removeDomain(id); console.log(id);")],
    [
      "the turn waits for a while",
      kept("await removeDomain(id); await new Promise((done) => setTimeout(done, 5));"),
    ],
  ])("%s", (_, body) => {
    expect(found(body)).not.toContain("high");
  });

  test("the name says that something else is done, or order counts", () => {
    for (const name of [
      "removeAndNotify",
      "removeOrArchive",
      "removeLock",
      "removeNext",
      "releaseMessage",
    ]) {
      const more = `interface Made { ${name}(id: string): Promise<void> } declare const made: Made;`;
      expect(found(kept(`await made.${name}(id);`), more)).toEqual([]);
    }
  });

  test("one transaction answers all, by its name or type", () => {
    const more = "interface Made { remove(id: string): Promise<void> } declare const tx: Made;";
    expect(found(kept("await tx.remove(id);"), more)).toEqual([]);
  });
});

describe("entries of a cache", () => {
  const cached = `interface Cache { delete(key: string): Promise<void>; clear(key: string): Promise<void>; set(key: string): Promise<void> }
declare const userCache: Cache; declare const loadUserCached: Cache; declare const users: Cache;`;

  test("are removed side by side, though one that fails no longer keeps the others", () => {
    const [finding] = findIn(rule, each("await redis.del(id); await redis.del(`type:` + id);"));
    expect(finding?.confidence).toBe("high");
    expect(finding?.message).toContain(
      "though each removes what its own item names. Start the turns together, with a limit where there may be many: the others then run though one fails",
    );
    expect(found("await userCache.delete(id);", cached)).toEqual(["high"]);
    expect(found("await loadUserCached.clear(id);", cached)).toEqual(["high"]);
  });

  test("may be looked at before, and taken out of a set by their own name", () => {
    expect(found('if ((await redis.zcard(id)) === 0) await redis.srem("ids", id);')).toEqual([
      "high",
    ]);
    expect(found('if ((await redis.scard("ids")) > 3) await redis.srem("ids", id);')).toEqual([]);
    expect(found('if ((await redis.incr(id)) > 3) await redis.srem("ids", id);')).toEqual([]);
    expect(found('await redis.srem("ids", one);')).toEqual([]);
  });

  test("are not meant where something is kept, or the same is removed each time", () => {
    expect(found("await users.delete(id);", cached)).toEqual([]);
    expect(found("await userCache.set(id); await userCache.delete(id);", cached)).toEqual([]);
    expect(found("await redis.del(one);")).toEqual([]);
    expect(found("await redis.set(id, one);")).toEqual([]);
    expect(found("if (id === one) break; await redis.del(id);")).toEqual([]);
  });
});

describe("the fix", () => {
  const start = `import { mapConcurrent } from "@awaitwise/runtime";
async function removeDomain(domain: string): Promise<void> {
  await fetch("/domains/" + domain, { method: "DELETE" });
}
`;

  test("moves each turn with its own errors, and is a suggestion", () => {
    const before = `${start}export async function each(ids: string[]) {
  for (const id of ids) {
    try {
      await removeDomain(id);
    } catch (error) {
      console.error(id, error);
    }
  }
}
`;
    const after = `${start}export async function each(ids: string[]) {
  await mapConcurrent(ids, 10, async (id) => {
    try {
      await removeDomain(id);
    } catch (error) {
      console.error(id, error);
    }
  });
}
`;
    checkFix(rule, before, after);
    const [finding] = findIn(rule, before);
    expect(finding?.fixes.map(({ safety, title }) => [safety, title.split(": ")[1]])).toEqual([
      [
        "suggested",
        "the results keep the order of the items, and each turn still takes its own errors",
      ],
    ]);
  });

  test("says that the others are removed all the same", () => {
    const [finding] = findIn(rule, each("await redis.del(id);"));
    expect(finding?.fixes.map(({ safety, title }) => [safety, title.split(": ")[1]])).toEqual([
      [
        "suggested",
        "the results keep the order of the items, and the first rejection is the one that is thrown, while the others still remove what is theirs",
      ],
    ]);
  });
});
