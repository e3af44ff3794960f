import { type InlayHint, InlayHintKind, type Range } from "vscode-languageserver/node";
import type { AnalysisService } from "../analysis-service.js";
import { measuredHints } from "./measured-hints.js";

/**
 * A mark before each call in the range whose promise nobody awaits, where the user turned it on; and
 * what traces measured, where the user named some.
 */
export function inlayHints(
  service: AnalysisService,
  { file, range }: { file: string; range: Range },
): InlayHint[] {
  const { notAwaited, measured } = service.settingsOf(file).inlayHints;
  const positions = service.positionsOf(file);
  const from = positions.offsetAt(range.start);
  const to = positions.offsetAt(range.end);
  const dropped = notAwaited ? droppedCalls(service, file, from, to) : [];
  return [...dropped, ...(measured ? measuredHints(service, file, from, to) : [])];
}

function droppedCalls(
  service: AnalysisService,
  file: string,
  from: number,
  to: number,
): InlayHint[] {
  const positions = service.positionsOf(file);
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
