import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { version } from "../program/version.js";
import { digestOf } from "./digest.js";

let digest: string | undefined;

/**
 * What tells this build of the tool from every other: results of another one are not to be trusted.
 * Of what is installed the versions say it; a checkout that is being worked on changes without.
 */
export function toolDigest(): string {
  if (digest === undefined) {
    const own = fileURLToPath(new URL("..", import.meta.url));
    const analyzer = dirname(createRequire(import.meta.url).resolve("@awaitwise/analyzer"));
    digest = digestOf([version, ...builds(analyzer), ...builds(own)].join("\n"));
  }
  return digest;
}

function builds(folder: string): string[] {
  return isInstalled(folder) ? [versionOf(folder)] : stampsIn(folder);
}

// Links of a workspace have been followed by now.
function isInstalled(folder: string): boolean {
  return /[/\\]node_modules[/\\]/.test(folder);
}

function versionOf(folder: string): string {
  const manifest = readFileSync(join(folder, "../package.json"), "utf8");
  return String((JSON.parse(manifest) as { readonly version?: unknown }).version);
}

function stampsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".js"))
    .sort()
    .map((name) => {
      const { size, mtimeMs } = statSync(join(folder, name));
      return `${name} ${size} ${mtimeMs}`;
    });
}
