import {
  type CodeAction,
  CodeActionResolveRequest,
  LSPErrorCodes,
  ResponseError,
} from "vscode-languageserver/node";
import type { Session } from "../session.js";

/** @see LSP 3.18, codeAction/resolve */
export function codeActionResolve(session: Session): void {
  session.onRequest(
    CodeActionResolveRequest.type,
    async (action: CodeAction, token): Promise<CodeAction> => {
      if (action.edit !== undefined) return action;
      const resolved = await session.analysis.request(
        "resolveCodeAction",
        { data: action.data },
        token,
      );
      if ("stale" in resolved) {
        throw new ResponseError(LSPErrorCodes.ContentModified, resolved.stale);
      }
      return { ...action, edit: resolved.edit };
    },
  );
}
