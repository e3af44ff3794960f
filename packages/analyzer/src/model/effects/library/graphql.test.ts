import { describe, expect, test } from "@jest/globals";
import { findIn } from "../../../testkit/check-findings.js";
import { isDocumentNamedForReading, isReadingDocument } from "./graphql.js";

describe("a document of GraphQL", () => {
  test.each([
    "query { user { name } }",
    "{ user { name } }",
    "# whom to ask\nquery User($id: ID!) { user(id: $id) { ...F } }\nfragment F on User { name }",
    "fragment F on User { name } query { user { ...F } }",
  ])("only reads: %s", (text) => {
    expect(isReadingDocument(text)).toBe(true);
  });

  test.each([
    "mutation { rename }",
    "fragment F on User { name } mutation Rename { rename { ...F } }",
    "query A { a } mutation B { b }",
    "subscription { news }",
    // As a template that is nothing but a value reads.
    " $ ",
    "",
  ])("does more: %s", (text) => {
    expect(isReadingDocument(text)).toBe(false);
  });

  test("is known by its name where it is made elsewhere, and by none where that is a variable's", () => {
    expect(isDocumentNamedForReading("GetUserDocument")).toBe(true);
    expect(isDocumentNamedForReading("USER_QUERY")).toBe(true);
    expect(isDocumentNamedForReading("SettingsDocument")).toBe(true);
    expect(isDocumentNamedForReading("ADDRESS_QUERY")).toBe(true);
    expect(isDocumentNamedForReading("UpdateUserDocument")).toBe(false);
    expect(isDocumentNamedForReading("ADD_USER")).toBe(false);
    expect(isDocumentNamedForReading("RENAME_MUTATION")).toBe(false);
    expect(isDocumentNamedForReading("document")).toBeUndefined();
  });
});

const confidences = (code: string) =>
  findIn("serial-await", code).map(({ confidence }) => confidence);

describe("a request with a document of GraphQL", () => {
  const asked = (send: string, second = "USER") => `
import axios from "axios";
import { request } from "graphql-request";
const USER = "query User { user { name } }";
const RENAME = "mutation Rename { rename }";
async function ask(query: string, variables: object = {}): Promise<string> { ${send} }
export async function page() {
  const one = await ask("query { teams { name } }");
  const two = await ask(${second}, { id: 1 });
  return [one, two];
}
`;
  const sends = [
    'const answer = await axios.post("https://api.test/graphql", { query, variables }); return answer.data;',
    'const answer = await fetch("https://api.test/graphql", { method: "POST", body: JSON.stringify({ query, variables }) }); return answer.text();',
    'return (await axios({ method: "post", url: "https://api.test", data: { query, variables } })).data;',
    'return await request("https://api.test", query, variables);',
  ];

  test.each(sends)("only reads where its callers hand in queries: %s", (send) => {
    expect(confidences(asked(send))).toEqual(["high"]);
  });

  test.each(sends)("writes where one of them hands in a mutation: %s", (send) => {
    expect(confidences(asked(send, "RENAME"))).not.toContain("high");
  });

  test("is none where the body holds more than that", () => {
    const send =
      'return (await axios.post("https://api.test/visits", { query, at: Date.now() })).data;';
    expect(confidences(asked(send))).not.toContain("high");
  });
});

test("an address alone is read, with the options behind it", () => {
  const asked = (second: string) => `
import axios from "axios";
export async function page() {
  const one = await axios("https://api.test/one");
  const two = await axios(${second});
  return [one, two];
}
`;
  expect(confidences(asked('"https://api.test/two"'))).toEqual(["high"]);
  expect(confidences(asked('"https://api.test/two", { method: "get" }'))).toEqual(["high"]);
  expect(confidences(asked('"https://api.test/two", { method: "post" }'))).not.toContain("high");
});
