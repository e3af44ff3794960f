import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// Methods that a module hands out by themselves; the packages that their parameters are typed by are not installed.

const page = (bound: string): string => `
import pg from "pg";
import type { z } from "zod";
class Pool {
  readonly pool = new pg.Pool();
  async queryRow<Model extends z.ZodType>(id: string, model: Model): Promise<z.infer<Model>>;
  async queryRow<Model extends z.ZodType>(id: string, params: unknown[], model: Model): Promise<z.infer<Model>>;
  async queryRow<Model extends z.ZodType>(id: string, params: unknown[] | Model, model?: Model) {
    const found = await this.pool.query("SELECT * FROM users WHERE id = $1", [id, params]);
    return model === undefined ? found.rows[0] : found.rows;
  }
  async renew(id: string): Promise<void> { await this.pool.query("UPDATE users SET seen = now() WHERE id = $1", [id]); }
}
const pool = new Pool();
${bound}
export async function page(id: string, other: string, model: z.ZodType) {
  const one = await run(id, model);
  const two = await run(other, model);
  return [one, two];
}
`;
const confidences = (bound: string) =>
  findIn("serial-await", page(bound)).map(({ confidence }) => confidence);

describe("a bound method", () => {
  test.each([
    "const run = pool.queryRow.bind(pool);",
    "const held = { row: pool.queryRow.bind(pool) }; const run = (id: string, model: z.ZodType) => held.row(id, model);",
  ])("does what the method does: %s", (bound) => {
    expect(confidences(bound)).toEqual(["high"]);
  });

  test.each([
    "const run = pool.renew.bind(pool);",
    // Whoever is called by it gets what stands here first.
    "const run = pool.queryRow.bind(pool, 'one');",
    "let run = pool.queryRow.bind(pool); export const change = () => { run = pool.renew.bind(pool); };",
  ])("is another: %s", (bound) => {
    expect(confidences(bound)).not.toContain("high");
  });
});
