import { type ExtensionContext, window, workspace } from "vscode";
import { LanguageClient } from "vscode-languageclient/node";
import { clientOptions } from "./client-options.js";
import { registerCommands } from "./commands.js";
import { serverOptions } from "./server-options.js";
import { showState } from "./state-item.js";

let client: LanguageClient | undefined;

/** Starts the server that came with the extension, for as long as the window is open. */
export async function activate(context: ExtensionContext): Promise<void> {
  const log = window.createOutputChannel("awaitwise", { log: true });
  const watcher = workspace.createFileSystemWatcher(
    "**/{awaitwise.config.*,package.json,tsconfig*.json,jsconfig*.json,*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}}",
  );
  client = new LanguageClient(
    "awaitwise",
    "awaitwise",
    serverOptions(context.extensionPath),
    clientOptions(log, watcher),
  );
  context.subscriptions.push(log, watcher, showState(client), ...registerCommands(client, log));
  await client.start();
}

/** Lets the server end by itself. */
export async function deactivate(): Promise<void> {
  await client?.dispose();
}
