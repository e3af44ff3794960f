import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { bodyIn } from "./edits.js";
import { generate } from "./generated.js";
import { peers } from "./peers.js";

/** @import { Shape } from "./generated.js" */
/** @import { Project } from "./types.js" */

/** Packages that ship the sources they are built from, with the dependencies that these import. */
export const packages = ["matrix-js-sdk", "mongodb"];

/**
 * Copies the sources of a package into a folder of their own, where its dependencies resolve.
 *
 * @param {string} name
 * @param {string} work
 * @returns {Project}
 */
export function packageProject(name, work) {
  const directory = path.join(work, name);
  const source = path.join(directory, "src");
  cpSync(peers.fileOf(name, "src"), source, { recursive: true });
  cpSync(peers.fileOf(name, "package.json"), path.join(directory, "package.json"));
  const { version } = JSON.parse(readFileSync(path.join(directory, "package.json"), "utf8"));
  return finished(name, `${name} ${version}`, directory);
}

/**
 * Writes a project of about so many lines.
 *
 * @param {number} lines
 * @param {Shape} shape
 * @param {string} work
 * @returns {Project}
 */
export function generatedProject(lines, shape, work) {
  const id = `generated-${shape}-${lines}`;
  const directory = path.join(work, id);
  for (const [file, text] of generate(lines, shape)) {
    const place = path.join(directory, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, text);
  }
  writeFileSync(path.join(directory, "package.json"), '{ "private": true, "type": "module" }\n');
  return finished(id, `generated, ${shape}, ${lines.toLocaleString("en-US")} lines`, directory);
}

/**
 * @param {string} id
 * @param {string} title
 * @param {string} directory
 * @returns {Project}
 */
function finished(id, title, directory) {
  writeFileSync(
    path.join(directory, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        target: "es2023",
        lib: ["es2023", "esnext.disposable", "dom", "dom.iterable", "dom.asynciterable"],
        module: "esnext",
        moduleResolution: "bundler",
        allowImportingTsExtensions: true,
        types: ["node"],
        strict: true,
        skipLibCheck: true,
        noEmit: true,
      },
      include: ["src"],
    }),
  );
  symlinkSync(
    path.join(peers.home, "node_modules"),
    path.join(directory, "node_modules"),
    "junction",
  );
  const files = sourcesBelow(path.join(directory, "src"));
  const texts = files.map((file) => readFileSync(file, "utf8"));
  const sizes = texts.map((text) => text.split("\n").length);
  // Neither the smallest nor the largest, and the same every time.
  const bySize = [...sizes.keys()].sort((a, b) => (sizes[a] ?? 0) - (sizes[b] ?? 0));
  const index = bySize
    .slice(sizes.length >> 1)
    .find((one) => bodyIn(texts[one] ?? "") !== undefined);
  const file = files[index ?? -1];
  const offset = bodyIn(texts[index ?? -1] ?? "");
  if (file === undefined || offset === undefined) {
    throw new Error(`No source of ${title} has a function to be edited`);
  }
  return {
    id,
    title,
    directory,
    lines: sizes.reduce((sum, size) => sum + size, 0),
    edited: { file, offset },
  };
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function sourcesBelow(folder) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.[cm]?tsx?$/.test(name))
    .sort()
    .map((name) => path.join(folder, name));
}
