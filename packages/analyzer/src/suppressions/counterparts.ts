import type { RuleMeta } from "../rules/rule.js";

/** The names that other linters have for what a rule flags. */
export interface Counterparts {
  /** ESLint and its plugins; oxlint takes the same names. */
  readonly eslint: readonly string[];
  /** Biome's, without their group, which changes when a rule leaves the nursery. */
  readonly biome: readonly string[];
  /** SonarQube's keys. */
  readonly sonar: readonly string[];
}

/**
 * What the other linters call a rule.
 *
 * @see https://biomejs.dev/linter/rules-sources/ and https://rules.sonarsource.com/typescript/
 *
 * @example
 * ```ts
 * import { counterpartsOf } from "@awaitwise/analyzer";
 *
 * console.log(counterpartsOf({ counterparts: ["no-await-in-loop"] }).biome);
 * // prints: [ 'noAwaitInLoops' ]
 * ```
 */
export function counterpartsOf({ counterparts }: Pick<RuleMeta, "counterparts">): Counterparts {
  const known = (table: Readonly<Record<string, string>>): string[] => [
    ...new Set(counterparts.flatMap((name) => table[name] ?? [])),
  ];
  return { eslint: counterparts, biome: known(BIOME), sonar: known(SONAR) };
}

/** Whether a comment of ESLint or oxlint that names `name` is about the counterpart `eslint`. */
export function isSpelledForEslint(name: string, eslint: string): boolean {
  // oxlint has names of its own for the plugins that it has built in.
  const plain = (one: string): string => one.replace(/^(?:@?typescript(?:-eslint)?|eslint)\//, "");
  return name === eslint || (isBuiltIn(name) && isBuiltIn(eslint) && plain(name) === plain(eslint));
}

/** Whether a comment of Biome that names `name` is about the counterpart `biome`. */
export function isSpelledForBiome(name: string, biome: string): boolean {
  return name === "lint" || (name.startsWith("lint/") && name.endsWith(`/${biome}`));
}

function isBuiltIn(name: string): boolean {
  return !name.includes("/") || /^(?:@?typescript(?:-eslint)?|eslint)\//.test(name);
}

const BIOME: Readonly<Record<string, string>> = {
  "@typescript-eslint/await-thenable": "useAwaitThenable",
  "@typescript-eslint/no-floating-promises": "noFloatingPromises",
  "@typescript-eslint/no-misused-promises": "noMisusedPromises",
  "@typescript-eslint/require-await": "useAwait",
  "no-async-promise-executor": "noAsyncPromiseExecutor",
  "no-await-in-loop": "noAwaitInLoops",
  "require-await": "useAwait",
};

const SONAR: Readonly<Record<string, string>> = {
  "@typescript-eslint/await-thenable": "S4123",
  "@typescript-eslint/no-misused-promises": "S6544",
  "no-async-promise-executor": "S6544",
  "no-return-await": "S4326",
};
