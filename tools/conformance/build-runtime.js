import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { refuse } from "./refuse.js";

/**
 * Brings the runtime's build up to date, in silence, and gives its module of that name under
 * `conformance/`; ends the command where it does not build.
 *
 * @param {string} module
 * @returns {Promise<any>}
 */
export async function loadFromRuntime(module) {
  const errors = buildRuntime();
  if (errors !== null) {
    refuse(`The runtime does not build; mend it first\n${errors}`);
  }
  return await import(moduleOfRuntime(module));
}

/**
 * Where the build of a module under the runtime's `conformance/` lies.
 * @param {string} module
 */
export function moduleOfRuntime(module) {
  return new URL(`../../packages/runtime/dist/conformance/${module}`, import.meta.url).href;
}

/** Gives what the compiler said where it failed. */
function buildRuntime() {
  const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const project = fileURLToPath(new URL("../../packages/runtime", import.meta.url));
  const built = spawnSync(process.execPath, [compiler, "-b", project], { encoding: "utf8" });
  if (built.error) {
    return built.error.message;
  }
  return built.status === 0 ? null : `${built.stdout}${built.stderr}`.trim();
}
