import { describe, expect, test } from "@jest/globals";
import { findIn } from "../../testkit/check-findings.js";

// Loops whose turns put jobs into a queue.

const loop = (turn: string, of = "id of ids", library = "bullmq"): string => `
import { Queue } from "${library}";
import { readFile } from "node:fs/promises";
const queue = new Queue("mails");
let count = 0;
const enqueue = async (id: string) => { const text = await readFile(id, "utf8"); await queue.add("mail", { text }); };
export async function all(ids: string[]) {
  for (const ${of}) { ${turn} }
}
`;
const found = (code: string) => findIn("serial-await-in-loop", code);

describe("turns that put a job of their own into a queue", () => {
  test.each([
    'await queue.add("mail", { id });',
    'const job = { id }; await queue.add("mail", job);',
    'const text = await readFile(id, "utf8"); await queue.add("mail", { text });',
  ])("may be started together: %s", (turn) => {
    const [finding] = found(loop(turn));
    expect(finding?.confidence).toBe("high");
    expect(finding?.message).toContain("each puts a job of its own into the queue");
    expect(finding?.fixes.map(({ safety }) => safety)).not.toContain("safe");
  });

  test.each([
    // The same each time.
    'await queue.add("mail", { ids });',
    'await queue.add("mail", { id: count++ });',
    // Another job may be the answer to it.
    'if ((await queue.getJob(id)) === undefined) await queue.add("mail", { id });',
    'await queue.pause(); await queue.add("mail", { id });',
    "await enqueue(id);",
    'await queue.add("mail", { id }); await fetch("/mails", { method: "POST" });',
    'await queue.add("mail", { id }); if (id === "last") break;',
    'await queue.add("mail", { id }); count += 1; if (count > 3) return;',
  ])("not where there is more to it: %s", (turn) => {
    expect(found(loop(turn)).map(({ confidence }) => confidence)).not.toContain("high");
  });

  test("nor what sends messages, whose order is meant", () => {
    const code = loop('await queue.add("mail", { id });', "id of ids", "not-known");
    expect(found(code).map(({ confidence }) => confidence)).not.toContain("high");
  });
});
