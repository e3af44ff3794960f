import type { Finding } from "@awaitwise/analyzer";
import type { CodeLens } from "vscode-languageserver/node";
import type { AnalysisService } from "../analysis-service.js";

/**
 * A line above each function with something to gain: how many of its awaits can be gathered. It leads to
 * what there is to say about the first of them.
 */
export function codeLens(service: AnalysisService, { file }: { file: string }): CodeLens[] {
  if (!service.settingsOf(file).codeLens) return [];
  const gains = new Map<number, Gain>();
  for (const finding of service.resultOf(file).findings) {
    const { rule, group = [] } = finding;
    if (rule !== "serial-await" || group.length < 2) continue;
    const { start, awaits } = placeOf(service, finding);
    const known = gains.get(start);
    gains.set(start, {
      first: known?.first ?? group[0]?.start ?? finding.start,
      gathered: (known?.gathered ?? 0) + group.length,
      awaits: Math.max(known?.awaits ?? 0, awaits),
    });
  }
  return [...gains].map(([start, { first, gathered, awaits }]) => ({
    range: service.range(file, start, start),
    command: {
      title: `${awaits > gathered ? `${gathered} of ${awaits}` : gathered} awaits can be gathered`,
      command: "awaitwise.explain",
      arguments: [service.uriOf(file), service.range(file, first, first).start],
    },
  }));
}

interface Gain {
  /** Where the first of the awaits stands. */
  readonly first: number;
  readonly gathered: number;
  readonly awaits: number;
}

// At the top level of a module there is no function: the line stands above the awaits themselves.
function placeOf(
  service: AnalysisService,
  { file, group = [], start }: Finding,
): { readonly start: number; readonly awaits: number } {
  const first = group[0]?.start ?? start;
  const around = service.functionAround(file, first);
  if (around !== undefined) return around;
  return { start, awaits: service.explain(file, first)?.awaits.length ?? 0 };
}
