import { expect, jest, test } from "@jest/globals";
import { captureStack } from "./captured-stack.js";

test("every stack is captured until that has taken its share of the time, and again when time has passed", () => {
  let now = performance.now() + 1_000_000;
  const clock = jest.spyOn(performance, "now");
  // Each look at the clock takes 1 ms: so a stack seems to take as long.
  clock.mockImplementation(() => {
    now += 1;
    return now;
  });
  const captured = Array.from({ length: 66 }, () => captureStack() instanceof Error);
  expect(captured).toEqual([...Array(63).fill(true), ...Array(3).fill(false)]);
  now += 100;
  expect(captureStack()).toBeInstanceOf(Error);
  clock.mockRestore();
});

test("a stack in whose capture the host did something else for long counts as a dear one, and no more", () => {
  let now = performance.now() + 2_000_000;
  const clock = jest.spyOn(performance, "now");
  let looks = 0;
  // Within each capture 400 ms pass, and none between them.
  clock.mockImplementation(() => {
    now += looks++ % 2 === 0 ? 0 : 400;
    return now;
  });
  const captured = Array.from({ length: 100 }, () => captureStack() instanceof Error);
  expect(captured).toEqual(Array(100).fill(true));
  clock.mockRestore();
});
