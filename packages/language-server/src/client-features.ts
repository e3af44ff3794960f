import { type ClientCapabilities, MarkupKind } from "vscode-languageserver/node";
import { negotiateEncoding, type PositionEncoding } from "./documents/position-encoding.js";

/** What the client can do, as far as the server does anything differently for it. */
export interface ClientFeatures {
  readonly encoding: PositionEncoding;
  /** The client asks for diagnostics, and asks again when told to. Otherwise they are pushed. */
  readonly pull: boolean;
  readonly relatedDocuments: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly versionedDiagnostics: boolean;
  readonly codeActionLiterals: boolean;
  readonly preferredActions: boolean;
  readonly disabledActions: boolean;
  readonly lazyEdits: boolean;
  readonly documentChanges: boolean;
  readonly changeAnnotations: boolean;
  readonly configuration: boolean;
  readonly configurationRegistration: boolean;
  readonly watchRegistration: boolean;
  readonly markdown: boolean;
  readonly refreshesCodeLenses: boolean;
  readonly refreshesInlayHints: boolean;
  /** The client shows progress that it has not asked for. */
  readonly workDoneProgress: boolean;
}

/**
 * Reads what a client declares. Only what is declared counts.
 *
 * Pull is used only with refresh: a client that asks for the diagnostics of the file that was
 * edited, and for no other, would never hear what the edit did to them.
 */
export function readClientFeatures(capabilities: ClientCapabilities): ClientFeatures {
  const { textDocument, workspace, general, window } = capabilities;
  const action = textDocument?.codeAction;
  const lazy = action?.resolveSupport?.properties;
  const hover: unknown = textDocument?.hover?.contentFormat;
  const offered: unknown = general?.positionEncodings;
  return {
    encoding: negotiateEncoding(Array.isArray(offered) ? offered : undefined),
    pull: isPresent(textDocument?.diagnostic) && workspace?.diagnostics?.refreshSupport === true,
    relatedDocuments: textDocument?.diagnostic?.relatedDocumentSupport === true,
    relatedInformation:
      (textDocument?.publishDiagnostics?.relatedInformation ??
        textDocument?.diagnostic?.relatedInformation) === true,
    codeDescription:
      (textDocument?.publishDiagnostics?.codeDescriptionSupport ??
        textDocument?.diagnostic?.codeDescriptionSupport) === true,
    versionedDiagnostics: textDocument?.publishDiagnostics?.versionSupport === true,
    codeActionLiterals: isPresent(action?.codeActionLiteralSupport),
    preferredActions: action?.isPreferredSupport === true,
    disabledActions: action?.disabledSupport === true,
    lazyEdits: action?.dataSupport === true && Array.isArray(lazy) && lazy.includes("edit"),
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    changeAnnotations: isPresent(workspace?.workspaceEdit?.changeAnnotationSupport),
    configuration: workspace?.configuration === true,
    configurationRegistration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    watchRegistration: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    markdown: Array.isArray(hover) && hover.includes(MarkupKind.Markdown),
    refreshesCodeLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    workDoneProgress: window?.workDoneProgress === true,
  };
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}
