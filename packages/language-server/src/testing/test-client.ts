import { PassThrough } from "node:stream";
import {
  ApplyWorkspaceEditRequest,
  type ClientCapabilities,
  type CodeAction,
  CodeActionRequest,
  ConfigurationRequest,
  createProtocolConnection,
  type Diagnostic,
  DiagnosticRefreshRequest,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  type DocumentDiagnosticReport,
  DocumentDiagnosticRequest,
  ExitNotification,
  FileChangeType,
  InitializedNotification,
  type InitializeParams,
  InitializeRequest,
  type InitializeResult,
  LogMessageNotification,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  type Range,
  type Registration,
  ShutdownRequest,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { RunningAnalysis } from "../analysis/analysis-client.js";
import { serve } from "../language-server.js";
import { ResilientMessageReader } from "../message-reader.js";
import type { Session } from "../session.js";
import { type Settings, typesFrom } from "../settings.js";
import type { DiskWatch, WatchDisk } from "../watching/disk-watch.js";
import type { FixtureProject } from "./fixture-project.js";
import { InProcessAnalysis } from "./in-process-analysis.js";

/** What a test says about its client. */
export interface TestClientOptions {
  readonly capabilities?: ClientCapabilities;
  /** Names of folders of the project; the project itself when there are none. */
  readonly folders?: readonly string[];
  readonly initializationOptions?: unknown;
  /** What the client answers to `workspace/configuration`. */
  readonly configuration?: (scopeUri: string | undefined) => unknown;
  readonly watchDisk?: WatchDisk;
  /** Whether what is found is kept on the disk. */
  readonly remembers?: boolean;
  /** Whose types are asked; where it is left out, what `AWAITWISE_TEST_TYPES` says, or the server itself. */
  readonly types?: Settings["types"];
}

/** Whose types the server is to ask, in any of its tests. */
export const typesOfTests: Settings["types"] | undefined = typesFrom.find(
  (one) => one === process.env.AWAITWISE_TEST_TYPES,
);

/**
 * An editor for tests: speaks the protocol with a server in this process, over two streams of
 * bytes, and keeps the texts of the documents it has open.
 */
export class TestClient {
  readonly connection: ProtocolConnection;
  readonly session: Session;
  readonly analysis = new InProcessAnalysis();
  /** The bytes on their way to the server. */
  readonly toServer = new PassThrough();
  readonly published: PublishDiagnosticsParams[] = [];
  readonly logged: string[] = [];
  readonly registrations: Registration[] = [];
  readonly applied: WorkspaceEdit[] = [];
  refreshes = 0;
  exitCode: number | undefined;
  parent: { processId: number; gone: () => void } | undefined;
  result: InitializeResult | undefined;
  readonly #project: FixtureProject;
  readonly #options: TestClientOptions;
  readonly #documents = new Map<string, TextDocument>();
  #wake: (() => void)[] = [];

  constructor(
    project: FixtureProject,
    options: TestClientOptions = {},
    startAnalysis: () => RunningAnalysis = this.analysis.start,
  ) {
    this.#project = project;
    this.#options = options;
    this.analysis.remembers = options.remembers ?? false;
    const types = options.types ?? typesOfTests;
    const fromServer = new PassThrough();
    this.session = serve(
      new ResilientMessageReader(this.toServer),
      new StreamMessageWriter(fromServer),
      {
        startAnalysis,
        watchDisk: options.watchDisk ?? (() => unwatched),
        ...(types === undefined ? {} : { types }),
        exit: (code) => {
          this.exitCode ??= code;
          this.#changed();
        },
        watchParent: (processId, gone) => {
          this.parent = { processId, gone };
        },
      },
    );
    this.connection = createProtocolConnection(
      new ResilientMessageReader(fromServer),
      new StreamMessageWriter(this.toServer),
    );
    this.#listen();
  }

  /** Starts a client and a server, and has them greet each other. */
  static async start(
    project: FixtureProject,
    options: TestClientOptions = {},
  ): Promise<TestClient> {
    const client = new TestClient(project, options);
    await client.initialize();
    return client;
  }

  async initialize(params: Partial<InitializeParams> = {}): Promise<InitializeResult> {
    const { folders = [""], capabilities = {}, initializationOptions } = this.#options;
    this.result = await this.connection.sendRequest(InitializeRequest.type, {
      processId: null,
      rootUri: null,
      capabilities,
      workspaceFolders: folders.map((name) => ({ uri: this.#project.uri(name), name })),
      ...(initializationOptions === undefined ? {} : { initializationOptions }),
      ...params,
    });
    await this.connection.sendNotification(InitializedNotification.type, {});
    return this.result;
  }

  open(name: string, text: string, version = 1): void {
    const uri = this.#project.uri(name);
    this.#documents.set(name, TextDocument.create(uri, "typescript", version, text));
    void this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId: "typescript", version, text },
    });
  }

  /** Replaces the first `from` in an open document by `to`, as typing would. */
  edit(name: string, from: string, to: string): void {
    const document = this.document(name);
    const at = document.getText().indexOf(from);
    if (at === -1) throw new RangeError(`"${name}" has no "${from}": look at the test's text`);
    const range = {
      start: document.positionAt(at),
      end: document.positionAt(at + from.length),
    };
    this.change(name, [{ range, text: to }]);
  }

  /** Sends content changes, and applies them to the client's own text. */
  change(name: string, contentChanges: TextDocumentContentChangeEvent[]): void {
    const document = this.document(name);
    const version = document.version + 1;
    TextDocument.update(document, contentChanges, version);
    void this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: document.uri, version },
      contentChanges,
    });
  }

  close(name: string): void {
    this.#documents.delete(name);
    void this.connection.sendNotification(DidCloseTextDocumentNotification.type, {
      textDocument: { uri: this.#project.uri(name) },
    });
  }

  /** Tells of changes on disk, as a client that watches does. */
  changedOnDisk(changes: Readonly<Record<string, "Created" | "Changed" | "Deleted">>): void {
    void this.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: Object.entries(changes).map(([name, kind]) => ({
        uri: this.#project.uri(name),
        type: FileChangeType[kind] as FileChangeType,
      })),
    });
  }

  document(name: string): TextDocument {
    const document = this.#documents.get(name);
    if (document === undefined) throw new RangeError(`"${name}" is not open: open it first`);
    return document;
  }

  /** Waits until the server has nothing left to do, and answers what it shows for a file. */
  async shown(name: string): Promise<readonly Diagnostic[]> {
    await this.settled();
    const uri = this.#project.uri(name);
    return this.published.findLast((one) => one.uri === uri)?.diagnostics ?? [];
  }

  /** What the server shows for a file, a line each: place, rule. */
  async findings(name: string): Promise<readonly string[]> {
    return (await this.shown(name)).map(inShort);
  }

  /** Pulls the diagnostics of a file. */
  pull(name: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
    return this.connection.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri: this.#project.uri(name) },
      ...(previousResultId === undefined ? {} : { previousResultId }),
    });
  }

  /** What can be done at the first place where `text` stands in an open document. */
  async actionsAt(name: string, text: string, only?: string[]): Promise<readonly CodeAction[]> {
    const range = this.rangeOf(name, text);
    const actions = await this.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: this.#project.uri(name) },
      range,
      context: { diagnostics: [], ...(only === undefined ? {} : { only }) },
    });
    return (actions ?? []) as CodeAction[];
  }

  rangeOf(name: string, text: string): Range {
    const document = this.document(name);
    const at = document.getText().indexOf(text);
    return { start: document.positionAt(at), end: document.positionAt(at + text.length) };
  }

  /** Applies an edit to the open documents, and tells the server. */
  apply(edit: WorkspaceEdit): void {
    const byUri = new Map(Object.entries(edit.changes ?? {}));
    for (const change of edit.documentChanges ?? []) {
      if (!("edits" in change)) continue;
      const { uri, version } = change.textDocument;
      const open = [...this.#documents.values()].find((document) => document.uri === uri);
      if (open !== undefined && version !== null && open.version !== version) {
        throw new RangeError(`The edit is for version ${version}, the text is at ${open.version}`);
      }
      byUri.set(uri, change.edits as never);
    }
    for (const [name, document] of this.#documents) {
      const edits = byUri.get(document.uri);
      if (edits !== undefined)
        this.change(name, [{ text: TextDocument.applyEdits(document, edits) }]);
    }
  }

  /** Resolves when the server has read all that was sent and brought everything up to date. */
  async settled(): Promise<void> {
    await this.connection.sendRequest("awaitwise/unknown", {}).catch(() => {});
    await this.session.analysis.request("settle", {});
    // What the server sent before that has to be read here, too.
    await this.connection.sendRequest("awaitwise/unknown", {}).catch(() => {});
  }

  /** Resolves when `condition` holds, which is looked at after each message. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.#wake.push(resolve);
      });
    }
  }

  async stop(): Promise<void> {
    if (this.exitCode !== undefined) {
      // A process would be gone by now, with all that it holds.
      this.session.shutDown();
      this.connection.dispose();
      return;
    }
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    await this.until(() => this.exitCode !== undefined);
    this.connection.dispose();
  }

  #listen(): void {
    const { connection } = this;
    connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.published.push(params);
      this.#changed();
    });
    connection.onNotification(LogMessageNotification.type, ({ message }) => {
      this.logged.push(message);
      this.#changed();
    });
    connection.onRequest(DiagnosticRefreshRequest.method, () => {
      this.refreshes += 1;
      this.#changed();
      return null;
    });
    connection.onRequest(
      "client/registerCapability",
      ({ registrations }: { registrations: Registration[] }) => {
        this.registrations.push(...registrations);
        this.#changed();
        return null;
      },
    );
    connection.onRequest(ConfigurationRequest.type, ({ items }) =>
      items.map(({ scopeUri }) => this.#options.configuration?.(scopeUri) ?? null),
    );
    connection.onRequest(ApplyWorkspaceEditRequest.type, ({ edit }) => {
      this.applied.push(edit);
      this.apply(edit);
      return { applied: true };
    });
    connection.listen();
  }

  #changed(): void {
    const wake = this.#wake;
    this.#wake = [];
    for (const one of wake) one();
  }
}

/** A diagnostic in a few words: `line:column rule`, both counted from 1. */
export function inShort({ range, code }: Diagnostic): string {
  return `${range.start.line + 1}:${range.start.character + 1} ${code}`;
}

const unwatched: DiskWatch = {
  setFolders: () => {},
  ready: () => Promise.resolve(),
  close: () => {},
};
