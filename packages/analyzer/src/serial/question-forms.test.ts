import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// What is sent by POST and is taken for a question, since who sends it is named for what it brings.

const code = (name: string, address: string, method = "POST", body = "words") => `
import axios from "axios";
async function ${name}(words: string) {
  const response = await fetch("${address}", { method: "${method}", body: ${body} });
  return await response.text();
}
export async function page(words: string) {
  const one = await ${name}(words);
  const two = await ${name}(words + "2");
  return [one, two];
}
`;

const confidences = (text: string, rule = "serial-await") =>
  findIn(rule, text).map(({ confidence }) => confidence);

describe("a request by POST in a function that is named for what it brings", () => {
  test("is a question, and the finding says so", () => {
    const [finding] = findIn("serial-await", code("fetchPrices", "https://shop.test/prices"));
    expect(finding?.confidence).toBe("high");
    expect(finding?.related.map(({ message }) => message).join()).toContain(
      "sends a request by POST (line 4), which is taken for a question by its name",
    );
    expect(finding?.fixes.map(({ safety }) => safety)).not.toContain("safe");
  });

  test.each([
    ["what is added to by no word of it", "JSON.stringify({ addresses: [words] })"],
    ["who takes it back", "words, signal: AbortSignal.timeout(1000)"],
  ])("whatever its words hold within: %s", (_, body) => {
    const [finding] = findIn("serial-await", code("fetchPrices", "/shop/prices", "POST", body));
    expect(finding?.confidence).toBe("high");
  });

  test.each([
    "/users/add",
    "/signUp",
    "/oauth/token",
    "/orders/createMany",
    "/login",
    "/addtocart",
    "/addresses/add",
  ])("is none where it says what it does: %s", (address) => {
    expect(confidences(code("fetchPrices", address))).not.toContain("high");
  });

  test.each([
    [
      "by a client of HTTP",
      'axios.post("https://shop.test/graphql", { query: "query { users }" })',
    ],
    ["in the turns of a loop", ""],
  ])("%s, too", (_how, request) => {
    const found =
      request === ""
        ? confidences(
            `${code("fetchPrices", "https://shop.test/prices")}
export async function all(list: readonly string[]) {
  const prices: string[] = [];
  for (const words of list) prices.push(await fetchPrices(words));
  return prices;
}`,
            "serial-await-in-loop",
          )
        : confidences(`
import axios from "axios";
const searchUsers = async (words: string) => (await ${request}).data;
export async function page(words: string) {
  const one = await searchUsers(words);
  const two = await searchUsers(words + "2");
  return [one, two];
}
`);
    expect(found).toEqual(["high"]);
  });

  test.each([
    ["a name that says something else", code("submitPrices", "https://shop.test/prices")],
    ["an address that makes something", code("getOrder", "https://shop.test/orders/create")],
    ["what is renewed", code("getUser", "https://shop.test/oauth/token")],
    ["a change in GraphQL", code("getUser", "https://shop.test/graphql", "POST", '"mutation {}"')],
    ["another method", code("getUser", "https://shop.test/users", "PUT")],
    [
      "what is sent in place",
      `import axios from "axios";
export async function page() {
  const one = await axios.post("https://shop.test/users");
  const two = await axios.post("https://shop.test/prices");
  return [one, two];
}`,
    ],
  ])("is none with %s", (_what, text) => {
    expect(confidences(text)).not.toContain("high");
  });
});

