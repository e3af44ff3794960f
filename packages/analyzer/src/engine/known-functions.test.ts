import { describe, expect, test } from "@jest/globals";
import { discoverProjects } from "../project/discover.js";
import { openProject } from "../project/project.js";
import { memoryDisk } from "../testkit/memory-disk.js";

const declarations = `
export declare function sleep(ms: number): Promise<void>;
export declare function createTask<T>(run: Promise<T> | (() => Promise<T>)): Promise<T>;
`;

// What a project that was checked before an edit of main.ts or other.ts finds after it, by rule and line.
function edited(before: Record<string, string>, after: Record<string, string>) {
  const open = (texts: Record<string, string>) => {
    const disk = memoryDisk({
      "/app/tsconfig.json": JSON.stringify({
        compilerOptions: {
          ...{ strict: true, target: "es2022", module: "esnext", moduleResolution: "bundler" },
          types: [],
        },
      }),
      "/app/node_modules/@awaitwise/runtime/package.json":
        '{ "name": "@awaitwise/runtime", "types": "index.d.ts" }',
      "/app/node_modules/@awaitwise/runtime/index.d.ts": declarations,
      ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [`/app/${name}`, text])),
    });
    const [description] = discoverProjects({ cwd: "/app", disk });
    if (description === undefined) throw new Error("No project was found");
    return openProject(description, disk);
  };
  const project = open(before);
  const check = (one: typeof project, incremental: boolean) =>
    one
      .check("/app/main.ts", { preset: "strict", incremental })
      .map(({ rule, start, message }) => `${rule} at ${start}: ${message}`);
  const first = check(project, true);
  for (const [name, text] of Object.entries(after)) project.setBuffer(`/app/${name}`, text);
  const found = check(project, true);
  expect(found).toEqual(check(open({ ...before, ...after }), false));
  const rules = (all: readonly string[]) => all.map((one) => one.split(" ")[0]);
  return { before: rules(first), after: rules(found) };
}

const caught = "try { await fetch(id); } catch {}";
const uncaught = "await fetch(id);";

describe("a function that had nothing to find is looked at again", () => {
  test("where its own text is another", () => {
    const main = (body: string) => `
      export async function load(id: string): Promise<string> { await fetch(id); return id; }
      export async function use(id: string): Promise<string> { ${body} }
    `;
    expect(
      edited(
        { "main.ts": main("return id + (await load(id));") },
        { "main.ts": main("load(id); return id + (await load(id));") },
      ),
    ).toEqual({
      before: [],
      after: ["floating-promise"],
    });
  });

  test("where what it calls does something else, in its file or in another", () => {
    const main = (body: string) => `
      import { readFile } from "node:fs/promises";
      import { read } from "./other";
      let hits = 0;
      export async function load(id: string): Promise<string> { ${body} return String(await read(id)); }
      export async function use(id: string): Promise<string[]> {
        const one = await load(id);
        const two = await load(id + 1);
        return [one, two, String(hits)];
      }
    `;
    const other = (body: string) =>
      `let seen = 0;\nexport async function read(id: string): Promise<number> { ${body} await fetch(id); return seen; }`;
    const texts = { "main.ts": main("hits += 1;"), "other.ts": other("") };
    expect(edited(texts, { "main.ts": main("") })).toEqual({ before: [], after: ["serial-await"] });
    expect(
      edited(
        { ...texts, "main.ts": main(""), "other.ts": other("seen += 1;") },
        { "other.ts": other("") },
      ),
    ).toEqual({
      before: [],
      after: ["serial-await"],
    });
  });

  test("where a rule looked into a body that is another by now", () => {
    const main = (body: string) => `
      async function load(id: string): Promise<void> { ${body} }
      export async function use(id: string): Promise<void> { const made = load(id); await fetch(id); await made; }
    `;
    const { before, after } = edited({ "main.ts": main(caught) }, { "main.ts": main(uncaught) });
    expect(before).toEqual([]);
    expect(after).toContain("pending-rejection");
  });

  test("where another of its class stops using what it stores", () => {
    const main = (body: string) => `
      export class Held {
        #wait: Promise<Response> | undefined;
        start(id: string): void { this.#wait = fetch(id); }
        async end(): Promise<void> { ${body} }
      }
    `;
    const { before, after } = edited(
      { "main.ts": main("await this.#wait;") },
      { "main.ts": main("await fetch('/');") },
    );
    expect(before).toEqual([]);
    expect(after).toContain("unconsumed-promise");
  });

  test("where it runs in a task by now", () => {
    const main = (body: string) => `
      import { createTask, sleep } from "@awaitwise/runtime";
      async function work(): Promise<string> { return (await fetch("/")).text(); }
      export async function main(): Promise<void> { ${body} }
    `;
    const { before, after } = edited(
      { "main.ts": main("await sleep(1); await work();") },
      { "main.ts": main("await createTask(work); await sleep(1);") },
    );
    expect(before).toEqual(after);
    expect(after).toContain("uncancellable-await");
    const idle = edited(
      { "main.ts": main("return;") },
      { "main.ts": main("await createTask(work);") },
    );
    expect(idle.before).not.toContain("uncancellable-await");
    expect(idle.after).toContain("uncancellable-await");
  });

  test("where a type it sees is another, in its file or in another", () => {
    const main = (type: string) => `
      import { read } from "./other";
      declare function load(id: string): ${type};
      export async function use(id: string): Promise<void> { load(id); read(id); await fetch(id); }
    `;
    const other = (word: string) => `export ${word}function read(id: string) { return id.length; }`;
    const texts = { "main.ts": main("number"), "other.ts": other("") };
    expect(edited(texts, { "main.ts": main("Promise<number>") })).toEqual({
      before: [],
      after: ["floating-promise"],
    });
    expect(edited(texts, { "other.ts": other("async ") })).toEqual({
      before: [],
      after: ["floating-promise"],
    });
  });
});
