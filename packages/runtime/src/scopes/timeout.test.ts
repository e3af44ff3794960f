import { describe, expect, test } from "@jest/globals";
import { thrownBy } from "../conformance/thrown-by.js";
import {
  CancelledError,
  createTask,
  currentTask,
  getRunningLoop,
  RuntimeError,
  run,
  sleep,
  Timeout,
  TimeoutError,
  taskGroup,
  timeout,
  timeoutAt,
  VirtualClock,
} from "../index.js";
import { runVirtual } from "../testing.js";

const now = (): number => getRunningLoop().time();

describe("a time limit that is reached", () => {
  test("cancels the body and throws a TimeoutError [test_timeouts.TimeoutTests.test_timeout_basic]", async () => {
    await runVirtual(async () => {
      let scope: Timeout | undefined;
      const error = await timeout(10, async (limit) => {
        scope = limit;
        await sleep(10_000);
      }).catch((error: unknown) => error);
      expect(error).toEqual(new TimeoutError("The time limit was reached"));
      expect([scope?.expired(), now()]).toEqual([true, 10]);
    });
  });

  test("may be a time of the loop's clock [test_timeouts.TimeoutTests.test_timeout_at_basic]", async () => {
    await runVirtual(async () => {
      await sleep(5);
      let scope: Timeout | undefined;
      const limited = timeoutAt(15, async (limit) => {
        scope = limit;
        await sleep(10_000);
      });
      expect(await thrownBy(limited)).toBe("TimeoutError");
      expect([scope?.expired(), scope?.when(), now()]).toEqual([true, 15, 15]);
    });
  });

  test("is seen inside of the body as a CancelledError [test_timeouts.TimeoutTests.test_waiter_cancelled]", async () => {
    await runVirtual(async () => {
      let seen = "";
      const limited = timeout(10, async () => {
        seen = await thrownBy(sleep(10_000));
        throw new CancelledError();
      });
      expect(await thrownBy(limited)).toBe("TimeoutError");
      expect([seen, now()]).toEqual(["CancelledError", 10]);
    });
  });

  test("does not cancel the task beyond the body [test_timeouts.TimeoutTests.test_outer_task_is_not_cancelled]", async () => {
    await runVirtual(async () => {
      const task = createTask(async () => {
        const seen = await thrownBy(timeout(1, () => sleep(10_000)));
        await sleep(1);
        return [seen, currentTask()?.cancelling()];
      });
      expect(await task).toEqual(["TimeoutError", 0]);
      expect([task.cancelled(), task.done(), now()]).toEqual([false, true, 2]);
    });
  });

  test("of zero ends the body at its first suspension [test_timeouts.TimeoutTests.test_timeout_zero] [test_timeouts.TimeoutTests.test_timeout_zero_sleep_zero]", async () => {
    for (const delay of [10_000, 0]) {
      await runVirtual(async () => {
        await sleep(3);
        let scope: Timeout | undefined;
        const steps: string[] = [];
        const limited = timeout(0, async (limit) => {
          scope = limit;
          steps.push("began");
          await sleep(delay);
          steps.push("went on");
        });
        expect(await thrownBy(limited)).toBe("TimeoutError");
        expect([scope?.expired(), scope?.when(), now(), steps]).toEqual([true, 3, 3, ["began"]]);
      });
    }
  });

  test("in the past does too [test_timeouts.TimeoutTests.test_timeout_in_the_past_sleep_zero]", async () => {
    await runVirtual(async () => {
      let scope: Timeout | undefined;
      const limited = timeout(-11_000, async (limit) => {
        scope = limit;
        await sleep(0);
      });
      expect(await thrownBy(limited)).toBe("TimeoutError");
      expect([scope?.expired(), scope?.when(), now()]).toEqual([true, -11_000, 0]);
    });
  });

  test("can follow a cancellation that the task has caught [test_timeouts.TimeoutTests.test_timeout_after_cancellation]", async () => {
    await runVirtual(async () => {
      const task = createTask(async () => {
        currentTask()?.cancel();
        const seen = [await thrownBy(sleep(1_000))];
        seen.push(await thrownBy(timeout(0, () => sleep(1_000))));
        return [...seen, currentTask()?.cancelling()];
      });
      expect(await task).toEqual(["CancelledError", "TimeoutError", 1]);
      expect(now()).toBe(0);
    });
  });
});

