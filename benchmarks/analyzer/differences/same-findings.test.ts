import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { discoverProjects, whyNoNativeTypes } from "@awaitwise/analyzer";
import { describe, expect, test } from "@jest/globals";
import { BothSources } from "./both-sources.js";
import { compareRounds } from "./rounds.js";

/**
 * A small part of what `corpus.js` compares: sources of this repository, as they are and broken at random.
 * `AWAITWISE_FUZZ_RUNS` sets how many broken copies there are of each, `AWAITWISE_FUZZ_SEED` which.
 */
const mutants = Number(process.env.AWAITWISE_FUZZ_RUNS ?? 2);
const seed = Number(process.env.AWAITWISE_FUZZ_SEED ?? 20_261_127);

const root = fileURLToPath(new URL("../../..", import.meta.url));
// The process is an optional dependency; where it cannot be, nothing can be compared.
const where = whyNoNativeTypes() === undefined ? describe : describe.skip;

/**
 * The files with the most awaits, in which there is something to find. Every so many of all the files would be
 * others with each file that comes or goes.
 */
function mostAwaiting(files: readonly string[], count: number): readonly string[] {
  const awaits = (file: string): number =>
    readFileSync(file, "utf8").match(/\bawait /g)?.length ?? 0;
  return [...files].sort((left, right) => awaits(right) - awaits(left)).slice(0, count);
}

where("both sources of types", () => {
  test.each([
    ["runtime", 10],
    ["analyzer", 8],
  ])("lead to the same findings in sources of %s, broken ones too", (name, count) => {
    const [description] = discoverProjects({
      cwd: root,
      project: `packages/${name}/tsconfig.json`,
    });
    if (description === undefined) throw new Error(`"${name}" was not found`);
    const files = mostAwaiting(description.files, count);
    const both = new BothSources(description);
    const compared = compareRounds(both, files, { mutants, changes: 6, seed });
    both.close();
    expect(both.withoutNative).toBeUndefined();
    expect(compared.differences).toEqual([]);
    expect(compared.findings).toBeGreaterThan(files.length / 2);
  });
});
