import { describe, expect, test } from "@jest/globals";
import { checkFindings, findIn } from "../../testkit/check-findings.js";
import { checkFix, fixesIn } from "../../testkit/check-fix.js";
import { checkPage } from "../../testkit/check-page.js";

const rule = "serial-await-in-loop";
const check = (code: string) => checkFindings(rule, code);

const loaders = `
async function load(id: string): Promise<string> { return (await fetch("/users/" + id)).text(); }
`;

test("the page says what the rule does", () => checkPage(rule));

describe("a loop is found", () => {
  test("whatever its form, where each turn reads one thing", () => {
    check(`${loaders}
export async function each(ids: string[], byName: Record<string, string>) {
  const all: string[] = [];
  for (const id of ids) {
//^^^^^^^^^^^^^^^^^^^^^ serial-await-in-loop: Each turn of this loop waits for \`load\`
    const one = await load(id);
    all.push(one);
  }
  for (const name in byName) {
//^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await-in-loop
    all.push(await load(name));
  }
  for (let i = 0; i < ids.length; i++) {
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await-in-loop
    all.push(await load(ids[i]!));
  }
  let at = 0;
  while (at < ids.length) {
//^^^^^^^^^^^^^^^^^^^^^^^ serial-await-in-loop
    all.push(await load(ids[at]!));
    at++;
  }
  return all;
}
export const reduced = (ids: string[]) =>
  ids.reduce(async (before, id) => {
//~ serial-await-in-loop: Each step of this \`reduce\`
    const all = await before;
    const one = await load(id);
    return [...all, one];
  }, Promise.resolve<string[]>([]));
`);
  });

  test("in a `reduce` without a block, unless a step needs the one before it", () => {
    check(`${loaders}
export const listed = (ids: string[]) =>
  ids.reduce(async (before, id) => [...(await before), await load(id)], Promise.resolve<string[]>([]));
//~ serial-await-in-loop
export const named = (ids: string[]) =>
  ids.reduce(async (before, id) => ({ ...(await before), [id]: await load(id) }), Promise.resolve({}));
//~ serial-await-in-loop
export const counted = (ids: string[]) =>
  ids.reduce(async (before, id) => (await before) + (await load(id)).length, Promise.resolve(0));
//~ serial-await-in-loop
export const chained = (ids: string[]) =>
  ids.reduce(async (before, id) => await load((await before) + id), Promise.resolve(""));
export const joined = (ids: string[]) =>
  ids.reduce((before, id) => before + id, "");
`);
  });

  test("where what a turn awaits feeds another await of the same turn", () => {
    check(`${loaders}
export async function each(ids: string[]) {
  let total = 0;
  for (const id of ids) {
//^^^^^^^^^^^^^^^^^^^^^ serial-await-in-loop
    if (id === "") continue;
    const one = await load(id);
    total += (await load(one)).length;
  }
  return total;
}
`);
  });
});

