// How every program here reads its command line: a wrong argument is one sentence and exit code 2.
import { parseArgs } from "node:util";

/**
 * The values and positionals of this process's command line, as `parseArgs` gives them.
 *
 * @template {import("node:util").ParseArgsConfig} T
 * @param {T} config
 * @returns {ReturnType<typeof parseArgs<T>>}
 */
export function readArguments(config) {
  try {
    return parseArgs(config);
  } catch (error) {
    const known = Object.keys(config.options ?? {}).map((name) => `--${name}`);
    fail(`${/** @type {Error} */ (error).message}\nThe options are ${known.join(", ")}`);
  }
}

/**
 * @param {string} message
 * @returns {never} the process ends with exit code 2
 */
export function fail(message) {
  console.error(message);
  process.exit(2);
}

/**
 * @param {string} option its name, without dashes
 * @param {string} text
 * @returns {number} a whole number from 1 on
 */
export function wholeNumber(option, text) {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  return fail(`--${option} must be a whole number from 1 on, not "${text}"`);
}

/**
 * @param {string} option its name, without dashes
 * @param {string} list whole numbers from 1 on, with commas between them
 */
export function wholeNumbers(option, list) {
  return list.split(",").map((text) => wholeNumber(option, text));
}

/**
 * Those of `from` that a list of ids names, in the order of `from`; all of them where there is no list.
 *
 * @template {{ id: string }} T
 * @param {readonly T[]} from
 * @param {string | undefined} list ids with commas between them
 * @param {string} what what they are, for the message
 * @returns {readonly T[]}
 */
export function select(from, list, what) {
  if (list === undefined || list === "") return from;
  const ids = list.split(",");
  const unknown = ids.find((one) => !from.some(({ id }) => id === one));
  if (unknown !== undefined) {
    fail(`There is no ${what} "${unknown}": use ${from.map(({ id }) => id).join(", ")}`);
  }
  return from.filter(({ id }) => ids.includes(id));
}
