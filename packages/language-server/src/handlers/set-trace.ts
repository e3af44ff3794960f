import { SetTraceNotification, TraceValues } from "vscode-languageserver/node";
import type { Session } from "../session.js";

/** @see LSP 3.18, $/setTrace */
export function setTrace(session: Session): void {
  session.onNotification(SetTraceNotification.type, ({ value }) => {
    session.log.tracing = value !== TraceValues.Off;
  });
}
