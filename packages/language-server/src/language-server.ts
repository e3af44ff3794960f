import {
  createProtocolConnection,
  type MessageReader,
  type MessageWriter,
} from "vscode-languageserver/node";
import { handlers } from "./handlers/index.js";
import { type ServerHost, Session } from "./session.js";

/** Serves one client, until it sends `exit` or goes away. */
export function serve(reader: MessageReader, writer: MessageWriter, host: ServerHost): Session {
  const firstLine = (message: string): string => message.split("\n", 1)[0] ?? "";
  // What the connection logs can end in the message that it is about; its first line never does.
  const connection = createProtocolConnection(reader, writer, {
    error: (message) => session.log.error(firstLine(message)),
    warn: (message) => session.log.warn(firstLine(message)),
    info: (message) => session.log.info(firstLine(message)),
    log: (message) => session.log.info(firstLine(message)),
  });
  const session = new Session(connection, host);
  connection.onError(([error]) => session.log.error(firstLine(error.message)));
  connection.onClose(() => {
    const code = session.isShutDown ? 0 : 1;
    session.shutDown();
    host.exit(code);
  });
  for (const register of handlers) register(session);
  connection.listen();
  return session;
}
