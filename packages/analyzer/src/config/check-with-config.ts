import type { Stopwatch } from "../engine/stopwatch.js";
import type { Finding } from "../finding.js";
import type { Project } from "../project/project.js";
import type { RuleSelection } from "../rules/select.js";
import { type SuppressionResult, suppress } from "../suppressions/suppress.js";
import { isAboutTime } from "../trace/gain.js";
import type { LoopPlaces } from "../trace/loop-places.js";
import { measureFindings } from "../trace/measure-findings.js";
import type { MeasuredAwaits, Measurements } from "../trace/measurements.js";
import type { ConfigStore } from "./config-store.js";

/** How a file is checked. */
export interface CheckOptions {
  /** Told what each rule takes. */
  readonly stopwatch?: Stopwatch | undefined;
  /** What traces say of the project's awaits. */
  readonly measurements?: Measurements | undefined;
  /** Passes over the functions whose last check found nothing, as `RuleSelection.incremental`. */
  readonly incremental?: boolean;
}

/**
 * Checks a file as its configuration says: the rules it switches on, with their options and
 * severities, less what the comments of the file hide. With measurements, findings about serial awaits
 * say what they cost, and some come along that only a trace can see. The command line and the language server
 * both check by this, so that they cannot disagree.
 *
 * @throws InputError when the configuration is not valid.
 *
 * @example
 * ```ts
 * import { checkWithConfig, ConfigStore, discoverProjects, openProject } from "@awaitwise/analyzer";
 *
 * const configs = new ConfigStore({ cwd: process.cwd() });
 * for (const description of discoverProjects({ cwd: process.cwd() }).slice(0, 1)) {
 *   const project = openProject(description);
 *   const [file] = project.files;
 *   if (file !== undefined) console.log(Array.isArray(checkWithConfig(project, file, configs).findings));
 * }
 * // prints: true
 * ```
 */
export function checkWithConfig(
  project: Project,
  file: string,
  configs: ConfigStore,
  { stopwatch, measurements, incremental = false }: CheckOptions = {},
): SuppressionResult {
  const config = configs.forFile(file);
  const own = withSeverities(
    project.check(file, { ...config.selection, incremental }, stopwatch),
    config,
  );
  const heldBack = project.heldBack(file);
  const seen = seenBy(measurements, project, file, config.selection);
  const findings =
    seen === undefined ? own : measureFindings(own, seen.doubtful, seen.awaits, seen.places);
  return suppress(file, project.text(file) ?? "", findings, {
    rules: config.selection.rules ?? [],
    complete: config.complete,
    unusedSuppressions: config.unusedSuppressions,
    requireReason: config.requireReason,
    heldBack,
  });
}

/**
 * What of it can be told by the file and what stands nearest to it, as `Project.checkNearby`; `undefined` where
 * that is nothing to be had in advance.
 *
 * @throws InputError when the configuration is not valid.
 */
export function checkNearbyWithConfig(
  project: Project,
  file: string,
  configs: ConfigStore,
): readonly Finding[] | undefined {
  const config = configs.forFile(file);
  // What waits for what is for those who know what functions do.
  const rules = (config.selection.rules ?? []).filter((rule) => !isAboutTime(rule));
  const found = project.checkNearby(file, { ...config.selection, rules });
  if (found === undefined) return undefined;
  const { findings } = suppress(file, project.text(file) ?? "", withSeverities(found, config), {
    // What hides nothing so far may yet hide what is found later.
    ...{ rules: [], complete: false, unusedSuppressions: "off" },
    requireReason: config.requireReason,
  });
  return findings;
}

function withSeverities(
  findings: readonly Finding[],
  { severities }: ReturnType<ConfigStore["forFile"]>,
): readonly Finding[] {
  return findings.map((finding) => {
    const severity = severities[finding.rule];
    return severity === undefined ? finding : { ...finding, severity };
  });
}

/** What traces know of a file. */
interface Seen {
  readonly doubtful: readonly Finding[];
  readonly awaits: MeasuredAwaits;
  readonly places: LoopPlaces;
}

// What the rules about time find once everything doubtful counts, and what was seen to wait waits.
function seenBy(
  measurements: Measurements | undefined,
  project: Project,
  file: string,
  selection: RuleSelection,
): Seen | undefined {
  const text = project.text(file) ?? "";
  const awaits = measurements?.awaitsOf(file, text);
  if (measurements === undefined || awaits === undefined || awaits.size === 0) return undefined;
  const rules = (selection.rules ?? []).filter(isAboutTime);
  const waits = (start: number): boolean =>
    awaits.get(start)?.some(({ duration }) => duration > 0) === true;
  return {
    doubtful: project.check(file, { ...selection, rules, preset: "strict", waits }),
    awaits,
    places: measurements.loopsOf(file, text),
  };
}
