import type { FileSystemWatcher, LogOutputChannel } from "vscode";
import type { LanguageClientOptions } from "vscode-languageclient/node";
import { show } from "./show.js";

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
    middleware: {
      // What a lens leads to is an explanation, which is there to be read.
      executeCommand: async (command, given, next) => {
        const answer: unknown = await next(command, given);
        if (command === "awaitwise.explain" && typeof answer === "string") {
          await show(answer, "markdown");
        }
        return answer;
      },
    },
  };
}
