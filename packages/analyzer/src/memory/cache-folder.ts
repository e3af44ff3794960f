import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** The folder of the cache: as asked, else with the other tools' caches, else one of its own. */
export function cacheFolder(named: string | undefined, cwd: string): string {
  if (named !== undefined) return resolve(cwd, named);
  const modules = join(cwd, "node_modules");
  return existsSync(modules) ? join(modules, ".cache/awaitwise") : join(cwd, ".awaitwise-cache");
}
