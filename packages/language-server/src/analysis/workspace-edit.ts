import type { TextEdit } from "@awaitwise/analyzer";
import type {
  ChangeAnnotation,
  TextEdit as LspEdit,
  TextDocumentEdit,
  WorkspaceEdit,
} from "vscode-languageserver/node";
import type { AnalysisService } from "./analysis-service.js";

/**
 * Turns edits of any files into one edit of the workspace. Where the client understands it, each
 * open document is named with the version that was read, so that a client never applies an edit to
 * a text that has moved on. An edit of several files says which of them are callers.
 */
export function toWorkspaceEdit(
  service: AnalysisService,
  own: string,
  edits: readonly TextEdit[],
): WorkspaceEdit {
  const byFile = new Map<string, LspEdit[]>();
  for (const { file, start, end, text } of edits) {
    const list = byFile.get(file) ?? [];
    const lineEnd = service.textOf(file).includes("\r\n") ? "\r\n" : "\n";
    list.push({
      range: service.range(file, start, end),
      newText: text.replaceAll(/\r?\n/g, lineEnd),
    });
    byFile.set(file, list);
  }
  if (!service.setup.documentChanges) {
    return {
      changes: Object.fromEntries([...byFile].map(([file, list]) => [service.uriOf(file), list])),
    };
  }
  const annotated = service.setup.changeAnnotations && byFile.size > 1;
  const documentChanges = [...byFile].map(
    ([file, list]): TextDocumentEdit => ({
      textDocument: {
        uri: service.uriOf(file),
        version: service.buffers.get(file)?.version ?? null,
      },
      edits: annotated
        ? list.map((edit) => ({ ...edit, annotationId: file === own ? "own" : "callers" }))
        : list,
    }),
  );
  return annotated ? { documentChanges, changeAnnotations } : { documentChanges };
}

const changeAnnotations: Readonly<Record<string, ChangeAnnotation>> = {
  own: { label: "Where the finding is" },
  callers: { label: "In its callers", description: "They become async, and await it" },
};
