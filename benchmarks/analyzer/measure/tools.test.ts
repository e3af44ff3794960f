import { rules } from "@awaitwise/analyzer";
import { expect, test } from "@jest/globals";
import { tools } from "./tools.js";

const ours = (id: string): readonly string[] =>
  tools
    .find((one) => one.id === id)
    ?.command("", undefined)
    .flatMap((one) => /^--rule=(.*)/.exec(one)?.slice(1) ?? []) ?? [];

const answering = (...theirs: string[]): readonly string[] =>
  rules
    .filter(({ counterparts = [] }) => counterparts.some((one) => theirs.includes(one)))
    .map(({ id }) => id);

test.each(["native", "ts-morph"])(
  "a comparable run has our rules that answer the peers' (%s)",
  (types) => {
    const [floating, misused] = [
      "@typescript-eslint/no-floating-promises",
      "@typescript-eslint/no-misused-promises",
    ];
    const others = ["@typescript-eslint/await-thenable", "@typescript-eslint/return-await"];
    expect(ours(`awaitwise-${types}-four`)).toEqual(answering(floating, misused, ...others));
    expect(ours(`awaitwise-${types}-two`)).toEqual(answering(floating, misused));
    expect(ours(`awaitwise-${types}`)).toEqual([]);
  },
);
