import {
  type ProgressToken,
  WorkDoneProgress,
  type WorkDoneProgressBegin,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from "vscode-languageserver/node";
import type { Session } from "./session.js";

/** Progress of one piece of work, as the client shows it. */
export interface WorkProgress {
  /** Tells that `count` more files are done. */
  report(count: number): void;
  end(): void;
}

/** Begins to show progress on the token that a request carried; does nothing without one. */
export function beginProgress(
  session: Session,
  token: ProgressToken | undefined,
  title: string,
): WorkProgress {
  if (token === undefined || token === null) return { report: () => {}, end: () => {} };
  const send = (
    value: WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd,
  ): void => {
    void session.connection.sendProgress(WorkDoneProgress.type, token, value);
  };
  let done = 0;
  send({ kind: "begin", title, cancellable: true });
  return {
    report: (count) => {
      done += count;
      send({ kind: "report", message: `${done} files` });
    },
    end: () => send({ kind: "end" }),
  };
}
