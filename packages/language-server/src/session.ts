import {
  type CancellationToken,
  type ClientCapabilities,
  CodeLensRefreshRequest,
  DiagnosticRefreshRequest,
  ErrorCodes,
  InlayHintRefreshRequest,
  LogTraceNotification,
  MessageType,
  type NotificationType,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type RequestType,
  ResponseError,
  ShowMessageNotification,
} from "vscode-languageserver/node";
import {
  AnalysisClient,
  type AnalysisNews,
  type RunningAnalysis,
} from "./analysis/analysis-client.js";
import { type ClientFeatures, readClientFeatures } from "./client-features.js";
import { Publisher } from "./diagnostics/publisher.js";
import { Refresher } from "./diagnostics/refresher.js";
import { OpenDocuments } from "./documents/open-documents.js";
import { Log } from "./log.js";
import { ReadingProgress } from "./reading-progress.js";
import { defaultSettings, type Settings } from "./settings.js";
import { ViewRefresher } from "./views/view-refresher.js";
import type { DiskWatch, WatchDisk } from "./watching/disk-watch.js";

/** What a server needs from outside of the protocol. */
export interface ServerHost {
  startAnalysis(): RunningAnalysis;
  /** Watches folders where the client does not. */
  readonly watchDisk: WatchDisk;
  /** Whose types are asked where no setting says it. */
  readonly types?: Settings["types"];
  /** Ends the process, or whatever the server lives in. */
  exit(code: number): void;
  /** Calls `gone` when the process that started the server has ended. */
  watchParent(processId: number, gone: () => void): void;
}

/** A folder that the user opened as a part of the workspace. */
export interface Folder {
  readonly uri: string;
  readonly file: string;
}

/**
 * One client's session: everything that the handlers share. Handlers are registered through it, so
 * that each of them is only called in the part of the life cycle it belongs to.
 */
export class Session {
  readonly connection: ProtocolConnection;
  readonly host: ServerHost;
  readonly log: Log;
  readonly documents = new OpenDocuments();
  readonly analysis: AnalysisClient;
  readonly refresher: Refresher;
  readonly views: ViewRefresher;
  readonly #reading = new ReadingProgress(this);
  publisher: Publisher;
  client: ClientFeatures = readClientFeatures({});
  clientName = "an unnamed client";
  folders: readonly Folder[] = [];
  /** Settings as the client gave them when it started; what it says later stands above them. */
  initialSettings: Settings;
  settings: Settings;
  folderSettings: Readonly<Record<string, Settings>> = {};
  watch: DiskWatch | undefined;
  readonly #warned = new Set<string>();
  #stage: "new" | "running" | "shut down" = "new";