describe("a time limit that is not reached", () => {
  test("changes nothing, and gives what the body gives [test_timeouts.TimeoutTests.test_timeout_not_called]", async () => {
    const clock = new VirtualClock();
    let scope: Timeout | undefined;
    const result = await run(
      () =>
        timeout(10_000, async (limit) => {
          scope = limit;
          await sleep(10);
          return "result";
        }),
      { clock },
    );
    expect([result, scope?.expired(), scope?.when()]).toEqual(["result", false, 10_000]);
    expect(clock.now()).toBe(10);
  });

  test("of null is none [test_timeouts.TimeoutTests.test_timeout_disabled] [test_timeouts.TimeoutTests.test_timeout_at_disabled] [test_timeouts.TimeoutTests.test_repr_disabled]", async () => {
    for (const limit of [timeout, timeoutAt]) {
      await runVirtual(async () => {
        let scope: Timeout | undefined;
        let shown = "";
        await limit(null, async (inside) => {
          scope = inside;
          shown = String(inside);
          await sleep(3_600_000);
        });
        expect([scope?.expired(), scope?.when(), shown]).toEqual([
          false,
          null,
          "<Timeout [active] when=null>",
        ]);
      });
    }
  });

  test("lets the body's errors through [test_timeouts.TimeoutTests.test_foreign_exception_passed]", async () => {
    await runVirtual(async () => {
      let scope: Timeout | undefined;
      const limited = timeout(10, (limit) => {
        scope = limit;
        throw new TypeError("of the body");
      });
      expect(await thrownBy(limited)).toBe("TypeError: of the body");
      expect(scope?.expired()).toBe(false);
    });
  });

  test("lets a cancellation from outside through [test_timeouts.TimeoutTests.test_foreign_cancel_doesnt_timeout_if_not_expired]", async () => {
    await runVirtual(async () => {
      let scope: Timeout | undefined;
      const task = createTask(() =>
        timeout(10_000, async (limit) => {
          scope = limit;
          currentTask()?.cancel();
          await sleep(10_000);
        }),
      );
      expect(await thrownBy(task)).toBe("CancelledError");
      expect([scope?.expired(), now()]).toEqual([false, 0]);
    });
  });

  test("lets a second cancellation through after the first was caught [test_timeouts.TimeoutTests.test_cancel_in_timeout_after_cancellation]", async () => {
    await runVirtual(async () => {
      const task = createTask(async () => {
        currentTask()?.cancel();
        const seen = [await thrownBy(sleep(1_000))];
        const limited = timeout(1_000, async () => {
          currentTask()?.cancel();
          await sleep(2_000);
        });
        seen.push(await thrownBy(limited));
        return seen;
      });
      expect(await task).toEqual(["CancelledError", "CancelledError"]);
      expect(now()).toBe(0);
    });
  });
});

describe("the errors around a time limit", () => {
  test("tell the cancellation as the cause [test_timeouts.TimeoutTests.test_timeout_exception_context]", async () => {
    await runVirtual(async () => {
      const cleanups: string[] = [];
      const error = (await timeout(10, async () => {
        try {
          throw new Error("of the body");
        } finally {
          cleanups.push("began");
          await sleep(1_000);
          cleanups.push("ended");
        }
      }).catch((error: unknown) => error)) as TimeoutError;
      expect(error).toBeInstanceOf(TimeoutError);
      expect(error.cause).toBeInstanceOf(CancelledError);
      expect((error.cause as CancelledError).cause).toBe(undefined);
      expect([now(), cleanups]).toEqual([10, ["began"]]);
    });
  });

  test("give way to what a cleanup throws [test_timeouts.TimeoutTests.test_foreign_exception_on_timeout] [test_timeouts.TimeoutTests.test_foreign_exception_on_timeout_2]", async () => {
    await runVirtual(async () => {
      const crash = new Error("cleanup");
      const once = timeout(10, async () => {
        try {
          await sleep(1_000);
        } finally {
          // biome-ignore lint/correctness/noUnsafeFinally: a cleanup that fails is what is tested.
          throw crash;
        }
      }).catch((error: unknown) => error);
      expect(await once).toBe(crash);
      expect([crash.cause, now()]).toEqual([undefined, 10]);

      const twice = timeout(10, async () => {
        try {
          try {
            throw new Error("body");
          } finally {
            await sleep(1_000);
          }
        } finally {
          try {
            // biome-ignore lint/correctness/noUnsafeFinally: a cleanup that fails is what is tested.
            throw new Error("first cleanup");
          } finally {
            // biome-ignore lint/correctness/noUnsafeFinally: and one after it.
            throw crash;
          }
        }
      }).catch((error: unknown) => error);
      expect(await twice).toBe(crash);
      expect(now()).toBe(20);
    });
  });

  test("give way to the errors of a task group [test_timeouts.TimeoutTests.test_timeout_taskgroup]", async () => {
    await runVirtual(async () => {
      const limited = timeout(10, () =>
        taskGroup(async (group) => {
          group.createTask(async () => {
            try {
              await sleep(2_000);
            } finally {
              // biome-ignore lint/correctness/noUnsafeFinally: a cleanup that fails is what is tested.
              throw new Error("cleanup of a task");
            }
          });
          try {
            throw new Error("body");
          } finally {
            await sleep(1_000);
          }
        }),
      );
      expect(await thrownBy(limited)).toBe("ExceptionGroup[Error: cleanup of a task]");
      expect([now(), currentTask()?.cancelling()]).toEqual([10, 0]);
    });
  });
});

