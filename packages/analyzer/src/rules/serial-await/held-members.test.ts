import { describe, expect, test } from "@jest/globals";
import { findIn } from "../../testkit/check-findings.js";
import { checkFix } from "../../testkit/check-fix.js";

const rule = "serial-await";
const page = (body: string) => `
import { mkdir, writeFile } from "node:fs/promises";
declare const pool: { connect(): unknown; acquireConnection(): Promise<string> };
async function save(id: string): Promise<string> {
  return (await fetch("/users/" + id, { method: "POST" })).text();
}
async function prices(): Promise<string> { return (await fetch("/prices")).text(); }
async function warm(id: string): Promise<string> {
  pool.connect();
  return (await fetch("/warm/" + id, { method: "POST" })).text();
}
async function refuse(id: string): Promise<string> {
  const text = await prices();
  if (text === id) throw new Error("Forbidden");
  return text;
}
const kept = new Map<string, string>();
async function put(id: string): Promise<string> {
  const text = await save(id);
  kept.set("a", text);
  return text;
}
const read = async () => save(kept.get("a") ?? "");
async function near(id: string): Promise<string> { return id; }
declare function elsewhere(id: string): Promise<string>;
export async function all(id: string, isNew: boolean) {
  ${body}
}
`;
const found = (body: string) =>
  findIn(rule, page(body)).map(({ confidence, message }) => [confidence, message]);

describe("an await among the members of a gather", () => {
  test.each([
    "await Promise.all([await save(id), save(id)]);",
    "await Promise.all([await save(id), await prices()]);",
    "await Promise.all([near(id), await save(id), prices()]);",
    "await Promise.all([isNew ? await save(id) : undefined, prices()]);",
    "await Promise.allSettled([(await prices()).length, await prices()]);",
    "await Promise.all([await save(id), await refuse(id)]);",
    "return Promise.all([await save(id), prices()]);",
    "await Promise.all([await warm(id), prices()]);",
  ])("keeps those after it from being started, whatever they do: %s", (body) => {
    expect(found(body)).toEqual([["high", expect.stringContaining("is there to have")]]);
  });

  test.each([
    ["await Promise.all([await elsewhere(id), prices()]);", "`elsewhere`"],
    ["await Promise.all([await pool.acquireConnection(), prices()]);", "has to be given back"],
    ["await Promise.all([await refuse(id), save(id)]);", "may throw"],
    ["await Promise.all([await put(id), read()]);", "kept"],
    [
      "const list: string[] = []; await Promise.all([list.push(await save(id)), save(list.join())]);",
      "list",
    ],
    ['await Promise.all([await mkdir(id), writeFile(id + "/a", "x")]);', "the file system"],
  ])("leaves a suggestion where something speaks against it: %s", (body, reason) => {
    expect(found(body)).toEqual([["low", expect.stringContaining(reason)]]);
  });

  test.each([
    "await Promise.all([prices(), await save(id)]);",
    "await Promise.all([await near(id), prices()]);",
    "await Promise.all([await prices(), near(id), id]);",
    "await Promise.all([prices(), save(id)]);",
    "await Promise.all([await new Promise((done) => { setTimeout(done, 100); }), prices()]);",
    "await Promise.all([(async () => await save(id))(), prices()]);",
    "await Promise.all([...[await save(id)], prices()]);",
  ])("holds nothing here: %s", (body) => {
    expect(found(body)).toEqual([]);
  });

  test("holds what one connection answers in turn", () => {
    const code = `
import { Pool } from "pg";
const pool = new Pool();
export async function both() {
  const client = await pool.connect();
  await Promise.all([await client.query("SELECT 1"), client.query("SELECT 2")]);
}
`;
    expect(findIn(rule, code)).toEqual([]);
  });
});

describe("the fix", () => {
  test("leaves the awaits out, and makes what is made of a result once that has come", () => {
    checkFix(
      rule,
      page(
        "return Promise.all([isNew ? await save(id) : undefined, (await prices()).trim().length, await save(id)]);",
      ),
      page(
        "return Promise.all([isNew ? save(id) : undefined, prices().then((value) => value.trim().length), save(id)]);",
      ),
    );
  });

  test("says what becomes of an error", () => {
    const titles = (body: string) =>
      findIn(rule, page(body)).flatMap(({ fixes }) =>
        fixes.map(({ title, safety }) => [safety, title]),
      );
    expect(titles("await Promise.all([await save(id), prices()]);")).toEqual([
      [
        "suggested",
        "Start them together: the first rejection is the one that is thrown, the others run on",
      ],
    ]);
    expect(titles("await Promise.allSettled([await save(id), prices()]);")).toEqual([
      [
        "suggested",
        "Start them together: what fails is told of with the others in place of being thrown",
      ],
    ]);
  });

  test.each([
    ["await Promise.all([{ id: await save(id) }, prices()]);", "part of an expression"],
    ["await Promise.all([(await save(id))!, prices()]);", "part of an expression"],
    ["await Promise.all([(await save(id)) as string, prices()]);", "part of an expression"],
    ["await Promise.all([await /* first */ save(id), prices()]);", "part of an expression"],
    ["await Promise.all([await save(await save(id)), prices()]);", "part of an expression"],
    ["await Promise.all<[string, string]>([await save(id), await prices()]);", "written out"],
  ])("is refused where it would mean something else: %s", (body, reason) => {
    const [finding] = findIn(rule, page(body));
    expect(finding?.fixes).toEqual([]);
    expect(finding?.refusals).toEqual([
      { title: "Start them together", reason: expect.stringContaining(reason) },
    ]);
  });
});
