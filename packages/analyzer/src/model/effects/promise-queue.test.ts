import { describe, expect, test } from "@jest/globals";
import { findIn } from "../../testkit/check-findings.js";

// Whoever comes waits for those before him, which changes nothing for anybody.

const queue = (puts: string) => `
class Mutex {
  private tail: Promise<unknown> = Promise.resolve();
  run<T>(work: () => Promise<T>): Promise<T> {
    ${puts}
  }
}
const mutex = new Mutex();
const settle = (id: string) => mutex.run(async () => (await fetch("/items/" + id)).text());
export async function page() {
  const one = await settle("1");
  const two = await settle("2");
  return [one, two];
}
`;

const confidences = (puts: string) =>
  findIn("serial-await", queue(puts)).map(({ confidence }) => confidence);

describe("a queue of promises", () => {
  test.each([
    "const next = this.tail.then(() => work()); this.tail = next.catch(() => undefined); return next;",
    "const before = this.tail; const next = before.then(work); this.tail = next.then(() => 1, () => 2); return next;",
    "return (this.tail = this.tail.then(work)) as Promise<T>;",
  ])("keeps nothing apart: %s", (puts) => {
    expect(confidences(puts)).toEqual(["high"]);
  });

  test.each([
    "this.tail = work(); return this.tail as Promise<T>;",
    "const next = work(); this.tail = next.then(() => 1); return next;",
    "const before = this.tail; this.tail = before; return work();",
  ])("is none where what stands there is another: %s", (puts) => {
    expect(confidences(puts)).not.toContain("high");
  });
});
