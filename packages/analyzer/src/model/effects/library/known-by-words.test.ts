import { describe, expect, test } from "@jest/globals";
import { findIn } from "../../../testkit/check-findings.js";

// What code does on its way to what it brings, on values whose types are not at hand.

const confidences = (code: string) =>
  findIn("serial-await", code).map(({ confidence }) => confidence);

const twice = (body: string, head = "") => `
${head}
declare const elsewhere: any;
async function load(id: string) { ${body} }
export async function both() {
  const a = await load("a");
  const b = await load("b");
  return [a, b];
}
`;

test.each([
  [
    "who is asked first is not known",
    "const res = await elsewhere.fetch(id); await fetch('/a/' + id); const response: any = res; return response;",
    false,
  ],
  [
    "the rest of an answer that nobody wants",
    "const res: any = await fetch('/a/' + id); await res.body?.cancel(); return res.status;",
    true,
  ],
  [
    "the same with its type",
    "const res = await fetch('/a/' + id); await res.body?.cancel(); return res.status;",
    true,
  ],
  [
    "a copy of an answer",
    "const response: any = await fetch('/a/' + id); return response.clone().text();",
    true,
  ],
  [
    "what is copied otherwise",
    "const response: any = await fetch('/a/' + id); return response.copy().text();",
    false,
  ],
  ["a line on the console for what failed", "return fetch('/a/' + id).catch(console.error);", true],
  ["what is handed the answer", "return fetch('/a/' + id).catch(elsewhere.report);", false],
])("%s", (_what, body, isKnown) => {
  const found = confidences(twice(body));
  if (isKnown) expect(found).toEqual(["high"]);
  else expect(found).not.toContain("high");
});

describe("a command of Redis is known by its word", () => {
  const asked = (command: string) => confidences(twice(`return elsewhere.client.${command};`));

  test.each(["smembers('k' + id)", "hGetAll('k' + id)", "sismember('k', id)"])("%s", (command) => {
    expect(asked(command)).toEqual(["high"]);
  });

  test.each(["sadd('k', id)", "get('k' + id)", "members('k' + id)", "hgetall()"])(
    "and it writes, or others have it: %s",
    (command) => {
      expect(asked(command)).not.toContain("high");
    },
  );

  test("unless it is kept in memory", () => {
    const kept = twice("return elsewhere.memoryStore.smembers('k' + id);");
    expect(confidences(kept)).not.toContain("high");
  });

  test("unless commands are gathered", () => {
    const later = twice("const m = elsewhere.redis.multi(); return m.smembers('k' + id);");
    expect(confidences(later)).not.toContain("high");
    expect(confidences(twice("return elsewhere.pipeline.smembers('k' + id);"))).not.toContain(
      "high",
    );
  });
});

test("a message of an editor that nobody waits for is a line of a log", () => {
  const told = (statement: string) =>
    confidences(
      twice(
        `try { return await fetch("/a/" + id); } catch { ${statement} return undefined; }`,
        'import * as vscode from "vscode";',
      ),
    );
  expect(told("vscode.window.showErrorMessage(id);")).toEqual(["high"]);
  expect(told("void vscode.window.showWarningMessage(id);")).toEqual(["high"]);
  expect(told("await vscode.window.showErrorMessage(id);")).not.toContain("high");
  expect(told("if (vscode.window.showErrorMessage(id)) return;")).not.toContain("high");
});

test("rows of a table that a module holds are changed by Drizzle's words, casts or not", () => {
  const code = (db: string) => `
export async function rename(db: any, schema: any, id: string) {
  await ${db}.update(schema.nodes).set({ id }).where(id);
  const a = await ${db}.select().from(schema.users);
  const b = await ${db}.select().from(schema.lists);
  return [a, b];
}
`;
  expect(confidences(code("db"))).toEqual(["high"]);
  expect(confidences(code("(db as any)"))).toEqual(["high"]);
});

test.each([
  ["countUsers", true],
  ["getTokens", true],
  ["countTokens", false],
  ["countPromptTokensAsync", false],
  ["getTokenCount", false],
  ["estimateBytes", false],
  ["getNumInputTokensFor", false],
])("how long a text is, is worked out where it is: %s", (name, asks) => {
  const code = `
import { api } from "somewhere";
export async function both(a: string, b: string) {
  const one = await api.${name}(a);
  const two = await api.${name}(b);
  return [one, two];
}
`;
  expect(findIn("serial-await", code).length).toBe(asks ? 1 : 0);
});

test.each([
  [
    "one after the other",
    "const first = await one; const second = await two; return [first, second];",
    true,
  ],
  [
    "together",
    "const [first, second] = await Promise.all([one, two]); return [first, second];",
    true,
  ],
  ["not at all", "return [one, two];", false],
])("what is asked for first, and waited for later: %s", (_how, rest, waits) => {
  const code = `
import { api } from "somewhere";
async function load(id: string) { const one = api.getUser(id); const two = api.getList(id); ${rest} }
export async function both() {
  const user = await load("a");
  const list = await load("b");
  return [user, list];
}
`;
  expect(confidences(code)).toEqual(waits ? ["low"] : []);
});
