import { DidSaveTextDocumentNotification } from "vscode-languageserver/node";
import { fileOf } from "../documents/file-uri.js";
import type { Session } from "../session.js";

/**
 * A save tells of a change on disk before any watcher does.
 *
 * @see LSP 3.18, textDocument/didSave
 */
export function didSave(session: Session): void {
  session.onNotification(DidSaveTextDocumentNotification.type, ({ textDocument }) => {
    const file = fileOf(textDocument.uri);
    if (file !== undefined) session.analysis.disk([{ file, kind: "changed" }]);
  });
}
