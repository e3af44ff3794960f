import { type Deviation, formatChoices } from "./schedule.js";

/**
 * Thrown by `explore`: a test fails in one of its schedules. `cause` is the error of the test.
 */
export class ExploreError extends Error {
  override readonly name = "ExploreError";
  /** Given to `explore` as `seed`, it replays the schedule that fails. */
  readonly seed: string;
  /** What must happen in another way than by itself for the test to fail: none of it can be left out. */
  readonly deviations: readonly Deviation[];

  /** @internal */
  constructor(found: string, deviations: readonly Deviation[], cause: unknown) {
    const seed = formatChoices(deviations);
    super(`${found}: ${firstLine(cause)}\n${explain(deviations, seed)}`, { cause });
    this.seed = seed;
    this.deviations = deviations;
  }
}

function explain(deviations: readonly Deviation[], seed: string): string {
  if (deviations.length === 0) {
    return "That is the order that the loop promises: this needs no other schedule to fail";
  }
  const list = deviations.map(({ effect }) => `  ${effect}`).join("\n");
  return `It fails because\n${list}\nReplay it by explore(test, { seed: "${seed}" })`;
}

function firstLine(cause: unknown): string {
  const [line = ""] = String(cause).split("\n");
  return line;
}
