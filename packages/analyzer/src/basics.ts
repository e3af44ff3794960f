// What the command line needs to show results that it remembers: nothing here loads the compiler,
// which takes longer than everything else such a run does.
export {
  type Baseline,
  type BaselineComparison,
  type BaselineEntry,
  type Comparable,
  compareWithBaseline,
  formatBaseline,
  makeBaseline,
  parseBaseline,
} from "./baseline/baseline.js";
export { closest, didYouMean } from "./config/closest.js";
export { type CacheRead, readCacheFile, writeCacheFile } from "./memory/cache-file.js";
export { cacheFolder } from "./memory/cache-folder.js";
export { digestOf } from "./memory/digest.js";
export {
  checkState,
  type DiskState,
  diskStateOf,
  joinSeen,
  type Seen,
} from "./memory/disk-state.js";
export { buildsIn, ownDigest } from "./memory/own-digest.js";
export { removeUnfinishedWrites, writeAtomically } from "./memory/write-atomically.js";
export { decodeText } from "./project/decode-text.js";
export { type FolderEntries, folderEntries, statOf } from "./project/folder-entries.js";
export { InputError } from "./project/input-error.js";
export { LineMap, type Position, positionAt } from "./text/position.js";
