import { afterEach, expect, test } from "@jest/globals";
import type { FileSystemWatcher, LogOutputChannel } from "vscode";
import { clientOptions } from "./client-options.js";
import { shown } from "./testing/vscode.js";

const { middleware } = clientOptions({} as LogOutputChannel, {} as FileSystemWatcher);
const run = (command: string, answer: unknown) =>
  middleware?.executeCommand?.(command, ["given"], async (name, given) => [name, given, answer]);

afterEach(() => {
  shown.length = 0;
});

test("what a lens leads to is shown, and the answers of other commands are handed on alone", async () => {
  const explain = (answer: unknown) =>
    middleware?.executeCommand?.("awaitwise.explain", [], async () => answer);
  expect(await explain("It waits for the network")).toBe("It waits for the network");
  expect(await explain(null)).toBeNull();
  expect(await run("awaitwise.restart", null)).toEqual(["awaitwise.restart", ["given"], null]);
  expect(shown).toEqual([{ content: "It waits for the network", language: "markdown" }]);
});
