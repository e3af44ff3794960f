import { describe, expect, test } from "@jest/globals";
import { PriorityQueue } from "../index.js";

function drain<T>(queue: PriorityQueue<T>): T[] {
  const items: T[] = [];
  while (!queue.empty()) {
    items.push(queue.getNowait());
  }
  return items;
}

function filled<T>(items: T[], compare?: (left: T, right: T) => number): PriorityQueue<T> {
  const queue = new PriorityQueue<T>(0, compare);
  for (const item of items) {
    queue.putNowait(item);
  }
  return queue;
}

describe("a priority queue", () => {
  test("sorts any number of items", () => {
    const items = Array.from({ length: 500 }, (_, index) => (index * 7919) % 1009);
    expect(drain(filled(items))).toEqual(items.toSorted((a, b) => a - b));
  });

  test("compares arrays element by element, shorter ones first", () => {
    expect(drain(filled([[10, "b"], [9], [10, "a"], [9, "z"], [10]]))).toEqual([
      [9],
      [9, "z"],
      [10],
      [10, "a"],
      [10, "b"],
    ]);
  });

  test("compares strings, dates, and numbers with bigints", () => {
    expect(drain(filled(["b", "a", "B"]))).toEqual(["B", "a", "b"]);
    expect(drain(filled<number | bigint>([3, 2n, 1.5]))).toEqual([1.5, 2n, 3]);
    const [early, late] = [new Date(1), new Date(2)];
    expect(drain(filled([late, early]))).toEqual([early, late]);
  });

  test("takes a comparison of one's own", () => {
    expect(drain(filled([{ due: 2 }, { due: 1 }, { due: 3 }], (a, b) => b.due - a.due))).toEqual([
      { due: 3 },
      { due: 2 },
      { due: 1 },
    ]);
  });

  test("lets equal items leave in the order of Python's heapq", () => {
    // What heapq gives for the pairs (key, name), compared by key alone, on CPython 3.13.
    const items = "c0 a1 b2 a3 c4 b5 a6 b7 c8 a9".split(" ");
    const byKey = (left: string, right: string) => left.charCodeAt(0) - right.charCodeAt(0);
    expect(drain(filled(items, byKey)).join(" ")).toBe("a1 a6 a3 a9 b2 b5 b7 c4 c0 c8");
  });

  test("refuses items without an order, and keeps those that it holds", () => {
    const queue = filled<unknown>([1]);
    expect(() => queue.putNowait("a")).toThrow(
      new TypeError(
        "A PriorityQueue cannot tell which of a and 1 comes first; give it a compare function",
      ),
    );
    expect(() => queue.putNowait({})).toThrow(TypeError);
    expect([queue.qsize(), queue.getNowait()]).toEqual([1, 1]);
  });
});
