import { WorkDoneProgress, WorkDoneProgressCreateRequest } from "vscode-languageserver/node";
import type { Session } from "./session.js";

/**
 * Shows in the client that a project is being read, for as long as that takes: the first findings of a
 * large one come late, and nobody should wonder why.
 *
 * @see LSP 3.18, window/workDoneProgress/create
 */
export class ReadingProgress {
  readonly #session: Session;
  readonly #tokens = new Map<string, string>();
  /** The tokens on which progress is shown. */
  readonly #begun = new Set<string>();
  #count = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  async begin(project: string): Promise<void> {
    this.end(project);
    const { client, connection } = this.#session;
    if (!client.workDoneProgress) return;
    this.#count += 1;
    const token = `awaitwise/reading/${this.#count}`;
    this.#tokens.set(project, token);
    try {
      await connection.sendRequest(WorkDoneProgressCreateRequest.type, { token });
    } catch {
      if (this.#tokens.get(project) === token) this.#tokens.delete(project);
      return;
    }
    // It may be over by the time the client has agreed.
    const isOver = this.#tokens.get(project) !== token;
    void connection.sendProgress(WorkDoneProgress.type, token, {
      kind: "begin",
      title: "awaitwise",
      message: `Reading ${project}`,
      cancellable: false,
    });
    if (isOver) void connection.sendProgress(WorkDoneProgress.type, token, { kind: "end" });
    else this.#begun.add(token);
  }

  end(project: string): void {
    const token = this.#tokens.get(project);
    if (token === undefined) return;
    this.#tokens.delete(project);
    if (!this.#begun.delete(token)) return;
    void this.#session.connection.sendProgress(WorkDoneProgress.type, token, { kind: "end" });
  }
}
