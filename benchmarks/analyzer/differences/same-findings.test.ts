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

where("both sources of types", () => {
  test.each([
    ["runtime", 16],
    ["analyzer", 45],
  ])("lead to the same findings in sources of %s, broken ones too", (name, step) => {
    const [description] = discoverProjects({
      cwd: root,
      project: `packages/${name}/tsconfig.json`,
    });
    if (description === undefined) throw new Error(`"${name}" was not found`);
    const files = description.files.filter((_, index) => index % step === 0);
    const both = new BothSources(description);
    const compared = compareRounds(both, files, { mutants, changes: 6, seed });
    both.close();
    expect(both.withoutNative).toBeUndefined();
    expect(compared.differences).toEqual([]);
    expect(compared.findings).toBeGreaterThan(files.length / 2);
  });
});