describe("a statement that a question hands on", () => {
  const asked = (how: string, given: string, run = "text") =>
    findIn(
      "serial-await",
      `
import { Pool } from "pg";
const pool = new Pool();
const listed = "SELECT * FROM users";
const noted = "INSERT INTO asked VALUES (1)";
const texts = { noted: "INSERT INTO asked VALUES (1)" };
const rows = async (text: string) => (await pool.query(${run})).rows;
async function ${how}Orders(id: string) { return rows(${given}); }
async function ${how}Users(id: string) { return rows(${given}); }
export async function page(id: string) {
  const orders = await ${how}Orders(id);
  const users = await ${how}Users(id);
  return [orders, users];
}
`,
    );
  const of = (...given: Parameters<typeof asked>) =>
    asked(...given).map(({ confidence }) => confidence);

  test("is a question where nobody can read it, and the finding says so", () => {
    const [finding] = asked("fetch", "JSON.parse(id)");
    expect(finding?.confidence).toBe("high");
    expect(finding?.fixes.map(({ safety }) => safety)).not.toContain("safe");
    expect(finding?.related.map(({ message }) => message).join("\n")).toContain(
      "`fetchOrders` on line 11 runs a statement that cannot be read (line 7), which is taken for a question by its name",
    );
    expect(of("settle", "JSON.parse(id)")).not.toContain("high");
  });

  test("is one by the word of SQL for it, unless it takes more than it reads", () => {
    expect(of("select", "JSON.parse(id)")).toEqual(["high"]);
    expect(of("selectLocked", "JSON.parse(id)")).not.toContain("high");
    expect(of("selectInto", "JSON.parse(id)")).not.toContain("high");
  });

  test.each(["listed", '"SELECT * FROM users WHERE id = " + id'])(
    "is one where it says so: %s",
    (given) => {
      expect(of("fetch", given)).toEqual(["high"]);
    },
  );

  // biome-ignore lint/suspicious/noTemplateCurlyInString: the code under test has it
  test.each(["noted", "texts.noted", '"DELETE FROM users WHERE id = " + id', "`${noted} --`"])(
    "is none where it changes something: %s",
    (given) => {
      expect(of("fetch", given)).not.toContain("high");
    },
  );

  test("is none where what runs it holds the change", () => {
    expect(of("fetch", "id", "noted")).not.toContain("high");
    expect(of("fetch", "id", "texts.noted")).not.toContain("high");
  });
});

describe("a statement whose text does not stand where it is run", () => {
  const run = (...given: Parameters<typeof code>) =>
    findIn("serial-await", code(...given)).map(({ confidence }) => confidence);
  const code = (query: string, given: string, how = "settle") => `
import { Pool } from "pg";
const pool = new Pool();
declare const format: (text: string, values: readonly unknown[]) => string;
declare const lost: any;
interface Statement { text: string; values: readonly unknown[] }
const normalize = (statement: Statement | string): Statement =>
  typeof statement === "string" ? { text: statement, values: [] } : statement;
const build = (id: string) => {
  const where = id === "" ? "" : "WHERE id = 1";
  return { query: \`SELECT * FROM users \${where}\`, params: [id] };
};
const change = (id: string) => ({ query: "DELETE FROM users WHERE id = " + id, params: [id] });
const pick = (id: string) => (id === "" ? "SELECT 1 FROM users" : "SELECT 2 FROM users");
const mixed = (id: string) => (id === "" ? "SELECT 1 FROM users" : "DELETE FROM users");
async function rows(statement: string): Promise<unknown[]> { ${query} }
async function ${how}Orders(id: string) { ${given} }
export async function page(id: string) {
  const orders = await ${how}Orders(id);
  const users = await ${how}Orders(id + "2");
  return [orders, users];
}
`;
  const plain = "return (await pool.query(statement)).rows;";
  const select = 'return rows("SELECT * FROM users WHERE id = " + id);';

  test.each([
    ["is formatted", "return (await pool.query(format(statement, []))).rows;", select],
    [
      "is taken out of what formats it",
      "const { text, values } = normalize(statement); return (await pool.query(text, [...values])).rows;",
      select,
    ],
    [
      "is a property of what formats it",
      "const made = normalize(statement); return (await pool.query(made.text)).rows;",
      select,
    ],
    ["is a choice", plain, 'return rows(id === "" ? "SELECT 1 FROM a" : "SELECT 2 FROM a");'],
    ["is answered by a function", plain, "return rows(pick(id));"],
    [
      "is a property of what a function answers",
      plain,
      "const { query: q, params } = build(id); return rows(q).then((all) => [all, params]);",
    ],
    [
      "goes on from what is handed in",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the code under test has it
      "return (await pool.query(`${statement} LIMIT 10`)).rows;",
      select,
    ],
  ])("reads where it %s and reads", (_where, query, given) => {
    expect(run(query, given)).toEqual(["high"]);
  });

  test.each([
    [
      "what is formatted writes",
      "return (await pool.query(format(statement, []))).rows;",
      'return rows("DELETE FROM a");',
    ],
    ["one of a choice writes", plain, "return rows(mixed(id));"],
    ["a function answers what writes", plain, "return rows(change(id).query);"],
    ["nobody can read it", plain, "return rows(lost.statement);"],
    [
      "what goes on writes",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the code under test has it
      "return (await pool.query(`${statement}; DELETE FROM a`)).rows;",
      select,
    ],
    [
      "two paths lead to it, and one writes",
      plain,
      'const all = await rows("SELECT 1 FROM a"); await rows("DELETE FROM a"); return all;',
    ],
  ])("does not where %s", (_where, query, given) => {
    expect(run(query, given)).not.toContain("high");
  });

  test("says so to what runs it in place as well", () => {
    const direct = (text: string) =>
      run(`return (await pool.query(${text})).rows;`, "return rows(id);");
    expect(direct("pick(statement)")).toEqual(["high"]);
    expect(direct("format(pick(statement), [])")).toEqual(["high"]);
    expect(direct("mixed(statement)")).not.toContain("high");
    expect(direct("lost.statement")).not.toContain("high");
  });

  test("is told of where something formats it, and gathered by nobody unasked", () => {
    const safeties = (query: string) =>
      findIn("serial-await", code(query, select))[0]?.fixes.map(({ safety }) => safety);
    const formatted = "return (await pool.query(format(statement, []))).rows;";
    expect(safeties(plain)).toEqual(["safe", "suggested"]);
    expect(safeties(formatted)).toEqual(["suggested", "suggested"]);
    const [finding] = findIn("serial-await", code(formatted, select));
    expect(finding?.related.map(({ message }) => message).join("\n")).toContain(
      "runs a statement that is formatted on the way (line 16), which is taken to leave what it says",
    );
  });

  test("writes where something else that is formatted with it does", () => {
    const given = 'return rows(format("WITH a AS (SELECT 1) ", "DELETE FROM b"));';
    expect(run(plain, given.replace(', "DELETE FROM b"', ", []"))).toEqual(["high"]);
    expect(run(plain, given)).not.toContain("high");
  });

  test("is not that of a method which another class overrides", () => {
    const method = (other: string) =>
      findIn(
        "serial-await",
        `
import { Pool } from "pg";
const pool = new Pool();
const rows = async (text: string) => (await pool.query(text)).rows;
class Base {
  statement(id: string): string { return "SELECT 1 FROM a WHERE id = " + id; }
  async page(id: string) {
    const one = await rows(this.statement(id));
    const two = await rows(this.statement(id + "2"));
    return [one, two];
  }
}
export class Other extends Base { ${other} }
`,
      ).map(({ confidence }) => confidence);
    expect(method("name = 1;")).toEqual(["high"]);
    expect(
      method('override statement(id: string): string { return "DELETE FROM a " + id; }'),
    ).not.toContain("high");
  });

  test("is no question where one of the paths to it is known to write", () => {
    const both = 'await rows("DELETE FROM a"); return rows(JSON.parse(id));';
    expect(run(plain, "return rows(JSON.parse(id));", "fetch")).toEqual(["high"]);
    expect(run(plain, both, "fetch")).not.toContain("high");
    expect(
      run(
        plain,
        'let text = "SELECT 1"; if (id) text = "DELETE FROM a"; return rows(text);',
        "fetch",
      ),
    ).not.toContain("high");
  });
});

