import { expect, jest, test } from "@jest/globals";
import { captureStack } from "./captured-stack.js";

test("every stack is captured until that has taken its share of the time, and again when time has passed", () => {
  let now = performance.now() + 1_000_000;
  const clock = jest.spyOn(performance, "now");
  // Each look at the clock takes 5 ms: so a stack seems to take as long.
  clock.mockImplementation(() => {
    now += 5;
    return now;
  });
  const captured = Array.from({ length: 16 }, () => captureStack() instanceof Error);
  expect(captured).toEqual([...Array(13).fill(true), ...Array(3).fill(false)]);
  now += 100;
  expect(captureStack()).toBeInstanceOf(Error);
  clock.mockRestore();
});