  constructor(connection: ProtocolConnection, host: ServerHost) {
    this.connection = connection;
    this.host = host;
    this.initialSettings = { ...defaultSettings, types: host.types ?? defaultSettings.types };
    this.settings = this.initialSettings;
    this.log = new Log(connection);
    this.analysis = new AnalysisClient(
      () => host.startAnalysis(),
      this.documents,
      (news) => this.#hear(news),
    );
    this.publisher = this.#newPublisher();
    this.refresher = new Refresher(() => connection.sendRequest(DiagnosticRefreshRequest.type));
    this.views = new ViewRefresher(() => this.#refreshViews());
  }

  get isShutDown(): boolean {
    return this.#stage === "shut down";
  }

  /** Takes in what the client can do; the session is running from here on. */
  begin(capabilities: ClientCapabilities): void {
    this.client = readClientFeatures(capabilities);
    this.publisher = this.#newPublisher();
    this.#stage = "running";
  }

  shutDown(): void {
    this.#stage = "shut down";
    this.watch?.close();
    this.publisher.stop();
    this.analysis.stop();
  }

  /** The same, once what was found is on the disk, for the next session to begin with. */
  async shutDownGently(): Promise<void> {
    this.#stage = "shut down";
    this.watch?.close();
    this.publisher.stop();
    await this.analysis.retire(patienceAtTheEnd);
    this.shutDown();
  }

  /** Tells the analysis about folders, settings and the client. */
  setUpAnalysis(): void {
    const { client } = this;
    this.analysis.setup({
      encoding: client.encoding,
      folders: this.folders.map(({ file }) => file),
      settings: this.settings,
      folderSettings: this.folderSettings,
      relatedInformation: client.relatedInformation,
      codeDescription: client.codeDescription,
      documentChanges: client.documentChanges,
      changeAnnotations: client.changeAnnotations,
      preferredActions: client.preferredActions,
      disabledActions: client.disabledActions && client.codeActionLiterals,
      lazyEdits: client.lazyEdits && client.codeActionLiterals,
      markdown: client.markdown,
    });
  }

  /** Answers requests of one type while the session is running. */
  onRequest<P, R, E>(
    type: RequestType<P, R, E>,
    handler: (params: P, token: CancellationToken) => R | Promise<R>,
  ): void {
    this.connection.onRequest(type.method, async (params: P, token: CancellationToken) => {
      if (this.#stage === "new") {
        throw new ResponseError(ErrorCodes.ServerNotInitialized, "Send initialize first");
      }
      if (this.#stage === "shut down") {
        throw new ResponseError(ErrorCodes.InvalidRequest, "The server is shut down: send exit");
      }
      const started = performance.now();
      try {
        return await handler(params, token);
      } catch (error) {
        throw error instanceof TypeError ? invalidParams(type.method, error) : error;
      } finally {
        this.#trace(type.method, started);
      }
    });
  }

  /** Hears notifications of one type while the session is running. */
  onNotification<P>(type: NotificationType<P>, handler: (params: P) => void): void {
    this.connection.onNotification(type.method, (params: P) => {
      if (this.#stage !== "running") return;
      const started = performance.now();
      handler(params);
      this.#trace(type.method, started);
    });
  }

  #newPublisher(): Publisher {
    return new Publisher(this.documents, this.client.versionedDiagnostics, (params) => {
      void this.connection.sendNotification(PublishDiagnosticsNotification.type, params);
    });
  }

  #hear(news: AnalysisNews): void {
    if (this.isShutDown) return;
    switch (news.kind) {
      case "report":
        if (this.client.pull) this.refresher.report(news.report);
        else this.publisher.report(news.report);
        this.views.report(news.report);
        break;
      case "early":
        // A client that pulls is answered with it when it does.
        if (!this.client.pull) this.publisher.report(news.report);
        break;
      case "everythingChanged":
        this.views.everythingChanged();
        break;
      case "reading":
        void this.#reading.begin(news.project);
        break;
      case "read":
        this.#reading.end(news.project);
        break;
      case "warning":
        this.#warn(news.message);
        break;
      case "log":
        this.log.info(news.message);
        break;
    }
  }

  async #refreshViews(): Promise<void> {
    const { refreshesCodeLenses, refreshesInlayHints } = this.client;
    await Promise.all([
      refreshesCodeLenses && this.connection.sendRequest(CodeLensRefreshRequest.type),
      refreshesInlayHints && this.connection.sendRequest(InlayHintRefreshRequest.type),
    ]);
  }

  // What keeps files from being analysed is for the user to see, once.
  #warn(message: string): void {
    this.log.warn(message);
    if (this.#warned.has(message)) return;
    this.#warned.add(message);
    void this.connection.sendNotification(ShowMessageNotification.type, {
      type: MessageType.Warning,
      message: `awaitwise: ${message}`,
    });
  }

  // Only names and times: a trace is pasted into bug reports.
  #trace(method: string, started: number): void {
    if (!this.log.tracing) return;
    void this.connection.sendNotification(LogTraceNotification.type, {
      message: `${method} took ${(performance.now() - started).toFixed(1)} ms`,
    });
  }
}

/** How long a client that ends waits for what was found to be written down, in milliseconds. */
const patienceAtTheEnd = 1_000;

function invalidParams(method: string, error: TypeError): ResponseError<void> {
  return new ResponseError(
    ErrorCodes.InvalidParams,
    `The parameters of ${method} are not as the protocol has them: ${error.message}`,
  );
}
