import { relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { RuleMeta } from "@awaitwise/analyzer";
import type { Format } from "../options/formats.js";
import { version } from "../program/version.js";
import type { Look, Terminal } from "../terminal/terminal.js";
import { formatCheckstyle } from "./formats/checkstyle.js";
import { formatCompact } from "./formats/compact.js";
import type { FormatContext } from "./formats/format-context.js";
import { formatGithub } from "./formats/github.js";
import { formatGitlab } from "./formats/gitlab.js";
import { formatJson } from "./formats/json.js";
import { formatJunit } from "./formats/junit.js";
import { formatPretty } from "./formats/pretty.js";
import { formatRdjson } from "./formats/rdjson.js";
import { formatSarif } from "./formats/sarif.js";
import type { Report, ReportedFinding } from "./report.js";
import type { SourceText } from "./source-text.js";
import { uniqueFingerprints } from "./unique-fingerprints.js";

export interface FormatOptions {
  readonly terminal: Pick<Terminal, "cwd" | "env">;
  readonly look: Look;
  readonly rules: readonly RuleMeta[];
  texts(file: string): SourceText | undefined;
}

/** The report in a format, ending with a line break; a list without findings is empty. */
export function formatReport(report: Report, format: Format, options: FormatOptions): string {
  const text = formatters[format](report, contextOf(report, options), options);
  return text === "" ? "" : `${text}\n`;
}

type Formatter = (report: Report, context: FormatContext, options: FormatOptions) => string;

const formatters: Readonly<Record<Format, Formatter>> = {
  pretty: (report, { rules }, { look, texts }) => {
    const pages = new Map(rules.map(({ id, page }) => [id, pathToFileURL(page).href]));
    return formatPretty(report, { look, texts, rulePage: (rule) => pages.get(rule) });
  },
  compact: formatCompact,
  json: formatJson,
  sarif: formatSarif,
  github: formatGithub,
  gitlab: formatGitlab,
  junit: formatJunit,
  checkstyle: formatCheckstyle,
  rdjson: formatRdjson,
};

function contextOf(report: Report, { terminal, texts, rules }: FormatOptions): FormatContext {
  const { cwd, env } = terminal;
  const top = env.GITHUB_WORKSPACE ?? env.CI_PROJECT_DIR;
  let unique: ReadonlyMap<ReportedFinding, string> | undefined;
  return {
    cwd,
    version,
    rules,
    texts,
    fingerprintOf: (finding) => {
      unique ??= uniqueFingerprints(report.findings);
      return unique.get(finding) ?? "";
    },
    fromRepository: (file) => {
      const seen = top ? relative(top, resolve(cwd, file)).replaceAll("\\", "/") : file;
      return seen.startsWith("../") ? file : seen;
    },
  };
}
