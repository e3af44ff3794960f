import { cacheFolder } from "@awaitwise/analyzer/basics";
import { TracingDisk } from "@awaitwise/analyzer/memory";
import { CheckCache } from "../cache/check-cache.js";
import type { CheckFlags } from "../options/check-options.js";
import type { CheckRequest } from "./check-sources.js";

/** The cache that the command line asks for, or none. */
export function checkCacheOf(
  { cache, cacheLocation }: Pick<CheckFlags, "cache" | "cacheLocation">,
  cwd: string,
  onNote: (note: string) => void,
  disk: TracingDisk = new TracingDisk(),
): CheckRequest["cache"] {
  if (cache === false) return undefined;
  return { cache: new CheckCache(cacheFolder(cacheLocation, cwd), disk, onNote), disk };
}
