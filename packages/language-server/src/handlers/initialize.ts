import {
  CodeActionKind,
  ErrorCodes,
  type InitializeParams,
  InitializeRequest,
  type InitializeResult,
  ResponseError,
  TextDocumentSyncKind,
  TraceValues,
} from "vscode-languageserver/node";
import { fixAllKind } from "../analysis/messages.js";
import { commandNames } from "../commands/index.js";
import { fileOf, uriOf } from "../documents/file-uri.js";
import type { Folder, Session } from "../session.js";
import { readSettings } from "../settings.js";
import { version } from "../version.js";

/** @see LSP 3.18, initialize */
export function initialize(session: Session): void {
  let done = false;
  session.connection.onRequest(
    InitializeRequest.method,
    (params: InitializeParams): InitializeResult => {
      if (done) throw new ResponseError(ErrorCodes.InvalidRequest, "initialize was sent before");
      done = true;
      session.begin(params.capabilities ?? {});
      session.folders = foldersOf(params);
      if (params.clientInfo != null) {
        const { name, version: release = "" } = params.clientInfo;
        session.clientName = `${name} ${release}`.trim();
      }
      session.initialSettings = readSettings(
        settingsIn(params.initializationOptions),
        session.settings,
        (message) => session.log.warn(message),
      );
      session.settings = session.initialSettings;
      session.log.tracing = (params.trace ?? TraceValues.Off) !== TraceValues.Off;
      if (typeof params.processId === "number") {
        session.host.watchParent(params.processId, () =>
          session.host.exit(session.isShutDown ? 0 : 1),
        );
      }
      session.setUpAnalysis();
      return resultFor(session);
    },
  );
}

function resultFor({ client }: Session): InitializeResult {
  return {
    serverInfo: { name: "awaitwise", version },
    capabilities: {
      positionEncoding: client.encoding,
      textDocumentSync: {
        openClose: true,
        change: TextDocumentSyncKind.Incremental,
        save: { includeText: false },
      },
      ...(client.pull
        ? {
            diagnosticProvider: {
              identifier: "awaitwise",
              interFileDependencies: true,
              workspaceDiagnostics: true,
              workDoneProgress: true,
            },
          }
        : {}),
      codeActionProvider: client.codeActionLiterals
        ? {
            codeActionKinds: [CodeActionKind.QuickFix, fixAllKind],
            resolveProvider: client.lazyEdits,
          }
        : true,
      hoverProvider: true,
      codeLensProvider: { resolveProvider: false },
      inlayHintProvider: { resolveProvider: false },
      executeCommandProvider: { commands: [...commandNames] },
      workspace: {
        workspaceFolders: { supported: true, changeNotifications: true },
      },
    },
  };
}

function foldersOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): readonly Folder[] {
  const uris =
    Array.isArray(workspaceFolders) && workspaceFolders.length > 0
      ? workspaceFolders.map(({ uri }) => uri)
      : [rootUri ?? (typeof rootPath === "string" ? uriOf(rootPath) : undefined)];
  return uris.flatMap(toFolder);
}

/** The folder behind a URI; none where it is not one of this machine's. */
export function toFolder(uri: unknown): readonly Folder[] {
  const file = fileOf(uri);
  if (file === undefined) return [];
  return [{ uri: uri as string, file: file.length > 1 ? file.replace(/\/$/, "") : file }];
}

// Clients send the settings either alone or under the name of their section.
function settingsIn(options: unknown): unknown {
  if (typeof options !== "object" || options === null) return undefined;
  return "awaitwise" in options ? options.awaitwise : options;
}
