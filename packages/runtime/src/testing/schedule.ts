import { Random } from "./random.js";

/** What a schedule decides: each is counted for itself, from 0, in the order in which it comes up. */
export const DECISIONS = ["timer", "arrival", "turn"] as const;
export type Decision = (typeof DECISIONS)[number];

/** A decision that differs from what would happen by itself. */
export interface Choice {
  readonly decision: Decision;
  /** Which of its kind. */
  readonly index: number;
  /** How far it goes: from 1 to `FARTHEST`; 0 is what happens by itself. */
  readonly value: number;
}

/** A choice that came up in a run, and what came of it. */
export interface Deviation extends Choice {
  /** Empty where the schedule does not explain. */
  readonly effect: string;
}

export const FARTHEST = 8;

/** Decides what the order promise leaves open, and notes where it deviates. */
export abstract class Schedule {
  readonly deviations: Deviation[] = [];
  readonly #counts: Record<Decision, number> = { timer: 0, arrival: 0, turn: 0 };

  /** @param explains whether effects are described, which takes far longer than a schedule itself */
  constructor(readonly explains = false) {}

  /** @param describe says what comes of a value other than 0 */
  decide(decision: Decision, describe: (value: number) => string): number {
    const index = this.#counts[decision]++;
    const value = this._choose(decision, index);
    if (value > 0) {
      this.deviations.push({
        decision,
        index,
        value,
        effect: this.explains ? describe(value) : "",
      });
    }
    return value;
  }

  protected abstract _choose(decision: Decision, index: number): number;
}

/** Of so many decisions one deviates: some schedules are nearly as promised, and some hardly. */
const RARITIES = [32, 16, 8, 4, 2, 1] as const;

/** Deviates by chance. */
export class RandomSchedule extends Schedule {
  readonly #random: Random;
  readonly #rarity: number;

  constructor(seed: number) {
    super();
    this.#random = new Random(seed);
    this.#rarity = RARITIES[this.#random.below(RARITIES.length)] as number;
  }

  protected override _choose(): number {
    return this.#random.below(this.#rarity) === 0 ? 1 + this.#random.below(FARTHEST) : 0;
  }
}

/** Deviates as it is told, and nowhere else. */
export class GivenSchedule extends Schedule {
  readonly #values = new Map<string, number>();

  constructor(choices: Iterable<Choice>, explains = false) {
    super(explains);
    for (const { decision, index, value } of choices) {
      this.#values.set(`${decision} ${index}`, value);
    }
  }

  protected override _choose(decision: Decision, index: number): number {
    return this.#values.get(`${decision} ${index}`) ?? 0;
  }
}

/** The choices as a text: `timer 3 by 5, arrival 0 by 1`; `as promised` where there is none. */
export function formatChoices(choices: readonly Choice[]): string {
  const parts = choices.map(({ decision, index, value }) => `${decision} ${index} by ${value}`);
  return parts.length === 0 ? AS_PROMISED : parts.join(", ");
}

const AS_PROMISED = "as promised";

/**
 * Reads what `formatChoices` has written.
 *
 * @throws RangeError where it is something else
 */
export function parseChoices(text: string): Choice[] {
  if (text.trim() === AS_PROMISED) {
    return [];
  }
  return text.split(",").map((part) => {
    const match = /^\s*(timer|arrival|turn) (\d{1,9}) by ([1-8])\s*$/.exec(part);
    if (match === null) {
      throw new RangeError(
        `"${text}" is no seed: give explore() a whole number, or the text that a failure prints, such as "timer 3 by 5"`,
      );
    }
    const [, decision, index, value] = match;
    return { decision: decision as Decision, index: Number(index), value: Number(value) };
  });
}
