import { type InlayHint, InlayHintRequest } from "vscode-languageserver/node";
import { fileOf } from "../documents/file-uri.js";
import type { Session } from "../session.js";

/** @see LSP 3.18, textDocument/inlayHint */
export function inlayHint(session: Session): void {
  session.onRequest(
    InlayHintRequest.type,
    async ({ textDocument, range }, token): Promise<InlayHint[] | null> => {
      const file = fileOf(textDocument.uri);
      if (file === undefined) return null;
      return [...(await session.analysis.request("inlayHints", { file, range }, token))];
    },
  );
}
