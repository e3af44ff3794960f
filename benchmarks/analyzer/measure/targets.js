import { median } from "../../runtime/measure/statistics.js";

/** @import { Measurement, Project, Run, State } from "./types.js" */

/**
 * What is to be reached, and what was: `docs/performance.md` says what stands in the way of what is not.
 *
 * @typedef {object} Target
 * @property {string} what
 * @property {string} unit of the figure; "" for a ratio
 * @property {number} most
 * @property {number} reached
 */

/** @type {readonly (readonly [what: string, tool: string, beside: string, most: number])[]} */
const speeds = [
  ["native types: beside oxlint with tsgolint", "awaitwise-native", "oxlint", 0.7],
  ["native types: beside typescript-eslint", "awaitwise-native", "typescript-eslint", 0.1],
  ["ts-morph's types: beside typescript-eslint", "awaitwise-ts-morph", "typescript-eslint", 1 / 3],
  [
    "the four rules alone, native types: beside oxlint with tsgolint",
    "awaitwise-native-four",
    "oxlint",
    0.7,
  ],
  [
    "the four rules alone, native types: beside typescript-eslint",
    "awaitwise-native-four",
    "typescript-eslint",
    0.1,
  ],
  [
    "the four rules alone, ts-morph's types: beside typescript-eslint",
    "awaitwise-ts-morph-four",
    "typescript-eslint",
    1 / 3,
  ],
  ["Biome's two rules alone, native types: beside Biome", "awaitwise-native-two", "biome", 0.7],
];

/**
 * The targets that a project's measurements say something about.
 *
 * @param {Project} project
 * @param {readonly Measurement[]} measured
 * @returns {readonly Target[]}
 */
export function targetsOf({ id }, measured) {
  const share = (
    /** @type {string} */ tool,
    /** @type {string} */ beside,
    /** @type {"wall" | "memory"} */ of,
  ) => shareOf(measured, id, tool, beside, of);
  const time = (/** @type {string} */ tool, /** @type {State} */ state) => {
    const runs = runsOf(measured, id, tool, state).map(({ run }) => run.wall);
    return runs.length === 0 ? undefined : median(runs);
  };
  /** @type {readonly (readonly [what: string, unit: string, most: number, reached: number | undefined])[]} */
  const all = [
    ...speeds.map(
      ([what, tool, peer, most]) =>
        /** @type {const} */ ([`cold, ${what}`, "", most, share(tool, peer, "wall")]),
    ),
    [
      "memory, ts-morph's types: beside typescript-eslint",
      "",
      1,
      share("awaitwise-ts-morph", "typescript-eslint", "memory"),
    ],
    ["warm, native types", "s", 0.3, time("awaitwise-native", "warm")],
    ["warm, ts-morph's types", "s", 0.3, time("awaitwise-ts-morph", "warm")],
    ["one file edited, native types", "s", 1.5, time("awaitwise-native", "edited")],
  ];
  return all.flatMap(([what, unit, most, reached]) =>
    reached === undefined ? [] : [{ what, unit, most, reached }],
  );
}

/**
 * How many times as much a tool takes as another, in the rounds that both came through.
 *
 * @param {readonly Measurement[]} measured
 * @param {string} project
 * @param {string} tool
 * @param {string} beside
 * @param {"wall" | "memory"} of
 * @returns {number | undefined}
 */
export function shareOf(measured, project, tool, beside, of = "wall") {
  const base = new Map(
    runsOf(measured, project, beside, "cold").map(({ round, run }) => [round, run[of]]),
  );
  const shares = runsOf(measured, project, tool, "cold").flatMap(({ round, run }) => {
    const [own, other] = [run[of], base.get(round)];
    return own === undefined || other === undefined ? [] : [own / other];
  });
  return shares.length === 0 ? undefined : median(shares);
}

/**
 * The runs of a tool that came to their end.
 *
 * @param {readonly Measurement[]} measured
 * @param {string} project
 * @param {string} tool
 * @param {State} state
 * @returns {{ round: number, run: Run }[]}
 */
export function runsOf(measured, project, tool, state) {
  return measured.flatMap((one) =>
    one.project === project &&
    one.tool === tool &&
    one.state === state &&
    typeof one.run !== "string"
      ? [{ round: one.round, run: one.run }]
      : [],
  );
}
