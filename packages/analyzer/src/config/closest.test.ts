import { expect, test } from "@jest/globals";
import { closest, didYouMean } from "./closest.js";

const rules = ["floating-promise", "serial-await", "unbounded-gather"];

test("a slip of a letter, a missing letter and swapped letters find the word", () => {
  expect(closest("floating-promis", rules)).toBe("floating-promise");
  expect(closest("serail-await", rules)).toBe("serial-await");
  expect(closest("Serial-Await", rules)).toBe("serial-await");
  expect(closest("no-floating-promises", rules)).toBe("floating-promise");
});

test("a word that is near to none finds none", () => {
  expect(closest("no-console", rules)).toBeUndefined();
  expect(closest("x", [])).toBeUndefined();
});

test("short words get one slip", () => {
  expect(closest("of", ["off", "error"])).toBe("off");
  expect(closest("on", ["off", "error"])).toBeUndefined();
});

test("the phrase for a message is empty where nothing is near", () => {
  expect(didYouMean("serial-awaits", rules)).toBe('; did you mean "serial-await"?');
  expect(didYouMean("semicolon", rules)).toBe("");
});

test("an abbreviation finds what it begins", () => {
  expect(closest("warn", ["off", "suggestion", "warning", "error"])).toBe("warning");
});
