import { basename } from "node:path";
import { describeAwaits, type Finding, renderExplanation } from "@awaitwise/analyzer";
import { type Hover, MarkupKind, type Position } from "vscode-languageserver/node";
import type { AnalysisService } from "../analysis-service.js";

/**
 * What is known about the finding under the cursor: the message, its evidence, and its fixes. On an
 * `await`, also what it does and why it is or is not gathered, whether anything was found or not.
 */
export function hover(
  service: AnalysisService,
  { file, position }: { file: string; position: Position },
): Hover | null {
  const offset = service.positionsOf(file).offsetAt(position);
  const finding = findingAt(service, file, offset);
  const explained = explanationAt(service, file, offset, finding !== undefined);
  const span = finding ?? explained;
  if (span === undefined) return null;
  const parts = [
    ...(finding === undefined ? [] : describe(service, finding.finding)),
    ...(explained === undefined ? [] : [explained.text]),
  ];
  const markdown = parts.join("\n\n");
  return {
    contents: service.setup.markdown
      ? { kind: MarkupKind.Markdown, value: markdown }
      : { kind: MarkupKind.PlainText, value: markdown.replaceAll(/\*\*|`/g, "") },
    range: service.range(file, span.start, span.end),
  };
}

interface FindingAt {
  readonly finding: Finding;
  readonly start: number;
  readonly end: number;
}

function findingAt(service: AnalysisService, file: string, offset: number): FindingAt | undefined {
  return service
    .resultOf(file)
    .findings.flatMap((finding) =>
      [finding, ...(finding.group ?? [])].map(({ start, end }) => ({ finding, start, end })),
    )
    .filter(({ start, end }) => start <= offset && offset < end)
    .sort((one, two) => one.end - one.start - (two.end - two.start))[0];
}

function describe(service: AnalysisService, finding: Finding): string[] {
  const evidence = finding.related.map((place) => {
    const { line } = service.range(place.file, place.start, place.end).start;
    return `- ${place.message} (${basename(place.file)}:${line + 1})`;
  });
  const fixes = finding.fixes.map((fix) => `- ${fix.title} (${fix.safety})`);
  return [
    `**awaitwise** \`${finding.rule}\``,
    finding.message,
    ...(evidence.length > 0 ? [`Evidence:\n${evidence.join("\n")}`] : []),
    ...(fixes.length > 0 ? [`Fixes:\n${fixes.join("\n")}`] : []),
  ];
}

interface Explained {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

// Elsewhere than on the keyword, a hover belongs to what the name under the cursor means.
function explanationAt(
  service: AnalysisService,
  file: string,
  offset: number,
  anywhere: boolean,
): Explained | undefined {
  const explanation = service.explain(file, offset);
  if (explanation === undefined) return undefined;
  const { start, end } = explanation.subject.place;
  if (offset < start || end <= offset) return undefined;
  if (!anywhere && offset >= start + "await".length) return undefined;
  const awaits = service.measuredAwaits(file).get(start) ?? [];
  const measured = awaits.length === 0 ? "" : `\nmeasured: ${describeAwaits(awaits)}`;
  // A list or a blank line of the text must not become one of Markdown's.
  const text = `${renderExplanation(explanation, (path) => basename(path))}${measured}`;
  return { text: service.setup.markdown ? `\`\`\`text\n${text}\n\`\`\`` : text, start, end };
}
