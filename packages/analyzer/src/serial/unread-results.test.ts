import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// Awaits whose results have a name that nothing reads.

const page = (second: string, after = ""): string => `
import { Pool } from "pg";
const pool = new Pool();
async function getUserOrThrow(id: string) {
  const { rows } = await pool.query("SELECT * FROM users WHERE id = $1", [id]);
  if (rows.length === 0) throw new Error("No user " + id);
  return rows[0];
}
async function touchUser(id: string) { return (await pool.query("UPDATE users SET seen = now() WHERE id = $1", [id])).rows; }
declare const api: { getTeam(id: string): Promise<string> };
export async function page(id: string, other: string) {
  const user = await getUserOrThrow(id);
  ${second}
  ${after}
  return user;
}
`;
const confidences = (code: string) =>
  findIn("serial-await", code).map(({ confidence }) => confidence);

describe("a result that nothing reads", () => {
  test("is that of a question which throws where it finds nothing", () => {
    expect(confidences(page("const unread = await getUserOrThrow(other);"))).toEqual(["high"]);
  });

  test.each([
    ["of what changes something", "const unread = await touchUser(other);"],
    [
      "of what is named for no throw",
      "const findUser = getUserOrThrow; const unread = await findUser(other);",
    ],
    ["of what is only declared", "const unread = await api.getTeam(other);"],
    [
      "of what is named for a guard",
      "const ensureUser = getUserOrThrow; const unread = await ensureUser(other);",
    ],
  ])("keeps its place: %s", (_, second) => {
    expect(confidences(page(second))).not.toContain("high");
  });

  test("stays before what is read once it has not thrown", () => {
    const code = page(
      "const unread = await getUserOrThrow(other);",
      "const more = await fetch(other); console.log(more);",
    );
    const found = findIn("serial-await", code);
    expect(found.map(({ group }) => group?.length)).toEqual([2]);
    expect(found[0]?.message).toContain("`getUserOrThrow` and `fetch`");
  });

  test("stays before what it guards", () => {
    const before = page(
      "const unread = await getUserOrThrow(other);",
      "const done = await touchUser(id); console.log(done);",
    );
    const [finding, ...others] = findIn("serial-await", before);
    expect(others).toEqual([]);
    expect(finding?.message).not.toContain("touchUser");
  });
});
