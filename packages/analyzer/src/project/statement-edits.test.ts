import { expect, test } from "@jest/globals";
import { memoryDisk } from "../testkit/memory-disk.js";
import { discoverProjects } from "./discover.js";
import { openProject } from "./project.js";

// What a function answers is followed to its text from other files, where its type says nothing of it.

const page = `
import { Pool } from "pg";
import { statement, built } from "./b.js";
const pool = new Pool();
const rows = async (text: string) => (await pool.query(text)).rows;
export async function page() {
  const one = await rows(statement("1"));
  const { text } = built("2");
  const two = await rows(text);
  return [one, two];
}
`;
const builders = (verb: string, property = verb) => `
export function statement(id: string): string { return "${verb} FROM a WHERE id = " + id; }
export function built(id: string): { text: string } { const text = "${property} FROM b " + id; return { text }; }
`;

test.each([
  ["the one", builders("DELETE", "SELECT 1")],
  ["a property of the other", builders("SELECT 1", "DELETE")],
])("an edit of the statement that %s function answers is seen by who runs it", (_which, after) => {
  const disk = memoryDisk({
    "/app/tsconfig.json": "{}",
    "/app/a.ts": page,
    "/app/b.ts": builders("SELECT 1"),
  });
  const [description] = discoverProjects({ cwd: "/app", disk });
  if (description === undefined) throw new Error("No project was found");
  const project = openProject(description, disk);
  const found = (): readonly string[] =>
    project
      .check("/app/a.ts", { rules: ["serial-await"], preset: "strict", incremental: true })
      .map(({ confidence }) => confidence);
  expect(found()).toEqual(["high"]);
  const before = project.signatureWithoutPlaces("/app/b.ts");
  project.setBuffer("/app/b.ts", after);
  expect(project.signatureWithoutPlaces("/app/b.ts")).not.toBe(before);
  expect(found()).toEqual([]);
  project.setBuffer("/app/b.ts", builders("SELECT 1"));
  expect(found()).toEqual(["high"]);
});