describe("nothing is said where", () => {
  test("a turn needs what an earlier one left behind", () => {
    check(`${loaders}
export async function chain(ids: string[]) {
  let last = "";
  for (const id of ids) {
    last = await load(id + last);
  }
  let parent = "";
  for (const id of ids) {
    const key = parent + id;
    const found = await load(key);
    parent = found;
  }
  return [last, parent];
}
`);
  });

  test("the loop may end early", () => {
    check(`${loaders}
export async function first(ids: string[]) {
  for (const id of ids) {
    const one = await load(id);
    if (one !== "") return one;
  }
  for (const id of ids) {
    if ((await load(id)) !== "") break;
  }
  for (const id of ids) {
    if ((await load(id)) !== "") throw new Error(id);
  }
  return "";
}
`);
  });

  test("it goes on as long as there is something: cursors, retries, polls", () => {
    check(`${loaders}
declare function sleep(ms: number): Promise<void>;
export async function pages(ids: string[]) {
  let cursor = "first";
  const all: string[] = [];
  while (cursor !== "") {
    cursor = await load(cursor);
    all.push(cursor);
  }
  do {
    cursor = await load(cursor);
  } while (cursor !== "");
  for (let attempt = 0; attempt < 3; attempt++) {
    all.push(await load("again"));
  }
  for (const id of ids) {
    all.push(await load(id));
    await sleep(10);
  }
  return all;
}
`);
  });

  test("turns write, drop what they wait for, or already gather", () => {
    check(`${loaders}
import { writeFile } from "node:fs/promises";
async function post(id: string) { return fetch("/a", { method: "POST", body: id }); }
export async function each(ids: string[], groups: string[][]) {
  for (const id of ids) await load(id);
  for (const id of ids) await writeFile("log", id);
  const all: unknown[] = [];
  for (const id of ids) all.push((await post(id)).status);
  for (const group of groups) all.push(await Promise.all(group.map(load)));
  const batches = groups;
  for (const batch of batches) all.push(await load(batch.join()));
  for (const id of ids) {
    const one = await load(id);
    for (const part of one.split(" ")) await writeFile("log", part);
    all.push(one);
  }
  for (const id of ids) {
    const one = await load(id);
    if (one !== "") void post(one);
    all.push(one);
  }
  return all;
}
`);
  });

  test("order is meant by the place: transactions and iterators", () => {
    check(`${loaders}
declare const db: { transaction<T>(work: (tx: object) => Promise<T>): Promise<T> };
export const inTransaction = (ids: string[]) => db.transaction(async () => {
  const all: string[] = [];
  for (const id of ids) all.push(await load(id));
  return all;
});
export async function* drawn(ids: AsyncIterable<string>) {
  for await (const id of ids) yield await load(id);
}
`);
  });
});

describe("a turn that keeps its errors to itself", () => {
  const each = (body: string) => `${loaders}export async function each(ids: string[]) {
  const all: string[] = [];
  let last = "";
  for (const id of ids) {
    ${body}
  }
  return [all, last];
}
`;

  test.each([
    ["notes them", 'try { all.push(await load(id)); } catch { all.push(""); }'],
    [
      "tells of them",
      "try { all.push(await load(id)); } catch (error) { console.error(id, error); }",
    ],
    [
      "goes on",
      "try { const one = await load(id); if (!one) continue; all.push(one); } catch { continue; }",
    ],
  ])("is found where it %s", (_, body) => {
    expect(findIn(rule, each(body)).map(({ confidence }) => confidence)).toEqual(["high"]);
  });

  test.each([
    ["ends the loop with the first that is had", "try { last = await load(id); break; } catch {}"],
    ["gives back the first", "try { return await load(id); } catch {}"],
    ["ends it with a failure", "try { all.push(await load(id)); } catch { break; }"],
    [
      "asks whether an earlier turn had it",
      "if (last) continue; try { last = await load(id); } catch {}",
    ],
    ["writes", 'try { await fetch("/a", { method: "POST", body: id }); } catch {}'],
  ])("is none where it %s", (_, body) => {
    expect(findIn(rule, each(body))).toEqual([]);
  });
});

