import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { placeOf } from "../../peer-cases/read/answerer.js";
import { casesOf } from "../../peer-cases/read/cases.js";
import { counterparts } from "../../peer-cases/read/counterparts.js";
import { BothSources } from "./both-sources.js";
import { mutate } from "./mutations.js";

/**
 * @import { ProjectDescription } from "@awaitwise/analyzer"
 * @import { Case } from "../../peer-cases/read/cases.js"
 * @import { Difference } from "./both-sources.js"
 */

/**
 * What the cases of a rule's tests came to.
 *
 * @typedef {{
 *   readonly rule: string,
 *   readonly cases: number,
 *   readonly texts: number,
 *   readonly findings: number,
 *   readonly differences: readonly (Difference & { readonly code: string })[],
 * }} RuleCases
 */

/** How many cases stand in one program; each costs it little, and a program much. */
const AT_ONCE = 30;
const EMPTY = "export {};\n";

/**
 * Checks the cases of typescript-eslint's rule tests with both sources of types, one rule of theirs after the
 * other, by every rule of ours. Those of the rules that have a counterpart here are checked each in a program of its own
 * where their tests have them checked; the others as modules beside each other, as they are and in one broken copy.
 * A rule whose tests are made by other code than that of their file is left out.
 *
 * @param {string} checkout
 * @param {{ readonly changes: number, readonly seed: number }} how
 * @param {readonly string[]} [rules] theirs; all by default
 * @returns {Generator<RuleCases>}
 */
export function* compareCases(checkout, { changes, seed }, rules) {
  const tests = path.resolve(checkout, "packages/eslint-plugin/tests");
  const fixtures = path.join(tests, "fixtures");
  if (!existsSync(fixtures)) throw new Error(`"${checkout}" is no checkout of typescript-eslint`);
  const work = realpathSync(mkdtempSync(path.join(os.tmpdir(), "awaitwise-cases-")));
  const programs = new Programs(fixtures, work);
  try {
    for (const rule of rules ?? rulesIn(tests)) {
      const cases = readable(tests, rule);
      const compared = counterparts.has(rule)
        ? cases.flatMap((one) => programs.alone(one))
        : parts(cases).flatMap((part, index) => [
            ...programs.together(part),
            ...programs.together(
              part.map((one, at) => broken(one, changes, seed + index * AT_ONCE + at)),
            ),
          ]);
      if (compared.length === 0) continue;
      yield {
        rule,
        cases: cases.length,
        texts: compared.length,
        findings: compared.reduce((sum, { findings }) => sum + findings, 0),
        differences: compared.flatMap(({ differences }) => differences),
      };
    }
  } finally {
    programs.close();
    rmSync(work, { recursive: true, force: true });
  }
}

/** The projects that cases stand in, kept from one to the next. */
class Programs {
  #fixtures;
  #work;
  /** @type {Map<string, BothSources>} */
  #known = new Map();

  /**
   * @param {string} fixtures
   * @param {string} work an empty folder
   */
  constructor(fixtures, work) {
    this.#fixtures = fixtures;
    this.#work = work;
    symlinkSync(path.join(fixtures, "../../../../node_modules"), path.join(work, "node_modules"));
  }

  /**
   * Answers a case in the place where its tests have it answered.
   *
   * @param {Case} one
   */
  alone(one) {
    const { file, description } = placeOf(this.#fixtures, one);
    const { configFile = "" } = description;
    if (!existsSync(configFile)) return [];
    const both = this.#open(`${configFile} ${file}`, () => description);
    return [compareText(both, new Map([[file, one.code]]), file)];
  }

  /**
   * Answers cases beside each other, as modules with the same options as there.
   *
   * @param {readonly Case[]} cases at most so many as stand in one program
   */
  together(cases) {
    /** @type {Map<string, { both: BothSources, texts: Map<string, string> }>} */
    const states = new Map();
    cases.forEach((one, index) => {
      const { description } = placeOf(this.#fixtures, one);
      const { configFile = "" } = description;
      if (!existsSync(configFile)) return;
      const folder = path.join(this.#work, path.relative(this.#fixtures, configFile));
      const files = Array.from({ length: AT_ONCE }, (_, at) =>
        path.join(folder, `case${at}.${one.jsx ? "tsx" : "ts"}`),
      );
      const both = this.#open(files[0] ?? "", () => {
        mkdirSync(folder, { recursive: true });
        for (const file of files) writeFileSync(file, EMPTY);
        const own = path.join(folder, one.jsx ? "tsconfig.react.json" : "tsconfig.json");
        writeFileSync(own, JSON.stringify({ extends: configFile, files, include: [] }));
        return { directory: folder, configFile: own, roots: files, files };
      });
      const state = states.get(files[0] ?? "") ?? { both, texts: new Map() };
      states.set(files[0] ?? "", state);
      state.texts.set(files[index] ?? "", asModule(one.code));
    });
    return [...states.values()].flatMap(({ both, texts }) =>
      [...texts.keys()].map((file) => compareText(both, texts, file)),
    );
  }

  close() {
    for (const both of this.#known.values()) both.close();
  }

  /**
   * @param {string} key
   * @param {() => ProjectDescription} describe
   */
  #open(key, describe) {
    const both = this.#known.get(key) ?? new BothSources(describe());
    this.#known.set(key, both);
    return both;
  }
}

/**
 * @param {BothSources} both
 * @param {ReadonlyMap<string, string>} texts
 * @param {string} file
 */
function compareText(both, texts, file) {
  both.read(texts);
  const { findings, differences } = both.compare([file]);
  if (both.withoutNative !== undefined) throw new Error(both.withoutNative);
  const code = texts.get(file) ?? "";
  return { findings, differences: differences.map((found) => ({ ...found, code })) };
}

/** @param {readonly Case[]} cases */
function parts(cases) {
  return Array.from({ length: Math.ceil(cases.length / AT_ONCE) }, (_, index) =>
    cases.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );
}

/** @param {string} code */
function asModule(code) {
  return /^(import|export)\b/m.test(code) ? code : `${code}\n${EMPTY}`;
}

/**
 * @param {Case} one
 * @param {number} changes
 * @param {number} seed
 * @returns {Case}
 */
function broken(one, changes, seed) {
  return { ...one, code: mutate(one.jsx ? "a.tsx" : "a.ts", one.code, seed, changes).text };
}

/**
 * @param {string} tests
 * @param {string} rule
 * @returns {readonly Case[]} none where the tests are made by code of the rule, which is not read here
 */
function readable(tests, rule) {
  try {
    return casesOf(tests, rule).filter(({ code }) => typeof code === "string");
  } catch {
    return [];
  }
}

/** @param {string} tests */
function rulesIn(tests) {
  return readdirSync(path.join(tests, "rules"))
    .flatMap((name) => /^(?!index\.)(.+)\.test\.ts$/.exec(name)?.[1] ?? [])
    .sort();
}
