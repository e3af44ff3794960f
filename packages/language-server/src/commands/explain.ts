import type { Position } from "vscode-languageserver/node";
import { fileOf } from "../documents/file-uri.js";
import type { Command } from "./index.js";

/**
 * The page of the rule that is named by the first argument, in Markdown. With a document's URI and a
 * position instead: what the await there does, needs, and can be gathered with, as text.
 */
export const explain: Command = async (session, [what, position]) => {
  const file = fileOf(what);
  if (file === undefined || !isPosition(position)) {
    return session.analysis.request("explain", { rule: String(what) });
  }
  return session.analysis.request("explainAwait", { file, position });
};

function isPosition(value: unknown): value is Position {
  const { line, character } = (value ?? {}) as Partial<Position>;
  return typeof line === "number" && typeof character === "number";
}
