import type { FileSystemWatcher, LogOutputChannel } from "vscode";
import type { LanguageClientOptions } from "vscode-languageclient/node";

/** Which documents the server is told of, and how it hears of the rest. */
export function clientOptions(
  log: LogOutputChannel,
  watcher: FileSystemWatcher,
): LanguageClientOptions {
  return {
    documentSelector: ["typescript", "typescriptreact", "javascript", "javascriptreact"].map(
      (language) => ({ scheme: "file", language }),
    ),
    outputChannel: log,
    synchronize: { configurationSection: "awaitwise", fileEvents: watcher },
    // An edit of one file changes the findings of others: those are asked for as one types.
    diagnosticPullOptions: { onChange: true },
    initializationOptions: {},
  };
}
