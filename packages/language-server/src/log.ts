import {
  LogMessageNotification,
  MessageType,
  type ProtocolConnection,
} from "vscode-languageserver/node";

/**
 * The server's log, which the client shows to the user on request. It holds names, numbers and
 * reasons, and never the text of a document: people paste it into bug reports.
 */
export class Log {
  /** Whether each request is told with the time it took. */
  tracing = false;
  readonly #connection: ProtocolConnection;

  constructor(connection: ProtocolConnection) {
    this.#connection = connection;
  }

  error(message: string): void {
    this.#write(MessageType.Error, message);
  }

  warn(message: string): void {
    this.#write(MessageType.Warning, message);
  }

  info(message: string): void {
    this.#write(MessageType.Info, message);
  }

  #write(type: MessageType, message: string): void {
    try {
      this.#connection
        .sendNotification(LogMessageNotification.type, { type, message })
        .catch(() => {});
    } catch {
      // The connection has gone, and with it whoever would have read this.
    }
  }
}
