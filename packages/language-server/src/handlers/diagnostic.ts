import {
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  DocumentDiagnosticRequest,
} from "vscode-languageserver/node";
import type { FileReport } from "../analysis/messages.js";
import { fileOf } from "../documents/file-uri.js";
import type { Session } from "../session.js";

/** @see LSP 3.18, textDocument/diagnostic */
export function diagnostic(session: Session): void {
  session.onRequest(
    DocumentDiagnosticRequest.type,
    async ({ textDocument, previousResultId }, token): Promise<DocumentDiagnosticReport> => {
      const file = fileOf(textDocument.uri);
      if (file === undefined) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
      const { report, related } = await session.analysis.request("diagnose", { file }, token);
      session.refresher.told({ uri: textDocument.uri, resultId: report.resultId });
      const relatedDocuments = relatedOf(session, related);
      if (previousResultId === report.resultId) {
        return {
          kind: DocumentDiagnosticReportKind.Unchanged,
          resultId: report.resultId,
          ...relatedDocuments,
        };
      }
      return { ...full(report), ...relatedDocuments };
    },
  );
}

function relatedOf(
  { client, refresher }: Session,
  related: readonly FileReport[],
): Pick<DocumentDiagnosticReport, "relatedDocuments"> {
  if (!client.relatedDocuments || related.length === 0) return {};
  for (const report of related) refresher.told(report);
  return {
    relatedDocuments: Object.fromEntries(related.map((report) => [report.uri, full(report)])),
  };
}

function full({ diagnostics, resultId }: FileReport) {
  return {
    kind: DocumentDiagnosticReportKind.Full,
    resultId,
    items: [...diagnostics],
  } satisfies DocumentDiagnosticReport;
}
