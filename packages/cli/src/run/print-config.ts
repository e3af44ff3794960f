import { resolve } from "node:path";
import { type ConfigStore, rules } from "@awaitwise/analyzer";
import { displayPath } from "../report/resolve-finding.js";

/** What holds for one file, as JSON: where it comes from, and each rule with its level and options. */
export function printConfig(path: string, configs: ConfigStore, cwd: string): string {
  const file = resolve(cwd, path);
  const config = configs.forFile(file);
  const { rules: on = [], options = {} } = config.selection;
  const ignoredBy = configs.ignoredBy(file);
  const printed = {
    file: displayPath(file, cwd),
    config: config.path === undefined ? null : displayPath(config.path, cwd),
    sources: config.sources.map((source) => displayPath(source, cwd)),
    ignoredBy: ignoredBy === undefined ? null : displayPath(ignoredBy, cwd),
    rules: Object.fromEntries(
      rules.map(({ id, severity }) => {
        const level = on.includes(id) ? (config.severities[id] ?? severity) : "off";
        const own = options[id];
        return [id, own === undefined ? level : [level, own]];
      }),
    ),
    unusedSuppressions: config.unusedSuppressions,
    requireReason: config.requireReason,
    baseline: config.baseline === undefined ? null : displayPath(config.baseline, cwd),
  };
  return `${JSON.stringify(printed, null, 2)}\n`;
}
