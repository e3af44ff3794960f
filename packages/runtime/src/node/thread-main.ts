import type { MessagePort } from "node:worker_threads";
import type { ThreadCall } from "./thread-function.js";

/** What a thread is asked to do. */
export interface ThreadRequest {
  readonly call: ThreadCall;
  readonly args: readonly unknown[];
}

/** What came of it. An error crosses without its own properties, so they come beside it. */
export type ThreadReply =
  | { readonly value: unknown }
  | { readonly error: unknown; readonly properties: Readonly<Record<string, unknown>> };

/**
 * The program of a worker thread. It is sent as its source text, so that it needs no file of its own beside
 * whatever a bundler makes of the package: it must use nothing around it.
 */
export function threadMain(): void {
  const { parentPort } = process.getBuiltinModule("node:worker_threads");
  const port = parentPort as unknown as MessagePort;
  const functions = new Map<string, unknown>();

  const find = async (call: ThreadCall): Promise<unknown> => {
    const key = "source" in call ? call.source : `${call.module}#${call.name}`;
    if (!functions.has(key)) {
      if ("source" in call) {
        functions.set(key, new Function(`"use strict"; return (${call.source});`)());
      } else {
        const exports = (await import(call.module)) as Record<string, unknown>;
        if (typeof exports[call.name] !== "function") {
          throw new TypeError(`The module ${call.module} exports no function "${call.name}"`);
        }
        functions.set(key, exports[call.name]);
      }
    }
    return functions.get(key);
  };

  const explain = (error: unknown, call: ThreadCall): unknown => {
    if (error instanceof ReferenceError && "source" in call && !error.message.includes(":")) {
      error.message +=
        ": a function that runs in a thread is sent as its source text, without the variables around it. Give what it needs as arguments, or use threadFunction()";
    }
    return error;
  };

  // awaitwise-ignore-next-line async-void-callback -- it answers with every error that it meets
  port.on("message", async ({ call, args }: ThreadRequest) => {
    let reply: ThreadReply;
    try {
      const fn = (await find(call)) as (...args: readonly unknown[]) => unknown;
      reply = { value: await fn(...args) };
    } catch (thrown) {
      // A DOMException is not copied everywhere; what it says is.
      const error = explain(
        thrown instanceof DOMException ? new Error(thrown.message) : thrown,
        call,
      );
      const properties: Record<string, unknown> = {};
      if (error instanceof Error) {
        properties.name = (thrown as Error).name;
        for (const [name, value] of Object.entries(error)) {
          if (typeof value !== "function") {
            properties[name] = value;
          }
        }
      }
      reply = { error, properties };
    }
    try {
      port.postMessage(reply);
    } catch (error) {
      // The result, or something in the error, cannot be copied to another thread.
      const { name, message } = error as Error;
      port.postMessage({ error: new Error(message), properties: { name } });
    }
  });
}
