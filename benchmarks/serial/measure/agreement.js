import { judge, recallOf } from "./match.js";

/** @import { Found, Place, SecondLabels } from "./types.js" */

/** @typedef {SecondLabels["places"][number]} Labelled */

/**
 * How far one reviewer's labels bear out another's, who labelled the same functions without knowing of them: what he would
 * gather is taken for findings, and judged as an analyser's are.
 *
 * @param {readonly Labelled[]} labels
 * @param {readonly Labelled[]} others
 * @returns {{ found: number, wanted: number, right: number, wrong: number, unsure: number, unlabelled: number }}
 */
export function agreementOf(labels, others) {
  const places = labels.map((one) => /** @type {Place} */ ({ drawn: "values", ...one }));
  const judged = judge(others.filter(isToBeGathered).map(asFinding), places);
  const wanted = recallOf(judged, places).filter(({ place }) => place.kind !== "gather");
  /** @param {string} verdict */
  const count = (verdict) => judged.filter((one) => one.verdict === verdict).length;
  return {
    found: wanted.filter(({ found }) => found === "default").length,
    wanted: wanted.length,
    right: count("right"),
    wrong: count("wrong"),
    unsure: count("unsure"),
    unlabelled: count("unlabelled"),
  };
}

/** @param {Labelled} place */
function isToBeGathered({ label, kind }) {
  return label === "gather" && kind !== "gather";
}

/**
 * @param {Labelled} place
 * @returns {Found}
 */
function asFinding({ path, rule, kind, lines: [first, last], awaits = [] }) {
  /** @type {[number, number][]} */
  const members = kind === "straight" ? awaits.map((line) => [line, line]) : [];
  const span = { line: first, endLine: last, members };
  return { path, rule, ...span, tier: "default", confidence: "high", message: "" };
}
