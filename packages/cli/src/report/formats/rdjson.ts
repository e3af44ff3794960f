import { pathToFileURL } from "node:url";
import type { Place, Report, ReportedFix } from "../report.js";
import type { Position, SourceText } from "../source-text.js";
import type { FormatContext } from "./format-context.js";

const SEVERITIES = { error: "ERROR", warning: "WARNING", suggestion: "INFO" } as const;

/**
 * Reviewdog's diagnostic format. Its columns count bytes of UTF-8, and a suggestion is one stretch
 * of text, so that the edits of a fix are joined into one.
 *
 * @see https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
 */
export function formatRdjson(report: Report, context: FormatContext): string {
  const place = ({ file, start, end }: Place) => ({
    path: file,
    range: { start: inBytes(start, context.texts(file)), end: inBytes(end, context.texts(file)) },
  });
  const pages = new Map(context.rules.map(({ id, page }) => [id, pathToFileURL(page).href]));
  return JSON.stringify(
    {
      source: { name: "awaitwise" },
      diagnostics: report.findings.map((finding) => {
        const url = pages.get(finding.rule);
        return {
          message: finding.message,
          location: place(finding),
          severity: SEVERITIES[finding.severity],
          code: { value: finding.rule, ...(url === undefined ? {} : { url }) },
          suggestions: finding.fixes.flatMap((fix) => suggestion(fix, finding.file, context)),
          related_locations: finding.related.map((related) => ({
            message: related.message,
            location: place(related),
          })),
        };
      }),
    },
    null,
    2,
  );
}

function suggestion(fix: ReportedFix, file: string, { texts }: FormatContext): object[] {
  const source = texts(file);
  const [first, ...more] = [...fix.edits].sort((a, b) => a.start - b.start);
  if (source === undefined || first === undefined) return [];
  if (fix.edits.some((edit) => edit.file !== file)) return [];
  let { text, end } = first;
  for (const edit of more) {
    text += source.text.slice(end, edit.start) + edit.text;
    end = edit.end;
  }
  const at = (offset: number) => inBytes(source.positionAt(offset), source);
  return [{ range: { start: at(first.start), end: at(end) }, text }];
}

function inBytes({ line, column }: Position, source: SourceText | undefined) {
  const before = source?.line(line).slice(0, column - 1);
  return { line, column: before === undefined ? column : Buffer.byteLength(before) + 1 };
}
