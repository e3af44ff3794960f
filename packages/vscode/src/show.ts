import { window, workspace } from "vscode";

/** Opens a text of its own beside what the user is at. */
export async function show(content: string, language: string): Promise<void> {
  await window.showTextDocument(await workspace.openTextDocument({ content, language }), {
    preview: true,
  });
}
