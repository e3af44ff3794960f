import { describe, expect, test } from "@jest/globals";
import { discoverProjects } from "../../project/discover.js";
import { openProject } from "../../project/project.js";
import { findIn } from "../../testkit/check-findings.js";
import { memoryDisk } from "../../testkit/memory-disk.js";

const head = `
import { readFile, writeFile } from "node:fs/promises";
type Load = (id: string) => Promise<string>;
const read: Load = (id) => readFile(id, "utf8");
const retrying = (load: Load) => async (id: string) => {
  try { return await load(id); } catch { return load(id); }
};
class Memo {
  readonly #load: Load;
  constructor(load: Load) { this.#load = load; }
  get(id: string) { return this.#load(id); }
}
class Files {
  constructor(private readonly options: { load: Load }) {}
  async text(id: string) { return this.options.load(id); }
}
function createStore(load: Load) {
  const one = (id: string) => load("one/" + id);
  async function other(id: string) { return load("other/" + id); }
  return { one, other };
}
`;
const found = (code: string) => findIn("serial-await", head + code).length;
const both = (one: string, other: string) =>
  `export async function both(id: string) { const a = await ${one}; const b = await ${other}; return a + b; }`;

describe("what made a function says what the function runs that it was handed", () => {
  test.each([
    ["a function", "const load = retrying(read);", "load(id)", "load(id + 1)"],
    [
      "a function of a made function",
      "const load = retrying(retrying(read));",
      "load(id)",
      "load(id + 1)",
    ],
    [
      "a made function by its name",
      "const load = retrying(read); const again = retrying(load);",
      "again(id)",
      "load(id + 1)",
    ],
    ["an object", "const memo = new Memo(read);", "memo.get(id)", "memo.get(id + 1)"],
    [
      "an option of an object",
      "const files = new Files({ load: (id) => readFile(id, 'utf8') });",
      "files.text(id)",
      "files.text(id + 1)",
    ],
    [
      "functions in an object",
      "const store = createStore(read);",
      "store.one(id)",
      "store.other(id)",
    ],
    [
      "functions taken out of an object",
      "const { one, other } = createStore(read);",
      "one(id)",
      "other(id)",
    ],
    ["it in place", "", "retrying(read)(id)", "new Memo(read).get(id + 1)"],
  ])("%s", (_what, declared, one, other) => {
    expect(found(declared + both(one, other))).toBe(1);
  });

  test("in a field", () => {
    const code = `export class Pages {
  private readonly head = retrying(read);
  private readonly body = new Memo(read);
  async both(id: string) { const a = await this.head(id); const b = await this.body.get(id); return a + b; }
}`;
    expect(found(code)).toBe(1);
  });

  test.each([
    ["writes", "const load = retrying(async (id) => { await writeFile(id, ''); return id; });"],
    ["is not known", "declare const outside: Load; const load = retrying(outside);"],
    [
      "may be another by then",
      "let load = retrying(read); export const set = (to: Load) => { load = to; };",
    ],
    ["is one of a list", "const all = [read] as const; const load = retrying(...all);"],
    ["is itself", "const load: Load = retrying((id) => load(id));"],
    [
      "has been put in the place of what was handed in",
      "const save: Load = async (id) => { await writeFile(id, ''); return id; }; const saving = (load: Load) => { load = save; return (id: string) => load(id); }; const load = saving(read);",
    ],
  ])("not where it %s", (_what, declared) => {
    expect(found(declared + both("load(id)", "load(id + 1)"))).toBe(0);
  });

  test("nor where a field may have been set since, or a parameter has a value of its own", () => {
    const open = `class Open { load: Load; constructor(load: Load) { this.load = load; } get(id: string) { return this.load(id); } }
const open = new Open(read);`;
    expect(found(open + both("open.get(id)", "open.get(id + 1)"))).toBe(0);
    const made = `const writing = (load: Load = async (id) => { await writeFile(id, ""); return id; }) => async (id: string) => load(id);
const load = writing();`;
    expect(found(made + both("load(id)", "load(id + 1)"))).toBe(0);
  });
});

describe("nor where what the constructor was handed is not what a field holds", () => {
  const asked = both("made.get(id)", "made.get(id + 1)");
  test.each([
    [
      "since the constructor sets it anew",
      "class Made { constructor(private load: Load) { this.load = async (id) => { await writeFile(id, ''); return load(id); }; } get(id: string) { return this.load(id); } } const made = new Made(read);",
    ],
    [
      "since a branch of the constructor sets another",
      "const save: Load = async (id) => { await writeFile(id, ''); return id; }; class Made { private readonly load: Load; constructor(load: Load, safe: boolean) { this.load = load; if (safe) this.load = save; } get(id: string) { return this.load(id); } } const made = new Made(read, true);",
    ],
  ])("%s", (_what, declared) => {
    expect(found(declared + asked)).toBe(0);
  });

  test("since an object takes over what is in another", () => {
    const declared = `
const others = { other: async (id: string) => { await writeFile(id, ""); return id; } };
function all(deps: { one: Load; other: Load }) {
  return { one: (id: string) => deps.one(id), other: (id: string) => deps.other(id) };
}
const store = all({ one: read, ...others });
const plain = all({ one: read, other: read });
`;
    const confidences = (asked: string) =>
      findIn("serial-await", head + declared + asked).map(({ confidence }) => confidence);
    expect(confidences(both("store.one(id)", "store.other(id)"))).toEqual(["low"]);
    expect(confidences(both("plain.one(id)", "plain.other(id)"))).toEqual(["high"]);
  });
});

test("another function that is handed in elsewhere is taken notice of", () => {
  const loads = (work: string) => `
import { readFile, writeFile } from "node:fs/promises";
const read = (id: string) => readFile(id, "utf8");
const save = async (id: string) => { await writeFile(id, ""); return id; };
const retrying = (load: (id: string) => Promise<string>) => async (id: string) => load(id);
export const load = retrying(${work});
export const kept = [read, save];
`;
  const disk = memoryDisk({
    "/app/tsconfig.json": "{}",
    "/app/loads.ts": loads("read"),
    "/app/page.ts": `import { load } from "./loads";\n${both("load(id)", "load(id + 1)")}`,
  });
  const [description] = discoverProjects({ cwd: "/app", disk });
  if (description === undefined) throw new Error("no project");
  const project = openProject(description, disk);
  const rules = () => project.check("/app/page.ts").map(({ rule }) => rule);
  const edited = (text: string) => {
    disk.write("/app/loads.ts", text);
    project.refresh(["/app/loads.ts"]);
    return rules();
  };
  expect(rules()).toEqual(["serial-await"]);
  expect(edited(loads("save"))).toEqual([]);
  expect(edited(loads("(id) => read(id)"))).toEqual(["serial-await"]);
  expect(edited(loads("(id) => save(id)"))).toEqual([]);
  expect(edited(loads("retrying(read)"))).toEqual(["serial-await"]);
});
