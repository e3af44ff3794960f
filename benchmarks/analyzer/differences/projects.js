import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

/** Where packages keep the sources that they are built from; the first that holds any is taken. */
const folders = ["src", "src.ts", "lib", "."];

/**
 * A package's sources in a folder of their own, with the dependencies that they import.
 *
 * @typedef {{ readonly directory: string, readonly configFile: string, readonly files: readonly string[] }} Sources
 */

/**
 * Copies the sources that an installed package ships to where its dependencies resolve as they did.
 *
 * @param {string} name
 * @param {string} installed the `node_modules` that it stands in
 * @param {string} work
 * @returns {Sources}
 * @throws where it ships none
 */
export function packageSources(name, installed, work) {
  const from = path.join(installed, name);
  const directory = path.join(work, name.replace(/\W+/g, "-"));
  const folder = folders.find((one) => sourcesBelow(path.join(from, one)).length > 0);
  if (folder === undefined) throw new Error(`"${name}" ships no TypeScript sources`);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const files = sourcesBelow(path.join(from, folder)).map((file) => {
    const to = path.join(directory, "src", path.relative(path.join(from, folder), file));
    cpSync(file, to);
    return to;
  });
  cpSync(path.join(from, "package.json"), path.join(directory, "package.json"));
  const configFile = path.join(directory, "tsconfig.json");
  writeFileSync(configFile, `${JSON.stringify({ compilerOptions, include: ["src"] }, null, 2)}\n`);
  // What a package brings for itself comes before what all of them share.
  const own = path.join(from, "node_modules");
  link(existsSync(own) ? own : installed, path.join(directory, "node_modules"));
  link(installed, path.join(work, "node_modules"));
  return { directory, configFile, files };
}

// What a package writes a tsconfig for is its build; most of them do not ship it.
const compilerOptions = {
  target: "es2023",
  lib: ["es2023", "esnext.disposable", "dom", "dom.iterable", "dom.asynciterable"],
  module: "esnext",
  moduleResolution: "bundler",
  allowImportingTsExtensions: true,
  jsx: "react-jsx",
  experimentalDecorators: true,
  types: ["node"],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
};

/**
 * @param {string} folder
 * @param {string} at
 */
function link(folder, at) {
  if (!existsSync(at)) symlinkSync(folder, at, "junction");
}

/**
 * @param {string} folder
 * @returns {string[]} in the same order everywhere; tests, which packages ship seldom and never wholly, left out
 */
function sourcesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const place = path.join(folder, entry.name);
      if (entry.isDirectory()) return left.test(entry.name) ? [] : sourcesBelow(place);
      return isSource(entry.name) ? [place] : [];
    });
}

const left =
  /^(node_modules|dist|build|types|esm|cjs|_types|_esm|_cjs|tests?|__tests__|__mocks__)$/;

/** @param {string} name */
function isSource(name) {
  return /\.[cm]?tsx?$/.test(name) && !/\.(d\.[cm]?ts|(test|spec)\.[cm]?tsx?)$/.test(name);
}
