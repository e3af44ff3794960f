import type {
  CodeAction,
  CodeLens,
  Diagnostic,
  Hover,
  InlayHint,
  Position,
  Range,
  WorkspaceEdit,
} from "vscode-languageserver/node";
import type { TextChange } from "../documents/open-documents.js";
import type { PositionEncoding } from "../documents/position-encoding.js";
import type { Settings } from "../settings.js";

/** What the analysis has to know of the client, and of what the user wants. */
export interface AnalysisSetup {
  readonly encoding: PositionEncoding;
  /** Absolute paths of the workspace folders. */
  readonly folders: readonly string[];
  /** Settings of the whole session, and of single folders where they differ. */
  readonly settings: Settings;
  readonly folderSettings: Readonly<Record<string, Settings>>;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly documentChanges: boolean;
  /** Whether edits may say what they are for; it takes `documentChanges`. */
  readonly changeAnnotations: boolean;
  readonly preferredActions: boolean;
  /** Whether actions that cannot be had may be shown, with the reason. */
  readonly disabledActions: boolean;
  /** Whether edits of code actions may be left out until one is chosen. */
  readonly lazyEdits: boolean;
  readonly markdown: boolean;
}

/** How a file changed on disk. */
export interface DiskEvent {
  readonly file: string;
  readonly kind: "created" | "changed" | "deleted";
}

/** What was found in one file. */
export interface FileReport {
  readonly file: string;
  readonly uri: string;
  /** The version of the open document that was read; `undefined` for a file on disk. */
  readonly version: number | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Equal for equal diagnostics. */
  readonly resultId: string;
}

/** The kind of "fix all that is safe", which editors run on save. */
export const fixAllKind = "source.fixAll.awaitwise";

/** A stretch of a file and what the client wants to do there. */
export interface CodeActionQuery {
  readonly file: string;
  readonly range: Range;
  readonly only: readonly string[] | undefined;
}

/** One project as `awaitwise.status` shows it. */
export interface ProjectStatus {
  readonly key: string;
  readonly configFile: string | undefined;
  readonly files: number;
  readonly openFiles: number;
  /** Where its types come from; ts-morph's until it is read, where it is not known better. */
  readonly types: "native" | "ts-morph";
  /** Why they do not come from where they should. */
  readonly withoutNative: string | undefined;
  readonly problems: readonly string[];
}

/** What a client can ask of the analysis, with parameters and result. */
export interface AnalysisRequests {
  diagnose: { params: { file: string }; result: DiagnoseResult };
  diagnoseWorkspace: {
    params: { previous: Readonly<Record<string, string>> };
    result: readonly WorkspaceItem[];
  };
  codeActions: { params: CodeActionQuery; result: readonly CodeAction[] };
  resolveCodeAction: { params: { data: unknown }; result: ResolvedAction };
  hover: { params: { file: string; position: Range["start"] }; result: Hover | null };
  codeLens: { params: { file: string }; result: readonly CodeLens[] };
  inlayHints: { params: { file: string; range: Range }; result: readonly InlayHint[] };
  explain: { params: { rule: string }; result: string };
  explainAwait: { params: { file: string; position: Position }; result: string | null };
  status: { params: { file?: string }; result: AnalysisStatus };
  /** Answered when everything is up to date. */
  settle: { params: Record<string, never>; result: null };
  restartProject: { params: { file?: string }; result: null };
  /** Answered when what is known of open files is on the disk, as far as it can be kept. */
  remember: { params: Record<string, never>; result: null };
}

/** The answer about one file, with what changed in the files that depend on it. */
export interface DiagnoseResult {
  readonly report: FileReport;
  readonly related: readonly FileReport[];
}

/** A file of a workspace report; without `diagnostics` nothing changed since `resultId`. */
export interface WorkspaceItem {
  readonly uri: string;
  readonly version: number | undefined;
  readonly resultId: string;
  readonly diagnostics?: readonly Diagnostic[];
}

/** The edit of a chosen action, or the reason why there is none any more. */
export type ResolvedAction = { readonly edit: WorkspaceEdit } | { readonly stale: string };

/** What `awaitwise.status` tells. */
export interface AnalysisStatus {
  readonly projects: readonly ProjectStatus[];
  readonly file?: {
    readonly path: string;
    readonly project: string | undefined;
    readonly configFile: string | undefined;
    readonly settingsFile: string | undefined;
  };
  readonly memory: { readonly heapUsed: number; readonly rss: number };
  /** The number of the native compiler's process, where there is one. */
  readonly compiler: number | undefined;
  /** The last checks, newest first, in milliseconds. */
  readonly checks: readonly { readonly file: string; readonly ms: number }[];
}

export type RequestName = keyof AnalysisRequests;

/** What the protocol thread sends to the analysis; order matters. */
export type ToAnalysis =
  | { readonly kind: "setup"; readonly setup: AnalysisSetup }
  | {
      readonly kind: "open";
      readonly file: string;
      readonly uri: string;
      readonly version: number;
      readonly text: string;
      /** Whether the text may differ from the disk's: set where a lost worker is restored. */
      readonly edited: boolean;
    }
  | {
      readonly kind: "change";
      readonly file: string;
      readonly version: number;
      readonly edits: readonly TextChange[];
    }
  | { readonly kind: "close"; readonly file: string }
  | { readonly kind: "disk"; readonly events: readonly DiskEvent[] }
  | RequestMessage
  | { readonly kind: "cancel"; readonly id: number };

/** One request on its way to the analysis. */
export type RequestMessage = {
  [Name in RequestName]: {
    readonly kind: "request";
    readonly id: number;
    readonly name: Name;
    readonly params: AnalysisRequests[Name]["params"];
  };
}[RequestName];

/** What the analysis sends to the protocol thread. */
export type FromAnalysis =
  | { readonly kind: "ready" }
  /** There is nothing left to do. */
  | { readonly kind: "rested" }
  | { readonly kind: "report"; readonly report: FileReport }
  /** What is known before a project is read, until there is a report. */
  | { readonly kind: "early"; readonly report: FileReport }
  /** A project is read for the first time, which takes as long as it is large; later it has been. */
  | { readonly kind: "reading" | "read"; readonly project: string }
  /** Settings, configurations, traces or projects are others than before. */
  | { readonly kind: "everythingChanged" }
  | { readonly kind: "response"; readonly id: number; readonly result: unknown }
  | { readonly kind: "failure"; readonly id: number; readonly message: string }
  | { readonly kind: "partial"; readonly id: number; readonly items: readonly WorkspaceItem[] }
  /** The number of the native compiler's process; none when it has ended. */
  | { readonly kind: "process"; readonly pid: number | undefined }
  | { readonly kind: "warning"; readonly message: string }
  | { readonly kind: "log"; readonly message: string };

/** The two directions of the wire between the protocol thread and the analysis. */
export interface AnalysisWire<Out, In> {
  post(message: Out): void;
  listen(listener: (message: In) => void): void;
}
