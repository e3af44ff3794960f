import { describe, expect, test } from "@jest/globals";
import { findIn } from "../../../testkit/check-findings.js";

const confidences = (code: string) =>
  findIn("serial-await", code).map(({ confidence }) => confidence);

const row = (first: string, second: string) => `
import * as vscode from "vscode";
import { firstValueFrom, map } from "rxjs";
import { HttpService } from "@nestjs/axios";
import { HttpClient } from "@angular/common/http";
import { appLocalDataDir, tempDir } from "@tauri-apps/api/path";
import { RESTDataSource } from "@apollo/datasource-rest";
declare class Telling {}
class Source extends RESTDataSource { user() { return this.get("users/1"); } rename() { return this.post("users/1"); } }
export async function page(uri: vscode.Uri, other: vscode.Uri, context: vscode.ExtensionContext, http: HttpService, angular: HttpClient, source: Source) {
  const one = await ${first};
  const two = await ${second};
  return [one, two];
}
`;

describe("what is asked of an editor, an observable or a source of data", () => {
  test.each([
    ["vscode.workspace.fs.readFile(uri)", "vscode.workspace.fs.stat(other)"],
    ['vscode.workspace.findFiles("*.ts")', "vscode.workspace.openTextDocument(uri)"],
    [
      'vscode.commands.executeCommand("vscode.executeDocumentSymbolProvider", uri)',
      'vscode.commands.executeCommand("vscode.executeHoverProvider", other)',
    ],
    ['context.secrets.get("one")', 'context.secrets.get("two")'],
    ['firstValueFrom(http.get("/one"))', 'firstValueFrom(http.get("/two"))'],
    [
      'firstValueFrom(http.get("/one").pipe(map((answer) => answer.data)))',
      'http.get("/two").toPromise()',
    ],
    ["source.user()", 'source.get("teams")'],
    [
      'firstValueFrom(angular.get("/one/" + uri))',
      'firstValueFrom(angular.request("GET", "/two"))',
    ],
  ])("waits side by side: %s, %s", (first, second) => {
    expect(confidences(row(first, second))).toEqual(["high"]);
  });

  test.each([
    ["vscode.workspace.fs.readFile(uri)", "vscode.workspace.fs.writeFile(uri, new Uint8Array())"],
    [
      'vscode.commands.executeCommand("workbench.action.reloadWindow")',
      'vscode.commands.executeCommand("vscode.executeHoverProvider", other)',
    ],
    ['vscode.window.showInputBox({ prompt: "a" })', 'vscode.window.showInputBox({ prompt: "b" })'],
    ['firstValueFrom(http.post("/one"))', 'firstValueFrom(http.get("/two"))'],
    ["source.rename()", "source.user()"],
    ['firstValueFrom(angular.delete("/one"))', 'firstValueFrom(angular.get("/two"))'],
    ['firstValueFrom(angular.request("POST", "/one"))', 'firstValueFrom(angular.get("/two"))'],
    // Paths are put together in no time.
    ["appLocalDataDir()", "tempDir()"],
  ])("keeps its order: %s, %s", (first, second) => {
    expect(confidences(row(first, second))).not.toContain("high");
  });
});
