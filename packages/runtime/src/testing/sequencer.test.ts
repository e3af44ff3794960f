import { describe, expect, test } from "@jest/globals";
import {
  CancelledError,
  createTask,
  gather,
  getRunningLoop,
  RuntimeError,
  sleep,
} from "../index.js";
import { runVirtual, Sequencer } from "../testing.js";

describe("a sequencer", () => {
  test("passes its points in its order, whoever comes first", () =>
    runVirtual(async () => {
      const order = new Sequencer("one", "two", "three");
      const passed: string[] = [];
      const pass = async (delay: number, name: string): Promise<void> => {
        await sleep(delay);
        await order.reach(name);
        passed.push(`${name} at ${getRunningLoop().time()}`);
      };
      await gather(
        () => pass(1, "three"),
        () => pass(5, "two"),
        () => pass(9, "one"),
      );
      expect(passed).toEqual(["one at 9", "two at 9", "three at 9"]);
    }));

  test("lets a point's body end before the next one's turn comes", () =>
    runVirtual(async () => {
      const order = new Sequencer("one", "two");
      const times: number[] = [];
      const [given] = await gather(
        () => order.turn("one", () => sleep(10, "given")),
        () => order.turn("two", () => times.push(getRunningLoop().time())),
      );
      expect([given, times]).toEqual(["given", [10]]);
    }));

  test("is broken by a task that is cancelled while it waits, and says so to all others", () =>
    runVirtual(async () => {
      const order = new Sequencer("one", "two", "three");
      const second = createTask(() => order.reach("two"));
      const third = createTask(() => order.reach("three"));
      await sleep(1);
      second.cancel();
      const outcomes = await gather([second, third, order.reach("one")], {
        returnExceptions: true,
      });
      const broken = new RuntimeError(
        'The sequence is broken: the task at the point "two" ended before it had passed it',
      );
      expect(outcomes).toEqual([expect.any(CancelledError), broken, broken]);
    }));

  test("is broken by a body that throws", () =>
    runVirtual(async () => {
      const order = new Sequencer("one", "two");
      const fail = (): never => {
        throw new RangeError("no");
      };
      const outcomes = await gather([order.turn("one", fail), order.reach("two")], {
        returnExceptions: true,
      });
      expect(outcomes.map(String)).toEqual([
        "RangeError: no",
        'RuntimeError: The sequence is broken: the task at the point "one" ended before it had passed it',
      ]);
    }));

  test("refuses points that it does not have, and a second visit", () =>
    runVirtual(async () => {
      const order = new Sequencer("one", "two");
      await order.reach("one");
      await expect(order.reach("one").then()).rejects.toThrow(
        'A task was at the point "one" before: each is passed once',
      );
      await expect(order.reach("three").then()).rejects.toThrow(
        'There is no point "three": the points are "one", "two"',
      );
      await order.reach("two");
    }));

  test("refuses to have no point, or one twice", () => {
    expect(() => new Sequencer()).toThrow("There is no point");
    expect(() => new Sequencer("a", "b", "a")).toThrow('The point "a" is given twice');
  });
});
