/**
 * What selects errors of an {@link ExceptionGroup}: a class of errors, a list of classes, or a
 * predicate. As in Python it is asked of a group itself before it is asked of what the group holds.
 */
export type ErrorCondition = ErrorClass | readonly ErrorClass[] | ((error: unknown) => boolean);

/** A class of errors, such as `TypeError`. */
export type ErrorClass = abstract new (...args: never[]) => Error;

/**
 * Several errors that happened at the same time, as one error: what a task group throws when
 * children of it failed. Groups may hold groups.
 *
 * It is an `AggregateError` that can be taken apart by kind. What was not handled is thrown on.
 *
 * @throws RangeError when it is made of no error at all.
 * @see https://peps.python.org/pep-0654/
 * @example
 * ```ts
 * import { ExceptionGroup } from "@awaitwise/runtime";
 *
 * const group = new ExceptionGroup("two tasks failed", [new TypeError("a"), new RangeError("b")]);
 * const [types, others] = group.split(TypeError);
 * console.log(types?.errors.length, others?.errors.length);
 * console.log(group.renderTree());
 * // prints: 1 1
 * // prints: ExceptionGroup: two tasks failed (2 errors)
 * // prints: ├─ TypeError: a
 * // prints: └─ RangeError: b
 * ```
 */
export class ExceptionGroup extends AggregateError {
  /** What went wrong, in the order in which it was given. */
  declare readonly errors: unknown[];

  constructor(message: string, errors: Iterable<unknown>, options?: ErrorOptions) {
    const list = [...errors];
    if (list.length === 0) {
      throw new RangeError(
        `An ExceptionGroup ("${message}") needs at least one error; throw it only when there is one`,
      );
    }
    super(list, message, options);
  }

  /**
   * A group of the same kind with other errors, by which `split` and `subgroup` make their parts.
   * A subclass that has fields of its own overrides this to carry them over.
   *
   * @see https://docs.python.org/3/library/exceptions.html#BaseExceptionGroup.derive
   */
  derive(errors: unknown[]): ExceptionGroup {
    return new ExceptionGroup(this.message, errors);
  }

  /**
   * Parts the errors in two: those that meet the condition, and the others. Both keep the nesting
   * of the original; a part without errors is `null`. A group that itself meets the condition goes
   * whole, as it is, into the first part.
   *
   * @see https://docs.python.org/3/library/exceptions.html#BaseExceptionGroup.split
   * @example
   * ```ts
   * import { ExceptionGroup } from "@awaitwise/runtime";
   *
   * const group = new ExceptionGroup("outer", [
   *   new TypeError("a"),
   *   new ExceptionGroup("inner", [new TypeError("b"), new RangeError("c")]),
   * ]);
   * const [, rest] = group.split((error) => error instanceof TypeError);
   * console.log(rest?.renderTree());
   * // prints: ExceptionGroup: outer (1 error)
   * // prints: └─ ExceptionGroup: inner (1 error)
   * // prints:    └─ RangeError: c
   * ```
   */
  split(condition: ErrorCondition): [matching: ExceptionGroup | null, rest: ExceptionGroup | null] {
    return partition(this, predicateOf(condition));
  }

  /**
   * The part of the group that meets the condition, with its nesting; `null` where nothing does.
   *
   * @see https://docs.python.org/3/library/exceptions.html#BaseExceptionGroup.subgroup
   * @example
   * ```ts
   * import { ExceptionGroup } from "@awaitwise/runtime";
   *
   * const group = new ExceptionGroup("two", [new TypeError("a"), new RangeError("b")]);
   * console.log(group.subgroup([RangeError, SyntaxError])?.errors.map(String));
   * console.log(group.subgroup(SyntaxError));
   * // prints: [ 'RangeError: b' ]
   * // prints: null
   * ```
   */
  subgroup(condition: ErrorCondition): ExceptionGroup | null {
    return this.split(condition)[0];
  }

  /**
   * The group as a tree to read, one error a line and one step to the right for each nesting.
   *
   * @param options.stacks whether each error is shown with its stack instead of its first line
   * @example
   * ```ts
   * import { ExceptionGroup } from "@awaitwise/runtime";
   *
   * console.log(new ExceptionGroup("one failed", [new TypeError("a")]).renderTree());
   * // prints: ExceptionGroup: one failed (1 error)
   * // prints: └─ TypeError: a
   * ```
   */
  renderTree({ stacks = false }: { stacks?: boolean } = {}): string {
    return renderGroup(this, stacks).join("\n");
  }
}

// On the prototype, as the built-in errors have it: an own property would show in every print.
Object.defineProperty(ExceptionGroup.prototype, "name", {
  value: "ExceptionGroup",
  configurable: true,
  writable: true,
});

function predicateOf(condition: ErrorCondition): (error: unknown) => boolean {
  if (isErrorClass(condition)) {
    return (error) => error instanceof condition;
  }
  if (typeof condition === "function") {
    return condition;
  }
  if (Array.isArray(condition) && condition.every(isErrorClass)) {
    return (error) => condition.some((kind) => error instanceof kind);
  }
  throw new TypeError(
    `Expected a class of errors, a list of such classes or a predicate, not ${String(condition)}`,
  );
}

function isErrorClass(value: unknown): value is ErrorClass {
  return (
    typeof value === "function" && (value === Error || value.prototype instanceof Error === true)
  );
}

function partition(
  group: ExceptionGroup,
  matches: (error: unknown) => boolean,
): [ExceptionGroup | null, ExceptionGroup | null] {
  if (matches(group)) {
    return [group, null];
  }
  const matching: unknown[] = [];
  const rest: unknown[] = [];
  for (const error of group.errors) {
    if (error instanceof ExceptionGroup) {
      const [inner, others] = partition(error, matches);
      if (inner !== null) {
        matching.push(inner);
      }
      if (others !== null) {
        rest.push(others);
      }
    } else {
      (matches(error) ? matching : rest).push(error);
    }
  }
  return [deriveFrom(group, matching), deriveFrom(group, rest)];
}

/** A part of a group, which tells of the same place and the same cause as the whole. */
function deriveFrom(group: ExceptionGroup, errors: unknown[]): ExceptionGroup | null {
  if (errors.length === 0) {
    return null;
  }
  const part = group.derive(errors);
  if (group.stack !== undefined) {
    part.stack = group.stack;
  }
  if ("cause" in group && !("cause" in part)) {
    Object.defineProperty(part, "cause", {
      value: group.cause,
      configurable: true,
      writable: true,
    });
  }
  return part;
}

function renderGroup(group: ExceptionGroup, stacks: boolean): string[] {
  const count = group.errors.length;
  const lines = [`${group.name}: ${group.message} (${count} ${count === 1 ? "error" : "errors"})`];
  if (stacks) {
    lines.push(...framesOf(group).map((frame) => `│ ${frame}`));
  }
  for (const [index, error] of group.errors.entries()) {
    const last = index === count - 1;
    const [first = "", ...others] = renderError(error, stacks);
    lines.push(`${last ? "└─ " : "├─ "}${first}`);
    lines.push(...others.map((line) => `${last ? "   " : "│  "}${line}`));
  }
  return lines;
}

function renderError(error: unknown, stacks: boolean): string[] {
  if (error instanceof ExceptionGroup) {
    return renderGroup(error, stacks);
  }
  const lines = String(error).split("\n");
  return stacks && error instanceof Error ? [...lines, ...framesOf(error)] : lines;
}

/** The lines of an error's stack that name a place. */
function framesOf(error: Error): string[] {
  return (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
}
