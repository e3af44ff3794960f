import { describe, expect, test } from "@jest/globals";
import { Context, ContextVar, copyContext, createTask, getRunningLoop, sleep } from "../index.js";
import { runVirtual } from "../testing.js";

describe("the value of a context variable", () => {
  test("is the one that was set, else the fallback, else the default", () => {
    const plain = new ContextVar<number | undefined>("plain");
    const defaulted = new ContextVar("defaulted", { default: 1 });
    new Context().run(() => {
      expect([plain.get(2), plain.get(undefined), defaulted.get(), defaulted.get(2)]).toEqual([
        2,
        undefined,
        1,
        2,
      ]);
      expect(() => plain.get()).toThrow(
        'The context variable "plain" has no value here: set one, or give it a default',
      );
      plain.set(3);
      defaulted.set(3);
      expect([plain.get(), plain.get(2), defaulted.get(2)]).toEqual([3, 3, 3]);
    });
    expect(plain.get(0)).toBe(0);
  });
});

describe("a token", () => {
  test("takes back its own set, and those that came after it", () => {
    const variable = new ContextVar("variable", { default: "none" });
    new Context().run(() => {
      const first = variable.set("first");
      const second = variable.set("second");
      expect([first.variable, first.oldValue, second.oldValue]).toEqual([
        variable,
        undefined,
        "first",
      ]);
      variable.reset(second);
      expect(variable.get()).toBe("first");
      variable.set("third");
      variable.reset(first);
      expect(variable.get()).toBe("none");
    });
  });

  test("does so at the end of a block, by using, whatever the block throws", async () => {
    const variable = new ContextVar("variable", { default: "none" });
    const seen: string[] = [];
    await runVirtual(async () => {
      const task = createTask(async () => {
        try {
          using _token = variable.set("within");
          await sleep(10);
          seen.push(variable.get());
          throw new Error("out of the block");
        } catch {
          seen.push(variable.get());
        }
      });
      await task;
    });
    expect(seen).toEqual(["within", "none"]);
  });

  test("is taken once, by its own variable, in the context that made it", () => {
    const variable = new ContextVar<string>("variable");
    const other = new ContextVar<string>("other");
    new Context().run(() => {
      const token = variable.set("value");
      expect(() => other.reset(token)).toThrow(
        new RangeError('The token is of the context variable "variable", not of "other"'),
      );
      expect(() => copyContext().run(() => variable.reset(token))).toThrow(
        new RangeError(
          'The token of "variable" was made in another context: reset it where it was set',
        ),
      );
      variable.reset(token);
      expect(() => variable.reset(token)).toThrow(
        'The token of "variable" was used before: a token resets once',
      );
    });
  });
});

describe("a context", () => {
  test("tells what has a value in it, and is not changed by its copies", () => {
    const [one, other] = [new ContextVar<number>("one"), new ContextVar<number>("other")];
    const context = new Context();
    expect(context.run((value: number) => void one.set(value), 1)).toBeUndefined();
    const copy = context.copy();
    copy.run(() => other.set(2));
    expect([context.size, copy.size]).toEqual([1, 2]);
    expect([context.has(one), context.has(other), context.get(other)]).toEqual([
      true,
      false,
      undefined,
    ]);
    expect([...copy]).toEqual([
      [one, 1],
      [other, 2],
    ]);
  });

  test("is kept by an async function that it runs, and by what that schedules", async () => {
    const variable = new ContextVar("variable", { default: "outside" });
    await runVirtual(async () => {
      const context = copyContext();
      const seen: string[] = [];
      const running = context.run(async () => {
        variable.set("inside");
        await sleep(1);
        seen.push(variable.get());
        getRunningLoop().callSoon(() => seen.push(`callback: ${variable.get()}`));
        await sleep(1);
      });
      expect(variable.get()).toBe("outside");
      await running;
      expect([variable.get(), ...seen, context.get(variable)]).toEqual([
        "outside",
        "inside",
        "callback: inside",
        "inside",
      ]);
    });
  });
});
