import { describe, expect, test } from "@jest/globals";
import { TimerHeap } from "./timer-heap.js";

const entry = (when: number) => ({ when, _order: 0, _heapIndex: -1 });

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
      heap.push(timer, timer.when);
    }
    const expected = [...made].sort((a, b) => a.when - b.when || a._order - b._order);
    expect(Array.from({ length: made.length }, () => heap.pop())).toEqual(expected);
    expect(heap.size).toBe(0);
  });

  test("lets any timer go at once, and the others stay in order", () => {
    const heap = new TimerHeap<ReturnType<typeof entry>>();
    const random = pseudoRandom(11);
    const made = Array.from({ length: 2_000 }, () => entry(random() % 300));
    for (const timer of made) {
      heap.push(timer, timer.when);
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
    const expected = kept.sort((a, b) => a.when - b.when || a._order - b._order);
    expect(Array.from({ length: kept.length }, () => heap.pop())).toEqual(expected);
  });

  test("says when the next is due, and when each is that it holds", () => {
    const heap = new TimerHeap<ReturnType<typeof entry>>();
    expect(heap.nextTime).toBe(Number.POSITIVE_INFINITY);
    const [late, early] = [entry(7.25), entry(3.5)];
    heap.push(late, 7.25);
    heap.push(early, 3.5);
    expect([heap.nextTime, heap.timeOf(late), heap.timeOf(early)]).toEqual([3.5, 7.25, 3.5]);
    heap.pop();
    expect([heap.nextTime, heap.timeOf(late), heap.timeOf(early)]).toEqual([7.25, 7.25, undefined]);
    heap.clear();
    expect([heap.nextTime, heap.timeOf(late)]).toEqual([Number.POSITIVE_INFINITY, undefined]);
  });

  test("holds as many as come, and begins small again when it is empty", () => {
    const heap = new TimerHeap<ReturnType<typeof entry>>();
    for (const round of [0, 1]) {
      const made = Array.from({ length: 10_000 }, (_, i) => entry(10_000 - i + round));
      for (const timer of made) {
        heap.push(timer, timer.when);
      }
      expect(Array.from({ length: made.length }, () => heap.pop())).toEqual(made.reverse());
    }
  });
});
