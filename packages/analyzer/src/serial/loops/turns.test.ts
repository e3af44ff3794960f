import { describe, expect, test } from "@jest/globals";
import { findIn } from "../../testkit/check-findings.js";

// What leads from one turn of a loop to the next, and what only looks as if it did.

const rule = "serial-await-in-loop";
const reads = `async function load(id: string): Promise<string> { return (await fetch("/users/" + id)).text(); }
async function page(id: string, token?: string): Promise<{ rows: string[]; next?: string }> {
  return (await fetch("/users/" + id + "?from=" + token)).json();
}
async function check(id: string): Promise<void> {
  if (!(await fetch("/users/" + id)).ok) throw new Error(id);
}
async function save(id: string): Promise<string> {
  return (await fetch("/users", { method: "POST", body: id })).text();
}
declare function sleep(ms: number): Promise<void>;
declare const io: { debug(line: string): Promise<void>; notify(line: string): Promise<void> };
declare const context: { log(line: string): void; step(line: string): void };
export const used = [load, page, check, save, sleep, io, context];
`;
const each = (body: string, head = "for (const id of ids)"): string => `${reads}
export async function each(ids: string[], groups: string[][], limit: number) {
  const all: string[] = [];
  const failed: unknown[] = [];
  let total = 0;
  ${head} {
    ${body}
  }
  return [all, failed, total, groups, limit];
}
`;
const loops = (body: string, head?: string): readonly string[] =>
  findIn(rule, each(body, head)).map(({ confidence }) => confidence);
const indexed = "for (let i = 0; i < ids.length; i++)";

describe("a loop whose waits stand in a loop of each turn", () => {
  const pages = (more = ""): string => `let token: string | undefined;
    do {
      const { rows, next } = await page(id, token);
      all.push(...rows);
      ${more}
      token = next;
    } while (token !== undefined);`;

  test("is found where each turn draws page after page for itself", () => {
    expect(loops(pages())).toEqual(["high"]);
    expect(loops(`try { ${pages()} } catch (error) { failed.push(error); }`)).toEqual(["high"]);
  });

  test("is not where the turns share what they go on from, write, or keep a pace", () => {
    expect(
      loops(
        pages().replace("let token: string | undefined;", ""),
        "let token: string | undefined; for (const id of ids)",
      ),
    ).toEqual([]);
    expect(loops(pages("all.push(await save(id));"))).toEqual([]);
    expect(loops(pages("await sleep(100);"))).toEqual([]);
    expect(loops(pages("if (all.length > limit) return [];"))).toEqual([]);
  });

  test("is left to the inner one where its turns could run together themselves", () => {
    const found = findIn(
      rule,
      each("for (const id of group) all.push(await load(id));", "for (const group of groups)"),
    );
    expect(found.map(({ message }) => message.includes("`load`"))).toEqual([true]);
  });
});

describe("an error that goes on from a `catch`", () => {
  const caught = (after: string, body = "all.push(await load(id));"): string =>
    `try { ${body} } catch (error) { ${after} }`;

  test("ends the loop no more than the failure that it follows from", () => {
    expect(loops(caught('if (String(error).includes("404")) continue; throw error;'))).toEqual([
      "high",
    ]);
    expect(loops(caught("throw new Error(id, { cause: error });"))).toEqual(["high"]);
  });

  test("is an exit where the turn may throw of its own accord, or leave", () => {
    expect(loops('all.push(await load(id)); if (all.length > 3) throw new Error("Many");')).toEqual(
      [],
    );
    expect(loops(caught("break;"))).toEqual([]);
    expect(
      loops("all.push(await load(id)); try { JSON.parse(id); } catch (error) { throw error; }"),
    ).toEqual([]);
  });
});

describe("a turn that keeps its errors to itself", () => {
  const kept = (body: string): string => `try { ${body} } catch (error) { failed.push(error); }`;

  test("is one of an index as well, unless that counts attempts", () => {
    expect(loops(kept("all.push(await load(ids[i]!));"), indexed)).toEqual(["high"]);
    expect(loops(kept("all.push(await load(String(limit)));"), indexed)).toEqual([]);
  });

  test("is one under conditions that wait for nothing, and not beside what waits or where two do", () => {
    const attempt = kept("all.push(await load(id));");
    expect(loops(`if (id !== "") { const one = id; if (one) { ${attempt} } }`)).toEqual(["high"]);
    expect(loops(`if (id !== "") { ${attempt} } else { failed.push(id); }`)).toEqual(["high"]);
    expect(loops(`if (await load(id)) { ${attempt} }`)).toEqual(["low"]);
    expect(loops(`if (id !== "") { ${attempt} } else { ${attempt} }`)).toEqual(["low"]);
  });

  test("may check its item by what only reads and refuses", () => {
    expect(loops(kept("await check(id); all.push(id);"))).toEqual(["high"]);
    expect(loops("await check(id); all.push(id);")).toEqual([]);
    expect(loops(kept("await save(id); all.push(id);"))).toEqual([]);
  });

  test("may tell of its failure by a line that somebody unknown takes", () => {
    const told = (call: string): string =>
      `try { all.push(await load(id)); } catch { context.${call}(id); }`;
    expect(loops(told("log"))).toEqual(["high"]);
    expect(loops(told("step"))).toEqual(["low"]);
  });
});

