import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect, test } from "@jest/globals";
import { remembersHost } from "../conformance/white-box.js";
import { createTask, sleep } from "../index.js";
import { runVirtual } from "../testing.js";
import { contextSymbol } from "./async-context.js";
import { promiseScope } from "./promise-scope.js";

const storage = new AsyncLocalStorage<string>();

test("promises carry their contexts where the host has no map for them", () => {
  expect(promiseScope === null).toBe(contextSymbol !== undefined);
});

describe("a task made where a storage of the program's has a value", () => {
  test("begins with that value, whatever has one when its turn comes, and goes on with it", async () => {
    await runVirtual(async () => {
      const seen: unknown[] = [];
      const look = async (): Promise<void> => {
        seen.push(storage.getStore());
        await sleep(1);
        seen.push(storage.getStore());
        storage.enterWith("its own");
        await sleep(1);
        seen.push(storage.getStore());
      };
      const tasks = [
        storage.run("first", () => createTask(look)),
        storage.run("second", () => createTask(look)),
        createTask(look),
      ];
      await storage.run("of the waiter", () => Promise.all(tasks));
      expect(seen).toEqual([
        ...["first", "second", undefined],
        ...["first", "second", undefined],
        ...["its own", "its own", "its own"],
      ]);
      expect(storage.getStore()).toBeUndefined();
    });
  });

  test("has nothing beside itself to remember that by, where promises do", async () => {
    await runVirtual(async () => {
      const task = storage.run("a value", () => createTask(() => sleep(1)));
      expect(remembersHost(task)).toBe(promiseScope === null);
      await task;
    });
  });
});
