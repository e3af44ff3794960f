import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** @import { FoundWorkload, Peer } from "./types.js" */

const home = path.resolve(import.meta.dirname, "../workloads");

/** @returns {Promise<FoundWorkload[]>} all workloads, in order */
export async function readWorkloads() {
  const found = [];
  for (const name of readdirSync(home)) {
    const folder = path.join(home, name);
    const module = await import(pathToFileURL(path.join(folder, "workload.js")).href);
    for (const workload of [module.default].flat()) {
      found.push({ id: name, ...workload, folder });
    }
  }
  return found.sort((a, b) => a.order - b.order);
}

/**
 * The program with which a peer does a workload, or null where it cannot.
 *
 * @param {FoundWorkload} workload
 * @param {Peer} peer
 */
export function programOf(workload, peer) {
  const file = path.join(workload.folder, peer.program);
  return existsSync(file) ? file : null;
}
