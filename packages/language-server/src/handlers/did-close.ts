import { DidCloseTextDocumentNotification } from "vscode-languageserver/node";
import type { Session } from "../session.js";

/** @see LSP 3.18, textDocument/didClose */
export function didClose(session: Session): void {
  session.onNotification(DidCloseTextDocumentNotification.type, ({ textDocument }) => {
    const document = session.documents.close(textDocument.uri);
    if (document === undefined) return;
    session.publisher.closed(document);
    session.refresher.closed(document.uri);
    session.views.closed(document.uri);
    session.analysis.close(document.file);
  });
}
