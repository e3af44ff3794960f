import {
  type CancellationToken,
  CancellationTokenSource,
  type Disposable,
  LSPErrorCodes,
  ResponseError,
} from "vscode-languageserver/node";
import type { OpenDocument, OpenDocuments, TextChange } from "../documents/open-documents.js";
import type {
  AnalysisRequests,
  AnalysisSetup,
  AnalysisWire,
  DiskEvent,
  FromAnalysis,
  RequestMessage,
  RequestName,
  ToAnalysis,
  WorkspaceItem,
} from "./messages.js";

/** An analysis that runs somewhere: in a thread, or in a test beside the caller. */
export interface RunningAnalysis extends AnalysisWire<ToAnalysis, FromAnalysis> {
  /** Calls the listener when the analysis ends by itself. */
  onExit(listener: (reason: string) => void): void;
  stop(): void;
}

/** What an analysis says without being asked. */
export type AnalysisNews = Exclude<
  FromAnalysis,
  | { kind: "ready" }
  | { kind: "rested" }
  | { kind: "response" }
  | { kind: "failure" }
  | { kind: "partial" }
  | { kind: "process" }
>;

/**
 * The protocol thread's side of the analysis. When the analysis dies, it starts another one, tells
 * it all that the last one knew, and asks it again what was not answered; a question that kills two
 * of them is given up, and so are analyses that end again and again before they have done all there is to do.
 */
export class AnalysisClient {
  readonly #start: () => RunningAnalysis;
  readonly #documents: OpenDocuments;
  readonly #news: (news: AnalysisNews) => void;
  readonly #pending = new Map<number, Pending>();
  #running: RunningAnalysis | undefined;
  #setup: AnalysisSetup | undefined;
  /** Whether the analysis has begun to listen. */
  #isReady = false;
  #lastId = 0;
  #restarts = 0;
  /** Why there is no analysis any more. */
  #givenUp: string | undefined;
  /** How many analyses in a row ended before they had done all there was to do. */
  #unfinished = 0;
  #stopped = false;

  constructor(
    start: () => RunningAnalysis,
    documents: OpenDocuments,
    news: (news: AnalysisNews) => void,
  ) {
    this.#start = start;
    this.#documents = documents;
    this.#news = news;
  }

  /** How often the analysis had to be started again. */
  get restarts(): number {
    return this.#restarts;
  }

