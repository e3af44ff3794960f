import {
  DidChangeTextDocumentNotification,
  type TextDocumentContentChangeEvent,
} from "vscode-languageserver/node";
import type { Session } from "../session.js";

/** @see LSP 3.18, textDocument/didChange */
export function didChange(session: Session): void {
  session.onNotification(
    DidChangeTextDocumentNotification.type,
    ({ textDocument, contentChanges }) => {
      const document = session.documents.get(textDocument.uri);
      if (document === undefined) return;
      // All or nothing: half of a change would leave a text that nobody has.
      for (const change of contentChanges) check(change);
      const change = document.change(textDocument.version, contentChanges, session.client.encoding);
      session.analysis.change(document, change.edits);
      session.views.edited(document.uri);
      if (session.client.pull) session.refresher.edited(document.uri);
      else session.publisher.edited(document, change);
    },
  );
}

function check(change: TextDocumentContentChangeEvent): void {
  if (typeof change.text !== "string") throw new TypeError("A content change has no text");
  if (!("range" in change) || change.range === undefined) return;
  for (const position of [change.range.start, change.range.end]) {
    if (!Number.isInteger(position.line) || !Number.isInteger(position.character)) {
      throw new TypeError("A content change has a position that is no pair of whole numbers");
    }
  }
}
