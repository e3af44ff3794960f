import { describe, expect, test } from "@jest/globals";
import {
  contents,
  describeLocation,
  everything,
  type FieldLocation,
  type Location,
  mayAlias,
  type OwnerType,
  type Root,
} from "./location.js";

const variable = (key: string): Root => ({ from: "variable", key, name: key });
const parameter = (index: number): Root => ({
  from: "parameter",
  key: "f",
  index,
  name: `p${index}`,
});
const fresh = (key: string): Root => ({ from: "fresh", key });
const type = (name: string, ...bases: string[]): OwnerType => ({
  name,
  keys: [name, ...bases],
  anonymous: false,
});
const field = (name: string, root: Root, owner?: OwnerType): FieldLocation => ({
  kind: "field",
  name,
  owner,
  root,
});
const file = (literal?: string): Location => ({
  kind: "resource",
  resource: "fs",
  ...(literal === undefined ? {} : { key: { literal } }),
});

describe("two fields may be one", () => {
  test("where the name is the same and one type extends the other", () => {
    const one = field("count", parameter(0), type("Child", "Base"));
    expect(mayAlias(one, field("count", parameter(1), type("Base")))).toBe(true);
    expect(mayAlias(one, field("total", parameter(1), type("Base")))).toBe(false);
    expect(mayAlias(one, field("count", parameter(1), type("Other")))).toBe(false);
  });

  test("where the type of one is not known", () => {
    expect(mayAlias(field("n", parameter(0)), field("n", parameter(1), type("A")))).toBe(true);
  });

  test("unless one object was made here, and nobody else has it", () => {
    const counter = type("Counter");
    const made = field("n", fresh("new 1"), counter);
    expect(mayAlias(made, field("n", parameter(0), counter))).toBe(false);
    expect(mayAlias(made, field("n", fresh("new 2"), counter))).toBe(false);
    expect(mayAlias(made, field("n", fresh("new 1"), counter))).toBe(true);
  });

  test("unless they are held by two different names", () => {
    const lists = type("string[]");
    const one = field(contents, variable("a"), lists);
    expect(mayAlias(one, field(contents, variable("b"), lists))).toBe(false);
    expect(mayAlias(one, field(contents, variable("a"), lists))).toBe(true);
    expect(mayAlias(one, field(contents, parameter(0), lists))).toBe(true);
  });

  test("where one is everything that an object leads to", () => {
    const all = field(everything, parameter(0));
    expect(mayAlias(all, field("n", parameter(0), type("A")))).toBe(true);
    expect(mayAlias(all, field("n", fresh("x"), type("A")))).toBe(false);
  });
});

describe("two resources may be one", () => {
  test("unless their literal keys differ", () => {
    expect(mayAlias(file("a.txt"), file("b.txt"))).toBe(false);
    expect(mayAlias(file("a.txt"), file("a.txt"))).toBe(true);
    expect(mayAlias(file("a.txt"), file())).toBe(true);
  });

  test("where one path is a folder around the other", () => {
    expect(mayAlias(file("out"), file("./out/page.html"))).toBe(true);
    expect(mayAlias(file("out/"), file("output"))).toBe(false);
  });

  test("unless they are parts or systems of different names", () => {
    const table = (part: string, system?: string): Location => ({
      kind: "resource",
      resource: "db",
      part,
      ...(system === undefined ? {} : { system }),
    });
    expect(mayAlias(table("users"), table("orders"))).toBe(false);
    expect(mayAlias(table("users"), { kind: "resource", resource: "db" })).toBe(true);
    expect(mayAlias(table("users", "postgres"), table("users", "redis"))).toBe(false);
    expect(mayAlias(table("users"), file())).toBe(false);
  });
});

test("a connection is one with whatever may be the same object, and with all it is reached from", () => {
  const connection = (root: Root): Location => ({
    kind: "connection",
    connection: "client",
    root,
    name: "client",
  });
  expect(mayAlias(connection(parameter(0)), connection(parameter(0)))).toBe(true);
  expect(mayAlias(connection(variable("a")), connection(variable("b")))).toBe(false);
  expect(mayAlias(connection(parameter(0)), field(everything, parameter(0)))).toBe(true);
});

test("locations have names that a message can hold", () => {
  const names = [
    { kind: "module", key: "k", name: "cache" } as const,
    field("count", { from: "this", key: "f" }, type("Store")),
    field("count", { from: "unknown" }, type("Store")),
    field(contents, variable("cart"), type("string[]")),
    file("a.txt"),
    { kind: "resource", resource: "db", part: "users" } as const,
    { kind: "connection", connection: "transaction", root: parameter(0), name: "tx" } as const,
  ].map((one) => describeLocation(one));
  expect(names).toEqual([
    "`cache`",
    "`this.count`",
    "`Store.count`",
    "what `cart` holds",
    "`a.txt` in the file system",
    "`users` in the database",
    "the transaction `tx`",
  ]);
});
