import { expect, test } from "@jest/globals";
import { ts } from "../syntax.js";
import { conflictBetween } from "./conflict.js";
import { contents, type Location } from "./location.js";
import { type Access, nothing, type Summary } from "./summary.js";

const source = ts.createSourceFile("cart.ts", "one();\ntwo();\n", ts.ScriptTarget.Latest, true);
const [first, second] = source.statements as unknown as [ts.Statement, ts.Statement];
const cart: Location = { kind: "module", key: "cart", name: "cart" };
const log: Location = { kind: "resource", resource: "stdio" };
const access = (location: Location, at: ts.Node, once = false): Access => ({
  location,
  at,
  through: [],
  from: at,
  isDirect: true,
  once,
});
const reads = (...accesses: Access[]): Summary => ({ ...nothing, reads: accesses });
const writes = (...accesses: Access[]): Summary => ({ ...nothing, writes: accesses });

test("two reads do not conflict", () => {
  expect(conflictBetween(reads(access(cart, first)), reads(access(cart, second)))).toBeUndefined();
});

test("a write conflicts with a read of the same, whichever comes first", () => {
  const a = writes(access(cart, first));
  const b = reads(access(cart, second));
  expect(conflictBetween(a, b)).toMatchObject({
    kind: "write-read",
    message: "line 1 writes `cart`, which line 2 reads",
  });
  expect(conflictBetween(b, a)?.message).toBe("line 2 reads `cart`, which line 1 writes");
});

test("two writes conflict, unless each is the one lazy initialisation", () => {
  expect(conflictBetween(writes(access(cart, first)), writes(access(cart, second)))?.kind).toBe(
    "write-write",
  );
  expect(conflictBetween(writes(access(cart, first)), writes(access(cart, first)))?.message).toBe(
    "both write `cart`, on line 1",
  );
  expect(
    conflictBetween(writes(access(cart, first, true)), writes(access(cart, second, true))),
  ).toBeUndefined();
});

test("two uses of one connection conflict", () => {
  const client: Location = {
    kind: "connection",
    connection: "client",
    root: { from: "variable", key: "c", name: "client" },
    name: "client",
  };
  const both = conflictBetween(writes(access(client, first)), writes(access(client, second)));
  expect(both).toMatchObject({
    kind: "connection",
    message: "line 1 and line 2 use the connection `client`, which serves one caller at a time",
  });
});

test("the order of log lines is the least of conflicts, and what is not known the next", () => {
  const a = writes(access(log, first));
  const b = writes(access(log, second));
  expect(conflictBetween(a, b)?.kind).toBe("order");
  const unknown = {
    at: second,
    through: [],
    from: second,
    isDirect: true,
    why: "is not known to only read",
  };
  expect(conflictBetween(a, { ...b, unknown })).toMatchObject({
    kind: "unknown",
    message: "`two();` (line 2) is not known to only read",
  });
  const cartToo = writes(access(log, first), access(cart, first));
  expect(conflictBetween(cartToo, { ...writes(access(cart, second)), unknown })?.kind).toBe(
    "write-write",
  );
});

test("what is changed by a key may be what another reads by a name, of one object", () => {
  const entry = (name: string, key = "ids"): Location => ({
    kind: "field",
    name,
    owner: undefined,
    root: { from: "variable", key, name: key },
  });
  const change = writes(access(entry(contents), first));
  const read = reads(access(entry("users"), second));
  expect(conflictBetween(change, read)?.kind).toBe("write-read");
  expect(conflictBetween(read, change)?.kind).toBe("write-read");
  expect(conflictBetween(change, writes(access(entry("users"), second)))?.kind).toBe("write-write");
  expect(conflictBetween(change, reads(access(entry("users", "rows"), second)))).toBeUndefined();
  // What an element holds is changed, and the list of them read.
  const enriched = writes(access(entry("count"), first));
  expect(conflictBetween(enriched, reads(access(entry(contents), second)))).toBeUndefined();
});
