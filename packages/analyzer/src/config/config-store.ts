import { dirname, resolve } from "node:path";
import type { Severity } from "../finding.js";
import { allRules } from "../rules/index.js";
import type { RuleSelection } from "../rules/select.js";
import type { ConfigPreset, RuleLevel } from "./config.js";
import { GitIgnore } from "./git-ignore.js";
import { configFileIn, type OnRead } from "./read-config.js";
import {
  addSetting,
  defaultConfig,
  type ResolvedConfig,
  type ResolvedSetting,
  resolveConfig,
} from "./resolve-config.js";

/** Where configurations are looked for, and what a command line says over them. */
export interface ConfigStoreOptions {
  readonly cwd: string;
  /** This configuration for every file, instead of the nearest one. */
  readonly config?: string;
  /** Instead of the preset of any configuration. */
  readonly preset?: Exclude<ConfigPreset, "none">;
  /** Only these rules, whether or not a configuration switches them on. */
  readonly rules?: readonly string[];
  /** Told of everything that the answers depend on. */
  readonly onRead?: OnRead;
}

/** What holds for one file. */
export interface FileConfig {
  /** The configuration file it comes from, or `undefined` for the defaults. */
  readonly path?: string;
  /** The files that had a part in it: the configuration and those it extends. */
  readonly sources: readonly string[];
  /** The rules to run, with their options. */
  readonly selection: RuleSelection;
  /** Whether these are all the rules the configuration switches on, and not those asked for. */
  readonly complete: boolean;
  /** The severity that findings of a rule have, where a configuration says one. */
  readonly severities: Readonly<Record<string, Severity>>;
  readonly unusedSuppressions: RuleLevel;
  readonly requireReason: boolean;
  readonly baseline?: string;
}

/**
 * Finds the configuration of each file: the nearest one, in the file's folder or one around it. What
 * was read is kept until `forget`.
 *
 * @example
 * ```ts
 * import { ConfigStore } from "@awaitwise/analyzer";
 *
 * const configs = new ConfigStore({ cwd: process.cwd(), rules: ["serial-await"] });
 * console.log(configs.forFile(`${process.cwd()}/src/a.ts`).selection.rules);
 * // prints: [ 'serial-await' ]
 * ```
 */
export class ConfigStore {
  readonly #options: ConfigStoreOptions;
  #gitIgnore: GitIgnore;
  readonly #folders = new Map<string, ResolvedConfig>();
  readonly #fileConfigs = new Map<ResolvedConfig, Map<string, FileConfig>>();

  constructor(options: ConfigStoreOptions) {
    this.#options = options;
    this.#gitIgnore = new GitIgnore(options.cwd, options.onRead);
  }

  /**
   * What holds for a file, given by its absolute path.
   *
   * @throws InputError when its configuration is not valid.
   */
  forFile(file: string): FileConfig {
    const config = this.#configOf(dirname(file));
    // Files that the same overrides match share one answer.
    const matching = config.overrides.flatMap(({ matches }, index) =>
      matches(file) ? [index] : [],
    );
    const key = matching.join(",");
    let known = this.#fileConfigs.get(config);
    if (known === undefined) {
      known = new Map();
      this.#fileConfigs.set(config, known);
    }
    let answer = known.get(key);
    if (answer === undefined) {
      answer = effective(config, matching, this.#options);
      known.set(key, answer);
    }
    return answer;
  }

  /** What leaves a file out: the configuration's path, or ".gitignore"; else `undefined`. */
  ignoredBy(file: string): string | undefined {
    const config = this.#configOf(dirname(file));
    if (config.ignores.some((matches) => matches(file))) return config.path ?? "the configuration";
    return config.gitignore && this.#gitIgnore.ignores(file) ? ".gitignore" : undefined;
  }

  /** The configuration of the working directory itself, for what concerns a whole run. */
  root(): FileConfig {
    return effective(this.#configOf(this.#options.cwd), [], this.#options);
  }

  /** Forgets what was read, for the next question to read it again. */
  forget(): void {
    this.#folders.clear();
    this.#fileConfigs.clear();
    this.#gitIgnore = new GitIgnore(this.#options.cwd, this.#options.onRead);
  }

  #configOf(folder: string): ResolvedConfig {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const config = this.#find(folder);
    this.#folders.set(folder, config);
    return config;
  }

  #find(folder: string): ResolvedConfig {
    const { config, cwd, onRead } = this.#options;
    if (config !== undefined) {
      const named = resolve(cwd, config);
      const root = this.#folders.get(named) ?? resolveConfig(named, onRead);
      this.#folders.set(named, root);
      return root;
    }
    const file = configFileIn(folder, onRead);
    if (file !== undefined) return resolveConfig(file, onRead);
    return dirname(folder) === folder ? defaultConfig : this.#configOf(dirname(folder));
  }
}

function effective(
  config: ResolvedConfig,
  overrides: readonly number[],
  options: ConfigStoreOptions,
): FileConfig {
  const applied = overrides.flatMap((index) => config.overrides[index] ?? []);
  const preset =
    options.preset ??
    applied.reduce<ConfigPreset>((before, one) => one.preset ?? before, config.preset);
  const settings = new Map<string, ResolvedSetting>();
  for (const rules of [config.rules, ...applied.map((one) => one.rules)]) {
    for (const [id, setting] of Object.entries(rules)) {
      settings.set(id, addSetting(settings.get(id), setting));
    }
  }
  const ids =
    options.rules ??
    allRules
      .filter(({ meta }) => {
        const level = settings.get(meta.id)?.level;
        return level === undefined
          ? preset !== "none" && meta.presets.includes(preset)
          : level !== "off";
      })
      .map(({ meta }) => meta.id);
  const ruleOptions: Record<string, object> = {};
  const severities: Record<string, Severity> = {};
  for (const id of ids) {
    const setting = settings.get(id);
    if (setting === undefined) continue;
    if (Object.keys(setting.options).length > 0) ruleOptions[id] = setting.options;
    if (setting.level !== "off") severities[id] = setting.level;
  }
  return {
    ...(config.path === undefined ? {} : { path: config.path }),
    sources: config.sources,
    selection: {
      rules: ids,
      options: ruleOptions,
      ...(config.models.length === 0 ? {} : { models: config.models }),
      // Asking for a rule by name says which rule, and not that every doubt is to be shown.
      ...(preset === "none" ? {} : { preset }),
    },
    complete: options.rules === undefined,
    severities,
    unusedSuppressions: config.unusedSuppressions,
    requireReason: config.requireReason,
    ...(config.baseline === undefined ? {} : { baseline: config.baseline }),
  };
}
