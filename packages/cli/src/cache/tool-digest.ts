import { readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { version } from "../program/version.js";
import { digestOf } from "./digest.js";

let digest: string | undefined;

/**
 * What tells this build of the tool from every other: results of another one are not to be trusted.
 * The versions would do for what is installed; a checkout that is being worked on changes without.
 */
export function toolDigest(): string {
  if (digest === undefined) {
    const own = fileURLToPath(new URL("..", import.meta.url));
    const analyzer = dirname(createRequire(import.meta.url).resolve("@awaitwise/analyzer"));
    digest = digestOf([version, ...stampsIn(analyzer), ...stampsIn(own)].join("\n"));
  }
  return digest;
}

function stampsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /(?<!\.test)\.[jt]s$/.test(name))
    .sort()
    .map((name) => {
      const { size, mtimeMs } = statSync(join(folder, name));
      return `${name} ${size} ${mtimeMs}`;
    });
}
