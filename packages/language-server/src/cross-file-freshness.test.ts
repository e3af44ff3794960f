import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { FixtureProject, strictConfig } from "./testing/fixture-project.js";
import { TestClient } from "./testing/test-client.js";

const sync = `export function save(name: string): number {
  return name.length;
}
`;
const caller = `import { save } from "./b.js";

export function main(): void {
  save("a");
}
`;
const dropped = ["4:3 floating-promise"];

describe("a callee that is made async in an unsaved file", () => {
  let project: FixtureProject;
  let client: TestClient;

  beforeEach(async () => {
    project = new FixtureProject({
      "tsconfig.json": strictConfig,
      "a.ts": caller,
      "b.ts": sync,
    });
    client = await TestClient.start(project);
  });
  afterEach(async () => {
    await client.stop();
    project[Symbol.dispose]();
  });

  test("is reported in an open caller, and no longer once it is sync again", async () => {
    client.open("a.ts", caller);
    client.open("b.ts", sync);
    expect(await client.findings("a.ts")).toEqual([]);
    client.edit(
      "b.ts",
      "export function save(name: string): number",
      "export async function save(name: string): Promise<number>",
    );
    expect(await client.findings("a.ts")).toEqual(dropped);
    client.edit(
      "b.ts",
      "export async function save(name: string): Promise<number>",
      "export function save(name: string): number",
    );
    expect(await client.findings("a.ts")).toEqual([]);
  });

  test("is reported in a closed caller, and forgotten when the buffer is thrown away", async () => {
    client.open("b.ts", sync);
    client.edit(
      "b.ts",
      "export function save(name: string): number",
      "export async function save(name: string): Promise<number>",
    );
    expect(await client.findings("a.ts")).toEqual(dropped);
    client.close("b.ts");
    expect(await client.findings("a.ts")).toEqual([]);
  });
});
