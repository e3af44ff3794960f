import { type CodeLens, CodeLensRequest } from "vscode-languageserver/node";
import { fileOf } from "../documents/file-uri.js";
import type { Session } from "../session.js";

/** @see LSP 3.18, textDocument/codeLens */
export function codeLens(session: Session): void {
  session.onRequest(
    CodeLensRequest.type,
    async ({ textDocument }, token): Promise<CodeLens[] | null> => {
      const file = fileOf(textDocument.uri);
      if (file === undefined) return null;
      return [...(await session.analysis.request("codeLens", { file }, token))];
    },
  );
}
