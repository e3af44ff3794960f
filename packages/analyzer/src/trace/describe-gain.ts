import type { Measured } from "../finding.js";
import type { RecordedAwait } from "./parse-trace.js";

/** What was measured, as a sentence without a full stop. */
export function describeGain({ times, cost, saving, bound }: Measured): string {
  const seen = times === 1 ? "1 run" : `${times} runs`;
  const exact = bound === undefined ? "" : `${bound} `;
  const all = times === 1 ? "" : `, ${formatDuration(saving)} in all`;
  return `Measured in ${seen}: these waits took ${formatDuration(cost / times)} on average, and together they would save ${exact}${formatDuration(saving / times)} each time${all}`;
}

/** What was measured of one await, as people read it. */
export function describeAwaits(awaits: readonly RecordedAwait[]): string {
  const times = awaits.length === 1 ? "once" : `${awaits.length} times`;
  const average = total(awaits) / awaits.length;
  return `seen ${times} in traces, ${formatDuration(average)} on average`;
}

function total(awaits: readonly RecordedAwait[]): number {
  return awaits.reduce((sum, { duration }) => sum + duration, 0);
}

/** A duration as people read it: three digits, or as many as there are before the point. */
export function formatDuration(milliseconds: number): string {
  const [value, unit] = milliseconds >= 1000 ? [milliseconds / 1000, "s"] : [milliseconds, "ms"];
  const text = value >= 100 ? value.toFixed(0) : value.toPrecision(3);
  return `${Number(text)} ${unit}`;
}
