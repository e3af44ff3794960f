import type { Severity } from "../finding.js";
import type { PackageModel } from "../model/effects/library/model.js";

/** How much a rule's findings matter, or that it does not run. */
export type RuleLevel = "off" | Severity;

/** A rule's level, with its options where they differ from the defaults. */
export type RuleSetting =
  | RuleLevel
  | readonly [RuleLevel]
  | readonly [RuleLevel, Readonly<Record<string, unknown>>];

/** The presets a configuration can start from; `none` starts from nothing. */
export type ConfigPreset = "recommended" | "strict" | "none";

/** What applies to some files only. */
export interface ConfigOverride {
  /** Patterns in the syntax of .gitignore, relative to the configuration's folder. */
  readonly files: string | readonly string[];
  /** Of the files matched, those this does not apply to. */
  readonly exclude?: string | readonly string[];
  readonly preset?: ConfigPreset;
  readonly rules?: Readonly<Record<string, RuleSetting>>;
}

/** A configuration as a user writes it. */
export interface Config {
  readonly $schema?: string;
  /** Configurations to start from: paths, or packages; a later one wins. */
  readonly extends?: string | readonly string[];
  /** The rules to start from; `recommended` unless said otherwise. */
  readonly preset?: ConfigPreset;
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  readonly overrides?: readonly ConfigOverride[];
  /** Patterns of files that are not checked, in the syntax of .gitignore. */
  readonly ignore?: string | readonly string[];
  /** Whether files that git ignores are left out; `true` unless said otherwise. */
  readonly gitignore?: boolean;
  /** How much a suppression that suppresses nothing matters; `warning` unless said otherwise. */
  readonly unusedSuppressions?: RuleLevel;
  /** Whether a suppression must give a reason; `false` unless said otherwise. */
  readonly requireReason?: boolean;
  /**
   * What functions of packages do, and of sources that cannot be annotated: they come before the
   * analyser's own models, and a later configuration's before an earlier one's.
   */
  readonly models?: readonly PackageModel[];
  /** The baseline file, relative to the configuration's folder. */
  readonly baseline?: string;
}

/**
 * Gives a configuration in TypeScript or JavaScript its type.
 *
 * @example
 * ```ts
 * import { defineConfig } from "@awaitwise/analyzer";
 *
 * export default defineConfig({ preset: "strict", rules: { "serial-await": "error" } });
 * ```
 */
export function defineConfig(config: Config): Config {
  return config;
}
