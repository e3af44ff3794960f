import { nativeCompiler, nativePid, tellOfNativeCompiler } from "./native/native-compiler.js";

/**
 * Why types cannot come from TypeScript 7's own process here, in words that follow "because"; `undefined`
 * where they can. Starts the process and has it check itself when it is first asked.
 *
 * @example
 * ```ts
 * import { whyNoNativeTypes } from "@awaitwise/analyzer";
 *
 * const why = whyNoNativeTypes();
 * console.log(why === undefined || why.length > 0);
 * // prints: true
 * ```
 */
export function whyNoNativeTypes(): string | undefined {
  const found = nativeCompiler();
  return typeof found === "string" ? found : undefined;
}

/**
 * Tells of TypeScript 7's process by its number as soon as it is started, and by `undefined` when it has ended: a thread
 * that waits for it cannot be ended before it answers, so that another may have to end it. One listener at a time.
 *
 * @example
 * ```ts
 * import { onNativeProcess } from "@awaitwise/analyzer";
 *
 * onNativeProcess((pid) => {
 *   console.error(pid === undefined ? "it has ended" : `it is ${pid}`);
 * });
 * ```
 */
export function onNativeProcess(listener: (pid: number | undefined) => void): void {
  tellOfNativeCompiler(listener);
}

/**
 * The number of TypeScript 7's process, as long as it is there.
 *
 * @example
 * ```ts
 * import { nativeProcess } from "@awaitwise/analyzer";
 *
 * console.log(nativeProcess());
 * // prints: undefined
 * ```
 */
export function nativeProcess(): number | undefined {
  return nativePid();
}
