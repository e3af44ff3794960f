import type { Session } from "../session.js";
import { codeAction } from "./code-action.js";
import { codeActionResolve } from "./code-action-resolve.js";
import { codeLens } from "./code-lens.js";
import { diagnostic } from "./diagnostic.js";
import { didChange } from "./did-change.js";
import { didChangeConfiguration } from "./did-change-configuration.js";
import { didChangeWatchedFiles } from "./did-change-watched-files.js";
import { didChangeWorkspaceFolders } from "./did-change-workspace-folders.js";
import { didClose } from "./did-close.js";
import { didOpen } from "./did-open.js";
import { didSave } from "./did-save.js";
import { executeCommand } from "./execute-command.js";
import { exit } from "./exit.js";
import { hover } from "./hover.js";
import { initialize } from "./initialize.js";
import { initialized } from "./initialized.js";
import { inlayHint } from "./inlay-hint.js";
import { setTrace } from "./set-trace.js";
import { shutdown } from "./shutdown.js";
import { workspaceDiagnostic } from "./workspace-diagnostic.js";

/** Registers one method of the protocol with a session. */
export type Handler = (session: Session) => void;

/** Every method that the server answers: a file beside this one, and one line here. */
export const handlers: readonly Handler[] = [
  codeAction,
  codeActionResolve,
  codeLens,
  diagnostic,
  didChange,
  didChangeConfiguration,
  didChangeWatchedFiles,
  didChangeWorkspaceFolders,
  didClose,
  didOpen,
  didSave,
  executeCommand,
  exit,
  hover,
  initialize,
  initialized,
  inlayHint,
  setTrace,
  shutdown,
  workspaceDiagnostic,
];
