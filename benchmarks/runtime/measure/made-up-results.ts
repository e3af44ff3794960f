import { Results } from "./results.js";
import type { Cell, FoundWorkload, Peer, Platform } from "./types.js";

/** Results for tests: for each workload, the rounds of each peer, all on one Node. */
export function madeUpResults(
  measured: readonly (Partial<FoundWorkload> & {
    readonly id: string;
    readonly rounds: Readonly<Record<string, readonly (number | string)[]>>;
  })[],
  major = 24,
): Results {
  const node: Platform = { name: `v${major}.1.0`, command: "node", major };
  const python: Platform = { name: "CPython 3.13.5", command: "python3", major: null };
  const cells = measured.flatMap(({ rounds, ...given }, order) => {
    const workload: FoundWorkload = {
      order,
      title: given.id,
      about: `What ${given.id} does.`,
      unit: "ns",
      operations: 1,
      growth: "any",
      measure: "wall",
      folder: `workloads/${given.id}`,
      ...given,
    };
    return Object.entries(rounds).map(([peerId, figures]): Cell => {
      const onPython = peerId === "asyncio" || peerId === "uvloop";
      const peer: Peer = peerOf(peerId, onPython ? "python" : "node");
      const failure = figures.find((figure) => typeof figure === "string") as string | undefined;
      const key = Object.keys(workload.figures ?? { time: null })[0] as string;
      return {
        workload,
        peer,
        platform: onPython ? python : node,
        program: `${peerId}.js`,
        rounds: failure === undefined ? figures.map((figure) => ({ [key]: Number(figure) })) : [],
        failure: failure ?? null,
      };
    });
  });
  return new Results(cells);
}

const made = new Map<string, Peer>();

function peerOf(id: string, platform: "node" | "python"): Peer {
  const peer = made.get(id) ?? { id, title: id, program: `${id}.js`, platform };
  made.set(id, peer);
  return peer;
}