test("a line at the level of faults about an item that is passed over tells of no progress", () => {
  const passed = (line: string, ends = "continue;"): readonly string[] =>
    loops(`if (id === "") { ${line} ${ends} } all.push(await load(id));`);
  expect(passed("console.warn(id);")).toEqual(["high"]);
  expect(passed("console.log(id);")).toEqual(["low"]);
  expect(passed("console.warn(id);", "")).toEqual(["low"]);
  expect(loops("console.warn(id); all.push(await load(id));")).toEqual(["low"]);
});

test("a turn that keeps its errors may fill a collection with an entry of its own, and no more", () => {
  const filling = (
    fills: string,
    turn = "await users.add(id);",
    call = "load(id)",
  ): string => `${reads}
class Users {
  #known = new Map<string, string>();
  #names: string[] = [];
  #last = "";
  async add(id: string): Promise<void> {
    const one = await ${call};
    ${fills}
  }
  get all() { return [this.#known, this.#names, this.#last]; }
}
const users = new Users();
export async function each(ids: string[]) {
  for (const id of ids) {
    ${turn}
  }
  return users.all;
}
`;
  const found = (...parts: [string, string?, string?]): readonly string[] =>
    findIn(rule, filling(...parts)).map(({ confidence }) => confidence);
  const kept = "try { await users.add(id); } catch (error) { console.error(error); }";
  expect(found("this.#known.set(id, one);", kept)).toEqual(["high"]);
  const once = "if (!this.#known.has(id)) this.#known.set(id, one);";
  expect(found(once, kept)).toEqual(["high"]);
  expect(found("this.#known.set(id, one);")).toEqual([]);
  expect(found("this.#names.push(one);", kept)).toEqual([]);
  expect(found("this.#last = one;", kept)).toEqual([]);
  expect(found("this.#known.set(id, one);", kept, "save(id)")).toEqual([]);
});

test("a gather of the parts of one turn limits nothing", () => {
  const gathered = (list: string): string => `all.push(...(await Promise.all(${list})));`;
  expect(loops(gathered("[load(id), load(id + 1)]"))).toEqual(["high"]);
  expect(loops(gathered("[...groups.map(String)].map(load)"))).toEqual([]);
  expect(loops(gathered("[load(id), ...all.map(load)]"))).toEqual([]);
});

test("an awaited line of a level for faults is no work of the turn", () => {
  expect(loops("const one = await load(id); await io.debug(one); all.push(one);")).toEqual([
    "high",
  ]);
  expect(loops("const one = await load(id); await io.notify(one); all.push(one);")).toEqual([]);
  expect(loops("await io.debug(id);")).toEqual([]);
});

describe("what a turn counts beside what it makes for itself", () => {
  test("does not lead to what it awaits", () => {
    const counted = "{ const key = id.trim(); const one = await load(key); total += one.length; }";
    expect(loops(`try ${counted} catch { total -= 1; }`)).toEqual(["high"]);
    expect(loops(`if (id !== "") ${counted}`)).toEqual(["high"]);
  });

  test("does where it is made of that, or decides about it", () => {
    expect(
      loops(
        "if (id) { const key = id + total; const one = await load(key); total += one.length; }",
      ),
    ).toEqual([]);
    expect(
      loops("if (total < limit) { const one = await load(id); total += one.length; }"),
    ).toEqual([]);
    expect(
      loops('let key = id; if (total > limit) { key = ""; } total += (await load(key)).length;'),
    ).toEqual([]);
    expect(
      loops("for (const part of id + total) all.push(part); total += (await load(id)).length;"),
    ).toEqual(["high"]);
    expect(
      loops(
        "let key = id; for (const part of id + total) { key += part; } total += (await load(key)).length;",
      ),
    ).toEqual([]);
  });

  test("may be asked behind the last wait", () => {
    expect(loops("const one = await load(id); if (!all.includes(one)) all.push(one);")).toEqual([
      "high",
    ]);
    expect(
      loops("const one = await load(id); if (all.includes(one)) continue; all.push(one);"),
    ).toEqual(["high"]);
    expect(
      loops("if (all.includes(id)) continue; all.push(id); failed.push(await load(id));"),
    ).toEqual(["low"]);
    expect(loops("if (!all.includes(id)) { failed.push(await load(id)); all.push(id); }")).toEqual([
      "low",
    ]);
  });
});

