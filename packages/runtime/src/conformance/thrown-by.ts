import { describeError } from "./describe-error.js";

/** What awaiting throws, described as a log does; to be called where it must throw. */
export async function thrownBy(awaitable: PromiseLike<unknown>): Promise<string> {
  let result: unknown;
  try {
    result = await awaitable;
  } catch (error) {
    return describeError(error);
  }
  throw new Error(`Expected an error, but awaiting gave ${JSON.stringify(result)}`);
}
