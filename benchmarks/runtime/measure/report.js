import os from "node:os";
import { versionOf } from "./peers.js";
import { judge } from "./targets.js";

/** @import { Line, Peer, Platform } from "./types.js" */
/** @import { Results } from "./results.js" */

/**
 * The results as a page of Markdown.
 *
 * @param {Results} results
 * @param {(Platform & { major: number })[]} nodes
 * @param {Platform[]} pythons
 * @param {{ rounds: number, command: string, clock: string, loadBefore: number }} about the run
 */
export function writeReport(results, nodes, pythons, about) {
  return [
    "# The runtime beside its peers",
    `Written by \`${about.command}\`; benchmarks/README.md says how to read it.`,
    circumstances(results, nodes, pythons, about),
    "## Targets",
    ...nodes.map((node) => targets(results, node)),
    "## Measured",
    "Medians of the rounds, each line in its own unit: the less, the better.",
    ...nodes.flatMap((node) => [`### Node ${node.name}`, measured(results, node.major)]),
    "## Ratios",
    "How many times awaitwise's figure the peer's is: above 1, awaitwise is better. Means are geometric, over the times that both have.",
    ...nodes.flatMap((node) => [`### Node ${node.name}`, ratios(results, node.major)]),
    "## What is measured",
    workloads(results),
    ...failures(results),
  ]
    .join("\n\n")
    .concat("\n");
}

/**
 * @param {Results} results
 * @param {(Platform & { major: number })[]} nodes
 * @param {Platform[]} pythons
 * @param {{ rounds: number, command: string, clock: string, loadBefore: number }} about
 */
function circumstances(results, nodes, pythons, about) {
  const cpus = os.cpus();
  const gigabytes = Math.round(os.totalmem() / 2 ** 30);
  const packages = new Set(
    nodes
      .flatMap(({ major }) => results.peersOn(major))
      .filter((peer) => peer.package !== undefined)
      .map((peer) => `${peer.package} ${versionOf(peer)}`),
  );
  const spread = results.usualSpread();
  const noise =
    spread === null
      ? ""
      : ` In half of the measurements the slowest round took at most ${spread.toFixed(2)} times the quickest.`;
  const clock =
    about.clock === "cpu" ? " Every time is the processor's, not the wall clock's." : "";
  return [
    `- ${new Date().toISOString().slice(0, 10)}; ${cpus.length} x ${cpus[0]?.model.trim()}, ${gigabytes} GB, ${os.type()} ${os.release()}`,
    `- Node ${nodes.map(({ name }) => name).join(", ")}${pythons.map(({ name }) => `; ${name}`).join("")}`,
    `- ${[...packages].join(", ")}`,
    `- ${about.rounds === 1 ? "One round" : `${about.rounds} rounds`}, every measurement in a process of its own.${clock}${noise} Load of the machine before the run: ${about.loadBefore.toFixed(2)}.`,
  ].join("\n");
}

/**
 * @param {Results} results
 * @param {Platform & { major: number }} node
 */
function targets(results, node) {
  const rows = judge(results, node.major).map(({ target, reached, met }) => [
    target,
    reached,
    met === null ? "" : met ? "met" : "**not met**",
  ]);
  return table([`Node ${node.name}`, "reached", ""], rows, 3);
}

/**
 * @param {Results} results
 * @param {number} major
 */
function measured(results, major) {
  return perPeer(results, columns(results, major), (line, peer) =>
    results.hasFailed(line, peer.id, major)
      ? "failed"
      : number(results.figure(line, peer.id, major)),
  );
}

/**
 * @param {Results} results
 * @param {number} major
 */
function ratios(results, major) {
  const others = columns(results, major).filter((peer) => peer.id !== "awaitwise");
  const byLine = perPeer(results, others, (line, peer) =>
    ratio(results.ratio(line, peer.id, major)),
  );
  const means = others.map((peer) => `**${ratio(results.meanRatio(peer.id, major))}**`);
  const meanRow = `| **geometric mean of the times** |  | ${means.join(" | ")} |`;
  return [`${byLine}\n${meanRow}`, ...single(results, major)].join("\n\n");
}

/**
 * The peers that have a column: who does one of the workloads only would leave it empty.
 *
 * @param {Results} results
 * @param {number} major
 */
function columns(results, major) {
  return results.peersOn(major).filter((peer) => !doesOneOfMany(results, peer, major));
}

/**
 * @param {Results} results
 * @param {Peer} peer
 * @param {number} major
 */
function doesOneOfMany(results, peer, major) {
  return results.linesOf(peer, major).length === 1 && results.lines().length > 1;
}

/**
 * @param {Results} results
 * @param {number} major
 * @returns {string[]} a table of the peers that do one workload only, where there are any
 */
function single(results, major) {
  const rows = results
    .peersOn(major)
    .filter((peer) => doesOneOfMany(results, peer, major))
    .flatMap((peer) =>
      results
        .linesOf(peer, major)
        .map((line) => [
          peer.title,
          line.title,
          `${number(results.figure(line, peer.id, major))} ${line.unit}`,
          ratio(results.ratio(line, peer.id, major)),
        ]),
    );
  return rows.length === 0
    ? []
    : [table(["in one workload only", "", "measured", "ratio"], rows, 2)];
}

/**
 * @param {Results} results
 * @param {Peer[]} peers
 * @param {(line: Line, peer: Peer) => string} cellOf
 */
function perPeer(results, peers, cellOf) {
  const rows = results
    .lines()
    .map((line) => [line.title, line.unit, ...peers.map((peer) => cellOf(line, peer))]);
  return table(["", "unit", ...peers.map((peer) => peer.title)], rows, 2);
}

/** @param {Results} results */
function workloads(results) {
  const all = [...new Set(results.lines().map((line) => line.workload))];
  return all
    .map(({ title, about, bare = "comparable" }) => {
      const limit = bare === "comparable" ? "" : ` Not comparable with bare promises: ${bare}.`;
      return `- **${title}**: ${about}${limit}`;
    })
    .join("\n");
}

/** @param {Results} results */
function failures(results) {
  const failed = results
    .failures()
    .map(
      ({ workload, peer, platform, failure }) =>
        `- ${workload.title}, ${peer.title} on ${platform.name}: ${failure}`,
    );
  return failed.length === 0 ? [] : ["## Failed", failed.join("\n")];
}

/**
 * Columns from the one given on hold numbers, and stand on the right.
 *
 * @param {string[]} heads
 * @param {string[][]} rows
 * @param {number} numbersFrom
 */
function table(heads, rows, numbersFrom) {
  const rule = heads.map((_, index) => (index >= numbersFrom ? "---:" : "---"));
  return [heads, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** @param {number | null} figure */
function number(figure) {
  if (figure === null) {
    return "-";
  }
  return figure < 100 ? figure.toFixed(1) : Math.round(figure).toLocaleString("en-US");
}

/** @param {number | null} figure */
function ratio(figure) {
  return figure === null ? "-" : figure.toFixed(2);
}