describe("turns that are meant to run together", () => {
  const post = `async function post(id: string) { return (await fetch("/a", { method: "POST", body: id })).status; }
`;

  test("are found where a gather waits for the list of what has been waited for", () => {
    check(
      `${post}
export async function each(ids: string[], isNew: boolean) {
  const tasks: Promise<number>[] | number[] = [];
  for (const id of ids) {
//^^^^^^^^^^^^^^^^^^^^^ serial-await-in-loop: Each turn of this loop waits for \`post\` before the next begins, though \`Promise.all\` on line 9 is there to wait for all of \`tasks\`. Leave the \`await\` of each turn out
    tasks.push(isNew ? await post(id) : await post(id + 1));
  }
  await Promise.all(tasks);
}
export async function nested(ids: string[][]) {
  const tasks: unknown[] = [];
  for (const some of ids) {
    for (const id of some) {
  //^^^^^^^^^^^^^^^^^^^^^^ serial-await-in-loop
      tasks.push(await post(id));
    }
  }
  await Promise.all(tasks);
}
`,
    );
  });

  test("are not found where the list is used otherwise, or a turn needs another", () => {
    check(`${post}
export async function each(ids: string[]) {
  const done: number[] = [];
  const chained: number[] = [];
  let last = 0;
  for (const id of ids) {
    done.push(await post(id));
  }
  for (const id of ids) {
    last = await post(id + last);
    chained.push(last);
  }
  await Promise.all(chained);
  for (const id of ids) {
    if (last > 9) break;
    chained.push(await post(id));
    last += 1;
  }
  await Promise.all(chained);
  return done;
}
`);
  });

  test("are found where a queue that lets several run gets one at a time", () => {
    const queued = (made: string, body: string) => `import PQueue from "p-queue";
import pLimit from "p-limit";
${post}
export const used = [PQueue, pLimit];
export async function each(ids: string[], other: PQueue) {
  const all: unknown[] = [];
  const queue = ${made};
  for (const id of ids) {
    ${body}
  }
  return all;
}
`;
    const count = (made: string, body = "all.push(await queue.add(() => post(id)));") =>
      findIn(rule, queued(made, body)).map(({ confidence }) => confidence);
    expect(count("new PQueue({ concurrency: 3 })")).toEqual(["high"]);
    expect(count("new PQueue({ concurrency: 3 })", "await queue.add(() => post(id));")).toEqual([
      "high",
    ]);
    expect(count("pLimit(4)", "all.push(await queue(() => post(id)));")).toEqual(["high"]);
    expect(count("new PQueue({ concurrency: 1 })")).toEqual([]);
    expect(count("new PQueue({ concurrency: 3, interval: 1000, intervalCap: 3 })")).toEqual([]);
    expect(count("other")).toEqual([]);
    expect(count("new PQueue({ concurrency: 3 }); void queue.add(() => post(''))")).toEqual([]);
  });
});

describe("turns that work on files of their own", () => {
  const files = (
    body: string,
  ) => `import { appendFile, mkdir, open, readFile, rename, rm, unlink, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
export const used = [appendFile, mkdir, open, readFile, rename, rm, unlink, writeFile, existsSync];
export async function each(all: { name: string; text: string }[], folder: string) {
  const written: string[] = [];
  for (const { name, text } of all) {
    ${body}
  }
  return written;
}
`;
  const count = (body: string) => findIn(rule, files(body)).map(({ confidence }) => confidence);

  test.each([
    ["writes one", "await writeFile(path.join(folder, name), text);"],
    [
      "makes its folder first",
      "const file = path.join(folder, name); await mkdir(path.dirname(file), { recursive: true }); await writeFile(file, text);",
    ],
    ["removes one that is there", "if (existsSync(name)) await rm(name, { recursive: true });"],
    [
      "rewrites one",
      "const old = await readFile(name, 'utf8'); await writeFile(name, old + text);",
    ],
    [
      "opens and closes one",
      "const file = await open(name, 'w+'); try { await file.writeFile(text); written.push(name); } finally { await file.close(); }",
    ],
  ])("are found where each %s", (_, body) => {
    expect(count(body)).toEqual(["high"]);
  });

  test.each([
    ["write the same one", "await writeFile(folder, text);"],
    ["add to one", "await appendFile(name, text);"],
    ["add to one by a flag", "await writeFile(name, text, { flag: 'a' });"],
    ["open one to add to it", "const file = await open(name, 'a'); await file.writeFile(text);"],
    [
      "remove a folder that several may be in",
      "await rm(path.dirname(name), { recursive: true });",
    ],
    ["move one where another may be", "await rename(name, text);"],
    ["make folders that may hold each other", "await mkdir(name);"],
    [
      "read one that they do not make the name of",
      "await writeFile(name, await readFile(folder));",
    ],
    [
      "write to something else as well",
      "await writeFile(name, text); await fetch('/a', { method: 'POST' });",
    ],
    ["end at a time", "if (text === '') break; await unlink(name);"],
  ])("are not found where they %s", (_, body) => {
    expect(count(body)).toEqual([]);
  });
});

