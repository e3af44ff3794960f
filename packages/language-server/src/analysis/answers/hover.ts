import { type Hover, MarkupKind, type Position } from "vscode-languageserver/node";
import type { AnalysisService } from "../analysis-service.js";

/** What is known about the finding under the cursor: the message, its evidence, and its fixes. */
export function hover(
  service: AnalysisService,
  { file, position }: { file: string; position: Position },
): Hover | null {
  const { findings } = service.resultOf(file);
  const offset = service.positionsOf(file).offsetAt(position);
  const spans = findings.flatMap((finding) =>
    [finding, ...(finding.group ?? [])].map(({ start, end }) => ({ finding, start, end })),
  );
  const under = spans
    .filter(({ start, end }) => start <= offset && offset < end)
    .sort((one, two) => one.end - one.start - (two.end - two.start))[0];
  if (under === undefined) return null;
  const { finding } = under;
  const evidence = finding.related.map((place) => {
    const { line } = service.range(place.file, place.start, place.end).start;
    return `- ${place.message} (${nameOf(place.file)}:${line + 1})`;
  });
  const fixes = finding.fixes.map((fix) => `- ${fix.title} (${fix.safety})`);
  const parts = [
    `**awaitwise** \`${finding.rule}\``,
    finding.message,
    ...(evidence.length > 0 ? [`Evidence:\n${evidence.join("\n")}`] : []),
    ...(fixes.length > 0 ? [`Fixes:\n${fixes.join("\n")}`] : []),
  ];
  const markdown = parts.join("\n\n");
  return {
    contents: service.setup.markdown
      ? { kind: MarkupKind.Markdown, value: markdown }
      : { kind: MarkupKind.PlainText, value: markdown.replaceAll(/\*\*|`/g, "") },
    range: service.range(file, under.start, under.end),
  };
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1);
}
