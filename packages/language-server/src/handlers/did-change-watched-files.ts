import { DidChangeWatchedFilesNotification, FileChangeType } from "vscode-languageserver/node";
import type { DiskEvent } from "../analysis/messages.js";
import { fileOf } from "../documents/file-uri.js";
import type { Session } from "../session.js";

/** @see LSP 3.18, workspace/didChangeWatchedFiles */
export function didChangeWatchedFiles(session: Session): void {
  session.onNotification(DidChangeWatchedFilesNotification.type, ({ changes }) => {
    session.analysis.disk(
      changes.flatMap(({ uri, type }): DiskEvent[] => {
        const file = fileOf(uri);
        return file === undefined ? [] : [{ file, kind: kinds[type] ?? "changed" }];
      }),
    );
  });
}

const kinds: Readonly<Record<number, DiskEvent["kind"]>> = {
  [FileChangeType.Created]: "created",
  [FileChangeType.Changed]: "changed",
  [FileChangeType.Deleted]: "deleted",
};
