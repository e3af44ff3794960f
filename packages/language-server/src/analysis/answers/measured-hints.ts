import { describeAwaits, formatDuration, type RecordedAwait } from "@awaitwise/analyzer";
import { type InlayHint, InlayHintKind } from "vscode-languageserver/node";
import type { AnalysisService } from "../analysis-service.js";

/** Beside each line in the range on which something was awaited: how long that took on average. */
export function measuredHints(
  service: AnalysisService,
  file: string,
  from: number,
  to: number,
): InlayHint[] {
  const positions = service.positionsOf(file);
  const text = service.textOf(file);
  const lines = new Map<number, { start: number; awaits: readonly RecordedAwait[] }[]>();
  for (const [start, awaits] of service.measuredAwaits(file)) {
    if (start < from || start > to || awaits.length === 0) continue;
    const { line } = positions.positionAt(start);
    const known = lines.get(line);
    if (known === undefined) lines.set(line, [{ start, awaits }]);
    else known.push({ start, awaits });
  }
  return [...lines.values()].map((onLine) => {
    const inOrder = onLine.sort((a, b) => a.start - b.start);
    const start = inOrder[0]?.start ?? 0;
    const end = start + text.slice(start).search(/\r?\n|$/);
    return {
      position: positions.positionAt(end),
      label: inOrder.map(({ awaits }) => average(awaits)).join(", "),
      kind: InlayHintKind.Type,
      tooltip: inOrder.map(({ awaits }) => `Measured: ${describeAwaits(awaits)}`).join("\n"),
      paddingLeft: true,
    };
  });
}

function average(awaits: readonly RecordedAwait[]): string {
  return formatDuration(awaits.reduce((sum, { duration }) => sum + duration, 0) / awaits.length);
}