test("what an object that the turn makes keeps for itself is found by no other turn", () => {
  const code = (
    made: string,
    before = "",
    host = "string",
    notes = "this.#asked += 1;",
  ): string => `
class Users {
  #asked = 0;
  constructor(readonly host: ${host}) {}
  async load(): Promise<string> {
    ${notes}
    return (await fetch(String(this.host))).text();
  }
}
export async function each(hosts: ${host}[]) {
  const all: string[] = [];
  ${before}
  for (const host of hosts) {
    ${made}
    all.push((await users.load()) + host);
  }
  return all;
}
`;
  const found = (...parts: [string, string?, string?, string?]): readonly string[] =>
    findIn(rule, code(...parts)).map(({ confidence }) => confidence);
  expect(found("const users = new Users(host);")).toEqual(["high"]);
  expect(found("", 'const users = new Users("/");')).toEqual([]);
  expect(found("const users = new Users(host);", "", "Users")).toEqual(["high"]);
  // An item that is an object may be the same one twice.
  const notes = "this.host.#asked = 1; await fetch(String(this.host.#asked));";
  expect(found("const users = new Users(host);", "", "Users", notes)).toEqual([]);
});

test("what only the last turn leaves is for a reader to judge", () => {
  const last = (keeps: string, more = ""): string => `
class Sprites {
  last = "";
  by: Record<string, string> = {};
  async each(ids: string[]) {
    let kept = "";
    for (const id of ids) {
      const one = await load(id);
      ${keeps}
      ${more}
    }
    return kept;
  }
}
export const sprites = new Sprites();
`;
  const found = (...parts: [string, string?]): readonly string[] =>
    findIn(rule, reads + last(...parts)).map(({ confidence }) => confidence);
  expect(found("this.last = one;")).toEqual(["low"]);
  expect(found("kept = one;")).toEqual(["low"]);
  expect(found("kept = kept + one;")).toEqual(["high"]);
  expect(found("kept = one;", "this.by[id] = kept;")).not.toEqual(["low"]);
  expect(found("this.by[id] = one;")).toEqual(["high"]);
});

describe("a table that the function around makes for its turns", () => {
  const table = (turn: string, made = "const known = new Map<string, string>();"): string =>
    each(turn).replace("let total = 0;", `let total = 0; ${made}`);
  const found = (turn: string, made?: string): readonly string[] =>
    findIn(rule, table(turn, made)).map(({ confidence }) => confidence);
  const key = "const key = id.slice(0, 2);";
  const record = "const known: Record<string, string> = {};";

  test("is asked for what an earlier turn has brought", () => {
    const put = "known.set(key, one); all.push(one);";
    expect(found(`${key} const one = known.get(key) ?? (await load(key)); ${put}`)).toEqual([
      "low",
    ]);
    expect(
      found(`${key} let one = known.get(key); if (!one) { one = await load(key); ${put} }`),
    ).toEqual(["low"]);
    expect(found(`${key} known[key] ??= await load(key); all.push(known[key]);`, record)).toEqual([
      "low",
    ]);
    expect(
      found(`${key} if (!known[key]) known[key] = await load(key); all.push(known[key]);`, record),
    ).toEqual(["low"]);
  });

  test("is not where nobody fills it, each turn makes its own, or has a place of its own", () => {
    const one = `${key} const one = known.get(key) ?? (await load(key)); all.push(one);`;
    expect(found(one)).toEqual(["high"]);
    const own = "const own = new Map<string, string>();";
    expect(found(`${own} const one = own.get(id) ?? (await load(id)); own.set(id, one);`)).toEqual([
      "high",
    ]);
    const places = table("known[i] ??= await load(ids[i]!);", "const known: string[] = [];");
    const counted = places.replace("for (const id of ids)", indexed);
    expect(findIn(rule, counted).map(({ confidence }) => confidence)).toEqual(["high"]);
  });

  test("is kept for longer where it is no variable of the function", () => {
    const code = each(
      "let one = kept.get(id); if (!one) { one = await load(id); kept.set(id, one); } all.push(one);",
    );
    const outside = `const kept = new Map<string, string>();\n${code}`;
    expect(findIn(rule, outside).map(({ confidence }) => confidence)).toEqual(["high"]);
  });
});