describe("nested time limits", () => {
  test("that are reached together throw one TimeoutError, the outer one's [test_timeouts.TimeoutTests.test_nested_timeouts]", async () => {
    await runVirtual(async () => {
      const scopes: Timeout[] = [];
      let seen = "";
      const limited = timeoutAt(10, async (outer) => {
        scopes.push(outer);
        const inside = timeoutAt(10, async (inner) => {
          scopes.push(inner);
          await sleep(10_000);
        });
        seen = await thrownBy(inside);
        throw new CancelledError();
      });
      expect(await thrownBy(limited)).toBe("TimeoutError");
      expect(seen).toBe("CancelledError");
      expect(scopes.map((scope) => scope.expired())).toEqual([true, true]);
      expect(now()).toBe(10);
    });
  });

  test("end the body at the outer limit where that has passed while the loop was busy [test_timeouts.TimeoutTests.test_nested_timeouts_concurrent]", async () => {
    const clock = new VirtualClock();
    const seen: unknown[] = [];
    await run(
      async () => {
        const limited = timeout(2, async () => {
          const inside = timeout(100, async () => {
            clock.advanceTo(10);
            await sleep(1_000);
          });
          seen.push(await thrownBy(inside));
          throw new CancelledError();
        });
        seen.push(await thrownBy(limited), now());
      },
      { clock },
    );
    expect(seen).toEqual(["CancelledError", "TimeoutError", 10]);
  });

  test("end what follows the inner one at the outer limit [test_timeouts.TimeoutTests.test_nested_timeouts_loop_busy]", async () => {
    for (const [busyUntil, thrownInside] of [
      [50, "TimeoutError"],
      [100, "CancelledError"],
    ] as const) {
      const clock = new VirtualClock();
      const seen: unknown[] = [];
      await run(
        async () => {
          const limited = timeout(100, async () => {
            const inside = timeout(10, async () => {
              clock.advanceTo(busyUntil);
              await sleep(1_000);
            });
            const thrown = await thrownBy(inside);
            seen.push(thrown, now());
            if (thrown === "CancelledError") {
              throw new CancelledError();
            }
            await sleep(10_000);
          });
          seen.push(await thrownBy(limited), now(), currentTask()?.cancelling());
        },
        { clock },
      );
      expect(seen).toEqual([thrownInside, busyUntil, "TimeoutError", 100, 0]);
    }
  });

  test("can stand in the cleanup that another limit has caused [test_timeouts.TimeoutTests.test_nested_timeout_in_finally]", async () => {
    await runVirtual(async () => {
      const errors: Error[] = [];
      const keep = (error: Error): void => {
        errors.push(error);
      };
      await timeout(10, async () => {
        try {
          await sleep(1_000);
        } finally {
          await timeout(10, () => sleep(10_000)).catch(keep);
        }
      }).catch(keep);
      expect(errors.map((error) => [error.name, (error.cause as Error).name])).toEqual([
        ["TimeoutError", "CancelledError"],
        ["TimeoutError", "CancelledError"],
      ]);
      expect(errors[0]?.cause).not.toBe(errors[1]?.cause);
      expect(now()).toBe(20);
    });
  });
});

