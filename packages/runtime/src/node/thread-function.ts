/** How a thread gets a function: as source text, or by the module that exports it. */
export type ThreadCall =
  | { readonly source: string }
  | { readonly module: string; readonly name: string };

const calls = new WeakMap<object, ThreadCall>();

/**
 * A function of a module, by the module's URL and the name that it exports it by: what `toThread` and
 * executors can run in another thread, where the module is loaded once. Called directly, it runs here.
 *
 * Name the function's type to have its arguments checked.
 *
 * @param module an absolute URL: `new URL("./work.js", import.meta.url)`
 * @throws TypeError where the URL is not absolute
 * @example
 * ```ts
 * import { run } from "@awaitwise/runtime";
 * import { threadFunction, toThread } from "@awaitwise/runtime/node";
 *
 * const basename = threadFunction<(path: string) => string>("node:path", "basename");
 * console.log(await run(toThread(basename, "/tmp/file.txt")));
 * // prints: file.txt
 * ```
 */
export function threadFunction<F extends (...args: never[]) => unknown>(
  module: string | URL,
  name = "default",
): (...args: Parameters<F>) => Promise<Awaited<ReturnType<F>>> {
  const url = String(module);
  if (!URL.canParse(url)) {
    throw new TypeError(
      `An absolute URL is needed for the module of a thread function, not "${url}": use new URL("./work.js", import.meta.url)`,
    );
  }
  const call = async (...args: Parameters<F>): Promise<Awaited<ReturnType<F>>> => {
    const exports = (await import(url)) as Record<string, F>;
    return (await exports[name]?.(...args)) as Awaited<ReturnType<F>>;
  };
  Object.defineProperty(call, "name", { value: name, configurable: true });
  calls.set(call, { module: url, name });
  return call;
}

/**
 * How a thread gets the function: for executors of your own, which hand it to another pool.
 *
 * @throws TypeError where it has no source text: built-in functions, bound ones and classes
 */
export function threadCallOf(fn: (...args: never[]) => unknown): ThreadCall {
  const known = calls.get(fn);
  if (known !== undefined) {
    return known;
  }
  if (typeof fn !== "function") {
    throw new TypeError(`A function is needed to run in a thread, not ${String(fn)}`);
  }
  const source = Function.prototype.toString.call(fn);
  if (/\{\s*\[native code\]\s*\}\s*$/.test(source)) {
    throw new TypeError(
      `The function ${fn.name || "(bound)"} has no source text that could be sent to a thread: write (...args) => ${fn.name || "fn"}(...args), or use threadFunction()`,
    );
  }
  if (/^class\b/.test(source)) {
    throw new TypeError(`The class ${fn.name} cannot run in a thread: give a function`);
  }
  return { source: asExpression(source) };
}

/** A method's text is no expression by itself. */
function asExpression(source: string): string {
  if (isExpression(source)) {
    return source;
  }
  const method = `Object.values({ ${source} })[0]`;
  if (isExpression(method)) {
    return method;
  }
  throw new TypeError(
    `The source text of this function makes sense only where it stands, so it cannot be sent to a thread: ${source.slice(0, 60)}`,
  );
}

function isExpression(source: string): boolean {
  try {
    new Function(`"use strict"; return (${source});`);
    return true;
  } catch {
    return false;
  }
}
