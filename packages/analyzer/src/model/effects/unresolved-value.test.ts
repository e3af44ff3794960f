import { describe, expect, test } from "@jest/globals";
import { findIn } from "../../testkit/check-findings.js";

// Functions and classes of packages that are nowhere to be read, where what they answer is a value.

const confidences = (inside: string, head = "") =>
  findIn(
    "serial-await",
    `
import { Digest, Kind, Octokit, Query, keyBy } from "somewhere";
import { groupBy } from "lodash";
import { match } from "ts-pattern";
${head}
async function settle(id: string): Promise<any> { ${inside} }
async function orders(id: string) { return (await fetch("/orders/" + id)).json(); }
export async function page(id: string) {
  const settled = await settle(id);
  const ordered = await orders(id);
  return [settled, ordered, Digest, Kind, Octokit, Query, keyBy, groupBy, match];
}
`,
  ).map(({ confidence }) => confidence);

const token = 'const token = await (await fetch("/token/" + id)).text();';

describe("an object of a class that is nowhere to be read", () => {
  test("is made and kept", () => {
    expect(confidences(`${token} return new Octokit({ token });`)).toEqual(["high"]);
    const named = "const made = new Octokit({ token }); return made;";
    expect(confidences(`${token} ${named}`)).toEqual(["high"]);
    expect(confidences(`${token} ${named.replace("Octokit", "Query")}`)).not.toContain("high");
    expect(confidences(`${token} new Octokit({ token }); return token;`)).not.toContain("high");
    expect(confidences(`${token} return await new Octokit({ token });`)).not.toContain("high");
    const later = "const made = new Octokit({ token }); await made; return token;";
    expect(confidences(`${token} ${later}`)).not.toContain("high");
    expect(confidences(`${token} return new Query({ token });`)).not.toContain("high");
  });

  test("does for itself what is called on it before anybody else has it", () => {
    const sum = 'new Digest().update(token).digest("hex")';
    expect(confidences(`${token} const sum = ${sum}; return sum.length;`)).toEqual(["high"]);
    for (const chain of [
      "await new Digest().update(token); return token;",
      "return new Digest(seen).update(token).size;",
      "return new Digest().update(seen).size;",
      "return new Digest().save(token).size;",
    ]) {
      expect(confidences(`${token} ${chain}`, "const seen: string[] = [];")).not.toContain("high");
    }
  });
});

describe("a name that is handed to a function which runs others", () => {
  test("is a value where it is written as one", () => {
    const choose = (kind: string) =>
      `return match(id).with(${kind}, async () => (await fetch("/" + id)).json()).exhaustive();`;
    expect(confidences(choose("Kind.FIRST"))).toEqual(["high"]);
    expect(confidences(choose("Kind.first"))).not.toContain("high");
  });

  test("is a function where its type says so", () => {
    const head = "let total = 0; const ADD = (n: unknown) => { total += Number(n); };";
    const each = `const rows: string[] = (await fetch("/" + id)).json() as never; rows.forEach(ADD); return total;`;
    expect(confidences(each, head)).not.toContain("high");
  });

  test("is the list where that comes first", () => {
    const grouped = (call: string) =>
      `${token} let [rows] = JSON.parse(token); rows = rows.map(String); return ${call};`;
    expect(confidences(grouped('groupBy(rows, "id")'))).toEqual(["high"]);
    expect(confidences(grouped("groupBy(rows, rows)"))).not.toContain("high");
  });
});
