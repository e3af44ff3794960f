import { describe, expect, test } from "@jest/globals";
import { TimerHeap } from "./timer-heap.js";

const entry = (when: number) => ({ _when: when, _order: 0, _heapIndex: -1 });

/** The same numbers every time. */
function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state;
  };
}

describe("the timer heap", () => {
  test("gives timers by time, and those of one instant in the order of their making", () => {
    const heap = new TimerHeap<ReturnType<typeof entry>>();
    const random = pseudoRandom(7);
    const made = Array.from({ length: 2_000 }, () => entry(random() % 50));
    for (const timer of made) {
      heap.push(timer);
    }
    const expected = [...made].sort((a, b) => a._when - b._when || a._order - b._order);
    expect(Array.from({ length: made.length }, () => heap.pop())).toEqual(expected);
    expect(heap.size).toBe(0);
  });

  test("lets any timer go at once, and the others stay in order", () => {
    const heap = new TimerHeap<ReturnType<typeof entry>>();
    const random = pseudoRandom(11);
    const made = Array.from({ length: 2_000 }, () => entry(random() % 300));
    for (const timer of made) {
      heap.push(timer);
    }
    const kept = made.filter((timer, index) => {
      if (index % 3 !== 0) {
        return true;
      }
      heap.remove(timer);
      heap.remove(timer);
      return false;
    });
    expect(heap.size).toBe(kept.length);
    const expected = kept.sort((a, b) => a._when - b._when || a._order - b._order);
    expect(Array.from({ length: kept.length }, () => heap.pop())).toEqual(expected);
  });
});
