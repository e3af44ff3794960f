import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/**
 * Brings the runtime's build up to date, in silence; gives what the compiler said where it failed.
 */
export function buildRuntime() {
  const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const project = fileURLToPath(new URL("../../packages/runtime", import.meta.url));
  const built = spawnSync(process.execPath, [compiler, "-b", project], { encoding: "utf8" });
  if (built.error) {
    return built.error.message;
  }
  return built.status === 0 ? null : `${built.stdout}${built.stderr}`.trim();
}
