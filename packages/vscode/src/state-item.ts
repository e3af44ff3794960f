import { type Disposable, LanguageStatusSeverity, languages } from "vscode";
import { type LanguageClient, State } from "vscode-languageclient/node";

/** Shows beside the language's name whether the server runs, and leads to its status. */
export function showState(client: LanguageClient): Disposable {
  const item = languages.createLanguageStatusItem("awaitwise.state", [
    "typescript",
    "typescriptreact",
    "javascript",
    "javascriptreact",
  ]);
  item.name = "awaitwise";
  item.command = { command: "awaitwise.showStatus", title: "Show status" };
  const show = (state: State): void => {
    item.busy = state === State.Starting;
    item.text = texts.get(state) ?? "awaitwise";
    item.severity =
      state === State.Stopped ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
  };
  show(client.state);
  const subscription = client.onDidChangeState(({ newState }) => show(newState));
  return {
    dispose: () => {
      subscription.dispose();
      item.dispose();
    },
  };
}

const texts: ReadonlyMap<State, string> = new Map([
  [State.Starting, "awaitwise is starting"],
  [State.Running, "awaitwise is running"],
  [State.Stopped, "awaitwise has stopped"],
]);
