import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { digestOf } from "./digest.js";

let digest: string | undefined;

/**
 * What tells this build of the analyser from every other: what another one found is not to be trusted.
 * What is installed by a package manager is told by its version; a checkout that is being worked on, or
 * a bundle, changes without.
 */
export function ownDigest(): string {
  digest ??= digestOf(buildsIn(fileURLToPath(new URL("..", import.meta.url))).join("\n"));
  return digest;
}

/** What tells the build of a package in a folder from others of it. */
export function buildsIn(folder: string): readonly string[] {
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

function stampsIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /(?<!\.d)\.[jt]s$/.test(name))
    .sort()
    .map((name) => {
      const { size, mtimeMs } = statSync(join(folder, name));
      return `${name} ${size} ${mtimeMs}`;
    });
}
