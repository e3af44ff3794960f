import { commands, type Disposable, type LogOutputChannel, window } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { findingsAt } from "./findings-at.js";
import { show } from "./show.js";

/** Registers what the command palette offers: the server's commands, with their answers shown. */
export function registerCommands(
  client: LanguageClient,
  log: LogOutputChannel,
): readonly Disposable[] {
  const ask = (command: string, ...given: unknown[]): Promise<unknown> =>
    client.sendRequest("workspace/executeCommand", { command, arguments: given });
  const here = (): readonly string[] => {
    const document = window.activeTextEditor?.document;
    return document === undefined ? [] : [client.code2ProtocolConverter.asUri(document.uri)];
  };
  const offered: Readonly<Record<string, () => Promise<unknown>>> = {
    "awaitwise.showStatus": async () =>
      show(JSON.stringify(await ask("awaitwise.status", ...here()), null, 2), "json"),
    "awaitwise.restartProject": () => ask("awaitwise.restart", ...here()),
    "awaitwise.writeReport": async () => show(String(await ask("awaitwise.report")), "markdown"),
    "awaitwise.explainHere": async () => {
      const rules = findingsAt(window.activeTextEditor);
      if (rules.length === 0) {
        await window.showInformationMessage(
          "awaitwise has found nothing here: put the cursor on one of its findings",
        );
        return;
      }
      const pages = await Promise.all(rules.map((rule) => ask("awaitwise.explain", rule)));
      await show(pages.join("\n\n"), "markdown");
    },
    "awaitwise.showLog": async () => log.show(),
  };
  return Object.entries(offered).map(([name, run]) => commands.registerCommand(name, run));
}
