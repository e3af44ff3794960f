import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { PinnedPackages } from "../../setup/pinned-packages.js";

/** @import { Peer } from "./types.js" */

/**
 * Who is measured, in the order of the columns.
 *
 * @type {readonly Peer[]}
 */
export const peers = [
  {
    id: "awaitwise",
    title: "awaitwise",
    program: "awaitwise.js",
    platform: "node",
    package: "@awaitwise/runtime",
  },
  {
    id: "awaitwise-debug",
    title: "awaitwise, debug",
    program: "awaitwise.js",
    platform: "node",
    debug: true,
  },
  {
    id: "awaitwise-promises",
    title: "awaitwise, contexts by promises",
    program: "awaitwise.js",
    platform: "node",
    env: { AWAITWISE_RUNTIME_CONTEXT: "promises" },
    majors: [20, 22],
  },
  {
    id: "awaitwise-frames",
    title: "awaitwise, Node's own frames",
    program: "awaitwise.js",
    platform: "node",
    env: { NODE_OPTIONS: "--experimental-async-context-frame" },
    majors: [22],
  },
  { id: "bare", title: "bare promises", program: "bare.js", platform: "node" },
  {
    id: "bare-storage",
    title: "bare promises, a storage in use",
    program: "bare.js",
    platform: "node",
    env: {
      NODE_OPTIONS:
        "--import=data:text/javascript,import{AsyncLocalStorage}from'node:async_hooks';(new%20AsyncLocalStorage).enterWith({})",
    },
    majors: [20, 22],
  },
  { id: "effect", title: "effect", program: "effect.js", platform: "node", package: "effect" },
  {
    id: "effect-all",
    title: "Effect.all",
    program: "effect-all.js",
    platform: "node",
    package: "effect",
  },
  {
    id: "effection",
    title: "effection",
    program: "effection.js",
    platform: "node",
    package: "effection",
  },
  { id: "p-map", title: "p-map", program: "p-map.js", platform: "node", package: "p-map" },
  { id: "p-limit", title: "p-limit", program: "p-limit.js", platform: "node", package: "p-limit" },
  { id: "p-queue", title: "p-queue", program: "p-queue.js", platform: "node", package: "p-queue" },
  { id: "asyncio", title: "asyncio", program: "python.py", platform: "python" },
  { id: "uvloop", title: "uvloop", program: "python.py", platform: "python" },
];

const home = path.resolve(import.meta.dirname, "..");

/** The peers' packages, installed into this folder. */
export const packages = new PinnedPackages(home);

/**
 * @param {Peer} peer
 * @returns {string | null} the version of its package, null where it has none
 */
export function versionOf(peer) {
  if (peer.package === undefined) return null;
  return packages.versionOf(peer.package) ?? versionInRepository(peer.package);
}

/** @param {string} name */
function versionInRepository(name) {
  const file = path.resolve(home, "../../node_modules", name, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : null;
}
