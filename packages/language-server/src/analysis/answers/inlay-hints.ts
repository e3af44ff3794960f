import { type InlayHint, InlayHintKind, type Range } from "vscode-languageserver/node";
import type { AnalysisService } from "../analysis-service.js";

/** A mark before each call in the range whose promise nobody awaits, where the user turned it on. */
export function inlayHints(
  service: AnalysisService,
  { file, range }: { file: string; range: Range },
): InlayHint[] {
  if (!service.settingsOf(file).inlayHints.notAwaited) return [];
  const positions = service.positionsOf(file);
  const from = positions.offsetAt(range.start);
  const to = positions.offsetAt(range.end);
  return service
    .resultOf(file)
    .findings.filter(
      ({ rule, start }) => rule === "floating-promise" && from <= start && start <= to,
    )
    .map(({ start, message }) => ({
      position: positions.positionAt(start),
      label: "not awaited",
      kind: InlayHintKind.Type,
      tooltip: message,
      paddingRight: true,
    }));
}
