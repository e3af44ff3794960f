import type { Stopwatch } from "../engine/stopwatch.js";
import type { Project } from "../project/project.js";
import { type SuppressionResult, suppress } from "../suppressions/suppress.js";
import type { ConfigStore } from "./config-store.js";

/**
 * Checks a file as its configuration says: the rules it switches on, with their options and
 * severities, less what the comments of the file hide. The command line and the language server
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
  stopwatch?: Stopwatch,
): SuppressionResult {
  const config = configs.forFile(file);
  const findings = project.check(file, config.selection, stopwatch).map((finding) => {
    const severity = config.severities[finding.rule];
    return severity === undefined ? finding : { ...finding, severity };
  });
  return suppress(file, project.text(file) ?? "", findings, {
    rules: config.selection.rules ?? [],
    complete: config.complete,
    unusedSuppressions: config.unusedSuppressions,
    requireReason: config.requireReason,
  });
}
