import type { ConfiguredRule } from "../engine/check-file.js";
import type { PackageModel } from "../model/effects/library/model.js";
import { InputError } from "../project/input-error.js";
import { allRules } from "./index.js";
import type { Preset } from "./rule.js";

/** Which rules to run, and how. */
export interface RuleSelection {
  /** Ids of the rules to run; without them the preset decides. */
  readonly rules?: readonly string[];
  /**
   * The set of rules to run; `recommended` unless said otherwise. Beside `rules` it only says
   * whether findings of low confidence are shown: not in `recommended`.
   */
  readonly preset?: Preset;
  /** Options for each rule by its id; what they leave out keeps its default. */
  readonly options?: Readonly<Record<string, object>>;
  /** Tells whether the await at an offset of the file was seen to wait, in a trace. */
  readonly waits?: (start: number) => boolean;
  /**
   * Passes over the functions in which the last check of the file found nothing, where nothing that
   * this rested on has changed since. What is found is the same; what is counted as unresolved stays
   * that of the last check of the whole file.
   */
  readonly incremental?: boolean;
  /** Models of libraries and sources, which come before the analyser's own. */
  readonly models?: readonly PackageModel[];
}

/** The rules of a selection, in the order of their ids. */
export function selectRules(selection: RuleSelection): readonly ConfiguredRule[] {
  const { rules: ids, preset = "recommended", options = {} } = selection;
  for (const id of [...(ids ?? []), ...Object.keys(options)]) {
    if (!allRules.some((rule) => rule.meta.id === id)) {
      throw new InputError(`There is no rule "${id}": the rules are ${names()}`);
    }
  }
  if (preset !== "recommended" && preset !== "strict") {
    throw new InputError(`There is no preset "${String(preset)}": use recommended or strict`);
  }
  return allRules
    .filter(({ meta }) =>
      ids === undefined ? meta.presets.includes(preset) : ids.includes(meta.id),
    )
    .map((rule) => ({ rule, options: options[rule.meta.id] ?? {} }));
}

function names(): string {
  return allRules.map((rule) => rule.meta.id).join(", ");
}
