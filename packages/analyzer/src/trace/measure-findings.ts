import type { Finding } from "../finding.js";
import { describeGain } from "./describe-gain.js";
import { gainOf, isAboutTime } from "./gain.js";
import type { LoopPlaces } from "./loop-places.js";
import type { MeasuredAwaits } from "./measurements.js";

/** In milliseconds, on average: what saves less is no reason to report what is not certain. */
const LEAST_SAVING = 1;

/**
 * Gives findings about serial awaits what traces say of them. Of `doubtful`, findings that are not
 * reported by themselves, those come along whose awaits were seen to wait for each other: in a tier of
 * their own, since that they may be gathered is not proven.
 */
export function measureFindings(
  findings: readonly Finding[],
  doubtful: readonly Finding[],
  awaits: MeasuredAwaits,
  places: LoopPlaces,
): readonly Finding[] {
  const measured = (finding: Finding): Finding => withGain(finding, awaits, places);
  const reported = findings.map(measured);
  const taken = new Set(findings.flatMap(({ rule, group = [] }) => group.map(key(rule))));
  const seen = doubtful
    .filter(
      ({ rule, group = [] }) =>
        isAboutTime(rule) && !group.map(key(rule)).some((one) => taken.has(one)),
    )
    .map(measured)
    .filter(({ measured: gain }) => gain !== undefined && gain.saving / gain.times >= LEAST_SAVING)
    .map((finding): Finding => ({ ...finding, severity: "suggestion", tier: "trace" }));
  return [...reported, ...seen].sort((a, b) => a.start - b.start || b.end - a.end);
}

function withGain(finding: Finding, awaits: MeasuredAwaits, places: LoopPlaces): Finding {
  const gain = gainOf(finding, awaits, places);
  if (gain === undefined) return finding;
  return {
    ...finding,
    measured: gain,
    message: `${finding.message}. ${describeGain(gain)}`,
  };
}

const key =
  (rule: string) =>
  ({ start }: { readonly start: number }): string =>
    `${rule}:${start}`;
