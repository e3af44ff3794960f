import { RequestType, ShutdownRequest } from "vscode-languageserver/node";
import type { Session } from "../session.js";

/** @see LSP 3.18, shutdown */
export function shutdown(session: Session): void {
  session.onRequest(new RequestType<unknown, null, void>(ShutdownRequest.method), async () => {
    await session.shutDownGently();
    return null;
  });
}
