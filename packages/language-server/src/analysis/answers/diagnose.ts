import type { AnalysisService } from "../analysis-service.js";
import type { DiagnoseResult } from "../messages.js";

/**
 * The diagnostics of one file, and what is already known of closed files that its unsaved text
 * concerns. What is not known yet arrives later as a report, so that nobody waits for it here.
 */
export function diagnose(service: AnalysisService, { file }: { file: string }): DiagnoseResult {
  return {
    report: (service.earlyOf(file) ?? service.resultOf(file)).report,
    related: service.knownDependants(file).map(({ report }) => report),
  };
}
