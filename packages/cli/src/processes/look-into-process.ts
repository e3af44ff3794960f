import { InputError } from "@awaitwise/analyzer";
import { openInspector } from "./inspector-endpoint.js";
import { InspectorSession } from "./inspector-session.js";
import { type ProcessState, parseProcessState, STATE_EXPRESSION } from "./process-state.js";
import { demandNode } from "./target-process.js";

/** A program that is in the middle of a step closes its inspector when the step has ended. */
const CLOSE_EXPRESSION = `void process.getBuiltinModule("node:timers")
  .setImmediate(() => process.getBuiltinModule("node:inspector").close())`;

/** In milliseconds: the inspector's own thread hangs up at once where the main thread is free to close it. */
const HANG_UP_LIMIT = 1_000;

/**
 * Asks a live Node process for the tasks of its running loops, by its inspector: the process need not help, only have
 * imported the runtime. An inspector that was closed is closed again.
 *
 * @param timeout in milliseconds, for the inspector to open and for each answer
 * @throws InputError where there is no such process, or it cannot or may not be asked
 */
export async function lookIntoProcess(pid: number, timeout: number): Promise<ProcessState> {
  if (pid === process.pid) throw new InputError(`Process ${pid} is this one`);
  demandNode(pid);
  const { url, wasOpened } = await openInspector(pid, timeout);
  const session = await InspectorSession.connect(url, pid, timeout);
  try {
    return await ask(session, pid, wasOpened);
  } finally {
    session.close();
  }
}

async function ask(
  session: InspectorSession,
  pid: number,
  wasOpened: boolean,
): Promise<ProcessState> {
  try {
    return parseProcessState(String(await session.evaluate(STATE_EXPRESSION)), pid);
  } finally {
    if (wasOpened) {
      // Who hangs up before the answer takes back what was asked. And closing hangs up by itself: where both sides
      // do so at once, the inspector of Node 24 may write to what is freed, and take the process down with it.
      await session.evaluate(CLOSE_EXPRESSION);
      await session.closed(HANG_UP_LIMIT);
    }
  }
}
