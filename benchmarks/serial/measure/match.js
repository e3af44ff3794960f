/** @import { Found, Judged, Place } from "./types.js" */

/**
 * What the labels of one repository say of its findings.
 *
 * @param {readonly Found[]} findings
 * @param {readonly Place[]} places
 * @returns {Judged[]}
 */
export function judge(findings, places) {
  return findings.map((finding) => {
    const concerned = places.filter(
      (place) => place.path === finding.path && concerns(place, finding),
    );
    const gathered = concerned.some((one) => one.label === "gather" && covers(one, finding));
    // What a label only has on the side is another one's to judge where that speaks of just these awaits.
    const about = gathered
      ? concerned.filter((one) => one.kind !== "straight" || holdsTwo(finding, one.awaits ?? []))
      : concerned;
    // A finding that also takes in what must stay in order is wrong, whatever else it has.
    const place =
      about.find(({ label }) => label === "no") ??
      about.find((one) => one.label === "unsure") ??
      about.find((one) => covers(one, finding)) ??
      about[0];
    if (place === undefined) return { ...finding, verdict: "unlabelled" };
    return { ...finding, verdict: verdictOf(place, finding), place };
  });
}

/**
 * The places that a reviewer would gather and that were drawn without regard to the analyser, and the
 * strongest tier that finds each.
 *
 * @param {readonly Judged[]} judged
 * @param {readonly Place[]} places
 */
export function recallOf(judged, places) {
  return places
    .filter(({ label, drawn }) => (label === "gather" || label === "report") && drawn !== "finding")
    .map((place) => {
      const tiers = judged
        .filter((finding) => finding.path === place.path && concerns(place, finding))
        .filter((finding) => finding.verdict === "right" && covers(place, finding))
        .map(({ tier }) => tier);
      const found = tiers.includes("default") ? "default" : tiers.length > 0 ? "strict" : "no";
      return { place, found: /** @type {"default" | "strict" | "no"} */ (found) };
    });
}

/**
 * @param {Place} place
 * @param {Found} finding
 * @returns {"right" | "wrong" | "unsure"}
 */
function verdictOf(place, finding) {
  if (place.label === "unsure") return "unsure";
  if (place.label === "no") return "wrong";
  return covers(place, finding) ? "right" : "wrong";
}

/**
 * Whether a place has anything to say of a finding: of awaits in a row, two of them are in its group;
 * of a loop or a gather, it is the one that the finding stands at.
 *
 * @param {Place} place
 * @param {Found} finding
 */
function concerns(place, finding) {
  if (!speaksOf(place, finding.rule)) return false;
  if (place.kind === "straight") {
    return holdsTwo(finding, [...(place.awaits ?? []), ...(place.optional ?? [])]);
  }
  const [first, last] = place.lines;
  // A nested loop has a label of its own, or none.
  if (place.kind === "loop") return finding.line === first;
  return finding.line >= first && finding.line <= last;
}

/**
 * @param {Place} place
 * @param {string} rule
 */
function speaksOf(place, rule) {
  // An await that should be begun earlier is the same advice as to gather it with the ones before.
  if (place.kind === "straight") return rule === "serial-await" || rule === "late-await";
  return rule === place.rule;
}

/**
 * Whether a finding is what a reviewer would gather here: two of the awaits at least, and none that the
 * label does not name.
 *
 * @param {Place} place
 * @param {Found} finding
 */
function covers(place, finding) {
  if (place.kind !== "straight") return true;
  const allowed = [...(place.awaits ?? []), ...(place.optional ?? [])];
  const strays = finding.members.some(
    ([first, last]) => !allowed.some((line) => line >= first && line <= last),
  );
  return !strays && holdsTwo(finding, place.awaits ?? []);
}

/**
 * Whether two members of the finding's group hold one of the lines each; where both awaits stand on one line,
 * one does. What stands within one member, such as an await among its arguments, is not what is gathered.
 *
 * @param {Found} finding
 * @param {readonly number[]} lines
 */
function holdsTwo({ members }, lines) {
  const holding = members.filter(([first, last]) =>
    lines.some((line) => line >= first && line <= last),
  );
  return holding.length >= Math.min(2, lines.length) && holding.length > 0;
}
