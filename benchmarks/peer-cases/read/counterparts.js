/**
 * What answers a rule of theirs here.
 *
 * @typedef {{
 *   readonly rulesFor: (theirs: readonly unknown[]) => readonly string[],
 *   readonly optionsFor: (theirs: readonly unknown[]) => Readonly<Record<string, object>> | undefined,
 * }} Counterpart
 */

/** @type {ReadonlyMap<string, Counterpart>} */
export const counterparts = new Map([
  ["no-floating-promises", answeredBy("floating-promise", floating)],
  [
    "no-misused-promises",
    answeredBy("misused-promise", same, ({ length }) =>
      // What their options leave out is another rule here, which is switched off by itself.
      length === 0 ? ["async-void-callback"] : [],
    ),
  ],
  ["await-thenable", answeredBy("await-non-promise", same)],
  // That what is awaited is no promise is said by the rule for just that.
  ["return-await", answeredBy("unawaited-return-in-try", returnAwait, () => ["await-non-promise"])],
  ["require-await", answeredBy("async-without-await", same)],
]);

/**
 * @param {string} rule the one that takes the options
 * @param {(option: unknown) => object | undefined} translate
 * @param {(theirs: readonly unknown[]) => readonly string[]} others rules that answer beside it
 * @returns {Counterpart}
 */
function answeredBy(rule, translate, others = () => []) {
  return {
    rulesFor: (theirs) => [rule, ...others(theirs)],
    optionsFor: ([option]) => {
      if (option === undefined) return {};
      const ours = translate(option);
      return ours === undefined ? undefined : { [rule]: ours };
    },
  };
}

/**
 * @param {unknown} option
 * @returns {object | undefined}
 */
function same(option) {
  return typeof option === "object" && option !== null ? option : undefined;
}

/**
 * @param {unknown} option
 * @returns {object | undefined}
 */
function floating(option) {
  const { ignoreIIFE: ignoreIife, ...rest } = /** @type {any} */ (option);
  return ignoreIife === undefined ? rest : { ...rest, ignoreIife };
}

/**
 * @param {unknown} option
 * @returns {object | undefined}
 */
function returnAwait(option) {
  switch (option) {
    case "always":
      return { elsewhere: "await", inside: "await" };
    case "never":
      return { elsewhere: "no-await", inside: "no-await" };
    case "in-try":
    case "in-try-catch":
      return { elsewhere: "no-await", inside: "await" };
    case "error-handling-correctness-only":
      return { elsewhere: "any", inside: "await" };
    default:
      return undefined;
  }
}
