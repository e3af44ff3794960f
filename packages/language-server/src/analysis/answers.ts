import type { AnalysisService } from "./analysis-service.js";
import { codeActions } from "./answers/code-actions.js";
import { codeLens } from "./answers/code-lens.js";
import { diagnose } from "./answers/diagnose.js";
import { diagnoseWorkspace } from "./answers/diagnose-workspace.js";
import { explain, explainAwait } from "./answers/explain.js";
import { hover } from "./answers/hover.js";
import { inlayHints } from "./answers/inlay-hints.js";
import { resolveCodeAction } from "./answers/resolve-code-action.js";
import { status } from "./answers/status.js";
import type { AnalysisRequests, RequestMessage, RequestName, WorkspaceItem } from "./messages.js";

/**
 * Answers one request in slices. Each name has a file of its own in `answers/`; a new request is a
 * line in `AnalysisRequests`, a file there, and a case here.
 */
export function* answer(
  service: AnalysisService,
  message: RequestMessage,
  partial: (items: readonly WorkspaceItem[]) => void,
): Generator<void, AnalysisRequests[RequestName]["result"] | Promise<null>, void> {
  switch (message.name) {
    case "diagnose":
      return diagnose(service, message.params);
    case "diagnoseWorkspace":
      return yield* diagnoseWorkspace(service, message.params, partial);
    case "codeActions":
      return codeActions(service, message.params);
    case "resolveCodeAction":
      return resolveCodeAction(service, message.params);
    case "hover":
      return hover(service, message.params);
    case "codeLens":
      return codeLens(service, message.params);
    case "inlayHints":
      return inlayHints(service, message.params);
    case "explainAwait":
      return explainAwait(service, message.params);
    case "explain":
      return explain(message.params);
    case "status":
      return status(service, message.params);
    case "settle":
      return null;
    case "restartProject":
      service.restart(message.params.file);
      return null;
    case "remember":
      return yield* service.remember();
  }
}
