import { type CodeAction, CodeActionRequest, type Command } from "vscode-languageserver/node";
import { fileOf } from "../documents/file-uri.js";
import type { Session } from "../session.js";

/** @see LSP 3.18, textDocument/codeAction */
export function codeAction(session: Session): void {
  session.onRequest(
    CodeActionRequest.type,
    async ({ textDocument, range, context }, token): Promise<(CodeAction | Command)[] | null> => {
      const file = fileOf(textDocument.uri);
      if (file === undefined) return null;
      const actions = await session.analysis.request(
        "codeActions",
        { file, range, only: context?.only },
        token,
      );
      if (session.client.codeActionLiterals) return [...actions];
      // Clients of LSP 3.7 know commands only; the command brings the edit back to them.
      return actions
        .filter(({ disabled }) => disabled === undefined)
        .map(({ title, edit }) => ({ title, command: "awaitwise.applyEdit", arguments: [edit] }));
    },
  );
}
