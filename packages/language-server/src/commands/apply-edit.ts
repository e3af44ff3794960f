import { ApplyWorkspaceEditRequest, type WorkspaceEdit } from "vscode-languageserver/node";
import type { Command } from "./index.js";

/** Sends an edit back to a client that knows code actions as commands only. */
export const applyEdit: Command = async (session, [edit]) =>
  session.connection.sendRequest(ApplyWorkspaceEditRequest.type, { edit: edit as WorkspaceEdit });
