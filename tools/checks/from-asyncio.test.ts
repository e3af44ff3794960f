import { expect, test } from "@jest/globals";
import { absent, renamed } from "../from-asyncio/differences.js";
import { currentPage, expectedPage } from "../from-asyncio/page.js";
import { rows } from "../from-asyncio/table.js";
import { publicMembers } from "../public-names.js";

const members = publicMembers();
const ours = new Set(
  Object.entries(members).flatMap(([entry, names]) =>
    entry.startsWith("@awaitwise/runtime") ? names : [],
  ),
);

test("every public name of asyncio is there, or the page says why it is not", () => {
  const missing = rows().filter((row) => row.ours !== null && !ours.has(row.ours));
  expect(missing.map((row) => row.asyncio)).toEqual([]);
});

test("nothing is called absent that is there", () => {
  const camelCase = (name: string) =>
    name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  expect(Object.keys(absent).filter((name) => ours.has(camelCase(name)))).toEqual([]);
});

test("every difference is about a name that asyncio has", () => {
  const known = new Set(rows().map((row) => row.asyncio));
  expect([...Object.keys(absent), ...Object.keys(renamed)].filter((n) => !known.has(n))).toEqual(
    [],
  );
});

test("docs/from-asyncio.md holds the table that the data give", () => {
  expect(currentPage()).toBe(expectedPage());
});
