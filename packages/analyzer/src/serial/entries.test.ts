import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// Objects that are filled by one key or another, and read by a name.

const confidences = (code: string): readonly string[] =>
  findIn("serial-await", code).map(({ confidence }) => confidence);

const filled = (declared: string, fill: string, ids: string): string => `
import { Pool } from "pg";
const pool = new Pool();
export async function page(id: string) {
  const { rows } = await pool.query("SELECT * FROM links WHERE id = $1", [id]);
  const ids: ${declared};
  ${fill}
  const { rows: users } = await pool.query("SELECT * FROM users WHERE id = ANY($1)", [${ids}]);
  return { rows, users };
}
`;

describe("what one answer puts in by a key is needed by what is read by a name", () => {
  test.each([
    [
      "Record<string, Set<string>> = { user: new Set(), post: new Set() }",
      "for (const row of rows) ids[row.type]?.add(row.id);",
      "[...(ids.user ?? [])]",
    ],
    [
      "Record<string, string[]> = { user: [], post: [] }",
      "rows.forEach((row) => { ids[row.type]!.push(row.id); });",
      "ids.user",
    ],
    [
      "{ user: string[]; post: string[] } = { user: [], post: [] }",
      'for (const row of rows) ids[row.type as "user" | "post"].push(row.id);',
      "ids.user",
    ],
    ["Record<string, string> = {}", "for (const row of rows) ids[row.type] = row.id;", "ids.user"],
  ])("%s", (declared, fill, ids) => {
    expect(confidences(filled(declared, fill, ids))).toEqual([]);
  });

  test("and what is read of another object is not", () => {
    const fill =
      "for (const row of rows) ids[row.type]?.push(row.id); const others = { user: [id] };";
    const code = filled("Record<string, string[]> = { user: [] }", fill, "others.user");
    expect(confidences(code)).toEqual(["high"]);
  });
});

test("going through a collection changes no more of it than going through it once more does", () => {
  const code = `
import { access } from "node:fs/promises";
const endings = new Set(["jpg", "png"]);
async function picture(name: string): Promise<string | undefined> {
  const paths = endings.values().map((ending) => \`\${name}.\${ending}\`).toArray();
  const [first] = paths;
  await access(first ?? name);
  return first;
}
export async function page(id: string) {
  const one = await picture("poster");
  const two = await picture(id);
  return [one, two];
}
`;
  expect(confidences(code)).toEqual(["high"]);
});

describe("what is put into a text", () => {
  const search = (made: string, fill: string): string => `
import { Pool } from "pg";
const pool = new Pool();
export async function page(id: string) {
  const params = ${made};
  const { rows } = await pool.query("SELECT * FROM users WHERE id = $1", [id]);
  ${fill}
  const found = await fetch(\`/search?\${params}\`);
  return [rows, found];
}
`;

  test("is read for what it holds, where it was made as an object", () => {
    expect(confidences(search("new URLSearchParams()", 'params.set("q", rows[0].name);'))).toEqual(
      [],
    );
    expect(confidences(search('["q"]', "params.push(rows[0].name);"))).toEqual([]);
    expect(confidences(search("new URLSearchParams()", 'params.set("q", id);'))).toEqual(["high"]);
  });
});
