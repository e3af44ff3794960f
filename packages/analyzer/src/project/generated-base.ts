import { posix } from "node:path";
import { ts } from "../model/compiler.js";
import type { Disk } from "./disk.js";

/**
 * What the base of a configuration would say of the short names of folders, where a framework writes that base and has not run:
 * SvelteKit's `$lib` and the `alias` of its configuration, Nuxt's `~` and `@`. A configuration with `paths` of its own has these alone.
 */
export function generatedPaths(
  base: string,
  directory: string,
  disk: Disk,
): ts.CompilerOptions["paths"] {
  if (/(^|\/)\.svelte-kit\/tsconfig\.json$/.test(base)) return svelteKitPaths(directory, disk);
  if (/(^|\/)\.nuxt\/tsconfig(\.\w+)?\.json$/.test(base)) return nuxtPaths(directory, disk);
  return undefined;
}

function svelteKitPaths(directory: string, disk: Disk): ts.MapLike<string[]> {
  const said = new Map([["$lib", "src/lib"], ...aliasesIn(directory, disk)]);
  const paths: ts.MapLike<string[]> = {};
  for (const [name, folder] of said) {
    const whole = posix.join(directory, folder);
    paths[name] = [whole];
    if (!name.endsWith("/*")) paths[`${name}/*`] = [`${whole}/*`];
  }
  return paths;
}

// `kit: { alias: { $server: "src/server" } }`, as far as it is written out.
function aliasesIn(directory: string, disk: Disk): readonly (readonly [string, string])[] {
  const path = ["js", "ts", "mjs"]
    .map((ending) => posix.join(directory, `svelte.config.${ending}`))
    .find((one) => disk.fileExists(one));
  const text = path === undefined ? undefined : disk.readFile(path);
  if (path === undefined || text === undefined) return [];
  const found: (readonly [string, string])[] = [];
  const visit = (node: ts.Node): void => {
    if (isAliases(node)) {
      for (const one of node.initializer.properties) {
        if (!ts.isPropertyAssignment(one) || !ts.isStringLiteralLike(one.initializer)) continue;
        found.push([one.name.getText().replaceAll(/["']/g, ""), one.initializer.text]);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

function isAliases(
  node: ts.Node,
): node is ts.PropertyAssignment & { initializer: ts.ObjectLiteralExpression } {
  return (
    ts.isPropertyAssignment(node) &&
    node.name.getText() === "alias" &&
    ts.isObjectLiteralExpression(node.initializer)
  );
}

// Since Nuxt 4 an application's own sources are in `app`.
function nuxtPaths(directory: string, disk: Disk): ts.MapLike<string[]> {
  const app = posix.join(directory, "app");
  const sources = disk.directoryExists(app) ? app : directory;
  const shared = posix.join(directory, "shared");
  return {
    "~/*": [`${sources}/*`],
    "@/*": [`${sources}/*`],
    "~~/*": [`${directory}/*`],
    "@@/*": [`${directory}/*`],
    "#shared/*": [`${shared}/*`],
  };
}
