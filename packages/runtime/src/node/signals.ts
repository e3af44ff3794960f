import { constants } from "node:os";
import { isMainThread } from "node:worker_threads";
import { demandCallback } from "../argument-checks.js";
import { RuntimeError } from "../errors.js";
import type { EventLoop } from "../loop/event-loop.js";
import { Handle } from "../loop/handle.js";
import { takeOverInterrupts } from "../loop/interrupt.js";
import { getRunningLoop } from "../tasks/current.js";

/** The handlers of each loop: by the signal, what stops one. */
const handlers = new WeakMap<EventLoop, Map<NodeJS.Signals, () => void>>();

/**
 * Calls back in the loop, as an entry of its own, whenever the process gets the signal; until
 * `removeSignalHandler`, or the end of the loop. A second handler for a signal takes the place of the first.
 *
 * A handler for SIGINT takes the place of what `run` does at Ctrl-C.
 *
 * @throws RuntimeError outside of a running loop, or in a worker thread, which gets no signals
 * @throws TypeError where there is no such signal, where the callback is no function, and in debug mode where
 *   it is async
 * @throws the system's error where the signal cannot be handled, as SIGKILL
 * @see asyncio.loop.add_signal_handler
 * @example
 * ```ts
 * import { Event, run } from "@awaitwise/runtime";
 * import { addSignalHandler } from "@awaitwise/runtime/node";
 *
 * await run(async () => {
 *   const stopping = new Event();
 *   addSignalHandler("SIGTERM", () => stopping.set());
 *   process.kill(process.pid, "SIGTERM");
 *   await stopping.wait();
 *   console.log("stopping");
 * });
 * // prints: stopping
 * ```
 */
export function addSignalHandler<A extends readonly unknown[]>(
  signal: NodeJS.Signals,
  callback: (...args: A) => unknown,
  ...args: A
): void {
  const loop = getRunningLoop();
  if (!isMainThread) {
    throw new RuntimeError("A worker thread gets no signals: handle them in the main thread");
  }
  if (!(signal in constants.signals)) {
    throw new TypeError(`There is no signal "${signal}": give one by its name, such as "SIGTERM"`);
  }
  demandCallback(callback, loop.getDebug());
  const handle = new Handle(loop, callback as (...args: never[]) => unknown, args);
  const enter = (): void => loop._enqueue(handle);
  process.on(signal, enter);
  const own = handlersOf(loop);
  own.get(signal)?.();
  loop._listening++;
  // Node does not stay alive for a signal; a loop that waits for one does.
  const alive = setInterval(() => {}, 2 ** 31 - 1);
  const giveBack = signal === "SIGINT" ? takeOverInterrupts() : () => {};
  own.set(signal, () => {
    own.delete(signal);
    process.off(signal, enter);
    handle.cancel();
    clearInterval(alive);
    giveBack();
    loop._listening--;
    loop._look();
  });
}

/**
 * Handles the signal no more. Gives whether there was a handler.
 *
 * @throws RuntimeError outside of a running loop
 * @see asyncio.loop.remove_signal_handler
 */
export function removeSignalHandler(signal: NodeJS.Signals): boolean {
  const stop = handlersOf(getRunningLoop()).get(signal);
  stop?.();
  return stop !== undefined;
}

function handlersOf(loop: EventLoop): Map<NodeJS.Signals, () => void> {
  let own = handlers.get(loop);
  if (own === undefined) {
    const made = new Map<NodeJS.Signals, () => void>();
    own = made;
    handlers.set(loop, made);
    loop._whenClosed(() => {
      for (const stop of [...made.values()]) {
        stop();
      }
    });
  }
  return own;
}
