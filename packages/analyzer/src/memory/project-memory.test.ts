import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { ConfigStore } from "../config/config-store.js";
import { discoverProjects, type ProjectDescription } from "../project/discover.js";
import { nodeDisk } from "../project/disk.js";
import { openProject } from "../project/project.js";
import {
  change,
  moduleConfig,
  moduleNames,
  moduleText,
  type Parts,
  parts,
} from "../testkit/random-modules.js";
import { type FileResult, fileResult } from "./file-result.js";
import { LiveDisk } from "./live-disk.js";
import { ProjectMemory, rememberProject } from "./project-memory.js";

/**
 * Whatever changes between two runs, on the disk or in an editor: what is remembered of a file is what is
 * found in it now, or is not recalled. `AWAITWISE_FUZZ_RUNS` sets how many projects are tried,
 * `AWAITWISE_FUZZ_SEED` which.
 */
const runs = Number(process.env.AWAITWISE_FUZZ_RUNS ?? 15);
const seed = Number(process.env.AWAITWISE_FUZZ_SEED ?? 20_261_126);

/** Files that import nothing of the others, or little, so that something is left to recall. */
const asides = fc.constantFrom(
  "export const aside = 1;\n",
  "export const aside = 2;\nexport async function alone() {}\nexport function drop() {\n  alone();\n}\n",
  'import { load } from "./a";\nexport function drop() {\n  load("aside");\n}\n',
  "export class Aside {}\n",
  "const aside = 1;\n",
  "export {};\ndeclare global {\n  function load(path: string): Promise<void>;\n}\n",
);

const steps = fc.array(
  fc.oneof(
    fc.record({
      file: fc.nat(moduleNames.length - 1),
      change,
      where: fc.constantFrom("disk", "editor"),
    }),
    fc.record({ aside: asides, where: fc.constantFrom("disk", "editor") }),
  ),
  { minLength: 0, maxLength: 2 },
);

interface Run {
  readonly description: ProjectDescription;
  readonly found: ReadonlyMap<string, FileResult>;
}

async function run(root: string, texts: ReadonlyMap<string, string>, turn?: number): Promise<Run> {
  const description = described(root);
  const disk = new LiveDisk(nodeDisk);
  const project = openProject(description, disk);
  for (const [file, text] of texts) project.setBuffer(file, text);
  const configs = new ConfigStore({ cwd: root, preset: "strict" });
  const results = new Map(project.files.map((file) => [file, fileResult(project, file, configs)]));
  if (turn !== undefined) {
    // An editor remembers of the files that are open in it, and what held of the others before.
    const open = new Map([...results].filter((_, index) => (index + turn) % 3 > 0));
    const writing = rememberProject({
      project,
      disk,
      configs,
      folder: cacheOf(root),
      results: open,
    });
    let step = writing.next();
    while (step.done !== true) step = writing.next();
    await step.value;
  }
  return { description, found: results };
}

function described(root: string): ProjectDescription {
  const [description] = discoverProjects({ cwd: root });
  if (description === undefined) throw new Error("No project was found");
  return description;
}

const cacheOf = (root: string): string => join(root, "cache");

let recalled = 0;
let recalledAfterChanges = 0;

test(`what is remembered is what is found, or is not recalled (${runs} projects)`, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(parts, parts, parts, parts),
      asides,
      fc.array(steps, { minLength: 1, maxLength: 3 }),
      async (first, aside, rounds) => {
        const root = realpathSync(mkdtempSync(join(tmpdir(), "awaitwise-memory-")));
        try {
          mkdirSync(cacheOf(root));
          writeFileSync(join(root, "tsconfig.json"), moduleConfig);
          writeFileSync(join(root, "aside.ts"), aside);
          const files: Parts[] = [...first];
          const write = (index: number): void =>
            writeFileSync(
              join(root, `${moduleNames[index]}.ts`),
              moduleText(index, files[index] as Parts),
            );
          for (const index of files.keys()) write(index);
          await run(root, new Map(), 0);
          for (const [turn, round] of rounds.entries()) {
            const texts = new Map<string, string>();
            for (const step of round) {
              if ("aside" in step) {
                const path = join(root, "aside.ts");
                if (step.where === "disk") writeFileSync(path, step.aside);
                else texts.set(path, step.aside);
                continue;
              }
              const changed = { ...(files[step.file] as Parts), ...step.change };
              if (step.where === "disk") {
                files[step.file] = changed;
                write(step.file);
              } else {
                texts.set(
                  join(root, `${moduleNames[step.file]}.ts`),
                  moduleText(step.file, changed),
                );
              }
            }
            const now = await run(root, texts);
            const memory = ProjectMemory.read(cacheOf(root), now.description);
            const configs = new ConfigStore({ cwd: root, preset: "strict" });
            for (const [file, result] of now.found) {
              const known = memory?.recall(file, configs, texts);
              if (known === undefined) continue;
              recalled += 1;
              if (round.length > 0) recalledAfterChanges += 1;
              expect({ file, findings: known.findings }).toEqual({
                file,
                findings: result.findings,
              });
            }
            // The editor is left, and the next run remembers what is on the disk.
            await run(root, new Map(), turn + 1);
          }
        } finally {
          rmSync(root, { recursive: true, force: true });
        }
      },
    ),
    { numRuns: runs, seed },
  );
  expect(recalled).toBeGreaterThan(runs);
  expect(recalledAfterChanges).toBeGreaterThan(runs / 4);
});
