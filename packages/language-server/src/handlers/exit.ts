import { ExitNotification } from "vscode-languageserver/node";
import type { Session } from "../session.js";

/** @see LSP 3.18, exit: 0 after a shutdown, 1 without one */
export function exit(session: Session): void {
  session.connection.onNotification(ExitNotification.method, () => {
    const code = session.isShutDown ? 0 : 1;
    session.shutDown();
    session.host.exit(code);
  });
}
