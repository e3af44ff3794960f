import { builtinModules } from "node:module";
import path from "node:path";

/**
 * What of a package is published as bundles in place of its single modules: loading three hundred small
 * files takes longer than compiling what is in them.
 *
 * @typedef {object} Bundled
 * @property {string} folder where the bundles stand in the package. A module that names a file relative to
 *   itself stands as deep in the package as before.
 * @property {Record<string, string>} entries the bundles by name, each with the module that it begins with
 * @property {Record<string, string>} reached modules that are reached by their own place, each with the
 *   bundle that stands behind it
 * @property {readonly string[]} [inlined] packages of this repository that a bundle takes in
 */

/** @type {Readonly<Record<string, Bundled>>} */
export const bundles = {
  "@awaitwise/analyzer": {
    folder: "dist/bundle",
    entries: {
      index: "dist/index.js",
      basics: "dist/basics.js",
      memory: "dist/memory.js",
    },
    reached: { "dist/index.js": "index", "dist/basics.js": "basics", "dist/memory.js": "memory" },
  },
  awaitwise: {
    folder: "dist/bundle",
    entries: {
      index: "dist/index.js",
      "run-process": "dist/run-process.js",
      "check-worker": "dist/run/check-worker.js",
    },
    reached: { "dist/index.js": "index", "dist/run-process.js": "run-process" },
    // It runs the command line's own file work, of which nobody outside sees a thing.
    inlined: ["@awaitwise/runtime"],
  },
  "@awaitwise/language-server": {
    folder: "dist",
    entries: { index: "dist/index.js", worker: "dist/analysis/worker.js" },
    reached: {},
  },
};

/**
 * What esbuild is told, to bundle a package as built into a copy of it. Names are kept as they are, and each
 * module begins with a comment that names it: a stack trace of a user has to be read by somebody.
 *
 * @param {Bundled} bundled
 * @param {string} source the package's folder
 * @param {string} target the copy's folder
 * @returns {import("esbuild").BuildOptions}
 */
export function buildOptions({ folder, entries, inlined = [] }, source, target) {
  return {
    absWorkingDir: source,
    entryPoints: Object.fromEntries(
      Object.entries(entries).map(([name, module]) => [name, path.join(source, module)]),
    ),
    outdir: path.join(target, folder),
    chunkNames: "part-[hash]",
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    logLevel: "warning",
    plugins: [othersStayOutside(inlined)],
  };
}

/**
 * @param {readonly string[]} inlined
 * @returns {import("esbuild").Plugin}
 */
function othersStayOutside(inlined) {
  return {
    name: "others-stay-outside",
    setup({ onResolve }) {
      onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) => {
        const isOwn = kind === "entry-point" || path.isAbsolute(name) || inlined.includes(name);
        if (isOwn) return undefined;
        return { path: name, external: true, ...(isBuiltin(name) ? {} : { sideEffects: false }) };
      });
    },
  };
}

/** @param {string} name */
function isBuiltin(name) {
  return name.startsWith("node:") || builtinModules.includes(name);
}
