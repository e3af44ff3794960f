import { shortText } from "../../model/effects/conflict.js";
import { lineOf } from "../control.js";
import type { Obstacle } from "../hazard.js";
import type { LoopVerdict, Turn } from "./verdict.js";

/**
 * Why nothing is known to be gained by starting a loop's turns together, though nothing forbids it; `wasSeen`
 * tells of an await whether a trace shows that it waits.
 */
export function noGain(
  { awaits, removals }: LoopVerdict,
  wasSeen: (turn: Turn) => boolean = () => false,
): Obstacle | undefined {
  const made = awaits.find(({ point }) => point.call === undefined);
  if (made !== undefined) {
    const line = lineOf(made.point.awaited);
    return {
      hazard: "no-gain",
      tier: "blocks",
      at: made.point.awaited,
      reason: `line ${line} waits for a promise that was made before`,
    };
  }
  if (awaits.some((turn) => turn.summary.latency.kind === "io" || wasSeen(turn))) return undefined;
  // What is only declared, and gives a promise of having taken something away, waits for that.
  if (removals !== undefined && removals.assumed.length > 0) return undefined;
  const unknown = awaits.find(({ summary }) => summary.unknown !== undefined);
  if (unknown?.summary.unknown !== undefined) {
    const { at, why } = unknown.summary.unknown;
    return {
      hazard: "unknown",
      tier: "suggests",
      at,
      reason: `\`${unknown.point.title}\` on line ${lineOf(unknown.point.awaited)} is not known to wait for anything outside the program: \`${shortText(at)}\` ${why}`,
    };
  }
  const [first] = awaits;
  if (first === undefined) return undefined;
  return {
    hazard: "no-gain",
    tier: "suggests",
    at: first.point.awaited,
    reason: `\`${first.point.title}\` on line ${lineOf(first.point.awaited)} waits for nothing outside the program, so nothing would be gained`,
  };
}