describe("what a turn makes for itself", () => {
  test("keeps it from no other", () => {
    check(`${loaders}
export async function each(ids: string[][]) {
  const all: string[] = [];
  for (const parts of ids) {
//^^^^^^^^^^^^^^^^^^^^^^^^ serial-await-in-loop
    const names: string[] = [];
    for (const part of parts) names.push(part.trim());
    all.push(await load(names.join()));
  }
  return all;
}
`);
  });

  test("nor does what an awaited function notes for itself", () => {
    check(`${loaders}
class Store {
  #cache = new Map<string, string>();
  async getOne(id: string): Promise<string> {
    const one = await load(id);
    this.#cache.set(id, one);
    return one;
  }
}
export async function each(store: Store, rows: Map<string, string>[]) {
  const all: unknown[] = [];
  for (const row of rows) {
//^^^^^^^^^^^^^^^^^^^^^^^ serial-await-in-loop
    const one = await store.getOne(String(row.get("id")));
    all.push(one);
  }
  return all;
}
`);
  });

  test("an error that its own `catch` takes ends no loop", () => {
    check(`${loaders}
export async function each(ids: string[]) {
  const all: string[] = [];
  for (const id of ids) {
//^^^^^^^^^^^^^^^^^^^^^ serial-await-in-loop
    try {
      if (id === "") throw new Error("There is no name");
      all.push(await load(id));
    } catch (error) {
      all.push(String(error));
    }
  }
  return all;
}
`);
  });
});

describe("what is not known for certain is low", () => {
  const one = (code: string) => {
    const [finding, ...others] = findIn(rule, `${loaders}${code}`);
    expect(others).toEqual([]);
    return [finding?.confidence, finding?.severity, finding?.message.split(": ").at(-1)];
  };

  test("errors handled in a part of a turn", () => {
    expect(
      one(`export async function each(ids: string[]) {
  const all: string[] = [];
  for (const id of ids) {
    const whole = await load(id);
    try {
      all.push(whole + (await load("more" + id)));
    } catch {
      all.push("");
    }
  }
  return all;
}`),
    ).toEqual(["low", "suggestion", "line 7 handles the errors of each turn on its own"]);
  });

  test("what an unknown function does at each turn, in a loop or a branch within", () => {
    const each = (inside: string): string => `declare const counts: any;
export async function each(ids: string[]) {
  const all: string[] = [];
  for (const id of ids) {
    const one = await load(id);
    ${inside}
    all.push(one);
  }
  return all;
}`;
    const said = [
      "low",
      "suggestion",
      "line 8 does at each turn what is not known to be independent of the next",
    ];
    expect(one(each(`for (const part of one.split(" ")) await counts.store(part);`))).toEqual(said);
    expect(one(each(`if (one === "") counts.step();`))).toEqual(said);
    expect(one(each(`const parts = counts.of(one); if (parts.some) all.push(id);`))[0]).toBe(
      "high",
    );
  });
});

