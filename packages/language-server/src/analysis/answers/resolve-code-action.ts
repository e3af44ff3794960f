import type { AnalysisService } from "../analysis-service.js";
import type { ResolvedAction } from "../messages.js";
import { editsOf, isPlannedAction } from "../planned-action.js";
import { toWorkspaceEdit } from "../workspace-edit.js";

/** The edit of an action that the user has chosen, as long as its text is still the one it was offered for. */
export function resolveCodeAction(
  service: AnalysisService,
  { data }: { data: unknown },
): ResolvedAction {
  if (!isPlannedAction(data)) return { stale: "The action was not offered by this server" };
  const { file, version, plan } = data;
  if ((service.buffers.get(file)?.version ?? null) !== version) {
    return { stale: `"${file}" was edited since the action was offered: ask for actions again` };
  }
  const edits = editsOf(service, file, plan);
  if (edits.length === 0) {
    return { stale: "What the action would fix has gone: ask for actions again" };
  }
  return { edit: toWorkspaceEdit(service, file, edits) };
}
