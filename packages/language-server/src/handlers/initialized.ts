import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  InitializedNotification,
} from "vscode-languageserver/node";
import type { Session } from "../session.js";
import { startWatching } from "../watching/start-watching.js";
import { fetchSettings } from "./did-change-configuration.js";

/** @see LSP 3.18, initialized */
export function initialized(session: Session): void {
  session.onNotification(InitializedNotification.type, () => {
    void register(session);
    if (session.client.configuration) void fetchSettings(session);
  });
}

async function register(session: Session): Promise<void> {
  const { client, connection } = session;
  const registrations = [
    ...(client.configurationRegistration
      ? [
          {
            id: "awaitwise/configuration",
            method: DidChangeConfigurationNotification.method,
            registerOptions: { section: "awaitwise" },
          },
        ]
      : []),
    ...(client.watchRegistration
      ? [
          {
            id: "awaitwise/watched-files",
            method: DidChangeWatchedFilesNotification.method,
            registerOptions: { watchers: watchedGlobs.map((globPattern) => ({ globPattern })) },
          },
        ]
      : []),
  ];
  let clientWatches = client.watchRegistration;
  if (registrations.length > 0) {
    try {
      await connection.sendRequest("client/registerCapability", { registrations });
    } catch {
      clientWatches = false;
    }
  }
  if (!session.isShutDown) startWatching(session, clientWatches);
}

// Any JSON file can be what a tsconfig.json extends, or an import.
const watchedGlobs = ["**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,json,jsonc}", "**/.gitignore"];
