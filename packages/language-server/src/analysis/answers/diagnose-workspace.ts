import type { AnalysisService } from "../analysis-service.js";
import type { WorkspaceItem } from "../messages.js";

/**
 * The diagnostics of every file of the workspace, in batches as they are known, open files first.
 * A file about which the client knows everything already is one line; one that lost its findings,
 * or itself, is reported empty.
 */
export function* diagnoseWorkspace(
  service: AnalysisService,
  { previous }: { previous: Readonly<Record<string, string>> },
  partial: (items: readonly WorkspaceItem[]) => void,
): Generator<void, readonly WorkspaceItem[], void> {
  const gone = new Set(Object.keys(previous));
  let batch: WorkspaceItem[] = [];
  for (const file of service.workspaceFiles()) {
    const { uri, version, resultId, diagnostics } = service.resultOf(file).report;
    gone.delete(uri);
    const known = previous[uri] ?? "none";
    if (known !== resultId) batch.push({ uri, version, resultId, diagnostics });
    else if (uri in previous) batch.push({ uri, version, resultId });
    if (batch.length >= batchSize) {
      partial(batch);
      batch = [];
    }
    yield;
  }
  for (const uri of gone)
    batch.push({ uri, version: undefined, resultId: "none", diagnostics: [] });
  return batch;
}

const batchSize = 25;