  setup(setup: AnalysisSetup): void {
    this.#setup = setup;
    if (this.#running === undefined) this.#launch();
    else this.#post({ kind: "setup", setup });
  }

  open(document: OpenDocument): void {
    this.#post(openMessage(document, false));
  }

  change(document: OpenDocument, edits: readonly TextChange[]): void {
    this.#post({ kind: "change", file: document.file, version: document.version, edits });
  }

  close(file: string): void {
    this.#post({ kind: "close", file });
  }

  disk(events: readonly DiskEvent[]): void {
    if (events.length > 0) this.#post({ kind: "disk", events });
  }

  /**
   * Asks the analysis something. A cancellation is answered at once, whatever the analysis is doing.
   *
   * @throws {@link ResponseError} with `RequestCancelled` when the token is cancelled, and with
   * `RequestFailed` when the analysis cannot answer.
   */
  request<Name extends RequestName>(
    name: Name,
    params: AnalysisRequests[Name]["params"],
    token?: CancellationToken,
    partial?: (items: readonly WorkspaceItem[]) => void,
  ): Promise<AnalysisRequests[Name]["result"]> {
    this.#lastId += 1;
    const id = this.#lastId;
    const message = { kind: "request", id, name, params } as RequestMessage;
    return new Promise((resolve, reject) => {
      if (token?.isCancellationRequested === true) {
        reject(cancelled());
        return;
      }
      if (this.#givenUp !== undefined) {
        reject(new ResponseError(LSPErrorCodes.RequestFailed, this.#givenUp));
        return;
      }
      const subscription = token?.onCancellationRequested(() => {
        if (!this.#pending.has(id)) return;
        this.#settle(id);
        this.#post({ kind: "cancel", id });
        reject(cancelled());
      });
      this.#pending.set(id, {
        message,
        resolve: resolve as (result: unknown) => void,
        reject,
        partial,
        subscription,
        attempts: 1,
      });
      this.#post(message);
    });
  }

  /** Tries once more where the analysis was given up. */
  revive(): void {
    if (this.#givenUp === undefined || this.#stopped) return;
    this.#givenUp = undefined;
    this.#unfinished = 0;
    this.#launch();
    this.#restore();
  }

  /** Answers nothing that is still open, and waits until what was found is written down, but not for long. */
  async retire(patience: number): Promise<void> {
    this.#rejectAll("The server is shutting down");
    if (!this.#isReady) return;
    const cancel = new CancellationTokenSource();
    const timer = setTimeout(() => cancel.cancel(), patience);
    await this.request("remember", {}, cancel.token).catch(() => {});
    clearTimeout(timer);
  }

  stop(): void {
    this.#stopped = true;
    this.#running?.stop();
    this.#running = undefined;
    this.#rejectAll("The server is shutting down");
  }

  #rejectAll(reason: string): void {
    for (const [id, { reject }] of this.#pending) {
      this.#settle(id);
      reject(new ResponseError(LSPErrorCodes.RequestFailed, reason));
    }
  }

  #post(message: ToAnalysis): void {
    this.#running?.post(message);
  }

  #launch(): void {
    const running = this.#start();
    this.#running = running;
    this.#isReady = false;
    running.listen((message) => {
      if (this.#running === running) this.#receive(message);
    });
    running.onExit((reason) => {
      if (this.#running === running && !this.#stopped) this.#relaunch(reason);
    });
    if (this.#setup !== undefined) running.post({ kind: "setup", setup: this.#setup });
  }

  #relaunch(reason: string): void {
    this.#restarts += 1;
    this.#unfinished += 1;
    if (this.#unfinished > mostUnfinished) {
      this.#running = undefined;
      const what = this.#isReady ? "keeps ending" : "cannot be started";
      this.#givenUp = `The analysis ${what} (${reason}): run "awaitwise.restart" when that is mended`;
      this.#news({ kind: "warning", message: this.#givenUp });
      this.#rejectAll(this.#givenUp);
      return;
    }
    const message = `The analysis ended (${reason}) and was started again`;
    this.#news({ kind: "warning", message });
    this.#launch();
    this.#restore();
    for (const [id, pending] of this.#pending) {
      pending.attempts += 1;
      if (pending.attempts > 2) {
        this.#settle(id);
        pending.reject(
          new ResponseError(LSPErrorCodes.RequestFailed, `The analysis ended twice: ${reason}`),
        );
      } else this.#post(pending.message);
    }
  }

  #restore(): void {
    for (const document of this.#documents) this.#post(openMessage(document, true));
  }

  #receive(message: FromAnalysis): void {
    switch (message.kind) {
      case "ready":
        this.#isReady = true;
        break;
      case "rested":
        this.#unfinished = 0;
        break;
      case "response":
        this.#settle(message.id)?.resolve(message.result);
        break;
      case "failure":
        this.#settle(message.id)?.reject(
          new ResponseError(LSPErrorCodes.RequestFailed, message.message),
        );
        break;
      case "partial":
        this.#pending.get(message.id)?.partial?.(message.items);
        break;
      case "process":
        // That is for whoever runs the analysis.
        break;
      default:
        this.#news(message);
    }
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.subscription?.dispose();
    return pending;
  }
}

const mostUnfinished = 3;

interface Pending {
  readonly message: RequestMessage;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly partial: ((items: readonly WorkspaceItem[]) => void) | undefined;
  readonly subscription: Disposable | undefined;
  attempts: number;
}

function openMessage({ file, uri, version, text }: OpenDocument, edited: boolean): ToAnalysis {
  return { kind: "open", file, uri, version, text, edited };
}

function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, "The request was cancelled");
}
