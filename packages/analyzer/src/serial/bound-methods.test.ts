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
    "const run = (pool.queryRow as any).bind();",
    "let run = pool.queryRow.bind(pool); export const change = () => { run = pool.renew.bind(pool); };",
  ])("is another: %s", (bound) => {
    expect(confidences(bound)).not.toContain("high");
  });
});

test("what a bound method changes of its object is changed for whoever calls it next", () => {
  const code = `
class Pages {
  #page = 0;
  async next(): Promise<string> {
    const response = await fetch("/pages/" + this.#page);
    this.#page += 1;
    return await response.text();
  }
}
const pages = new Pages();
const next = pages.next.bind(pages);
export async function both() {
  const one = await next();
  const two = await next();
  return [one, two];
}
`;
  expect(findIn("serial-await", code)).toEqual([]);
});

describe("what a method changes of its object", () => {
  const code = (rest: string): string => `
class Pages {
  page = 0;
  async next(): Promise<string> {
    const response = await fetch("/pages/" + this.page);
    this.page += 1;
    return await response.text();
  }
}
const pages = new Pages();
${rest}
`;

  test.each([
    [
      "bound in the function",
      "export async function both() { const next = pages.next.bind(pages); const one = await next(); const two = await next(); return [one, two]; }",
    ],
    [
      "by another name alone",
      "const next = pages.next; export async function both() { const one = await next(); const two = await next(); return [one, two]; }",
    ],
    [
      "taken out of what holds it",
      "const { next } = { next: pages.next.bind(pages) }; export async function both() { const one = await next(); const two = await next(); return [one, two]; }",
    ],
    [
      "in a field of another",
      "export class Uses { next = pages.next.bind(pages); async both() { const one = await this.next(); const two = await this.next(); return [one, two]; } }",
    ],
    [
      "handed on",
      "const twice = async (run: () => Promise<string>) => await run(); export async function both() { const one = await twice(pages.next.bind(pages)); const two = await twice(pages.next.bind(pages)); return [one, two]; }",
    ],
    [
      "run by a list",
      'export async function both() { const one = await Promise.all(["a"].map(pages.next, pages)); const two = await Promise.all(["b"].map(pages.next.bind(pages))); return [one, two]; }',
    ],
  ])("is changed for whoever runs it next, %s", (_, rest) => {
    expect(findIn("serial-await", code(rest))).toEqual([]);
  });
});
