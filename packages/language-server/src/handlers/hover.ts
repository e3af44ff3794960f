import { type Hover, HoverRequest } from "vscode-languageserver/node";
import { fileOf } from "../documents/file-uri.js";
import type { Session } from "../session.js";

/** @see LSP 3.18, textDocument/hover */
export function hover(session: Session): void {
  session.onRequest(
    HoverRequest.type,
    async ({ textDocument, position }, token): Promise<Hover | null> => {
      const file = fileOf(textDocument.uri);
      if (file === undefined) return null;
      return session.analysis.request("hover", { file, position }, token);
    },
  );
}
