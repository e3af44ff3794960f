import type { Finding } from "@awaitwise/analyzer";
import type { CodeLens } from "vscode-languageserver/node";
import type { AnalysisService } from "../analysis-service.js";

/** A line above each group of awaits that could run together: how many of them. */
export function codeLens(service: AnalysisService, { file }: { file: string }): CodeLens[] {
  if (!service.settingsOf(file).codeLens) return [];
  return service
    .resultOf(file)
    .findings.filter(({ rule, group }) => rule === "serial-await" && (group?.length ?? 0) > 1)
    .map((finding) => ({
      range: service.range(file, finding.start, finding.end),
      command: {
        title: `${share(service, finding)} awaits can be gathered`,
        command: "awaitwise.explain",
        arguments: [finding.rule],
      },
    }));
}

// How many of the awaits that follow each other there.
function share(service: AnalysisService, { file, group = [], start }: Finding): string {
  const all = service.explain(file, group[0]?.start ?? start)?.awaits.length ?? 0;
  return all > group.length ? `${group.length} of ${all}` : `${group.length}`;
}
