/** The parts of VS Code's API that the client uses, kept in memory: what a test looks at afterwards. */
export const shown: { content: string; language: string }[] = [];
export const told: string[] = [];
export const registered = new Map<string, () => Promise<unknown>>();

export const window: {
  activeTextEditor: unknown;
  showInformationMessage(message: string): Promise<void>;
  showTextDocument(document: { content: string; language: string }): Promise<void>;
} = {
  activeTextEditor: undefined,
  showInformationMessage: async (message) => {
    told.push(message);
  },
  showTextDocument: async (document) => {
    shown.push(document);
  },
};

export const workspace = {
  openTextDocument: async (document: { content: string; language: string }) => document,
};

export const commands = {
  registerCommand: (name: string, run: () => Promise<unknown>) => {
    registered.set(name, run);
    return { dispose: () => registered.delete(name) };
  },
};

export const languages: { getDiagnostics(uri: string): readonly unknown[] } = {
  getDiagnostics: () => [],
};