describe("a statement that is handed on to whatever runs it", () => {
  const run = (text: string, statement: string, method = "query") =>
    findIn(
      "serial-await",
      `
interface Executor { ${method}(text: string, values: unknown[]): Promise<{ rows: unknown[] }> }
async function rows(executor: Executor, ${text}: string, values: unknown[]) {
  return (await executor.${method}(${text}, values)).rows;
}
export async function page(executor: Executor) {
  const one = await rows(executor, "${statement} FROM users", []);
  const two = await rows(executor, "${statement} FROM posts", []);
  return [one, two];
}
`,
    ).map(({ confidence }) => confidence);

  test("does what its callers say", () => {
    expect(run("text", "SELECT *")).toEqual(["high"]);
    expect(run("text", "DELETE")).toEqual([]);
  });

  test("is told by what it is called, and so is what runs it", () => {
    expect(run("listSql", "SELECT *")).toEqual(["high"]);
    expect(run("words", "SELECT *")).not.toContain("high");
    expect(run("text", "SELECT *", "connect")).not.toContain("high");
  });
});

test("a statement that is prepared first does what its callers say, too", () => {
  const prepared = (statement: string) =>
    findIn(
      "serial-await",
      `
import Database from "better-sqlite3";
import { Pool } from "pg";
const db = new Database("a.db");
const pool = new Pool();
const asked = async (text: string, isLocal: boolean) => {
  if (!isLocal) return (await pool.query(text)).rows;
  const statement = db.prepare(text);
  return statement.reader ? statement.all() : statement.run();
};
export async function page(isLocal: boolean) {
  const one = await asked("${statement} FROM users", isLocal);
  const two = await asked("${statement} FROM posts", isLocal);
  return [one, two];
}
`,
    ).map(({ confidence }) => confidence);
  expect(prepared("SELECT *")).toEqual(["high"]);
  expect(prepared("DELETE")).toEqual([]);
});
