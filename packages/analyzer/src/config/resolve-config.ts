import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join, resolve } from "node:path";
import type { PackageModel } from "../model/effects/library/model.js";
import { InputError } from "../project/input-error.js";
import type { Config, ConfigOverride, ConfigPreset, RuleLevel, RuleSetting } from "./config.js";
import { type PathMatcher, pathMatcher } from "./path-patterns.js";
import { CONFIG_FILES, configFileIn, type OnRead, readConfig } from "./read-config.js";

/** A rule's level and options as they add up; an option that is not set keeps its default. */
export interface ResolvedSetting {
  readonly level: RuleLevel;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface ResolvedOverride {
  readonly matches: PathMatcher;
  readonly preset?: ConfigPreset;
  readonly rules: Readonly<Record<string, RuleSetting>>;
}

/** A configuration with everything it extends taken in. */
export interface ResolvedConfig {
  /** The file it was read from, or `undefined` for the defaults. */
  readonly path?: string;
  /** Every file that had a part in it. */
  readonly sources: readonly string[];
  readonly preset: ConfigPreset;
  readonly rules: Readonly<Record<string, RuleSetting>>;
  readonly overrides: readonly ResolvedOverride[];
  readonly ignores: readonly PathMatcher[];
  readonly gitignore: boolean;
  readonly unusedSuppressions: RuleLevel;
  readonly requireReason: boolean;
  /** The absolute path of the baseline file. */
  readonly baseline?: string;
  /** Models of libraries; the first one that speaks of something wins. */
  readonly models: readonly PackageModel[];
}

/** What holds where no configuration is found. */
export const defaultConfig: ResolvedConfig = {
  sources: [],
  preset: "recommended",
  rules: {},
  overrides: [],
  ignores: [],
  gitignore: true,
  unusedSuppressions: "warning",
  requireReason: false,
  models: [],
};

/**
 * Reads a configuration file with all that it extends.
 *
 * @throws InputError when it or one it extends is missing or not valid, or extends itself.
 */
export function resolveConfig(path: string, onRead: OnRead = () => {}): ResolvedConfig {
  return { ...resolveFrom(path, dirname(path), [], onRead), path };
}

/** Adds a setting to what holds already: a level alone keeps the options set before. */
export function addSetting(
  before: ResolvedSetting | undefined,
  setting: RuleSetting,
): ResolvedSetting {
  const [level, options] = typeof setting === "string" ? [setting] : setting;
  return { level, options: options ?? before?.options ?? {} };
}

function resolveFrom(
  path: string,
  patternsBase: string,
  open: readonly string[],
  onRead: OnRead,
): ResolvedConfig {
  if (open.includes(path)) {
    const circle = [...open.slice(open.indexOf(path)), path].map((one) => `"${one}"`).join(" -> ");
    throw new InputError(
      `Configurations extend each other in a circle: ${circle}; take one "extends" out`,
    );
  }
  const config = readConfig(path, onRead);
  let resolved = defaultConfig;
  for (const name of list(config.extends)) {
    const base = findExtended(name, path, onRead);
    // The patterns of a shared package are meant for those who extend it, not for the package.
    const folder = base.includes("/node_modules/") ? patternsBase : dirname(base);
    resolved = merge(resolved, resolveFrom(base, folder, [...open, path], onRead));
  }
  return merge(resolved, own(config, path, patternsBase));
}

/** What a configuration says itself; what it leaves out is left out here. */
type Partly = Partial<ResolvedConfig> & Pick<ResolvedConfig, "sources">;

function own(config: Config, path: string, base: string): Partly {
  const ignore = list(config.ignore);
  return {
    sources: [path],
    ...(config.preset === undefined ? {} : { preset: config.preset }),
    rules: config.rules ?? {},
    overrides: (config.overrides ?? []).map((override) => resolveOverride(override, base)),
    ignores: ignore.length === 0 ? [] : [pathMatcher(ignore, base)],
    ...(config.gitignore === undefined ? {} : { gitignore: config.gitignore }),
    ...(config.unusedSuppressions === undefined
      ? {}
      : { unusedSuppressions: config.unusedSuppressions }),
    ...(config.requireReason === undefined ? {} : { requireReason: config.requireReason }),
    ...(config.baseline === undefined ? {} : { baseline: resolve(dirname(path), config.baseline) }),
    models: config.models ?? [],
  };
}

function merge(before: ResolvedConfig, after: Partly): ResolvedConfig {
  const rules: Record<string, RuleSetting> = { ...before.rules };
  for (const [id, setting] of Object.entries(after.rules ?? {})) {
    const known = rules[id];
    const { level, options } = addSetting(
      known === undefined ? undefined : addSetting(undefined, known),
      setting,
    );
    rules[id] = [level, options];
  }
  return {
    ...before,
    ...after,
    sources: [...before.sources, ...after.sources],
    rules,
    overrides: [...before.overrides, ...(after.overrides ?? [])],
    ignores: [...before.ignores, ...(after.ignores ?? [])],
    models: [...(after.models ?? []), ...before.models],
  };
}

function resolveOverride(override: ConfigOverride, base: string): ResolvedOverride {
  const wanted = pathMatcher(list(override.files), base);
  const excluded = pathMatcher(list(override.exclude), base);
  return {
    matches: (file) => wanted(file) && !excluded(file),
    ...(override.preset === undefined ? {} : { preset: override.preset }),
    rules: override.rules ?? {},
  };
}

function findExtended(name: string, from: string, onRead: OnRead): string {
  const path = name.replaceAll("\\", "/");
  if (path.startsWith(".") || isAbsolute(path)) {
    const target = resolve(dirname(from), path);
    const named = [target, `${target}.json`];
    for (const candidate of named) onRead(candidate, "existence");
    const found =
      named.find(isFile) ?? (isFolder(target) ? configFileIn(target, onRead) : undefined);
    if (found !== undefined) return found;
  } else {
    const require = createRequire(from);
    onRead(path, "anything");
    for (const candidate of [path, ...CONFIG_FILES.map((file) => join(path, file))]) {
      try {
        return require.resolve(candidate);
      } catch {
        // The next candidate may be there; the error below names what the user wrote.
      }
    }
  }
  throw new InputError(
    `"${from}" extends "${name}", which does not exist: correct "extends", or install the package that holds it`,
  );
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}
