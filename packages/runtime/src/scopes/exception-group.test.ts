import { describe, expect, test } from "@jest/globals";
import { ExceptionGroup } from "./exception-group.js";

function nested() {
  const [a, b, c] = [new TypeError("a"), new TypeError("b"), new RangeError("c")];
  const inner = new ExceptionGroup("inner", [b, c]);
  return { a, b, c, inner, outer: new ExceptionGroup("outer", [a, inner]) };
}

/** The group that stands at a place of another. */
function groupIn(group: ExceptionGroup | null, index: number): ExceptionGroup {
  const inner = group?.errors[index];
  if (!(inner instanceof ExceptionGroup)) {
    throw new TypeError(`There is no group at ${index}`);
  }
  return inner;
}

describe("an exception group", () => {
  test("is an AggregateError that keeps its errors in order and has its own name", () => {
    const { a, inner, outer } = nested();
    expect(outer).toBeInstanceOf(AggregateError);
    expect(outer.errors).toEqual([a, inner]);
    expect(outer.errors[0]).toBe(a);
    expect(String(outer)).toBe("ExceptionGroup: outer");
    expect(Object.keys(outer)).toEqual([]);
  });

  test("takes any iterable of errors, and thrown values that are no errors", () => {
    const group = new ExceptionGroup("odd", new Set(["text", 7]));
    expect(group.errors).toEqual(["text", 7]);
  });

  test("cannot be empty", () => {
    expect(() => new ExceptionGroup("none", [])).toThrow(RangeError);
    expect(() => new ExceptionGroup("none", [])).toThrow('An ExceptionGroup ("none")');
  });

  test("carries a cause", () => {
    const cause = new Error("why");
    expect(new ExceptionGroup("m", [1], { cause }).cause).toBe(cause);
  });
});

describe("split", () => {
  test("parts by class and keeps the nesting on both sides", () => {
    const { a, b, c, outer } = nested();
    const [types, rest] = outer.split(TypeError);
    expect(types?.message).toBe("outer");
    expect(types?.errors[0]).toBe(a);
    expect(groupIn(types, 1).message).toBe("inner");
    expect(groupIn(types, 1).errors).toEqual([b]);
    expect(rest?.errors).toHaveLength(1);
    expect(groupIn(rest, 0).errors[0]).toBe(c);
  });

  test("parts by a list of classes and by a predicate alike", () => {
    const { outer } = nested();
    const [byList, none] = outer.split([TypeError, RangeError]);
    expect(byList?.renderTree()).toBe(outer.renderTree());
    expect(byList).not.toBe(outer);
    expect(none).toBeNull();
    const [byPredicate, rest] = outer.split(
      (error) => error instanceof Error && error.message === "b",
    );
    expect(byPredicate?.renderTree()).toBe(
      "ExceptionGroup: outer (1 error)\n└─ ExceptionGroup: inner (1 error)\n   └─ TypeError: b",
    );
    expect(rest?.errors).toHaveLength(2);
  });

  test("gives a group that itself matches whole, as it is", () => {
    const { outer, inner } = nested();
    expect(outer.split(ExceptionGroup)).toEqual([outer, null]);
    expect(outer.split(ExceptionGroup)[0]).toBe(outer);
    const [matching] = outer.split((error) => error === inner);
    expect(matching?.errors[0]).toBe(inner);
  });

  test("asks the predicate of each group before its members, in order", () => {
    const { a, b, c, inner, outer } = nested();
    const asked: unknown[] = [];
    outer.split((error) => {
      asked.push(error);
      return false;
    });
    expect(asked).toHaveLength(5);
    for (const [index, error] of [outer, a, inner, b, c].entries()) {
      expect(asked[index]).toBe(error);
    }
  });

  test("gives null for the part that has no errors", () => {
    const { outer } = nested();
    const [matching, rest] = outer.split(SyntaxError);
    expect(matching).toBeNull();
    expect(rest?.renderTree()).toBe(outer.renderTree());
  });

  test("makes parts with the stack and the cause of the whole", () => {
    const group = new ExceptionGroup("m", [new TypeError("a"), new Error("b")], { cause: "why" });
    for (const part of group.split(TypeError)) {
      expect(part?.stack).toBe(group.stack);
      expect(part?.cause).toBe("why");
      expect(Object.keys(part ?? {})).toEqual([]);
    }
  });

  test("makes parts of a subclass with its derive", () => {
    class HttpErrors extends ExceptionGroup {
      constructor(
        message: string,
        errors: Iterable<unknown>,
        readonly status: number,
      ) {
        super(message, errors);
      }
      override derive(errors: unknown[]) {
        return new HttpErrors(this.message, errors, this.status);
      }
    }
    const group = new HttpErrors("m", [new TypeError("a"), new Error("b")], 502);
    const [types, rest] = group.split(TypeError);
    expect(types).toBeInstanceOf(HttpErrors);
    expect((rest as HttpErrors).status).toBe(502);
  });

  test("refuses a condition that is no class, list of classes or predicate", () => {
    const { outer } = nested();
    expect(() => outer.split("TypeError" as never)).toThrow(
      "Expected a class of errors, a list of such classes or a predicate, not TypeError",
    );
    expect(() => outer.split(["a"] as never)).toThrow(TypeError);
  });
});

describe("subgroup", () => {
  test("gives the matching part, or null", () => {
    const { b, outer } = nested();
    const part = outer.subgroup((error) => error === b);
    expect(groupIn(part, 0).errors).toEqual([b]);
    expect(outer.subgroup(SyntaxError)).toBeNull();
    expect(outer.subgroup([])).toBeNull();
  });
});

describe("renderTree", () => {
  test("shows nesting, and indents messages of several lines", () => {
    const group = new ExceptionGroup("outer", [
      new ExceptionGroup("inner", [new Error("one\ntwo"), "thrown text"]),
      new TypeError("last"),
    ]);
    expect(group.renderTree()).toBe(
      [
        "ExceptionGroup: outer (2 errors)",
        "├─ ExceptionGroup: inner (2 errors)",
        "│  ├─ Error: one",
        "│  │  two",
        "│  └─ thrown text",
        "└─ TypeError: last",
      ].join("\n"),
    );
  });

  test("shows stacks where it is asked to", () => {
    const error = new TypeError("a");
    error.stack = "TypeError: a\n    at work (a.ts:1:2)";
    const group = new ExceptionGroup("m", [error]);
    group.stack = "ExceptionGroup: m\n    at main (b.ts:3:4)";
    expect(group.renderTree({ stacks: true })).toBe(
      [
        "ExceptionGroup: m (1 error)",
        "│     at main (b.ts:3:4)",
        "└─ TypeError: a",
        "       at work (a.ts:1:2)",
      ].join("\n"),
    );
  });
});
