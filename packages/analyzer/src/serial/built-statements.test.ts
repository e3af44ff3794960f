import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// Statements that Knex writes out and a driver runs, by a function that is handed a pool or one connection; nothing has types here.

const code = (statement: string, on = "sqlClientPool"): string => `
import type { Connection, Pool } from "mariadb";
const knex = require("knex")({ client: "mysql2" });
const Sql = { find: (id: string, filter: any) => ${statement} };
const query = async (on: Pool | Connection, text: string, values: unknown[] = []) => on.query(text, values);
export async function page(id: string, { ${on}, filter }: any) {
  const mine = await query(${on}, Sql.find(id, filter));
  const other = await query(${on}, Sql.find(id + "2", filter));
  return [mine, other];
}
`;
const confidences = (...given: Parameters<typeof code>) =>
  findIn("serial-await", code(...given)).map(({ confidence }) => confidence);

describe("a statement that Knex writes out", () => {
  test.each([
    'knex("users").where("id", "=", id).toString()',
    'knex("users as u").join("teams as t", "u.team", "t.id").select("u.*").where({ id }).orderBy("id").toString()',
    'knex.select("id").from("users").where({ id }).toQuery()',
    'knex("users").whereRaw("id = ?", [id]).count("id").toString()',
  ])("reads: %s", (statement) => {
    expect(confidences(statement)).toEqual(["high"]);
  });

  test.each([
    'knex("users").insert({ id }).toString()',
    'knex("users").where({ id }).update({ seen: 1 }).toString()',
    'knex("users").where({ id }).del().toString()',
    'knex("users").where({ id }).forUpdate().toString()',
    'knex("users").where({ id }).increment("count", 1).toString()',
    'knex.raw("UPDATE users SET seen = 1").toString()',
    `knex("users").select(knex.raw("nextval('ids')")).toString()`,
    'knex("users").whereRaw("id in (delete from users returning id)").toString()',
    'knex("users").withRecursive("all", filter).from("all").toString()',
    'knex("users").where({ id }).modify(filter).toString()',
    "filter(knex(id)).toString()",
    'filter("users").where({ id }).toString()',
  ])("may change something: %s", (statement) => {
    expect(confidences(statement)).not.toContain("high");
  });

  test.each(["connection", "conn", "client", "spool"])(
    "is one after the other on a connection: %s",
    (on) => {
      expect(confidences('knex("users").where({ id }).toString()', on)).not.toContain("high");
    },
  );
});
