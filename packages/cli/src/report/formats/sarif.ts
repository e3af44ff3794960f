import { readFileSync } from "node:fs";
import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import type { RuleMeta } from "@awaitwise/analyzer";
import type { Place, Report, ReportedFinding, ReportedFix, ReportedProblem } from "../report.js";
import type { FormatContext } from "./format-context.js";

/** GitHub takes no more results than this of a run. */
export const MOST_RESULTS = 25_000;

// The name that GitHub gives to the top of the sources.
const ROOT = "%SRCROOT%";

const LEVELS = { error: "error", warning: "warning", suggestion: "note" } as const;

/**
 * A SARIF 2.1.0 log: rules with their pages, results with their evidence as code flows and their
 * fixes, and as notifications what could not be checked.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function formatSarif(report: Report, context: FormatContext): string {
  const shown = worstFirst(report.findings).slice(0, MOST_RESULTS);
  const rules = rulesOf(shown, context.rules);
  const ruleIndex = new Map(rules.map(({ id }, index) => [id, index]));
  const omitted = report.findings.length - shown.length;
  const notifications = report.problems.map(notification);
  if (omitted > 0) {
    notifications.push(
      notification({
        message: `${omitted} findings are left out, for a run holds no more than ${MOST_RESULTS}`,
        isNote: true,
      }),
    );
  }
  return JSON.stringify(
    {
      $schema:
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
      version: "2.1.0",
      runs: [
        {
          tool: {
            driver: { name: "awaitwise", semanticVersion: context.version, rules },
          },
          columnKind: "utf16CodeUnits",
          originalUriBaseIds: { [ROOT]: { uri: `${pathToFileURL(context.cwd).href}/` } },
          invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications }],
          results: shown.map((finding) =>
            result(finding, ruleIndex.get(finding.rule) ?? -1, context),
          ),
        },
      ],
    },
    null,
    2,
  );
}

function worstFirst(findings: readonly ReportedFinding[]): readonly ReportedFinding[] {
  if (findings.length <= MOST_RESULTS) return findings;
  const levels = ["error", "warning", "suggestion"] as const;
  return levels.flatMap((level) => findings.filter(({ severity }) => severity === level));
}

function rulesOf(findings: readonly ReportedFinding[], known: readonly RuleMeta[]): SarifRule[] {
  const ids = [...new Set(findings.map(({ rule }) => rule))].sort();
  return ids.map((id) => {
    const meta = known.find((rule) => rule.id === id);
    if (meta === undefined) return { id };
    const page = readPage(meta);
    return {
      id,
      shortDescription: { text: meta.summary },
      defaultConfiguration: { level: LEVELS[meta.severity] },
      ...(page === undefined ? {} : { help: { text: page, markdown: page } }),
      properties: { tags: ["async", "await"] },
    };
  });
}

interface SarifRule {
  readonly id: string;
  readonly [property: string]: unknown;
}

function readPage({ page }: RuleMeta): string | undefined {
  try {
    return readFileSync(page, "utf8");
  } catch {
    return undefined;
  }
}

function result(finding: ReportedFinding, ruleIndex: number, context: FormatContext): object {
  const evidence = [
    ...finding.related.map((related) => location(related, related.message)),
    location(finding, finding.message),
  ];
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: LEVELS[finding.severity],
    message: { text: finding.message },
    locations: [location(finding)],
    partialFingerprints: { "awaitwise/v1": context.fingerprintOf(finding) },
    ...(finding.related.length === 0
      ? {}
      : {
          relatedLocations: finding.related.map((related) => location(related, related.message)),
          codeFlows: [{ threadFlows: [{ locations: evidence.map((one) => ({ location: one })) }] }],
        }),
    ...(finding.fixes.length === 0 ? {} : { fixes: finding.fixes.map(fixOf) }),
    properties: {
      confidence: finding.confidence,
      ...(finding.measured === undefined ? {} : { measured: finding.measured }),
      ...(finding.tier === undefined ? {} : { tier: finding.tier }),
    },
  };
}

function location(place: Place, message?: string): object {
  const { start, end } = place;
  return {
    physicalLocation: {
      artifactLocation: artifact(place.file),
      region: {
        startLine: start.line,
        startColumn: start.column,
        endLine: end.line,
        endColumn: end.column,
        charOffset: start.offset,
        charLength: end.offset - start.offset,
      },
    },
    ...(message === undefined ? {} : { message: { text: message } }),
  };
}

function fixOf({ title, edits }: ReportedFix): object {
  const files = [...new Set(edits.map(({ file }) => file))];
  return {
    description: { text: title },
    artifactChanges: files.map((file) => ({
      artifactLocation: artifact(file),
      replacements: edits
        .filter((edit) => edit.file === file)
        .map(({ start, end, text }) => ({
          deletedRegion: { charOffset: start, charLength: end - start },
          insertedContent: { text },
        })),
    })),
  };
}

function notification({ file, message, isNote }: ReportedProblem): object {
  return {
    level: isNote ? "note" : "warning",
    message: { text: message },
    ...(file === undefined
      ? {}
      : { locations: [{ physicalLocation: { artifactLocation: artifact(file) } }] }),
  };
}

function artifact(file: string): object {
  if (isAbsolute(file)) return { uri: pathToFileURL(file).href };
  return { uri: file.split("/").map(encodeURIComponent).join("/"), uriBaseId: ROOT };
}
