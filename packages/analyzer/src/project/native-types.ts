import { nativeCompiler } from "./native/native-compiler.js";

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
