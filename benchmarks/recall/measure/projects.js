import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

/** @import { Prepared, Source } from "./types.js" */

/**
 * Whose awaits are deleted: packages that ship the sources they are built from, and this repository.
 * The rules were made with the misses in view of all but those held out.
 *
 * @type {readonly Source[]}
 */
export const sources = [
  { id: "mongodb", package: "mongodb", folder: "src" },
  { id: "puppeteer-core", package: "puppeteer-core", folder: "src" },
  { id: "msw", package: "msw", folder: "src", types: ["vitest/globals"] },
  { id: "query-core", package: "@tanstack/query-core", folder: "src" },
  { id: "trpc-server", package: "@trpc/server", folder: "src" },
  { id: "awaitwise" },
  { id: "temporal-client", package: "@temporalio/client", folder: "src" },
  { id: "apollo-server", package: "@apollo/server", folder: "src", heldOut: true },
  { id: "libp2p", package: "libp2p", folder: "src", heldOut: true },
  { id: "hardhat", package: "hardhat", folder: "src" },
  { id: "supabase-auth", package: "@supabase/auth-js", folder: "src" },
  { id: "livekit-client", package: "livekit-client", folder: "src" },
  { id: "ai", package: "ai", folder: "src", heldOut: true },
  { id: "huggingface-hub", package: "@huggingface/hub", folder: "src", heldOut: true },
  { id: "kad-dht", package: "@libp2p/kad-dht", folder: "src", heldOut: true },
  { id: "automerge-repo", package: "@automerge/automerge-repo", folder: "src", heldOut: true },
  { id: "ethers", package: "ethers", folder: "src.ts", heldOut: true },
];

const home = path.resolve(import.meta.dirname, "..");
const root = path.resolve(home, "../..");

/**
 * Copies a project's sources to a folder of their own, where its dependencies resolve as they did.
 *
 * @param {Source} source
 * @param {string} work an empty folder
 * @returns {Prepared}
 */
export function prepare(source, work) {
  const directory = path.join(work, source.id);
  mkdirSync(directory, { recursive: true });
  const version =
    source.package === undefined ? copyRepository(directory) : copyPackage(source, directory);
  return {
    id: source.id,
    title: source.package ?? "this repository",
    version,
    directory,
    configFile: path.join(directory, "tsconfig.json"),
    heldOut: source.heldOut ?? false,
  };
}

/**
 * @param {Source} source
 * @param {string} directory
 * @returns {string} the version
 */
function copyPackage({ package: name = "", folder = "src", types = [] }, directory) {
  const installed = path.join(home, "node_modules", name);
  cpSync(path.join(installed, folder), path.join(directory, folder), { recursive: true });
  for (const file of ["package.json", "tsconfig.json"]) {
    const from = path.join(installed, file);
    if (existsSync(from)) cpSync(from, path.join(directory, file));
  }
  // What a package writes a tsconfig for is its build; most of them do not ship it.
  const config = path.join(directory, "tsconfig.json");
  if (!existsSync(config)) writeConfig(config, [`${folder}/**/*`], types);
  // What a package brings for itself comes before what all of them share.
  const shared = path.join(home, "node_modules");
  const own = path.join(installed, "node_modules");
  link(existsSync(own) ? own : shared, path.join(directory, "node_modules"));
  link(shared, path.join(directory, "../node_modules"));
  return JSON.parse(readFileSync(path.join(installed, "package.json"), "utf8")).version;
}

/**
 * @param {string} folder
 * @param {string} from
 */
function link(folder, from) {
  if (!existsSync(from)) symlinkSync(folder, from, "junction");
}

/**
 * @param {string} directory
 * @returns {string} the commit
 */
function copyRepository(directory) {
  const git = (/** @type {string[]} */ ...args) =>
    execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
  const files = git("ls-files", "packages/*/src/*", "packages/*/package.json").split("\n");
  for (const file of files) {
    if (/\.(ts|tsx|json)$/.test(file)) cpSync(path.join(root, file), path.join(directory, file));
  }
  writeFileSync(path.join(directory, "package.json"), '{ "type": "module" }\n');
  writeConfig(path.join(directory, "tsconfig.json"), ["packages/*/src"], []);
  symlinkSync(path.join(root, "node_modules"), path.join(directory, "node_modules"), "junction");
  return git("rev-parse", "--short", "HEAD");
}

/**
 * @param {string} file
 * @param {readonly string[]} include
 * @param {readonly string[]} types
 */
function writeConfig(file, include, types) {
  const config = {
    compilerOptions: {
      target: "es2023",
      lib: ["es2023", "esnext.disposable", "dom", "dom.iterable", "dom.asynciterable"],
      module: "esnext",
      moduleResolution: "bundler",
      types: ["node", ...types],
      strict: true,
      skipLibCheck: true,
      noEmit: true,
    },
    include,
  };
  writeFileSync(file, `${JSON.stringify(config, null, 2)}\n`);
}
