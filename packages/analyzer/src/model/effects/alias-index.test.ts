import { expect, test } from "@jest/globals";
import type { ts } from "../syntax.js";
import { aliasIndexOf } from "./alias-index.js";
import {
  contents,
  everything,
  type Location,
  mayAlias,
  mayBeEntry,
  type OwnerType,
  type Resource,
  type Root,
} from "./location.js";
import type { Access } from "./summary.js";

const names = ["f", "g", "f.x"];
const roots: readonly Root[] = [
  ...names.map((key): Root => ({ from: "variable", key, name: key })),
  { from: "variable", key: "f.made", name: "made", made: true },
  { from: "variable", key: "g", name: "own", made: true, isOwn: true },
  { from: "parameter", key: "f", index: 0, name: "p" },
  { from: "this", key: "f" },
  { from: "fresh", key: "f" },
  { from: "fresh", key: "g" },
  { from: "unknown" },
];
const owners: readonly (OwnerType | undefined)[] = [
  undefined,
  { name: "A", keys: ["A"], anonymous: false },
  { name: "B", keys: ["B", "A"], anonymous: false },
  { name: "", keys: ["?"], anonymous: true },
];
const locations: readonly Location[] = [
  ...names.flatMap((key): Location[] => [
    { kind: "module", key, name: key },
    { kind: "local", key, name: key },
  ]),
  ...["count", contents, `count${contents}`, everything].flatMap((name) =>
    roots.flatMap((root) =>
      owners.map((owner): Location => ({ kind: "field", name, owner, root })),
    ),
  ),
  ...(["fs", "net", "db", "dom", "stdio", "named"] satisfies Resource[]).flatMap((resource) => [
    { kind: "resource", resource } as const,
    { kind: "resource", resource, key: { literal: "a/b" } } as const,
    { kind: "resource", resource, key: { literal: "a" }, part: "t" } as const,
  ]),
  ...roots.flatMap((root): Location[] => [
    { kind: "connection", connection: "client", root, name: "c" },
    { kind: "connection", connection: "client", root, name: "c", field: "count" },
  ]),
];

test("an index answers what a look at each of the accesses would, in their order", () => {
  const at = {} as ts.Node;
  const accesses = locations.map(
    (location): Access => ({ location, once: false, at, through: [], from: at, isDirect: true }),
  );
  // Every other is left out, so that what is asked for is not always there itself.
  const some = [...accesses, ...accesses.slice(0, 20)].filter((_, index) => index % 3 > 0);
  const index = aliasIndexOf(some);
  for (const location of locations) {
    const found = [...index.aliasesOf(location)];
    expect(found).toEqual(some.filter((access) => mayAlias(location, access.location)));
    const entries = [...index.entriesOf(location)];
    expect(entries).toEqual(some.filter((access) => mayBeEntry(location, access.location)));
  }
});
