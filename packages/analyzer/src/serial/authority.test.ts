import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// `authorization.canEdit(id)`: a guard where it refuses, a question where it answers.

describe("who says what somebody may do", () => {
  const asked = (receiver: string, refusal: string) =>
    findIn(
      "serial-await",
      `
class Rights {
  async canEdit(id: string) {
    const rights = await (await fetch("/rights/" + id)).text();
    ${refusal}
    return rights;
  }
}
const ${receiver} = new Rights();
async function getOrders(id: string) { return (await fetch("/orders/" + id)).text(); }
export async function show(id: string) {
  const rights = await ${receiver}.canEdit(id);
  const orders = await getOrders(id);
  return [rights, orders];
}
`,
    ).map(({ confidence }) => confidence);

  test("is a guard where it refuses, and is asked where it answers", () => {
    const refusal = 'if (rights === "") throw new Error("Nothing");';
    expect(asked("authorization", refusal)).toEqual(["low"]);
    expect(asked("permissions", refusal)).toEqual(["low"]);
    expect(asked("authorization", "")).toEqual(["high"]);
  });
});
