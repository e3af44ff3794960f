/**
 * What the user gave cannot be analysed: a path or a configuration is missing or broken. The
 * message is one line that names the value, the place and the remedy, and is meant to be shown as
 * it stands. Command lines exit with 2 on it.
 *
 * @example
 * ```ts
 * import { discoverProjects, InputError } from "@awaitwise/analyzer";
 *
 * try {
 *   discoverProjects({ cwd: "/", paths: ["no/such/folder"] });
 * } catch (error) {
 *   console.log(error instanceof InputError, (error as InputError).exitCode);
 * }
 * // prints: true 2
 * ```
 */
export class InputError extends Error {
  override readonly name = "InputError";
  /** The exit code of a command that fails with this error. */
  readonly exitCode = 2;
}
