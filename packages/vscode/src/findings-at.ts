import { languages, type TextEditor } from "vscode";

/** The rules whose findings touch the cursor or the selection, each once. */
export function findingsAt(editor: TextEditor | undefined): readonly string[] {
  if (editor === undefined) return [];
  const touching = languages
    .getDiagnostics(editor.document.uri)
    .filter(({ source, range }) => source === "awaitwise" && range.intersection(editor.selection))
    .map(({ code }) => String(typeof code === "object" ? code.value : code));
  return [...new Set(touching)];
}