describe("a loop over a part of a list", () => {
  test.each([
    "for (let i = 0; i < Math.min(ids.length, 10); i++)",
    "const last = Math.min(ids.length, limit) - 1; for (let i = 0; i <= last; i++)",
    "const count = ids.length; for (let i = 0; i < count; i++)",
    "for (let i = 1; i < ids.length - 1; i++)",
  ])("is found where its end is made of the length, and left to be mended by hand: %s", (head) => {
    const [found, ...others] = findIn(rule, each("all.push(await load(ids[i]!));", head));
    expect(others).toEqual([]);
    expect([found?.confidence, found?.fixes]).toEqual(["high", []]);
  });

  test.each([
    ["all.push(await load(ids[0]!));", "for (let i = 0; i < Math.min(ids.length, 10); i++)"],
    [
      "all.push(await load(ids[i]!)); end -= 1;",
      "let end = ids.length; for (let i = 0; i < end; i++)",
    ],
    [
      "all.push(await load(ids[i]!)); limit -= 1;",
      "for (let i = 0; i < Math.min(ids.length, limit); i++)",
    ],
    ["all.push(await load(ids[i]!));", "for (let i = 0; i < limit; i++)"],
    [
      "all.push(await load(ids[i]!));",
      "for (let i = 0; i < Math.min(ids.length, state.left); i++)",
    ],
    [
      "all.push(await load(ids[i]!));",
      "let most = 5; const stop = () => { most = 0; }; for (let i = 0; i < Math.min(ids.length, most); i++)",
    ],
    [
      "all.push(await load(ids[i]!), await load(ids[i + 1]!));",
      "for (let i = 0; i < Math.min(ids.length, 10); i += 2)",
    ],
    [
      "all.push(await load(ids[i]!));",
      "for (let i = 0; i < Math.min(ids.length, groups.length); i++)",
    ],
  ])(
    "is none where it counts something else, or what it does decides about its end: %s",
    (body, head) => {
      expect(loops(body, head)).toEqual([]);
    },
  );
});

describe("an assertion between the waits of a turn", () => {
  const asserting = (body: string): readonly string[] =>
    findIn(
      rule,
      `${reads}
type Message = string | (() => Error) | Error;
function toError(message: Message): Error {
  if (typeof message === "string") return new Error(message);
  return typeof message === "function" ? message() : message;
}
function assertDefined<T>(value: T | undefined, message?: Message): asserts value is T {
  if (value === undefined) throw toError(message || "It is not defined");
}
function assertOf<T>(value: T | undefined, message: Message, other: Message): asserts value is T {
  if (value === undefined) throw toError(value === null ? message : other);
}
declare const somewhere: () => Error;
export async function each(ids: string[]) {
  const all: string[] = [];
  for (const id of ids) {
    const one = await load(id);
    ${body}
    all.push(one);
  }
  return all;
}
`,
    ).map(({ confidence }) => confidence);

  test.each([
    "assertDefined(one);",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code.
    "assertDefined(one, `no ${id}`);",
    'assertDefined(one, "none");',
    "assertDefined(one, () => new Error(id));",
  ])("runs only what it is handed to say: %s", (body) => {
    expect(asserting(body)).toEqual(["high"]);
  });

  test.each([
    "assertDefined(one, somewhere);",
    "assertOf(one, somewhere, 'none');",
    "assertOf(one, 'none', somewhere);",
  ])("may do what nobody knows where that does: %s", (body) => {
    expect(asserting(body)).not.toContain("high");
  });
});

describe("what a turn leaves in an object for the next", () => {
  const walk = (before: string, after: string, rest = ""): readonly string[] =>
    findIn(
      rule,
      `${reads}
const state = { token: "", done: false };
const known = new Map<string, string>();
export async function each(ids: string[]) {
  const all: string[] = [];
  const tokens: string[] = [];
  for (let i = 0; i < ids.length; i++) {
    ${before}
    const one = await load(ids[i]! + (typeof from === "undefined" ? "" : from));
    ${after}
    all.push(one);
  }
  return [all, tokens, state, known];
}
declare var from: string;
${rest}
`,
    ).map(({ confidence }) => confidence);

  test.each([
    ["const from = state.token;", "state.token = one;"],
    ["const from = tokens[i - 1];", "tokens[i] = one;"],
    ['const from = known.get("last");', 'known.set("last", one);'],
    ["const { token: from } = { token: state.token };", "state.token += one;"],
    ["if (state.done) continue;", 'state.done = one === "";'],
  ])("keeps them in their order: %s %s", (before, after) => {
    expect(walk(before, after)).toEqual([]);
  });

  test.each([
    ["", "state.token = one;"],
    ["const from = ids[i - 1];", "tokens[i] = one;"],
    ["const own = { token: ids[i] }; const from = own.token;", "own.token = one;"],
  ])("is nothing where none of them looks at it before: %s %s", (before, after) => {
    expect(walk(before, after)).toEqual(["high"]);
  });
});
