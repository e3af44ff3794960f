import { peers } from "./peers.js";
import { programOf } from "./workloads.js";

/** @import { Cell, FoundWorkload, Peer, Platform } from "./types.js" */

/**
 * Everything there is to measure. Python runs once a round, whatever the number of Nodes.
 *
 * @param {readonly FoundWorkload[]} workloads
 * @param {readonly string[]} peerIds
 * @param {Platform[]} nodes
 * @param {Map<string, Platform>} pythons by the peer's id
 * @returns {Cell[]}
 */
export function listCells(workloads, peerIds, nodes, pythons) {
  const cells = [];
  for (const workload of workloads) {
    for (const peer of peers) {
      const program = programOf(workload, peer);
      const isAsked = peerIds.includes(peer.id) && !(peer.debug && workload.measure === "figures");
      if (program === null || !isAsked) {
        continue;
      }
      for (const platform of platformsOf(peer, nodes, pythons)) {
        cells.push({ workload, peer, platform, program, rounds: [], failure: null });
      }
    }
  }
  return cells;
}

/**
 * @param {Peer} peer
 * @param {Platform[]} nodes
 * @param {Map<string, Platform>} pythons
 */
function platformsOf(peer, nodes, pythons) {
  if (peer.platform === "node") {
    return nodes.filter(({ major }) => peer.majors?.includes(major ?? 0) ?? true);
  }
  const python = pythons.get(peer.id);
  return python === undefined ? [] : [python];
}
