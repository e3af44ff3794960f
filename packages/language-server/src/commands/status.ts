import { fileOf } from "../documents/file-uri.js";
import type { Command } from "./index.js";

/** Projects, what serves a document, memory in bytes, and the last checks in milliseconds. */
export const status: Command = (session, [uri]) => {
  const file = fileOf(uri);
  return session.analysis.request("status", file === undefined ? {} : { file });
};
