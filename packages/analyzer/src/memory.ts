// What earlier runs have found, on the disk: the command line and the language server keep it alike.
export { type FileResult, fileResult } from "./memory/file-result.js";
export { importedBy, importersOf } from "./memory/import-graph.js";
export { LiveDisk } from "./memory/live-disk.js";
export {
  addHeirs,
  configDigest,
  hasSameRoots,
  mayBeNative,
  type ProjectEntry,
  type RememberedFile,
  readEntry,
  type Standing,
  specifiersOf,
  spokenOf,
  standingOf,
  stillConfigured,
  writeEntry,
} from "./memory/project-entry.js";
export { type OpenProject, ProjectMemory, rememberProject } from "./memory/project-memory.js";
export { NO_TEXT } from "./memory/stamp.js";
export { type Trace, TracingDisk } from "./memory/tracing-disk.js";
