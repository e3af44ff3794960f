/** @import { Line, Verdict } from "./types.js" */
/** @import { Results } from "./results.js" */

/** From this Node on, every target counts; the older ones must only not be slower than asyncio. */
const fullSince = 24;

/**
 * What the runtime is to reach on a Node, and whether it does.
 *
 * @param {Results} results
 * @param {number} major
 * @returns {Verdict[]}
 */
export function judge(results, major) {
  const debug = debugUnder(results, major, 3);
  if (major < fullSince) {
    return [
      neverSlower(results, major, "asyncio"),
      neverSlowerThanAsyncio(results, major, "awaitwise-promises", "contexts by promises"),
      // Node 22 alone has both ways of following contexts.
      ...(major === 22
        ? [neverSlowerThanAsyncio(results, major, "awaitwise-frames", "Node's own frames")]
        : []),
      debug,
    ];
  }
  return [
    meanAtLeast(results, major, "asyncio", 5),
    meanAtLeast(results, major, "uvloop", 3),
    meanAtLeast(results, major, "effect", 2),
    neverSlower(results, major, "uvloop"),
    neverSlower(results, major, "effect"),
    closeToBare(results, major, 2.5),
    figureAtMost(results, major, "bytes", 900),
    figureAtMost(results, major, "spawn", 3000),
    figureAtMost(results, major, "p99", 50),
    debug,
  ];
}

/**
 * @param {Results} results
 * @param {number} major
 * @param {string} peerId
 * @param {number} times
 * @returns {Verdict}
 */
function meanAtLeast(results, major, peerId, times) {
  const mean = results.meanRatio(peerId, major);
  return withoutLosses(results, major, peerId, {
    target: `at least ${times}x as fast as ${peerId}, geometric mean`,
    reached: mean === null ? "not measured" : `${mean.toFixed(2)}x`,
    met: mean === null ? null : mean >= times,
  });
}

/**
 * @param {Results} results
 * @param {number} major
 * @param {string} peerId
 * @returns {Verdict}
 */
function neverSlower(results, major, peerId) {
  const ratios = results.timeRatios(peerId, major);
  return withoutLosses(results, major, peerId, {
    target: `no workload slower than ${peerId}`,
    reached: exceptions(ratios, (ratio) => ratio < 1, "none is"),
    met: ratios.length === 0 ? null : ratios.every(({ ratio }) => ratio >= 1),
  });
}

/**
 * The same target for programs that have one of the settings that make contexts cheaper.
 *
 * @param {Results} results
 * @param {number} major
 * @param {string} peerId
 * @param {string} setting
 * @returns {Verdict}
 */
function neverSlowerThanAsyncio(results, major, peerId, setting) {
  const ratios = results.timeRatios("asyncio", major, peerId);
  return {
    target: `no workload slower than asyncio, with ${setting}`,
    reached: exceptions(ratios, (ratio) => ratio < 1, "none is"),
    met: ratios.length === 0 ? null : ratios.every(({ ratio }) => ratio >= 1),
  };
}

/**
 * @param {Results} results
 * @param {number} major
 * @param {number} times
 * @returns {Verdict}
 */
function closeToBare(results, major, times) {
  const ratios = results
    .timeRatios("bare", major)
    .filter(({ line }) => line.workload.bare === "comparable")
    .map(({ line, ratio }) => ({ line, ratio: 1 / ratio }));
  return withoutLosses(results, major, "bare", {
    target: `within ${times}x of bare promises, where these do comparable work`,
    reached: exceptions(ratios, (ratio) => ratio > times, "all are"),
    met: ratios.length === 0 ? null : ratios.every(({ ratio }) => ratio <= times),
  });
}

/**
 * @param {Results} results
 * @param {number} major
 * @param {number} times
 * @returns {Verdict}
 */
function debugUnder(results, major, times) {
  const mean = results.meanRatio("awaitwise-debug", major);
  const above = exceptions(
    results.timeRatios("awaitwise-debug", major),
    (ratio) => ratio >= times,
    "none",
  );
  return {
    target: `debug mode under ${times}x, geometric mean`,
    reached: mean === null ? "not measured" : `${mean.toFixed(2)}x; above ${times}x: ${above}`,
    met: mean === null ? null : mean < times,
  };
}

/**
 * @param {Results} results
 * @param {number} major
 * @param {string} key
 * @param {number} most
 * @returns {Verdict}
 */
function figureAtMost(results, major, key, most) {
  const line = results.lines().find((each) => each.key === key);
  const figure = line === undefined ? null : results.figure(line, "awaitwise", major);
  return {
    target: line === undefined ? `${key} at most ${most}` : `${line.title}: ${most} ${line.unit}`,
    reached: figure === null ? "not measured" : figure.toFixed(figure < 100 ? 1 : 0),
    met: figure === null ? null : figure <= most,
  };
}

/**
 * Where our own program failed, nothing is reached, whatever the others say.
 *
 * @param {Results} results
 * @param {number} major
 * @param {string} peerId
 * @param {Verdict} verdict
 * @returns {Verdict}
 */
function withoutLosses(results, major, peerId, verdict) {
  const lost = results.lostTo(peerId, major).map((line) => line.title);
  return lost.length === 0
    ? verdict
    : { ...verdict, reached: `${verdict.reached}; failed: ${lost.join(", ")}`, met: false };
}

/**
 * Names the workloads that break a rule, each with its ratio.
 *
 * @param {{ line: Line, ratio: number }[]} ratios
 * @param {(ratio: number) => boolean} breaks
 * @param {string} otherwise
 */
function exceptions(ratios, breaks, otherwise) {
  if (ratios.length === 0) {
    return "not measured";
  }
  const broken = ratios.filter(({ ratio }) => breaks(ratio));
  return broken.length === 0
    ? otherwise
    : broken.map(({ line, ratio }) => `${line.title} (${ratio.toFixed(2)}x)`).join(", ");
}
