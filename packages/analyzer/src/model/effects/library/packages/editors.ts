import type { MemberModel, PackageModel } from "../model.js";

const pure: MemberModel = {};
const reads: MemberModel = { reads: ["fs(0)"], latency: "io" };
const writes: MemberModel = { writes: ["fs(0)"], latency: "io" };
const asks: MemberModel = { reads: ["process"], latency: "io" };

/**
 * What extensions of VS Code ask of the editor. What it shows to its user has an order, and is left unknown where it is
 * waited for; a message that nobody waits for is a line of a log.
 */
export const vscode: PackageModel = {
  package: "vscode",
  exports: {
    "workspace.fs.readFile workspace.fs.readDirectory workspace.fs.stat": reads,
    "workspace.fs.writeFile workspace.fs.delete workspace.fs.createDirectory": writes,
    "workspace.fs.rename workspace.fs.copy": { writes: ["fs(0)", "fs(1)"], latency: "io" },
    "workspace.findFiles": { reads: ["fs"], latency: "io" },
    // A document that is open already is the same one.
    "workspace.openTextDocument": reads,
    "workspace.getConfiguration workspace.getWorkspaceFolder workspace.asRelativePath": pure,
    "commands.executeCommand": {
      reads: ["process"],
      writes: ["process"],
      latency: "io",
      decidedBy: { by: "literal", argument: 0, reading: ["vscode.execute*"], unset: "writes" },
    },
    "commands.getCommands languages.getLanguages tasks.fetchTasks lm.selectChatModels authentication.getAccounts env.clipboard.readText":
      asks,
    // Where nobody is asked to sign in.
    "authentication.getSession": {
      reads: ["process"],
      writes: ["process"],
      latency: "io",
      decidedBy: {
        by: "option",
        argument: 2,
        option: "silent",
        reading: ["true"],
        unset: "writes",
      },
    },
    "workspace.openNotebookDocument": reads,
    "window.showErrorMessage window.showWarningMessage window.showInformationMessage": {
      writes: ["stdio"],
      hazard: "log",
      only: "dropped",
    },
    "l10n.t env.asExternalUri languages.match": pure,
    "languages.getDiagnostics extensions.getExtension": { reads: ["process"] },
    "Uri.* Uri Position Range Selection Location RelativePattern MarkdownString CancellationTokenSource ThemeIcon":
      pure,
  },
  types: {
    FileSystem: {
      members: {
        "readFile readDirectory stat": reads,
        "writeFile delete createDirectory": writes,
        "rename copy": { writes: ["fs(0)", "fs(1)"], latency: "io" },
      },
    },
    SecretStorage: {
      members: {
        "get keys": { reads: ["db(0)"], latency: "io" },
        "store delete": { writes: ["db(0)"], latency: "io" },
      },
    },
    Memento: {
      members: { "get keys": { reads: ["db"] }, update: { writes: ["db"], latency: "io" } },
    },
    ExtensionContext: {
      members: {
        secrets: { value: "SecretStorage" },
        "globalState workspaceState": { value: "Memento" },
        asAbsolutePath: pure,
      },
    },
  },
};

/** A server of a language, which an editor asks by the names of the protocol: many questions may be open at once. */
export const languageClients: PackageModel = {
  package: ["vscode-languageclient", "vscode-languageserver-protocol"],
  types: {
    "LanguageClient BaseLanguageClient CommonLanguageClient": {
      members: {
        sendRequest: {
          reads: ["process"],
          writes: ["process", "fs"],
          latency: "io",
          decidedBy: {
            by: "literal",
            argument: 0,
            reading: [
              "textDocument/definition",
              "textDocument/declaration",
              "textDocument/typeDefinition",
              "textDocument/implementation",
              "textDocument/references",
              "textDocument/hover",
              "textDocument/signatureHelp",
              "textDocument/document*",
              "textDocument/completion",
              "textDocument/codeAction",
              "textDocument/codeLens",
              "textDocument/foldingRange",
              "textDocument/selectionRange",
              "textDocument/semanticTokens*",
              "textDocument/inlayHint",
              "textDocument/prepare*",
              "workspace/symbol",
              "callHierarchy/*",
              "typeHierarchy/*",
            ],
            unset: "writes",
          },
        },
      },
    },
  },
};

/** What Microsoft's extensions for Azure share: files by one group of functions, lists of a service by another. */
export const azureExtensions: PackageModel = {
  package: ["@microsoft/vscode-azext-utils", "@microsoft/vscode-azext-azureutils"],
  exports: {
    "AzExtFsExtra.isDirectory AzExtFsExtra.isFile AzExtFsExtra.pathExists AzExtFsExtra.readDirectory AzExtFsExtra.readFile AzExtFsExtra.readJSON":
      reads,
    "AzExtFsExtra.appendFile AzExtFsExtra.deleteResource AzExtFsExtra.emptyDir AzExtFsExtra.ensureDir AzExtFsExtra.ensureFile AzExtFsExtra.writeFile AzExtFsExtra.writeJSON":
      writes,
    "AzExtFsExtra.copy AzExtFsExtra.move": { writes: ["fs(0)", "fs(1)"], latency: "io" },
    "uiUtils.listAllIterator uiUtils.listAll": { reads: ["net"], latency: "io" },
    "nonNullProp nonNullValue nonNullValueAndProp nonNullOrEmptyValue parseError randomUtils.*":
      pure,
  },
};
