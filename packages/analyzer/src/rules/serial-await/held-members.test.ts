import { describe, expect, test } from "@jest/globals";
import { findIn } from "../../testkit/check-findings.js";
import { checkFix } from "../../testkit/check-fix.js";

const rule = "serial-await";
const page = (body: string) => `
declare const pool: { connect(): unknown; acquireConnection(): Promise<string> };
async function save(id: string): Promise<string> {
  return (await fetch("/users/" + id, { method: "POST" })).text();
}
async function prices(): Promise<string> { return (await fetch("/prices")).text(); }
async function warm(id: string): Promise<string> {
  pool.connect();
  return (await fetch("/warm/" + id, { method: "POST" })).text();
}
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
    "return Promise.all([await save(id), prices()]);",
    "await Promise.all([await warm(id), prices()]);",
  ])("keeps those after it from being started, whatever they do: %s", (body) => {
    expect(found(body)).toEqual([["high", expect.stringContaining("is there to have")]]);
  });

  test.each([
    ["await Promise.all([await elsewhere(id), prices()]);", "`elsewhere`"],
    ["await Promise.all([await pool.acquireConnection(), prices()]);", "has to be given back"],
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
  test("leaves the awaits out, and makes a function of what is made of a result", () => {
    checkFix(
      rule,
      page(
        "return Promise.all([isNew ? await save(id) : undefined, (await prices()).length, await save(id)]);",
      ),
      page(
        "return Promise.all([isNew ? save(id) : undefined, (async () => (await prices()).length)(), save(id)]);",
      ),
    );
    checkFix(
      rule,
      page("return Promise.all([{ id: await save(id) }, prices()]);"),
      page("return Promise.all([(async () => ({ id: await save(id) }))(), prices()]);"),
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

  test("is refused in a generator that yields there", () => {
    const code = `
export async function* steps() {
  await Promise.all([(await fetch("/a")).json(yield), fetch("/b")]);
}
`;
    const [finding] = findIn(rule, code);
    expect(finding?.fixes).toEqual([]);
    expect(finding?.refusals).toEqual([
      {
        title: "Start them together",
        reason: "A generator's `yield` cannot stand in a function of its own",
      },
    ]);
  });
});
