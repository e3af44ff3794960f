import {
  ConfigStore,
  type ConfigStoreOptions,
  didYouMean,
  InputError,
  rules,
} from "@awaitwise/analyzer";
import type { CheckFlags } from "../options/check-options.js";

/**
 * The configurations as the options of a command line change them.
 *
 * @throws InputError when a rule does not exist; it names the one that is meant.
 */
export function configsOf(
  { rule, preset, config }: Pick<CheckFlags, "rule" | "preset" | "config">,
  cwd: string,
  onRead?: ConfigStoreOptions["onRead"],
): ConfigStore {
  const ids = rules.map(({ id }) => id);
  for (const id of rule ?? []) {
    if (ids.includes(id)) continue;
    const near = didYouMean(id, ids) || `: the rules are ${ids.join(", ")}`;
    throw new InputError(`There is no rule "${id}"${near}`);
  }
  return new ConfigStore({
    cwd,
    ...(rule === undefined ? {} : { rules: rule }),
    ...(preset === undefined ? {} : { preset }),
    ...(config === undefined ? {} : { config }),
    ...(onRead === undefined ? {} : { onRead }),
  });
}
