import {
  DocumentDiagnosticReportKind,
  type WorkspaceDiagnosticReport,
  WorkspaceDiagnosticRequest,
  type WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver/node";
import type { WorkspaceItem } from "../analysis/messages.js";
import type { Session } from "../session.js";
import { beginProgress } from "../work-progress.js";

/** @see LSP 3.18, workspace/diagnostic */
export function workspaceDiagnostic(session: Session): void {
  session.onRequest(
    WorkspaceDiagnosticRequest.type,
    async (params, token): Promise<WorkspaceDiagnosticReport> => {
      const previous = Object.fromEntries(
        (params.previousResultIds ?? []).map(({ uri, value }) => [uri, value]),
      );
      const progress = beginProgress(session, params.workDoneToken, "Checking the workspace");
      const streamed = params.partialResultToken;
      const items: WorkspaceDocumentDiagnosticReport[] = [];
      const take = (batch: readonly WorkspaceItem[]): void => {
        for (const item of batch) session.refresher.told(item);
        progress.report(batch.length);
        if (streamed === undefined) items.push(...batch.map(toReport));
        else if (batch.length > 0) {
          void session.connection.sendProgress(WorkspaceDiagnosticRequest.partialResult, streamed, {
            items: batch.map(toReport),
          });
        }
      };
      try {
        take(await session.analysis.request("diagnoseWorkspace", { previous }, token, take));
      } finally {
        progress.end();
      }
      return { items };
    },
  );
}

function toReport(item: WorkspaceItem): WorkspaceDocumentDiagnosticReport {
  const { uri, resultId, diagnostics } = item;
  const version = item.version ?? null;
  if (diagnostics === undefined) {
    return { kind: DocumentDiagnosticReportKind.Unchanged, uri, version, resultId };
  }
  return {
    kind: DocumentDiagnosticReportKind.Full,
    uri,
    version,
    resultId,
    items: [...diagnostics],
  };
}
