import { DidOpenTextDocumentNotification } from "vscode-languageserver/node";
import type { Session } from "../session.js";

/** @see LSP 3.18, textDocument/didOpen */
export function didOpen(session: Session): void {
  session.onNotification(DidOpenTextDocumentNotification.type, ({ textDocument }) => {
    const { uri, version, text } = textDocument;
    if (typeof text !== "string") throw new TypeError("textDocument.text is no string");
    const document = session.documents.open(uri, version, text);
    if (document !== undefined) session.analysis.open(document);
  });
}
