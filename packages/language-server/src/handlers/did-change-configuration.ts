import {
  ConfigurationRequest,
  DidChangeConfigurationNotification,
} from "vscode-languageserver/node";
import type { Session } from "../session.js";
import { readSettings, type Settings } from "../settings.js";

/** @see LSP 3.18, workspace/didChangeConfiguration */
export function didChangeConfiguration(session: Session): void {
  session.onNotification(DidChangeConfigurationNotification.type, (params) => {
    if (session.client.configuration) {
      void fetchSettings(session);
      return;
    }
    const sent: unknown = params?.settings;
    const own =
      typeof sent === "object" && sent !== null && "awaitwise" in sent ? sent.awaitwise : sent;
    apply(session, read(session, own), {});
  });
}

/**
 * Asks the client for the settings of the session and of each folder, and puts them in force.
 *
 * @see LSP 3.18, workspace/configuration
 */
export async function fetchSettings(session: Session): Promise<void> {
  const folders = session.folders;
  let answers: unknown[];
  try {
    answers = await session.connection.sendRequest(ConfigurationRequest.type, {
      items: [
        { section: "awaitwise" },
        ...folders.map(({ uri }) => ({ scopeUri: uri, section: "awaitwise" })),
      ],
    });
  } catch {
    return;
  }
  if (!Array.isArray(answers) || session.isShutDown) return;
  const folderSettings = Object.fromEntries(
    folders.map(({ file }, index) => [file, read(session, answers[index + 1])]),
  );
  apply(session, read(session, answers[0]), folderSettings);
}

function read(session: Session, value: unknown): Settings {
  return readSettings(value, session.initialSettings, (message) => session.log.warn(message));
}

function apply(
  session: Session,
  settings: Settings,
  folderSettings: Readonly<Record<string, Settings>>,
): void {
  const plain = JSON.stringify(settings);
  const different = Object.fromEntries(
    Object.entries(folderSettings).filter(([, one]) => JSON.stringify(one) !== plain),
  );
  // Most answers say what was known: nothing has to be checked again for them.
  const before = JSON.stringify([session.settings, session.folderSettings]);
  if (JSON.stringify([settings, different]) === before) return;
  session.settings = settings;
  session.folderSettings = different;
  session.setUpAnalysis();
}
