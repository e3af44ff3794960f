import { whyNoNativeTypes } from "@awaitwise/analyzer";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Settings } from "./settings.js";
import { FixtureProject, strictConfig } from "./testing/fixture-project.js";
import { inShort, TestClient, typesOfTests } from "./testing/test-client.js";

/**
 * Whatever is edited, opened, closed and saved in whatever order, and however often the editor is closed
 * meanwhile: in the end the server says exactly what one says that was started on the final texts. `AWAITWISE_FUZZ_RUNS` sets how many sequences
 * are tried: 10000 of a night's own seed (`AWAITWISE_FUZZ_SEED`) in CI's nightly form.
 */
const runs = Number(process.env.AWAITWISE_FUZZ_RUNS ?? 200);

/** A tenth of them is tried with the native types, where these are to be had; by `AWAITWISE_TEST_TYPES=native` all are. */
const kinds = [
  ...(typesOfTests === "native" ? [] : [["ts-morph", runs] as const]),
  ...(whyNoNativeTypes() === undefined
    ? [["native", typesOfTests === "native" ? runs : Math.ceil(runs / 10)] as const]
    : []),
];

const names = ["a.ts", "b.ts", "c.ts"];
const pieces = [
  "export function save(name: string): number {\n  return name.length;\n}\n",
  "export async function save(name: string): Promise<number> {\n  return name.length;\n}\n",
  'import { save } from "./a.js";\n',
  'import { save } from "./b.js";\n',
  'export { save } from "./c.js";\n',
  'save("x");\n',
  "/* é😀 */ ",
  'import { load } from "./c.js";\n',
  'import { readFile } from "node:fs/promises";\n',
  "export async function load(name: string): Promise<unknown> {\n  return await readFile(name);\n}\n",
  "export let count = 0;\nexport async function load(name: string) {\n  count += 1;\n  return await readFile(name);\n}\n",
  'export async function both() {\n  const a = await load("a");\n  const b = await load("b");\n  return [a, b];\n}\n',
  "async function local() {\n  save(`y`);\n}\nlocal();\n",
  "const = broken(\n",
  "\r\n",
  "}",
];

type Step =
  | {
      readonly do: "edit";
      readonly name: string;
      readonly from: number;
      readonly length: number;
      readonly text: string;
    }
  | { readonly do: "replace" | "write"; readonly name: string; readonly text: string }
  | {
      readonly do: "toggle" | "save" | "remove" | "wait" | "pull" | "restart";
      readonly name: string;
    };

const name = fc.constantFrom(...names);
const text = fc.array(fc.constantFrom(...pieces), { maxLength: 4 }).map((parts) => parts.join(""));
const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant("edit" as const),
        name,
        from: fc.nat(200),
        length: fc.nat(30),
        text: fc.constantFrom(...pieces, ""),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("replace" as const), name, text }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("write" as const), name, text }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constantFrom(
          "toggle" as const,
          "save" as const,
          "remove" as const,
          "pull" as const,
          "wait" as const,
          "restart" as const,
        ),
        name,
      }),
    },
  ),
  { minLength: 1, maxLength: 30, size: "max" },
);

let project: FixtureProject;
let client: TestClient;
let types: Settings["types"];
let open: Set<string>;
let onDisk: Set<string>;

async function apply(step: Step): Promise<void> {
  const { name } = step;
  switch (step.do) {
    case "edit": {
      if (!open.has(name)) return;
      const document = client.document(name);
      const length = document.getText().length;
      const start = document.positionAt(Math.min(step.from, length));
      const end = document.positionAt(Math.min(step.from + step.length, length));
      client.change(name, [{ range: { start, end }, text: step.text }]);
      return;
    }
    case "replace":
      if (open.has(name)) client.change(name, [{ text: step.text }]);
      return;
    case "write":
      write(name, step.text);
      return;
    case "save":
      if (open.has(name)) write(name, client.document(name).getText());
      return;
    case "remove":
      if (!onDisk.delete(name)) return;
      project.remove(name);
      client.changedOnDisk({ [name]: "Deleted" });
      return;
    case "toggle":
      if (open.delete(name)) client.close(name);
      else {
        open.add(name);
        client.open(name, `${pieces[0]}`);
      }
      return;
    case "pull":
      await client.pull(name);
      return;
    case "wait":
      await client.settled();
      return;
    case "restart":
      await restart();
  }
}

// An editor that is closed and opened again has the same documents, and is shown what is remembered first.
async function restart(): Promise<void> {
  const texts = [...open].map((name) => [name, client.document(name).getText()] as const);
  await client.settled();
  await client.stop();
  client = await TestClient.start(project, { remembers: true, types });
  for (const [name, text] of texts) client.open(name, text);
}

function write(name: string, text: string): void {
  project.write(name, text);
  client.changedOnDisk({ [name]: onDisk.has(name) ? "Changed" : "Created" });
  onDisk.add(name);
}

test.each(kinds)(
  "with types of %s, random sequences of edits end with what a fresh server finds (%i sequences)",
  async (source, runs) => {
    types = source;
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        project = new FixtureProject({
          "tsconfig.json": strictConfig,
          "keep.ts": "export {};\n",
          // Where the command line has kept something, the server does as well.
          ".awaitwise-cache/.gitignore": "*\n",
        });
        client = await TestClient.start(project, { remembers: true, types });
        open = new Set();
        onDisk = new Set();
        let fresh: TestClient | undefined;
        try {
          for (const step of sequence) await apply(step);
          await client.settled();
          fresh = await TestClient.start(project, { types });
          for (const name of open) fresh.open(name, client.document(name).getText());
          await fresh.settled();
          for (const name of open) {
            const report = await fresh.pull(name);
            const expected = report.kind === "full" ? report.items.map(inShort) : ["unchanged"];
            expect({ name, found: await client.findings(name) }).toEqual({ name, found: expected });
            expect(await client.pull(name)).toEqual(report);
          }
        } finally {
          await fresh?.stop();
          await client.stop();
          project[Symbol.dispose]();
        }
      }),
      // The same sequences in each run, so that a change is judged by what it changes.
      { numRuns: runs, seed: Number(process.env.AWAITWISE_FUZZ_SEED ?? 20_261_123) },
    );
  },
  3_600_000,
);