describe("the fix", () => {
  const runtime = `import { mapConcurrent } from "@awaitwise/runtime";\n`;

  test("makes a list that is filled turn by turn in one go, with a limit", () => {
    checkFix(
      rule,
      `${runtime}${loaders}export async function each(ids: string[]) {\n  const all: string[] = [];\n  for (const id of ids) {\n    all.push(await load(id));\n  }\n  return all;\n}\n`,
      `${runtime}${loaders}export async function each(ids: string[]) {\n  const all: string[] = await mapConcurrent(ids, 10, (id) => load(id));\n  return all;\n}\n`,
    );
  });

  test("adds to a list that was there before", () => {
    checkFix(
      rule,
      `${runtime}${loaders}export async function each(ids: string[], all: number[]) {\n  for (const id of ids) {\n    const one = await load(id);\n    all.push(one.length);\n  }\n}\n`,
      `${runtime}${loaders}export async function each(ids: string[], all: number[]) {\n  all.push(...(await mapConcurrent(ids, 10, async (id) => {\n    const one = await load(id);\n    return one.length;\n  })));\n}\n`,
    );
  });

  test("leaves everything else of a turn as it is", () => {
    checkFix(
      rule,
      `${loaders}export async function each() {\n  let total = 0;\n  for (const id of ["a", "b"]) {\n    const one = await load(id);\n\n    // Empty ones do not count.\n    if (one === "") continue;\n    total += one.length;\n  }\n  return total;\n}\n`,
      `${loaders}export async function each() {\n  let total = 0;\n  for (const [id, one] of await Promise.all(["a", "b"].map(async (id) => [id, await load(id)] as const))) {\n    // Empty ones do not count.\n    if (one === "") continue;\n    total += one.length;\n  }\n  return total;\n}\n`,
    );
  });

  test("runs batches where nothing limits how many run at a time, as a suggestion", () => {
    const code = `${loaders}export async function each(ids: string[]) {\n  const all: string[] = [];\n  for (const id of ids) {\n    const one = await load(id);\n    all.push(one.trim());\n  }\n  return all;\n}\n`;
    expect(findIn(rule, code).map(({ fixes }) => fixes.map(({ safety }) => safety))).toEqual([
      ["suggested"],
    ]);
    checkFix(
      rule,
      code,
      `${loaders}export async function each(ids: string[]) {\n  const all: string[] = [];\n  for (let start = 0; start < ids.length; start += 10) {\n    const batch = ids.slice(start, start + 10);\n    all.push(...(await Promise.all(batch.map(async (id) => {\n      const one = await load(id);\n      return one.trim();\n    }))));\n  }\n  return all;\n}\n`,
    );
  });

  test("batches go over a list of what is no list", () => {
    checkFix(
      rule,
      `${loaders}export async function each(ids: Set<string>) {\n  const all = new Map<string, string>();\n  for (const id of ids) all.set(id, await load(id));\n  return all;\n}\n`,
      `${loaders}export async function each(ids: Set<string>) {\n  const all = new Map<string, string>();\n  const items = [...ids];\n  for (let start = 0; start < items.length; start += 10) {\n    const batch = items.slice(start, start + 10);\n    for (const [id, result] of await Promise.all(batch.map(async (id) => [id, await load(id)] as const))) {\n      all.set(id, result);\n    }\n  }\n  return all;\n}\n`,
    );
  });

  test("a turn may make several things before the rest of it, and take its item apart", () => {
    checkFix(
      rule,
      `${runtime}${loaders}export async function each(ids: Map<string, number>) {\n  const all: Record<string, number> = {};\n  for (const [id, count] of ids) {\n    const path = id.trim();\n    const one: string = await load(path);\n\n    // Only what is left.\n    if (one.length > count) all[path] = one.length;\n  }\n  return all;\n}\n`,
      `${runtime}${loaders}export async function each(ids: Map<string, number>) {\n  const all: Record<string, number> = {};\n  for (const [id, count, path, one] of await mapConcurrent(ids, 10, async ([id, count]) => {\n    const path = id.trim();\n    const one: string = await load(path);\n    return [id, count, path, one] as const;\n  })) {\n    // Only what is left.\n    if (one.length > count) all[path] = one.length;\n  }\n  return all;\n}\n`,
    );
  });

  test("an await may stand in the condition, or in an assignment, that the rest begins with", () => {
    checkFix(
      rule,
      `${runtime}${loaders}export async function each(ids: string[]) {\n  const all: string[] = [];\n  for (const id of ids) {\n    if ((await load(id)) !== "") all.push(id);\n  }\n  return all;\n}\n`,
      `${runtime}${loaders}export async function each(ids: string[]) {\n  const all: string[] = [];\n  for (const [id, result] of await mapConcurrent(ids, 10, async (id) => [id, await load(id)] as const)) {\n    if (result !== "") all.push(id);\n  }\n  return all;\n}\n`,
    );
    checkFix(
      rule,
      `${runtime}${loaders}export async function each(ids: string[]) {\n  let total = 0;\n  for (const id of ids) total += (await load(id)).length;\n  return total;\n}\n`,
      `${runtime}${loaders}export async function each(ids: string[]) {\n  let total = 0;\n  for (const [id, result] of await mapConcurrent(ids, 10, async (id) => [id, await load(id)] as const)) {\n    total += result.length;\n  }\n  return total;\n}\n`,
    );
  });

  test("an index that only takes the items out one by one is not needed", () => {
    checkFix(
      rule,
      `${runtime}${loaders}export async function each(ids: string[]) {\n  const all: string[] = [];\n  for (let i = 0; i < ids.length; i++) {\n    const id = ids[i]!;\n    const one = await load(id);\n    if (one === "") continue;\n    all.push(one);\n  }\n  return all;\n}\n`,
      `${runtime}${loaders}export async function each(ids: string[]) {\n  const all: string[] = [];\n  for (const [id, one] of await mapConcurrent(ids, 10, async (id) => [id, await load(id)] as const)) {\n    if (one === "") continue;\n    all.push(one);\n  }\n  return all;\n}\n`,
    );
    const counted = `${runtime}${loaders}export async function each(ids: string[]) {\n  const all: string[] = [];\n  for (let i = 0; i < ids.length; i++) {\n    const id = ids[i]!;\n    const one = await load(id);\n    all.push(one + i);\n  }\n  return all;\n}\n`;
    expect(fixesIn(rule, counted)).toEqual([]);
    expect(findIn(rule, counted)[0]?.refusals?.[0]?.reason).toContain("its turns use their index");
  });

  test("takes a turn that keeps its errors to itself as it stands", () => {
    checkFix(
      rule,
      `${runtime}${loaders}export async function each(ids: string[]) {\n  const all: string[] = [];\n  for (const id of ids) {\n    try {\n      all.push(await load(id));\n    } catch (error) {\n      // It is told of.\n      console.error(error);\n      all.push("");\n    }\n  }\n  return all;\n}\n`,
      `${runtime}${loaders}export async function each(ids: string[]) {\n  const all: string[] = await mapConcurrent(ids, 10, async (id) => {\n    try {\n      return await load(id);\n    } catch (error) {\n      // It is told of.\n      console.error(error);\n      return "";\n    }\n  });\n  return all;\n}\n`,
    );
    checkFix(
      rule,
      `${loaders}export async function each(ids: string[], all: string[]) {\n  for (const id of ids) {\n    try {\n      const one = await load(id);\n      if (one === "") continue;\n      all.push(one);\n    } catch {}\n  }\n}\n`,
      `${loaders}export async function each(ids: string[], all: string[]) {\n  for (let start = 0; start < ids.length; start += 10) {\n    const batch = ids.slice(start, start + 10);\n    all.push(...(await Promise.all(batch.map(async (id) => {\n      try {\n        const one = await load(id);\n        if (one === "") return [];\n        return [one];\n      } catch {}\n      return [];\n    }))).flat());\n  }\n}\n`,
    );
  });

  test("leaves a turn with a `try` alone that does more than add to one list at its end", () => {
    const refusal = (body: string): string | undefined => {
      const code = `${runtime}${loaders}export async function each(ids: string[]) {\n  const all: unknown[] = [];\n  const failed: unknown[] = [];\n  const by: Record<string, unknown> = {};\n  let count = 0;\n  for (const id of ids) {\n${body}\n  }\n  return [all, failed, by, count];\n}\n`;
      expect(fixesIn(rule, code)).toEqual([]);
      return findIn(rule, code)[0]?.refusals?.[0]?.reason;
    };
    expect(refusal("try { all.push(await load(id)); } catch { failed.push(id); }")).toBe(
      "Its turns fill more than one list",
    );
    expect(refusal("try { const one = await load(id); all.push(one); one.trim(); } catch {}")).toBe(
      "Its turns go on after they have added to `all`",
    );
    expect(refusal("try { all.push([all.length, await load(id)]); } catch {}")).toBe(
      "Its turns use `all` while they fill it",
    );
    expect(refusal("try { by[id] = await load(id); } catch {}")).toContain(
      "The turns do this in their order",
    );
    expect(refusal("try { all.push(await load(id)); } catch { count += 1; }")).toContain(
      "uses `count`, which line",
    );
  });

  test("leaves out the awaits that a gather is there for", () => {
    checkFix(
      rule,
      `${loaders}export async function each(ids: string[]) {\n  const tasks: unknown[] = [];\n  for (const id of ids) {\n    tasks.push(id ? await load(id) : await load("none"));\n  }\n  await Promise.all(tasks);\n}\n`,
      `${loaders}export async function each(ids: string[]) {\n  const tasks: unknown[] = [];\n  for (const id of ids) {\n    tasks.push(id ? load(id) : load("none"));\n  }\n  await Promise.all(tasks);\n}\n`,
    );
  });

  test("starts turns together that a queue limits, and those that bring nothing as they stand", () => {
    checkFix(
      rule,
      `import PQueue from "p-queue";\n${loaders}export async function each(ids: string[]) {\n  const queue = new PQueue({ concurrency: 3 });\n  const all: unknown[] = [];\n  for (const id of ids) {\n    try {\n      const one = await queue.add(() => load(id));\n      all.push(one);\n    } catch {\n      all.push(null);\n    }\n  }\n  return all;\n}\n`,
      `import PQueue from "p-queue";\n${loaders}export async function each(ids: string[]) {\n  const queue = new PQueue({ concurrency: 3 });\n  const all: unknown[] = await Promise.all(ids.map(async (id) => {\n    try {\n      const one = await queue.add(() => load(id));\n      return one;\n    } catch {\n      return null;\n    }\n  }));\n  return all;\n}\n`,
      { broken: true },
    );
    checkFix(
      rule,
      `${runtime}import { rm } from "node:fs/promises";\nexport async function each(paths: string[]) {\n  for (const path of paths) {\n    if (path === "") continue;\n    // Gone.\n    await rm(path);\n  }\n}\n`,
      `${runtime}import { rm } from "node:fs/promises";\nexport async function each(paths: string[]) {\n  await mapConcurrent(paths, 10, async (path) => {\n    if (path === "") return;\n    // Gone.\n    await rm(path);\n  });\n}\n`,
    );
  });

  test("loses no comment", () => {
    const commented = (before: string, after: string): string =>
      `${runtime}${loaders}export async function each(ids: string[]) {\n  const all: string[] = [];\n  for (const id of ids) {\n${before}    const one = await load(id);${after}\n    if (one === "") continue;\n    all.push(one);\n  }\n  return all;\n}\n`;
    checkFix(
      rule,
      commented("    // Slow.\n", ""),
      `${runtime}${loaders}export async function each(ids: string[]) {\n  const all: string[] = (await mapConcurrent(ids, 10, async (id) => {\n    // Slow.\n    const one = await load(id);\n    if (one === "") return [];\n    return [one];\n  })).flat();\n  return all;\n}\n`,
    );
    expect(
      fixesIn(
        rule,
        `${runtime}${loaders}export async function each(ids: string[], all: Map<string, string>) {\n  for (const id of ids) {\n    // Slow.\n    const one = await load(id);\n    all.set(id, one);\n  }\n}\n`,
      ),
    ).toEqual([]);
    checkFix(
      rule,
      commented("", " // Slow."),
      `${runtime}${loaders}export async function each(ids: string[]) {\n  const all: string[] = [];\n  for (const [id, one] of await mapConcurrent(ids, 10, async (id) => [id, await load(id)] as const)) {\n    // Slow.\n    if (one === "") continue;\n    all.push(one);\n  }\n  return all;\n}\n`,
    );
  });

  test("leaves alone what a turn does in its order beside the awaits", () => {
    const refusal = (body: string): string | undefined => {
      const code = `${runtime}${loaders}export async function each(ids: string[]) {\n  let count = 0;\n  const all: unknown[] = [];\n  for (const id of ids) {\n${body}\n  }\n  return [all, count];\n}\n`;
      expect(fixesIn(rule, code)).toEqual([]);
      return findIn(rule, code)[0]?.refusals?.[0]?.reason;
    };
    expect(
      refusal(
        "    const one = await load(id);\n    const place = count++;\n    all.push([one, place]);",
      ),
    ).toBe("Line 9 uses `count`, which line 9 changes turn by turn");
    expect(
      refusal(
        "    const before = count;\n    const one = await load(id);\n    if (one !== '') count += before;",
      ),
    ).toBe("Line 8 uses `count`, which line 10 changes turn by turn");
  });

  test.each([
    ["of its own", "const all: string[] = [];", "return all;", "safe"],
    ["of an argument", "", "", "suggested"],
  ])("is safe unless a failure would leave less in a list: one %s", (_, before, after, safety) => {
    const code = `${loaders}export async function each(${before === "" ? "all: string[]" : ""}) {\n  ${before}\n  for (const id of ["a", "b"]) {\n    all.push(await load(id));\n  }\n  ${after}\n}\n`;
    expect(fixesIn(rule, code)[0]?.split(":")[0]).toBe(safety);
  });
});