describe("moving a time limit", () => {
  test("changes when it is reached, or takes it away [test_timeouts.TimeoutTests.test_reschedule]", async () => {
    await runVirtual(async () => {
      const entered = getRunningLoop().createFuture<Timeout>();
      const task = createTask(() =>
        timeoutAt(10_000, async (limit) => {
          entered.setResult(limit);
          await sleep(50_000);
        }),
      );
      const scope = await entered;
      expect(scope.when()).toBe(10_000);
      scope.reschedule(30_000);
      expect(scope.when()).toBe(30_000);
      scope.reschedule(null);
      expect(scope.when()).toBe(null);
      await sleep(40_000);
      task.cancel();
      expect(await thrownBy(task)).toBe("CancelledError");
      expect([scope.expired(), now()]).toEqual([false, 40_000]);
    });
  });

  test("moves the time at which the body ends", async () => {
    await runVirtual(async () => {
      const ends: number[] = [];
      for (const when of [25, 5, -1]) {
        const start = now();
        const limited = timeout(10, async (scope) => {
          scope.reschedule(start + when);
          await sleep(10_000);
        });
        expect(await thrownBy(limited)).toBe("TimeoutError");
        ends.push(now() - start);
      }
      expect(ends).toEqual([25, 5, 0]);
    });
  });

  test("is refused once the body has ended [test_timeouts.TimeoutTests.test_timeout_finished] [test_timeouts.TimeoutTests.test_timeout_expired]", async () => {
    await runVirtual(async () => {
      const finished = await timeout(10, (scope) => scope);
      expect(() => finished.reschedule(20)).toThrow(
        new RuntimeError("The timeout is finished and cannot be rescheduled"),
      );
      let expired: Timeout | undefined;
      const limited = timeout(10, async (scope) => {
        expired = scope;
        await sleep(1_000);
      });
      expect(await thrownBy(limited)).toBe("TimeoutError");
      expect(() => expired?.reschedule(20)).toThrow(
        new RuntimeError("The timeout is expired and cannot be rescheduled"),
      );
    });
  });

  test("is refused while the body is being ended [test_timeouts.TimeoutTests.test_timeout_expiring]", async () => {
    await runVirtual(async () => {
      const result = await timeout(10, async (scope) => {
        const seen = await thrownBy(sleep(1_000));
        expect(() => scope.reschedule(20)).toThrow(
          new RuntimeError("The timeout is expiring and cannot be rescheduled"),
        );
        return seen;
      });
      expect(result).toBe("CancelledError");
    });
  });

  test("is refused before the body has begun [test_timeouts.TimeoutTests.test_timeout_not_entered]", () => {
    expect(() => new Timeout(10).reschedule(20)).toThrow(
      new RuntimeError("The timeout has not begun: reschedule it from inside its body"),
    );
  });
});

describe("a time limit", () => {
  test("limits one body once [test_timeouts.TimeoutTests.test_timeout_already_entered] [test_timeouts.TimeoutTests.test_timeout_double_enter]", async () => {
    await runVirtual(async () => {
      let entered = 0;
      let again = "";
      const limited = timeout(10, async () => {
        entered++;
        again = await thrownBy(createTask(async () => await limited));
      });
      await limited;
      expect([entered, again]).toEqual([1, "RuntimeError"]);
      expect(await thrownBy((async () => await limited)())).toBe("RuntimeError");
      expect(entered).toBe(1);
    });
  });

  test("limits tasks only: a callback cannot have one [test_timeouts.TimeoutTests.test_timeout_without_task]", async () => {
    await runVirtual(async () => {
      const loop = getRunningLoop();
      const outcome = loop.createFuture<string>();
      let entered = false;
      loop.callSoon(() => {
        const limited = timeout(10, () => {
          entered = true;
        });
        limited.catch((error: unknown) => outcome.setResult(String(error)));
      });
      expect(await outcome).toBe("RuntimeError: timeout() limits a task: use it inside of one");
      expect(entered).toBe(false);
    });
  });

  test("shows how far it is [test_timeouts.TimeoutTests.test_repr_active] [test_timeouts.TimeoutTests.test_repr_expired] [test_timeouts.TimeoutTests.test_repr_finished]", async () => {
    await runVirtual(async () => {
      const shown: string[] = [];
      const finished = await timeout(10, async (scope) => {
        shown.push(String(scope));
        await sleep(0);
        return scope;
      });
      shown.push(String(finished));
      let expired: Timeout | undefined;
      const limited = timeout(10, async (scope) => {
        expired = scope;
        await thrownBy(sleep(1_000));
        shown.push(String(scope));
        throw new CancelledError();
      });
      expect(await thrownBy(limited)).toBe("TimeoutError");
      shown.push(String(expired), String(new Timeout(5)));
      expect(shown).toEqual([
        "<Timeout [active] when=10>",
        "<Timeout [finished]>",
        "<Timeout [expiring]>",
        "<Timeout [expired]>",
        "<Timeout [created]>",
      ]);
    });
  });
});
