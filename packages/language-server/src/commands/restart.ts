import { fileOf } from "../documents/file-uri.js";
import type { Command } from "./index.js";

/** Opens the project of a document anew, or all of them where none is named. */
export const restart: Command = async (session, [uri]) => {
  session.analysis.revive();
  const file = fileOf(uri);
  await session.analysis.request("restartProject", file === undefined ? {} : { file });
  return null;
};
