/** The error that awaiting throws, itself; to be called where it must throw. */
export async function errorOf(awaitable: PromiseLike<unknown>): Promise<Error> {
  let result: unknown;
  try {
    result = await awaitable;
  } catch (error) {
    if (error instanceof Error) {
      return error;
    }
    throw new Error(`Expected an error, but ${String(error)} was thrown`);
  }
  throw new Error(`Expected an error, but awaiting gave ${JSON.stringify(result)}`);
}
