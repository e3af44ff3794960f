import { DidChangeWorkspaceFoldersNotification } from "vscode-languageserver/node";
import type { Session } from "../session.js";
import { fetchSettings } from "./did-change-configuration.js";
import { toFolder } from "./initialize.js";

/** @see LSP 3.18, workspace/didChangeWorkspaceFolders */
export function didChangeWorkspaceFolders(session: Session): void {
  session.onNotification(DidChangeWorkspaceFoldersNotification.type, ({ event }) => {
    const removed = new Set(event.removed.map(({ uri }) => uri));
    const added = event.added.flatMap(({ uri }) => toFolder(uri));
    const kept = session.folders.filter(
      ({ uri }) => !removed.has(uri) && !added.some((folder) => folder.uri === uri),
    );
    session.folders = [...kept, ...added];
    session.watch?.setFolders(session.folders.map(({ file }) => file));
    session.setUpAnalysis();
    if (session.client.configuration) void fetchSettings(session);
  });
}
