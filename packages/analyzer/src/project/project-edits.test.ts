import { afterAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Finding } from "../finding.js";
import { memoryDisk } from "../testkit/memory-disk.js";
import {
  change,
  moduleConfig,
  moduleNames,
  moduleText,
  type Parts,
  parts,
} from "../testkit/random-modules.js";
import { runsByTypes } from "../testkit/types-of-tests.js";
import { discoverProjects, type TypesFrom } from "./discover.js";
import { closeNativeCompiler } from "./native/native-compiler.js";
import { openProject, type Project } from "./project.js";

/**
 * Whatever is edited in whatever order, a project that was open all along finds what one finds that is
 * opened anew; and where an edit leaves a file's signature alone, nothing changes in other files.
 * `AWAITWISE_FUZZ_RUNS` sets how many sequences are tried, `AWAITWISE_FUZZ_SEED` which.
 */
const allRuns = Number(process.env.AWAITWISE_FUZZ_RUNS ?? 60);
const seed = Number(process.env.AWAITWISE_FUZZ_SEED ?? 20_261_126);

const selection = { preset: "strict" } as const;

const steps = fc.array(
  fc.record({
    file: fc.nat(moduleNames.length - 1),
    change,
    how: fc.constantFrom("type", "type", "type", "save", "close"),
  }),
  { minLength: 1, maxLength: 12 },
);

const pathOf = (index: number): string => `/app/${moduleNames[index]}.ts`;
const open = (disk: ReturnType<typeof memoryDisk>, types: TypesFrom): Project => {
  const [description] = discoverProjects({ cwd: "/app", disk });
  if (description === undefined) throw new Error("No project was found");
  return openProject({ ...description, types }, disk);
};
const findingsOf = (
  project: Project,
  incremental: boolean,
): ReadonlyMap<string, readonly Finding[]> =>
  new Map(
    moduleNames.map((_, index) => [
      pathOf(index),
      project.check(pathOf(index), { ...selection, incremental }),
    ]),
  );
const shows = (findings: readonly Finding[], file: string): boolean =>
  findings.some(
    ({ related, fixes }) =>
      related.some((place) => place.file === file) ||
      fixes.some(({ edits }) => edits.some((edit) => edit.file === file)),
  );

afterAll(closeNativeCompiler);

test.each(runsByTypes(allRuns))(
  "with types of %s, a project that is edited finds what a fresh one finds, and signatures tell what others see (%i sequences)",
  (types, runs) => {
    fc.assert(
      fc.property(fc.tuple(parts, parts, parts, parts), steps, (first, sequence) => {
        const files = [...first];
        const texts = (): string[] => files.map((one, index) => moduleText(index, one));
        const onDisk = Object.fromEntries(texts().map((text, index) => [pathOf(index), text]));
        const disk = memoryDisk({ "/app/tsconfig.json": moduleConfig, ...onDisk });
        const project = open(disk, types);
        let before = findingsOf(project, true);
        for (const { file, change, how } of sequence) {
          const path = pathOf(file);
          const signature = project.signatureWithoutPlaces(path);
          const dependants = new Set(project.dependants(path));
          files[file] = { ...(files[file] as Parts), ...change };
          const text = texts()[file] as string;
          project.setBuffer(path, text);
          if (how !== "type") {
            disk.write(path, text);
            project.refresh([path]);
          }
          if (how === "close") project.closeBuffer(path);
          const same = project.signatureWithoutPlaces(path) === signature;
          for (const one of project.dependants(path)) dependants.add(one);
          const now = findingsOf(project, true);
          for (const [other, found] of before) {
            if (other === path || (dependants.has(other) && !same)) continue;
            if (shows(found, path)) continue;
            expect({ edited: path, other, found: now.get(other) }).toEqual({
              edited: path,
              other,
              found,
            });
          }
          before = now;
        }
        const fresh = open(
          memoryDisk({
            "/app/tsconfig.json": moduleConfig,
            ...Object.fromEntries(texts().map((text, index) => [pathOf(index), text])),
          }),
          types,
        );
        expect(before).toEqual(findingsOf(fresh, false));
        moduleNames.forEach((_, index) => {
          expect(project.signature(pathOf(index))).toBe(fresh.signature(pathOf(index)));
        });
        expect([project.withoutNative, fresh.withoutNative]).toEqual([undefined, undefined]);
        project.close();
        fresh.close();
      }),
      { numRuns: runs, seed },
    );
  },
);
