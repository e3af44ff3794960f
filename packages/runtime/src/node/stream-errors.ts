import type { Buffer } from "node:buffer";

/**
 * A stream ended before what was asked for had come.
 *
 * @see asyncio.IncompleteReadError
 * @example
 * ```ts
 * import { run } from "@awaitwise/runtime";
 * import { IncompleteReadError, StreamReader } from "@awaitwise/runtime/node";
 *
 * await run(async () => {
 *   const reader = new StreamReader();
 *   reader.feedData("abc");
 *   reader.feedEof();
 *   try {
 *     await reader.readExactly(10);
 *   } catch (error) {
 *     console.log(error instanceof IncompleteReadError && String(error.partial), String(error));
 *   }
 * });
 * // prints: abc IncompleteReadError: 3 bytes read on a total of 10 expected bytes
 * ```
 */
export class IncompleteReadError extends Error {
  override readonly name = "IncompleteReadError";

  constructor(
    /** What had come before the end. */
    readonly partial: Buffer,
    /** How many bytes were asked for; null where that was not said. */
    readonly expected: number | null,
  ) {
    super(`${partial.length} bytes read on a total of ${expected ?? "undefined"} expected bytes`);
  }
}

/**
 * More bytes came than the stream's limit allows, without what was looked for. They are still in the
 * stream.
 *
 * @see asyncio.LimitOverrunError
 */
export class LimitOverrunError extends Error {
  override readonly name = "LimitOverrunError";

  constructor(
    message: string,
    /** How many bytes can be read away without losing what is looked for. */
    readonly consumed: number,
  ) {
    super(message);
  }
}

/**
 * The connection is gone, so that nothing can be written to it. Where the system has said why, its own
 * error is thrown instead; both have a `code`.
 *
 * @see Python's ConnectionResetError
 */
export class ConnectionResetError extends Error {
  override readonly name = "ConnectionResetError";
  readonly code = "ECONNRESET";
}

/**
 * The process to be told something has ended.
 *
 * @see Python's ProcessLookupError
 */
export class ProcessLookupError extends Error {
  override readonly name = "ProcessLookupError";
  readonly code = "ESRCH";
}
