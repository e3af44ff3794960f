import { join } from "node:path";
import { type ServerOptions, TransportKind } from "vscode-languageclient/node";

/** How the bundled server is started: a process of its own, which talks over Node's channel. */
export function serverOptions(extensionPath: string): ServerOptions {
  const module = join(extensionPath, "dist", "server", "dist", "bundle", "language-server.js");
  return { module, transport: TransportKind.ipc };
}
