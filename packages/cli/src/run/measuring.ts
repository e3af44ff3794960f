import type { Measurements } from "@awaitwise/analyzer";
import type { ReportedFinding } from "../report/report.js";
import { displayPath } from "../report/resolve-finding.js";

/** Findings with most to save first; those that nothing was measured of keep their order behind them. */
export function bySaving(findings: readonly ReportedFinding[]): readonly ReportedFinding[] {
  return [...findings].sort((a, b) => (b.measured?.saving ?? -1) - (a.measured?.saving ?? -1));
}

const MOST_PLACES = 3;

/** What there is to say of traces once the sources have been checked: what was matched, in a line. */
export function measuringNotes(measurements: Measurements, cwd: string): string[] {
  const { recorded, elsewhere, unmatched, unmatchedPlaces } = measurements.summary();
  const here = recorded - elsewhere;
  const lost =
    unmatched === 0
      ? ""
      : `; ${count(unmatched)} at ${listed(unmatchedPlaces, cwd)} match nothing, since the source has changed`;
  const others = elsewhere === 0 ? "" : `; ${count(elsewhere)} in files that were not checked`;
  return [
    ...measurements.notes,
    `Measured by ${count(here - unmatched)} of ${count(recorded)} recorded awaits${lost}${others}`,
  ];
}

function listed(places: readonly string[], cwd: string): string {
  const shown = places.slice(0, MOST_PLACES).map((place) => displayPath(place, cwd));
  return places.length > MOST_PLACES ? `${shown.join(", ")}, ...` : shown.join(", ");
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
