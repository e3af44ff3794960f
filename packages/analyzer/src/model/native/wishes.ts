import type { NativeType } from "./native-type.js";
import type { NativeQuestion, NativeWorld } from "./native-world.js";

/**
 * What will be asked of a type: where it comes from; whether it can be awaited, too; or whether it can be
 * called as well, and what that gives.
 */
export const interests = { origins: 1, awaits: 2, calls: 3 } as const;
export type Interest = (typeof interests)[keyof typeof interests];

/** A question about a type that nobody has asked yet. */
export interface Wish extends NativeQuestion {
  /** Takes the answer, and says of which types more will be asked after it. */
  keep(answer: unknown): Iterable<Subject>;
}

/** A type, and what will be asked of it. */
export type Subject = readonly [type: NativeType, interest: Interest];

const MOST_ROUNDS = 6;

/**
 * Asks what nearly everybody asks of these types, and of those that the answers bring, a round at a time:
 * a question by itself takes many times as long as one among others.
 */
export function askAbout(world: NativeWorld, subjects: Iterable<Subject>): void {
  let wishes = wishesAbout(subjects);
  for (let round = 0; wishes.length > 0 && round < MOST_ROUNDS; round += 1) {
    const answers = world.askAll(wishes);
    const found: Subject[] = [];
    wishes.forEach(({ keep }, index) => {
      const answer = answers[index];
      if (answer !== undefined) found.push(...keep(answer));
    });
    wishes = wishesAbout(found);
  }
}

function wishesAbout(subjects: Iterable<Subject>): Wish[] {
  const wishes: Wish[] = [];
  const open = [...subjects];
  for (let subject = open.pop(); subject !== undefined; subject = open.pop()) {
    const [type, interest] = subject;
    // Whatever can be asked of a type is asked once.
    if (type.interest >= interest) continue;
    type.interest = interest;
    wishes.push(...type.wishes(interest));
    open.push(...type.following(interest));
  }
  return wishes;
}
