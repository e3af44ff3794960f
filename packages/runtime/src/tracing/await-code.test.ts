import { expect, test } from "@jest/globals";
import { awaitCode } from "./await-code.js";

/** The code found for the bar's place. */
function at(marked: string): string | undefined {
  return awaitCode(marked.replace("|", ""), marked.indexOf("|"));
}

test("is the await around the position, with its brackets", () => {
  expect(at("  const a = await |load(1, [2]);")).toBe("await load(1, [2])");
  expect(at("  f(await |load(')'), 3);")).toBe("await load(')')");
  expect(at("  return |await task;")).toBe("await task");
});

test("is the outer one where an inner one has ended", () => {
  expect(at("  await (await db.open()).|read(1);")).toBe("await (await db.open()).read(1)");
  expect(at("  await f(await |g());")).toBe("await g()");
  expect(at("  await |f(await g());")).toBe("await f(await g())");
});

test("ends with the line, and is none where no await stands before", () => {
  expect(at("  await |load({")).toBe("await load({");
  expect(at("  |load(); await x;")).toBeUndefined();
  expect(at("  |awaiting(); ")).toBeUndefined();
});
