import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// Two awaits that wait for the same thing, asked twice in the same words.

const pair = (declarations: string, first: string, second: string) =>
  findIn(
    "serial-await",
    `
${declarations}
export async function page(id: string, other: string) {
  const one = await ${first};
  const two = await ${second};
  return [one, two];
}
`,
  ).map(({ confidence }) => confidence);

const cached = (path: string) => `
const known = new Map<string, any>();
async function load(id: string) {
  const found = known.get(id);
  if (found !== undefined) return found;
  const made = await (await fetch(${path})).json();
  known.set(id, made);
  return made;
}
`;

const loaded = `${cached('"/projects/" + id')}
async function fullNameOf(id: string) { const project = await load(id); return project.name; }
async function ownerOf(id: string) { return (await load(id)).owner; }
`;

test("functions that take different parts of one thing gain nothing side by side", () => {
  expect(pair(loaded, "fullNameOf(id)", "ownerOf(id)")).toEqual([]);
  expect(pair(loaded, "load(id)", "ownerOf(id)")).toEqual([]);
  expect(pair(loaded, "fullNameOf(id)", "ownerOf(other)")).toEqual(["high"]);
});

test("but for what nobody keeps", () => {
  const again = loaded.replace("known.set(id, made);", "");
  expect(pair(again, "fullNameOf(id)", "ownerOf(id)")).toEqual(["high"]);
});

test("nor does a setting by its key, where all of them are loaded", () => {
  const settings = (inside: string) => `${cached('"/settings/"')}
const settings = () => load("all");
async function getByKey(key: string) { ${inside} }
`;
  const chosen = settings("const all = await settings(); return all[key];");
  expect(pair(chosen, 'getByKey("a")', 'getByKey("b")')).toEqual([]);
  const asked = settings('return (await fetch("/settings/" + key)).json();');
  expect(pair(asked, 'getByKey("a")', 'getByKey("b")')).toEqual(["high"]);
  const decided = settings('if (key === "a") return undefined; return settings();');
  expect(pair(decided, 'getByKey("a")', 'getByKey("b")')).toEqual(["high"]);
});

test("what waits for something else as well does", () => {
  const both = `${loaded}
async function teamOf(id: string) {
  const { team } = await load(id);
  return (await fetch("/teams/" + team)).json();
}
`;
  expect(pair(both, "teamOf(id)", "ownerOf(id)")).toEqual(["high"]);
  expect(pair(both, "ownerOf(id)", "teamOf(id)")).toEqual(["high"]);
});

describe("what only looks the same is asked twice", () => {
  test("of two objects, by one method", () => {
    const caches = `
class Cache {
  private readonly known = new Map<string, any>();
  constructor(private readonly path: string) {}
  async get(id: string) {
    const found = this.known.get(id);
    if (found !== undefined) return found;
    const made = await (await fetch(this.path + id)).json();
    this.known.set(id, made);
    return made;
  }
  async name(id: string) { return (await this.get(id)).name; }
}
const users = new Cache("/users/");
const teams = new Cache("/teams/");
`;
    expect(pair(caches, "users.get(id)", "teams.get(id)")).toEqual(["high"]);
    expect(pair(caches, "users.name(id)", "teams.name(id)")).toEqual(["high"]);
    expect(pair(caches, "users.name(id)", "users.get(id)")).toEqual([]);
  });

  test("by names of their own, or with parts of what they are given", () => {
    const paths = `${cached("id")}
async function getUser(id: string) { const path = "/users/" + id; return (await load(path)).user; }
async function getTeam(id: string) { const path = "/teams/" + id; return (await load(path)).team; }
async function getOne({ id }: { id: string }) { return (await load(id)).one; }
async function getOther({ id }: { id: string }) { return (await load(id)).other; }
`;
    expect(pair(paths, "getUser(id)", "getTeam(id)")).toEqual(["high"]);
    expect(pair(paths, "getOne({ id })", "getOther({ id: other })")).toEqual(["high"]);
  });

  test("by a name that has another value by then", () => {
    const code = `${cached("id")}
export async function page() {
  let path = "/users";
  const users = await load(path);
  path = "/teams";
  const teams = await load(path);
  return [users, teams];
}
`;
    expect(findIn("serial-await", code).map(({ confidence }) => confidence)).toEqual(["high"]);
  });

  test("of what only counts, or keeps something else, on the way", () => {
    const counted = (kept: string) => `
let requests = 0;
let token: string | undefined;
async function load(path: string) { ${kept}; return (await fetch(path + token + requests)).json(); }
async function getUser(id: string) { return (await load(id)).user; }
async function getTeam(id: string) { return (await load(id)).team; }
`;
    expect(pair(counted("requests += 1"), "getUser(id)", "getTeam(id)")).toEqual(["high"]);
    expect(pair(counted('token ??= "x"'), "getUser(id)", "getTeam(id)")).toEqual(["high"]);
    const opened = counted("token ??= open(path)").concat(
      "declare const open: (path: string) => string;",
    );
    expect(pair(opened, "getUser(id)", "getTeam(id)")).toEqual(["high"]);
  });
});
